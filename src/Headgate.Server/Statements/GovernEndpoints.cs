using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Server;

/// <summary>Public acts: pauses and their end, policies, concerns and commitments.</summary>
internal static class GovernEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("governing");
        group.MapPost("/suspensions", Suspend).WithSummary("Pauses a purpose now.").RequireAuthorization(Rights.Govern);
        group.MapGet("/suspensions", Suspensions).WithSummary("Lists pauses and what became of them.").RequireAuthorization(Rights.Read);
        group.MapPost("/suspensions/{id:long}/lift", Lift).WithSummary("Resumes, for those who were told.").RequireAuthorization(Rights.Govern);
        group.MapPost("/policies", Publish).WithSummary("Publishes a policy. Refused where it opts anybody in quietly.").RequireAuthorization(Rights.Govern);
        group.MapGet("/policies/current", Current).WithSummary("The policy in force.").RequireAuthorization(Rights.Read);
        group.MapGet("/proposals", (Proposals all) => TypedResults.Ok(all.All.Select(Said).ToList())).WithSummary("What waits for a second person.").RequireAuthorization(Rights.Read);
        group.MapPost("/proposals/{id}/confirm", Confirm).WithSummary("Confirms what another person proposed.").RequireAuthorization(Rights.Govern);
        ConcernEndpoints.Map(group);
    }

    private static IResult Suspend(NewSuspension pause, Session session, LedgerDecisions decisions, HttpContext context)
    {
        var clock = Stopwatch.StartNew();
        var request = new PauseRequest(pause.Purpose, pause.Regions, pause.Service, PersonEndpoints.Time(pause.CollectedFrom), PersonEndpoints.Time(pause.CollectedTo), pause.Authority, pause.Reference);
        if (pause.Regions.Count == 0) throw new BadInputException("`regions` is empty", "name some, or `everywhere`");
        var appended = SuspensionActs.Suspend(session, request, null);
        // From here on no decision of this server is made without it.
        decisions.Refresh();
        var took = clock.Elapsed;
        SuspensionActs.SayTookHold(session, appended.First, took);
        Audit.Recorded(context, appended.First);
        var id = appended.First.ToString(CultureInfo.InvariantCulture);
        var revoked = session.Store.Acts(session.Store.Head.Size).Count(act => act.Statement is PermitEnded ended && ended.Reason == $"suspended:{id}");
        return TypedResults.Created((string?)null, new SuspensionMade(id, appended.First, appended.RecordedAt.ToString(), revoked, Math.Round(took.TotalMilliseconds, 3)));
    }

    private static IResult Suspensions(Session session)
    {
        var acts = session.Store.Acts(session.Store.Head.Size);
        return TypedResults.Ok(acts.Where(act => act.Statement is Suspended).Select(act => Said(act, acts)).ToList());
    }

    private static IResult Lift(long id, NewLift lift, Session session, Proposals proposals, ServerSettings settings, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        if (settings.TwoPeople) return Proposed(proposals.Add(new("lift", id, lift, null, caller.Name)));
        return Done(context, Lifted(session, id, lift, caller.Name));
    }

    private static IResult Publish(NewPolicy policy, Session session, Proposals proposals, ServerSettings settings, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        if (!settings.TwoPeople) return Done(context, Published(session, policy, caller.Name));
        File(session, policy).Valid();
        return Proposed(proposals.Add(new("policy", 0, null, policy, caller.Name)));
    }

    private static IResult Confirm(string id, Session session, Proposals proposals, HttpContext context) => proposals.Find(id) is null
        ? TypedResults.Problem("there is no such proposal", statusCode: StatusCodes.Status404NotFound)
        : Done(context, Confirmed(id, session, proposals, Caller.Of(context)!));

    /// <summary>Does what another person proposed.</summary>
    /// <exception cref="BadInputException">There is no such proposal.</exception>
    /// <exception cref="RefusedException">Whoever proposed it would confirm it.</exception>
    internal static Appended Confirmed(string id, Session session, Proposals proposals, Caller caller)
    {
        var wanted = (proposals.Find(id) ?? throw new BadInputException("there is no such proposal", "it may have been confirmed meanwhile")).Wanted;
        if (wanted.By == caller.Name) throw new RefusedException("whoever proposed it cannot confirm it", "ask another officer");
        var by = $"{wanted.By} and {caller.Name}";
        var appended = wanted is { Lift: { } lift, Suspension: var suspension } ? Lifted(session, suspension, lift, by) : Published(session, wanted.Policy!, by);
        proposals.Remove(id);
        return appended;
    }

    internal static Appended Lifted(Session session, long id, NewLift lift, string by)
    {
        TimeSpan? window = null;
        if (lift.Window is { } text) window = Durations.TryParse(text, out var given) ? given : throw new BadInputException("`window` is no duration", "write `30d`");
        return SuspensionActs.Lift(session, id, lift.After, window, lift.Override is { Length: > 0 } reason ? new(reason, by) : null, null);
    }

    internal static Appended Published(Session session, NewPolicy policy, string by) =>
        PolicyPublication.Publish(session, File(session, policy), policy.Override is { Length: > 0 } reason ? new(reason, by) : null, null);

    /// <summary>The policy as a file would be read, with the texts of its notices. A version that was published before keeps its text where none is given.</summary>
    private static PolicyFile File(Session session, NewPolicy policy)
    {
        var reading = PolicyReader.Read(policy.Text);
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var notice in reading.Policy?.Notices.Values ?? Enumerable.Empty<PolicyNotice>())
        {
            if (notice.Text is not { } place) continue;
            if (policy.Notices?.GetValueOrDefault(place) is { } words) digests[notice.Version.Notice] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)));
            else if (NoticeDigest(session.Store.Acts(session.Store.Head.Size), notice.Version) is { } before) digests[notice.Version.Notice] = before;
        }
        return new("policy", policy.Text, reading.Problems.Any(problem => !problem.IsWarning) ? null : reading.Policy, reading.Problems, digests);
    }

    /// <summary>The digest of the text under which a version of a notice was published last; null where it has none yet.</summary>
    internal static string? NoticeDigest(IReadOnlyList<Recorded> acts, NoticeVersion notice) => acts.Select(act => act.Statement).OfType<PolicyPublished>().Reverse()
        .Where(published => published.NoticeDigests.ContainsKey(notice.Notice) && PolicyReader.Read(published.Text).Policy?.Notices.GetValueOrDefault(notice.Notice)?.Version == notice)
        .Select(published => published.NoticeDigests[notice.Notice]).FirstOrDefault();

    private static IResult Current(Session session)
    {
        var acts = session.Store.Acts(session.Store.Head.Size);
        var at = session.MomentOf(null, null).At;
        if (Terms.PublishedInForce(acts, at) is not { } published || PolicyReader.Read(published.Text).Policy is not { } policy)
            return TypedResults.Problem("no policy is in force: everything is denied", statusCode: StatusCodes.Status404NotFound);
        var act = acts.Last(one => ReferenceEquals(one.Statement, published));
        return TypedResults.Ok(new PolicySaid(policy.Name, policy.Version, act.Position, act.EffectiveAt.ToString(), published.Text));
    }

    private static SuspensionSaid Said(Recorded act, IReadOnlyList<Recorded> acts)
    {
        var suspended = (Suspended)act.Statement;
        var lift = acts.LastOrDefault(other => other.Statement is Lifted lifted && lifted.Suspension == act.Position)?.Statement as Lifted;
        return new(
            act.Position.ToString(CultureInfo.InvariantCulture), suspended.Purpose, suspended.Regions, suspended.Service, suspended.CollectedFrom?.ToString(), suspended.CollectedTo?.ToString(),
            suspended.Authority, suspended.Reference, act.EffectiveAt.ToString(), lift is { After: null } ? "lifted" : "in-force", lift?.After?.ToString(),
            acts.Select(other => other.Statement).OfType<TookHold>().FirstOrDefault(held => held.Suspension == act.Position)?.Took.TotalMilliseconds);
    }

    private static ProposalSaid Said(Proposal proposal) => new(
        proposal.Id, proposal.Wanted.Lift is null ? "publish a policy" : $"lift suspension {proposal.Wanted.Suspension.ToString(CultureInfo.InvariantCulture)}", proposal.Wanted.By, proposal.At);

    private static IResult Proposed(Proposal proposal) => TypedResults.Accepted($"/v1/proposals/{proposal.Id}", Said(proposal));

    internal static IResult Done(HttpContext context, Appended appended)
    {
        Audit.Recorded(context, appended.First);
        return TypedResults.Created((string?)null, new RecordedOne(appended.First, appended.RecordedAt.ToString(), null));
    }
}
