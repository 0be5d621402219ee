using System.Text.Json;
using System.Text.RegularExpressions;

namespace CareerNetwork;

/// <summary>Everything the network knows, in one JSON file, written whole or not at all. What people chose is not here: Headgate keeps that.</summary>
public sealed partial class NetworkStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string path;
    private readonly TimeProvider clock;
    private readonly Lock writing = new();
    private volatile Kept kept;

    /// <param name="folder">Made and seeded where it is not there.</param>
    public NetworkStore(string folder, TimeProvider clock)
    {
        this.clock = clock;
        path = Path.Combine(Directory.CreateDirectory(folder).FullName, "network.json");
        kept = File.Exists(path) ? JsonSerializer.Deserialize<Kept>(File.ReadAllText(path), Json)! : Seeded(clock.GetUtcNow());
        if (!File.Exists(path)) Write(kept);
    }

    public IReadOnlyList<Person> People => kept.People;

    /// <summary>When the network began: the seeded posts lie before.</summary>
    public DateTimeOffset Began => kept.Began;

    /// <summary>What everybody may see, newest first, without comments.</summary>
    public IEnumerable<Post> Feed => kept.Posts.Where(post => !post.IsPrivate && post.Kind != "comment").OrderByDescending(post => post.Created);

    /// <summary>Everything that was posted or sent, oldest first.</summary>
    public IReadOnlyList<Post> All => kept.Posts;

    public Person? Find(string? id) => kept.People.FirstOrDefault(person => person.Id == id);

    public Post? FindPost(string? id) => kept.Posts.FirstOrDefault(post => post.Id == id);

    public IEnumerable<Post> CommentsOn(string post) => kept.Posts.Where(one => one.Of == post && one.Kind == "comment");

    /// <summary>The messages between two people, oldest first.</summary>
    public IEnumerable<Post> Between(string one, string other) =>
        kept.Posts.Where(post => post.IsPrivate && ((post.Author == one && post.Others.Contains(other)) || (post.Author == other && post.Others.Contains(one))));

    /// <summary>Adds what somebody wrote. Whoever is named as <c>@Name Surname</c> is in it too.</summary>
    public Post Add(Person author, string kind, string text, string? of = null, bool isRepost = false, string? to = null)
    {
        lock (writing)
        {
            List<string> others = to is null ? [] : [to];
            others.AddRange(kept.People.Where(person => person.Id != author.Id && Names(text, person)).Select(person => person.Id));
            var post = new Post($"{kind[..1]}{kept.Posts.Count + 1}", author.Id, kind, text, clock.GetUtcNow(), [.. others.Distinct()], of, isRepost);
            Write(kept with { Posts = [.. kept.Posts, post] });
            return post;
        }
    }

    /// <summary>The text in parts, each with whoever is named by it.</summary>
    public IEnumerable<(string Text, Person? Names)> Parts(string text)
    {
        var at = 0;
        foreach (Match match in Mention().Matches(text))
        {
            if (kept.People.FirstOrDefault(person => match.Value[1..] == person.Name) is not { } named) continue;
            yield return (text[at..match.Index], null);
            yield return (named.Name, named);
            at = match.Index + match.Length;
        }
        yield return (text[at..], null);
    }

    private static bool Names(string text, Person person) => text.Contains($"@{person.Name}", StringComparison.Ordinal);

    private void Write(Kept next)
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(next, Json));
        File.Move(path + ".new", path, overwrite: true);
        kept = next;
    }

    private static Kept Seeded(DateTimeOffset now)
    {
        var people = JsonSerializer.Deserialize<List<Person>>(Network.Resource("people.json"), Json)!;
        var posts = JsonSerializer.Deserialize<List<SeedPost>>(Network.Resource("posts.json"), Json)!;
        return new(now, people, [.. posts.Select((post, i) => new Post(
            $"{post.Kind[..1]}{i + 1}", post.Author, post.Kind, post.Text, now.AddHours(-post.HoursAgo), post.Others ?? [], post.Of, post.IsRepost, post.Label, post.Shows)).OrderBy(post => post.Created)]);
    }

    [GeneratedRegex(@"@\p{Lu}[\p{L}'’-]+ (?:\p{Ll}+ )*\p{Lu}[\p{L}'’-]+")]
    private static partial Regex Mention();

    private sealed record Kept(DateTimeOffset Began, IReadOnlyList<Person> People, IReadOnlyList<Post> Posts);

    private sealed record SeedPost(string Author, string Kind, string Text, double HoursAgo, IReadOnlyList<string>? Others = null, string? Of = null, bool IsRepost = false, string? Label = null, string? Shows = null);
}
