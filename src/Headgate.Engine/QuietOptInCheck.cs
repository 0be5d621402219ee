namespace Headgate.Engine;

/// <summary>What a policy, recorded after some acts, would let in quietly (semantics.md, No quiet opt-in), and take out of a pause.</summary>
/// <param name="Found">In order of purpose and time.</param>
/// <param name="Escapes">In order of the pauses.</param>
/// <param name="Later">What a policy that was published before, and takes over later, would let in again that this one leaves out.</param>
public sealed record QuietOptInCheck(IReadOnlyList<QuietOptIn> Found, IReadOnlyList<PauseEscape> Escapes, IReadOnlyList<QuietOptIn> Later)
{
    /// <param name="recorded">When the policy is recorded.</param>
    /// <exception cref="TableTooLargeException">The policies tell too many cases apart.</exception>
    public static QuietOptInCheck Of(IReadOnlyList<Recorded> acts, Policy policy, Instant recorded)
    {
        var published = acts.Where(act => act.Statement is PolicyPublished).ToList();
        var start = policy.Effective is { } effective ? Instant.Later(effective, recorded) : recorded;
        var waiting = published.Where(act => act.EffectiveAt > start).OrderBy(act => act.EffectiveAt).ThenByDescending(act => act.Position).ToList();
        var (next, overtaken) = (waiting.FirstOrDefault(), waiting.Select(act => (Instant?)act.EffectiveAt).FirstOrDefault());
        PolicyPublished?[] before = [Terms.PublishedInForce(acts, recorded), Terms.PublishedInForce(acts, start == recorded ? recorded : Before(start))];
        var known = published.Where(act => act.EffectiveAt <= recorded)
            .SelectMany(act => PolicyReader.Read(((PolicyPublished)act.Statement).Text).Policy?.Notices.Values ?? [])
            .Select(notice => notice.Version).ToHashSet();
        var followed = before.Distinct().Select(one => one is null ? null : PolicyReader.Read(one.Text).Policy).ToList();
        return new(
            [.. followed.SelectMany(one => QuietOptIns.Find(one, policy, start, overtaken, Known(known, one)))],
            [.. followed.OfType<Policy>().SelectMany(one => PauseEscape.Find(Terms.PausesInForce(acts, one, start), one, policy)).Distinct()],
            next is null ? [] : QuietOptIns.Find(
                policy, PolicyReader.Read(((PolicyPublished)next.Statement).Text).Policy!, next.EffectiveAt,
                waiting.Select(act => (Instant?)act.EffectiveAt).FirstOrDefault(at => at > next.EffectiveAt), Known(known, policy)));
    }

    /// <summary>Whether the policy may be published, if somebody answers for it.</summary>
    public bool Allows(Override? by) => (Found.Count == 0 && Escapes.Count == 0 && Later.Count == 0) || (by is not null && !Found.Any(found => found.AgainstObjection));

    /// <summary>The refusal, with the number of the ledger's subjects in each of the cases.</summary>
    public RefusedException Refusal(Session session)
    {
        if (Found.Count == 0 && Escapes.Count == 0)
            return new(
                $"a policy that was published before takes over at {Later[0].At}, and would let in whom this one leaves out: {Later[0].Cases[0].Words}",
                "let this one take that one's place first: publish it with that date as `effective`, and then as it is; or answer for it by name: `--override REASON --by NAME`");
        if (Found.Count == 0)
            return new($"the policy would take {Escapes[0].Words} out of the pause `{Escapes[0].Pause}`{(Escapes.Count > 1 ? $", and {Escapes.Count - 1} more" : "")}", "a pause ends by being lifted: leave its words as they are until then, or answer for it by name: `--override REASON --by NAME`");
        var all = Found.SelectMany(found => found.Cases.Select(cases => (found, cases))).ToList();
        var count = SubjectCount.Of(session, [.. all.Select(one => (one.found.At, one.cases))]);
        return new QuietOptInException([.. all.Select((one, i) => new Admitted(one.cases.Words, count.Each[i], one.found))], count.Together);
    }

    private static HashSet<NoticeVersion> Known(HashSet<NoticeVersion> known, Policy? before) => [.. known, .. before?.Notices.Values.Select(notice => notice.Version) ?? []];

    private static Instant Before(Instant instant) => instant + -TimeSpan.FromMicroseconds(1);
}
