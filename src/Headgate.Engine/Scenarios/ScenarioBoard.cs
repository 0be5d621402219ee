namespace Headgate.Engine.Scenarios;

/// <summary>What a story draws as region × time: a typical person in each region, of whom nothing else is to be said, and their typical posts.</summary>
/// <param name="Born">When all of them were born.</param>
/// <param name="Posts">Each as everybody of the board has it, without id and author, by name; the only one may be named <c>""</c>.</param>
public sealed record ScenarioBoard(DateOnly Born, IReadOnlyList<(string Name, Record Post)> Posts, IReadOnlyList<BoardExpectation> Expected)
{
    /// <summary>The regions, as alpha-2 codes, in the order of the file.</summary>
    public IReadOnlyList<string> Regions { get; } = [.. Expected.Select(row => row.Region).Distinct()];

    /// <summary>The id of the person who stands for a region.</summary>
    public static SubjectId PersonOf(string region) => SubjectId.From($"typical-{region}")!.Value;

    /// <summary>The id of their post.</summary>
    public static string PostOf(string region, string name) => name.Length == 0 ? $"typical-{region}-post" : $"typical-{region}-{name}";

    /// <summary>All rows that are drawn: those of which something is expected.</summary>
    public IReadOnlyList<(string Region, string Post)> Rows { get; } =
        [.. Expected.SelectMany(row => Posts.Where(post => row.Post is null || post.Name == row.Post).Select(post => (row.Region, post.Name))).Distinct()];
}

/// <summary>What a row of the board must say, gate by gate.</summary>
/// <param name="Post">The name of the post that is meant; null for every one.</param>
/// <param name="States">One a gate; null where the post is not there yet.</param>
public sealed record BoardExpectation(int Line, int Column, string Region, string? Post, IReadOnlyList<UseState?> States);
