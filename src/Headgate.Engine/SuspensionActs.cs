using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What a pause is about, in the words of whoever imposes it.</summary>
/// <param name="Regions">Codes, built-in groups and groups of the policy in force; <c>everywhere</c> for all.</param>
public sealed record PauseRequest(
    string Purpose, IReadOnlyList<string> Regions, string? Service, Instant? CollectedFrom, Instant? CollectedTo, string Authority, string Reference);

/// <summary>What a pause touches.</summary>
/// <param name="Subjects">Those who claim one of its regions.</param>
/// <param name="DataSets">Those sealed for its purpose.</param>
/// <param name="Permits">Those in force on a data set one of whose records it matches.</param>
public sealed record PauseReach(long Subjects, long DataSets, long Permits);

/// <summary>Pausing and resuming (semantics.md, Suspension, and its end).</summary>
public static class SuspensionActs
{
    public const string Everywhere = "everywhere";

    /// <summary>Pauses. Every decision from then on denies; the permits that it reaches are revoked.</summary>
    /// <exception cref="BadInputException">A word of the request is not known.</exception>
    public static Appended Suspend(Session session, PauseRequest request, Instant? recordedAt)
    {
        var policy = session.PolicyInForce();
        Check(request, policy);
        var statement = StatementOf(request, policy);
        var appended = session.Store.Append([new NewStatement(statement)], session.Now, recordedAt);
        // The pause is there before anybody asks whom it concerns: no lease is renewed meanwhile.
        PermitActs.Revoke(session, PermitsMatched.By(session, statement, policy), $"suspended:{appended.First}", recordedAt);
        return appended;
    }

    /// <summary>Records how long a pause took to take hold: a public act of its own, because it is known only afterwards.</summary>
    /// <param name="suspension">Its position.</param>
    /// <param name="took">From when it was asked for until nothing could be allowed any more and the permits that it reaches were over. What lies below a microsecond is cut off.</param>
    /// <exception cref="BadInputException">There is no such suspension.</exception>
    public static Appended SayTookHold(Session session, long suspension, TimeSpan took) => session.Store.Append(
        head =>
        {
            var acts = session.Store.Acts(head.Size);
            if (!acts.Any(act => act.Position == suspension && act.Statement is Suspended)) throw new BadInputException($"there is no suspension `{suspension}`", Known(acts));
            return [new NewStatement(new TookHold(suspension, TimeSpan.FromTicks(took.Ticks - took.Ticks % TimeSpan.TicksPerMicrosecond)))];
        },
        session.Now);

    private static void Check(PauseRequest request, Policy? policy)
    {
        if (policy is not null && !policy.Purposes.ContainsKey(request.Purpose)) throw new UnknownPurposeException(request.Purpose, policy);
        if (policy is not null && request.Service is { } service && !policy.Services.Contains(service))
            throw new BadInputException($"`{service}` is no service of the policy in force", Nearest.Hint(service, policy.Services));
        if (request.CollectedFrom >= request.CollectedTo)
            throw new BadInputException("the collection window is empty", "`--collected-to` must be after `--collected-from`; windows are half-open");
    }

    /// <summary>How many subjects claim one of the regions, and what was sealed for the purpose.</summary>
    public static PauseReach ReachOf(Session session, PauseRequest request)
    {
        var head = session.Store.Head;
        var policy = session.PolicyInForce();
        Check(request, policy);
        var codes = Codes(request.Regions, policy)?.ToHashSet(StringComparer.Ordinal);
        var subjects = 0L;
        foreach (var (_, statements) in session.Store.BySubject(head.Size))
            if (codes is null || StandingFold.At(statements, Instant.MaxValue)?.Regions.Any(region => codes.Contains(region.Code)) == true)
                subjects++;
        var dataSets = session.Store.Acts(head.Size).Select(act => act.Statement).OfType<DataSetSealed>().Count(set =>
            !set.Replay && (set.Purpose == request.Purpose || policy?.Purposes.GetValueOrDefault(set.Purpose)?.IsWithin(request.Purpose) == true));
        return new(subjects, dataSets, PermitsMatched.By(session, StatementOf(request, policy), policy).Count);
    }

    /// <summary>Lifts a suspension: after a notice for those who were told, or by override for all.</summary>
    /// <exception cref="RefusedException">Neither was given, the window is too short, or it would take back what people were told when it was lifted before.</exception>
    /// <exception cref="BadInputException">There is no such suspension or notice.</exception>
    public static Appended Lift(Session session, long id, string? notice, TimeSpan? window, Override? by, Instant? recordedAt)
    {
        if (notice is null && by is null) throw Refused("a pause ends only after people were told");
        if (by is null && !(window >= QuietOptIns.ShortestWindow)) throw Refused("a window of less than a day leaves nobody the time to object");
        return session.Store.Append(
            head =>
            {
                var acts = session.Store.Acts(head.Size);
                if (!acts.Any(act => act.Position == id && act.Statement is Suspended))
                    throw new BadInputException($"there is no suspension `{id}`", Known(acts));
                if (by is null && Lift(acts, id) is { After: { } told, Window: { } promised } && (told.Notice != notice || window < promised))
                    throw Refused($"`{id}` was lifted for those who were told by `{told.Notice}`, {Durations.Write(promised)} later, and no sooner");
                return [new NewStatement(new Lifted(id, notice is null ? null : Notices.Find(session, notice, null, recordedAt), notice is null ? null : window ?? TimeSpan.Zero, by))];
            },
            session.Now, recordedAt);
    }

    private static Suspended StatementOf(PauseRequest request, Policy? policy) => new(
        request.Purpose, Codes(request.Regions, policy), request.Regions, request.Service, request.CollectedFrom, request.CollectedTo, request.Authority, request.Reference);

    private static RefusedException Refused(string why) => new(why, "give `--after NOTICE --window 30d`, or answer for it by name: `--override REASON --by NAME`");

    /// <summary>On which terms a suspension was lifted last; null where it was not.</summary>
    private static Lifted? Lift(IReadOnlyList<Recorded> acts, long id) => acts.Select(act => act.Statement).OfType<Lifted>().LastOrDefault(lifted => lifted.Suspension == id);

    private static string Known(IReadOnlyList<Recorded> acts)
    {
        var known = acts.Where(act => act.Statement is Suspended).Select(act => $"`{act.Position}`").ToList();
        return known.Count == 0 ? "nothing was ever suspended" : $"there are {string.Join(", ", known)}";
    }

    internal static List<string>? Codes(IReadOnlyList<string> words, Policy? policy)
    {
        if (words.Contains(Everywhere)) return null;
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
            codes.UnionWith(Find(word, policy) ?? throw new BadInputException(
                $"`{word}` is no region", Nearest.Hint(word, [.. IsoCountries.Codes, .. BuiltInGroups.Names, .. policy?.Groups.Keys ?? [], Everywhere])));
        return [.. codes];
    }

    private static IReadOnlyCollection<string>? Find(string word, Policy? policy) =>
        policy is not null ? policy.RegionsOf(word)
        : BuiltInGroups.Find(word) is { } group ? [.. group]
        : IsoCountries.Codes.Contains(word) ? [word]
        : null;
}
