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
                var change = new PolicyChange(before, after, purpose.Name, at, start);
                var grants = change.AfterReasons.Grants;
                var opened = change.Sort((early, was, becomes) => Opens(change, early && before is not null, known, was, becomes));
                foreach (var ((code, against), cells) in opened)
                {
                    var cases = CellWords.Describe(change, cells, grants[code].Name).Where(one => said.Add((purpose.Name, grants[code], against, one.Words))).ToList();
                    if (cases.Count > 0) found.Add(new(purpose.Name, at, grants[code], against, cases));
                }
            }
        }
        return found;
    }

    /// <summary>The code of the grant that lets cases in quietly, and whether it does so against objections; null where it does not.</summary>
    private static (int Grant, bool Against)? Opens(PolicyChange change, bool against, IReadOnlySet<NoticeVersion> known, Reason was, Reason becomes)
    {
        if (!becomes.Allows || was.Allows) return null;
        var grant = change.AfterReasons.Grants[becomes.Code];
        return grant.Basis == LegalBasis.Consent || (!against && IsTold(grant, known)) ? null : (becomes.Code, against);
    }

    private static bool IsTold(GrantRule grant, IReadOnlySet<NoticeVersion> known) =>
        grant.After is { } after && after.Window >= ShortestWindow && !known.Contains(after.Notice);
}
