namespace Headgate.Gate;

/// <summary>How much was kept and dropped of what.</summary>
/// <param name="Of">A kind, a region, a month; null where it is unknown.</param>
public sealed record Share(string? Of, long Kept, long Dropped);

/// <summary>A run's records by what they are: for a report, it decides nothing.</summary>
/// <param name="Regions">Of their authors: a code, or <see cref="Several"/>.</param>
/// <param name="Months">When they were created, such as <c>2024-09</c>, in order.</param>
public sealed record Breakdown(IReadOnlyList<Share> Kinds, IReadOnlyList<Share> Regions, IReadOnlyList<Share> Months)
{
    /// <summary>What stands for authors in several regions.</summary>
    public const string Several = "several";

    public static Breakdown None { get; } = new([], [], []);
}
