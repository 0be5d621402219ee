namespace CareerNetwork;

/// <summary>Somebody on the network. Everybody here is invented.</summary>
/// <param name="Id">What Headgate knows them by.</param>
/// <param name="Region">ISO 3166-1 alpha-2, as they declared it.</param>
/// <param name="Born">A day, as they declared it.</param>
/// <param name="Recruits">Whether they look for people.</param>
public sealed record Person(
    string Id, string Name, string Headline, string City, string Region, string Born, string About, IReadOnlyList<string> Skills, IReadOnlyList<Job> Jobs, bool Recruits = false)
{
    public string FirstName => Name.Split(' ')[0];
}

/// <param name="Until">Null while they are still there.</param>
public sealed record Job(string Title, string Employer, int From, int? Until, string Did);

/// <summary>Something that was posted, or sent to one person.</summary>
/// <param name="Kind"><c>post</c>, <c>comment</c>, <c>photo</c> or <c>private-message</c>: the content kinds of the policy.</param>
/// <param name="Others">Who else is in it: mentioned, or written to.</param>
/// <param name="Of">The post that it is a comment on or a repost of; null where it is neither.</param>
/// <param name="Label">What else is known of it, such as the topic of a sensitive group; null where nothing is.</param>
/// <param name="Shows">What a photo shows; null where it is none.</param>
public sealed record Post(
    string Id, string Author, string Kind, string Text, DateTimeOffset Created, IReadOnlyList<string> Others, string? Of = null, bool IsRepost = false, string? Label = null, string? Shows = null)
{
    public bool IsPrivate => Kind == "private-message";

    public string Visibility => IsPrivate ? "private" : "public";
}
