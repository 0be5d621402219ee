namespace Headgate;

/// <summary>Cases that a new policy lets in without anybody having been told (semantics.md, No quiet opt-in).</summary>
/// <param name="Purpose">The purpose they are let in for.</param>
/// <param name="At">The first instant at which they are.</param>
/// <param name="Grant">The grant that lets them in.</param>
/// <param name="AgainstObjection">They objected before the policy's start: no override helps.</param>
/// <param name="Cases">What they are like.</param>
public sealed record QuietOptIn(string Purpose, Instant At, GrantRule Grant, bool AgainstObjection, IReadOnlyList<DescribedCases> Cases);

/// <summary>Finds what a new policy lets in quietly.</summary>
public static class QuietOptIns
{
    /// <summary>The shortest window in which people can object to what a notice tells them.</summary>
    public static readonly TimeSpan ShortestWindow = TimeSpan.FromDays(1);

    /// <param name="before">The policy in force; null where there is none, and everything is denied.</param>
    /// <param name="start">From when the new one is in force.</param>
    /// <param name="end">When one that is published already takes over from it; null where none does.</param>
    /// <param name="known">The notices that people may have been told already.</param>
    /// <exception cref="TableTooLargeException">The two policies tell too many cases apart.</exception>
    public static IReadOnlyList<QuietOptIn> Find(Policy? before, Policy after, Instant start, Instant? end, IReadOnlySet<NoticeVersion> known)
    {
        var found = new List<QuietOptIn>();
        var said = new HashSet<(string, GrantRule, bool, string)>();
        foreach (var purpose in after.Purposes.Values.OrderBy(purpose => purpose.Name, StringComparer.Ordinal))
        {
            foreach (var at in ChangeTimes.Of(before is null ? [after] : [before, after], start, end))
            {
                var change = new PolicyChange(before, after, purpose, at, start);
                foreach (var (grant, against, cells) in Opened(change, before is not null, known))
                {
                    var cases = CellWords.Describe(change, cells).Where(one => said.Add((purpose.Name, grant, against, one.Words))).ToList();
                    if (cases.Count > 0) found.Add(new(purpose.Name, at, grant, against, cases));
                }
            }
        }
        return found;
    }

    private static IEnumerable<(GrantRule Grant, bool Against, CellSet Cells)> Opened(PolicyChange change, bool anyBefore, IReadOnlySet<NoticeVersion> known)
    {
        var (cells, grants) = (change.Cells, change.AfterReasons.Grants);
        var opened = new SortedDictionary<(int Grant, bool Against), CellSet>();
        for (var subject = 0; subject < cells.Subjects.Classes.Count; subject++)
        {
            var against = anyBefore && cells.Subjects.ObjectedEarly(subject);
            for (var record = 0; record < cells.Records.Count; record++)
            {
                for (var pair = 0; pair < cells.Pairs.Count; pair++)
                {
                    if (!cells.IsReachable(subject, record, pair)) continue;
                    var reason = change.After(subject, record, pair);
                    if (!reason.Allows || change.Before(subject, record, pair).Allows) continue;
                    var grant = grants[reason.Code];
                    if (grant.Basis == LegalBasis.Consent || (!against && IsTold(grant, known))) continue;
                    var key = (grant.Line, against);
                    if (!opened.TryGetValue(key, out var set)) opened[key] = set = new CellSet(cells, grant);
                    set.Add(subject, record, pair);
                }
            }
        }
        return opened.Select(pair => (pair.Value.Grant, pair.Key.Against, pair.Value));
    }

    private static bool IsTold(GrantRule grant, IReadOnlySet<NoticeVersion> known) =>
        grant.After is { } after && after.Window >= ShortestWindow && !known.Contains(after.Notice);
}
