namespace Headgate;

/// <summary>Cases that two policies decide differently, on their way from one decision to the other.</summary>
/// <param name="At">The first instant at which they do.</param>
/// <param name="Admitted">Denied before and allowed after; else the other way round.</param>
/// <param name="After">The reason under the second policy.</param>
public sealed record PolicyDifference(string Purpose, Instant At, bool Admitted, Reason After, IReadOnlyList<DescribedCases> Cases);

/// <summary>A row of what a policy says: cases, and the reason that they all have.</summary>
public sealed record TableRow(Reason Reason, DescribedCases Cases);

/// <summary>Finds what two policies decide differently: exhaustively, over every class of cases and every instant.</summary>
public static class PolicyDifferences
{
    /// <summary>All that a policy says for a purpose at an instant, suspensions left out: every case that there can be is in one row.</summary>
    /// <exception cref="TableTooLargeException">The policy tells too many cases apart.</exception>
    public static IReadOnlyList<TableRow> Table(Policy policy, string purpose, Instant at)
    {
        var change = new PolicyChange(null, policy, purpose, at, null);
        var reasons = change.AfterReasons.All;
        return [.. change.Sort((_, _, becomes) => (int?)becomes.Code)
            .SelectMany(set => CellWords.Describe(change, set.Value, reasons[set.Key].Text).Select(cases => new TableRow(reasons[set.Key], cases)))];
    }

    /// <param name="before">Null where there is none, and everything is denied.</param>
    /// <param name="start">The first instant that is looked at; everything after it is, too.</param>
    /// <exception cref="TableTooLargeException">The two policies tell too many cases apart.</exception>
    public static IReadOnlyList<PolicyDifference> Find(Policy? before, Policy after, Instant start)
    {
        var found = new List<PolicyDifference>();
        var said = new HashSet<(string, string, string)>();
        foreach (var purpose in after.Purposes.Keys.Union(before?.Purposes.Keys ?? []).Order(StringComparer.Ordinal))
        {
            foreach (var at in ChangeTimes.Of(before is null ? [after] : [before, after], start, null))
            {
                var change = new PolicyChange(before, after, purpose, at, null);
                var reasons = change.AfterReasons.All;
                foreach (var (code, cells) in change.Sort((_, was, becomes) => was.Allows == becomes.Allows ? null : (int?)becomes.Code))
                {
                    var cases = CellWords.Describe(change, cells, reasons[code].Text).Where(one => said.Add((purpose, reasons[code].Text, one.Words))).ToList();
                    if (cases.Count > 0) found.Add(new(purpose, at, reasons[code].Allows, reasons[code], cases));
                }
            }
        }
        return found;
    }
}
