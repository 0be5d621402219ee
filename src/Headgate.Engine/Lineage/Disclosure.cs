namespace Headgate.Engine;

/// <summary>A data set in the hands of somebody outside, and what they were told.</summary>
/// <param name="Position">Of the statement that records it; its id.</param>
/// <param name="Told">The last <see cref="RecipientTold"/>; null where they never were.</param>
/// <param name="Acknowledged">Their acknowledgement of that; null where there is none yet.</param>
public sealed record Disclosure(long Position, Instant Since, DataSetDisclosed Made, Recorded? Told, Recorded? Acknowledged)
{
    /// <summary>Every disclosure among some acts, in order of position.</summary>
    public static IReadOnlyList<Disclosure> All(IReadOnlyList<Recorded> acts)
    {
        var told = acts.Where(act => act.Statement is RecipientTold).GroupBy(act => ((RecipientTold)act.Statement).Disclosure).ToDictionary(group => group.Key, group => group.Last());
        var acknowledged = acts.Where(act => act.Statement is RecipientAcknowledged).GroupBy(act => ((RecipientAcknowledged)act.Statement).Told).ToDictionary(group => group.Key, group => group.First());
        return [.. acts.Where(act => act.Statement is DataSetDisclosed).Select(act => new Disclosure(
            act.Position, act.RecordedAt, (DataSetDisclosed)act.Statement, told.GetValueOrDefault(act.Position),
            told.GetValueOrDefault(act.Position) is { } last ? acknowledged.GetValueOrDefault(last.Position) : null))];
    }
}
