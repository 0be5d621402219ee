namespace Headgate.Engine;

/// <summary>What a policy, recorded after some acts, would let in quietly (semantics.md, No quiet opt-in).</summary>
/// <param name="Found">In order of purpose and time.</param>
public sealed record QuietOptInCheck(IReadOnlyList<QuietOptIn> Found)
{
    /// <param name="recorded">When the policy is recorded.</param>
    /// <exception cref="TableTooLargeException">The policies tell too many cases apart.</exception>
    public static QuietOptInCheck Of(IReadOnlyList<Recorded> acts, Policy policy, Instant recorded)
    {
        var published = acts.Where(act => act.Statement is PolicyPublished).ToList();
        var start = policy.Effective is { } effective ? Instant.Later(effective, recorded) : recorded;
        var overtaken = published.Where(act => act.EffectiveAt > start).Select(act => (Instant?)act.EffectiveAt).Min();
        PolicyPublished?[] before = [Terms.PublishedInForce(acts, recorded), Terms.PublishedInForce(acts, start == recorded ? recorded : Before(start))];
        var known = published.Where(act => act.EffectiveAt <= recorded)
            .SelectMany(act => PolicyReader.Read(((PolicyPublished)act.Statement).Text).Policy?.Notices.Values ?? [])
            .Select(notice => notice.Version).ToHashSet();
        return new([.. before.Distinct().Select(one => one is null ? null : PolicyReader.Read(one.Text).Policy)
            .SelectMany(one => QuietOptIns.Find(one, policy, start, overtaken, Known(known, one)))]);
    }

    /// <summary>Whether the policy may be published, if somebody answers for it.</summary>
    public bool Allows(Override? by) => Found.Count == 0 || (by is not null && !Found.Any(found => found.AgainstObjection));

    /// <summary>The refusal, with the number of the ledger's subjects in each of the cases.</summary>
    public QuietOptInException Refusal(Session session)
    {
        var all = Found.SelectMany(found => found.Cases.Select(cases => (found, cases))).ToList();
        var count = SubjectCount.Of(session, [.. all.Select(one => (one.found.At, one.cases))]);
        return new([.. all.Select((one, i) => new Admitted(one.cases.Words, count.Each[i], one.found))], count.Together);
    }

    private static HashSet<NoticeVersion> Known(HashSet<NoticeVersion> known, Policy? before) => [.. known, .. before?.Notices.Values.Select(notice => notice.Version) ?? []];

    private static Instant Before(Instant instant) => instant + -TimeSpan.FromMicroseconds(1);
}
