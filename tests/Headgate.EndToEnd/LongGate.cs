using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>A gate run that takes long enough to be disturbed: a ledger, content, and what an undisturbed run made of it.</summary>
public sealed class LongGate : IDisposable
{
    private const int People = 12_000;
    private const int Records = 120_000;
    private const string Temp = "temp";

    private const string Policy =
        """
        headgate: 1
        policy: long-gate
        version: 1
        purposes: { train-generative-ai: { title: Train AI that writes } }
        content: [post]
        notices: { told: { version: 1, title: What we do, text: told.md, languages: [en] } }
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - grant: interest
            basis: legitimate-interests
            after: { notice: told, window: 30d }
        """;

    private static readonly string[] Regions = ["GB", "US", "DE"];

    private readonly Place place = new();

    public LongGate()
    {
        place.Write("policy.yaml", Policy);
        place.Write("told.md", "We train AI with what you write.");
        place.WriteRows("members.jsonl", Enumerable.Range(0, People).Select(i => new { subject = Person(i), regions = new[] { RegionOf(i) }, born = i % 7 == 0 ? "2015-01-01" : "1990-01-01", status = "active" }));
        place.WriteRows("served.jsonl", Enumerable.Range(0, People).Select(i => new { subject = Person(i), at = "2025-01-01" }));
        place.WriteRows("posts.jsonl", Enumerable.Range(0, Records).Select(i => new
        {
            record_id = $"r{i}",
            author = Person(i % People),
            other_people = i % 5 == 0 ? new[] { Person(i * 31L % People) } : [],
            kind = "post",
            created = "2024-06-01T00:00:00Z",
            text = $"What number {i} has to say, and it is not short: {string.Concat(Enumerable.Repeat($"{i * 7919L % 104_729} ", 10))}",
        }));
        place.Do("init");
        place.Do("policy", "publish", "policy.yaml", "--recorded-at", "2025-01-01");
        place.Do("members", "members.jsonl", "--recorded-at", "2025-01-01");
        AsOf = 1 + People + place.Do("notice", "serve", "told", "--to", "served.jsonl", "--recorded-at", "2025-01-01").GetProperty("recorded").GetInt32();
        var clock = Stopwatch.StartNew();
        using (var run = Begin("whole")) run.Wait().Ends(0);
        Took = clock.Elapsed;
        Undisturbed = place.Bytes("whole");
        Remove("whole");
        Directory.Delete(place.In(Place.Ledger, "snapshot"), recursive: true);
        Listing = Entries();
    }

    internal Place Place => place;

    /// <summary>How many statements the ledger had then.</summary>
    public int AsOf { get; }

    /// <summary>How long an undisturbed run takes, from start to end.</summary>
    public TimeSpan Took { get; }

    /// <summary>What an undisturbed run leaves.</summary>
    public string Undisturbed { get; }

    /// <summary>What lies in the folder while no run is on.</summary>
    private string Listing { get; }

    /// <summary>Whose record it is, in the form `r` and its number.</summary>
    public static string RegionOfAuthor(string record) => RegionOf(int.Parse(record.AsSpan(1), CultureInfo.InvariantCulture) % People);

    /// <summary>Begins a run as of then, so that it must give the same bytes whenever it is made.</summary>
    internal Running Begin(string name) => place.Begin(["gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", name, "--temp", Temp, "--as-of", $"{AsOf}", "--at", "2025-06-01"]);

    /// <summary>Begins a run as of now.</summary>
    internal Running BeginNow(string name) => place.Begin("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", name, "--temp", Temp, "--json");

    /// <summary>The processes that work for a run here.</summary>
    public List<int> Workers() => Processes.With("gate-worker", place.In(Temp));

    /// <summary>Whether eligible records are being written, beside the place where they are to lie.</summary>
    public bool IsWriting() => Aside().Any(folder => Directory.Exists(Path.Combine(folder, "eligible")));

    /// <summary>What a run writes before it is a data set.</summary>
    public IEnumerable<string> Aside() => Directory.EnumerateDirectories(place.Path, ".*.partial");

    /// <summary>A worker that nobody waits for any more ends by itself.</summary>
    public void NoWorkerIsLeft()
    {
        var clock = Stopwatch.StartNew();
        while (Workers().Count > 0)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), "a worker goes on without its gate");
            Thread.Sleep(10);
        }
    }

    /// <summary>Nothing of a run is left in the folder, whether in sight or not, nor in the place for temporary files.</summary>
    public void NothingIsLeft()
    {
        NoWorkerIsLeft();
        Assert.Equal(Listing, Entries());
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.In(Temp)));
    }

    /// <summary>A run made now gives the bytes of the undisturbed one, and clears away what others left beside it; the ledger holds.</summary>
    public void TheNextRunIsAsIfNothingHadBeen()
    {
        using (var run = Begin("whole")) run.Wait().Ends(0);
        Assert.Equal(Undisturbed, place.Bytes("whole"));
        Remove("whole");
        Assert.Empty(Aside());
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.In(Temp)));
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
    }

    public void Remove(string name) => Directory.Delete(place.In(name), recursive: true);

    public void Dispose() => place.Dispose();

    private static string Person(long i) => $"person-{i}";

    private static string RegionOf(int person) => Regions[person % Regions.Length];

    private string Entries() => string.Join(' ', Directory.EnumerateFileSystemEntries(place.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
