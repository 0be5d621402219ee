namespace Headgate.Engine.Scenarios;

/// <summary>What a story has made so far beside the ledger: posts, and which position belongs to which of its names.</summary>
internal sealed class ScenarioWorld
{
    private readonly Dictionary<string, Record> records = new(StringComparer.Ordinal);
    private readonly List<(Record Record, string Text)> posts = [];

    public ScenarioWorld(ScenarioBoard? board)
    {
        foreach (var (region, name) in board?.Rows ?? [])
            Post(Typical(region, name, board!.Posts.First(post => post.Name == name).Post), "");
    }

    /// <summary>Everything that was posted until an instant, in the order of the story; what the board has, first.</summary>
    public IEnumerable<(Record Record, string Text)> Until(Instant at) => posts.Where(post => !(post.Record.Created > at));

    public Dictionary<string, long> Suspensions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Concerns { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Commitments { get; } = new(StringComparer.Ordinal);

    public void Post(Record record, string text)
    {
        posts.Add((record, text));
        records[record.Id!] = record;
    }

    /// <summary>The post with an id; null where there is none.</summary>
    public Record? Find(string id) => records.GetValueOrDefault(id);

    /// <summary>A reason with the story's name for a suspension in place of its position.</summary>
    public string Named(string reason)
    {
        foreach (var (name, position) in Suspensions)
            if (reason == $"suspended:{position}" || reason.StartsWith($"suspended:{position}/", StringComparison.Ordinal))
                return reason.Replace($"suspended:{position}", $"suspended:{name}", StringComparison.Ordinal);
        return reason;
    }

    private static Record Typical(string region, string name, Record like) => new()
    {
        Id = ScenarioBoard.PostOf(region, name),
        Author = ScenarioBoard.PersonOf(region),
        Others = like.Others,
        Kind = like.Kind,
        Labels = like.Labels,
        Visibility = like.Visibility,
        Service = like.Service,
        Created = like.Created,
        Collected = like.Collected,
        IsCollectedUnknown = like.IsCollectedUnknown,
        Regions = like.Regions,
        Signals = like.Signals,
    };
}
