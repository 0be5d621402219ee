using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server.Pages;

/// <summary>Pausing and resuming: choose, see whom and what it touches, confirm, see it hold.</summary>
internal static class PausePages
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("pauses", (HttpContext context, PublicFacts facts, Session session, Proposals proposals) => Page.Of<PausesPage>(context, Pauses(context, facts, session, proposals, null)));
        group.MapPost("pauses/look", LookAsync).WithMetadata(new IsQuestion());
        group.MapPost("pauses", PauseAsync);
        group.MapGet("pauses/{id:long}", One);
        group.MapPost("pauses/{id:long}/lift", LiftAsync);
        group.MapPost("proposals/{id}/confirm", (string id, HttpContext context, Session session, Proposals proposals) =>
        {
            Audit.Recorded(context, GovernEndpoints.Confirmed(id, session, proposals, Caller.Of(context)!).First);
            return Page.GoTo("/officer/pauses");
        });
    }

    private static PausesView Pauses(HttpContext context, PublicFacts facts, Session session, Proposals proposals, PauseDraft? draft)
    {
        var known = facts.Now();
        return new(Caller.Of(context)!, known, [.. known.Acts.Where(act => act.Statement is Suspended).Reverse()], [.. proposals.All.Select(one => new WaitingAct(one.Id, one.Wanted.Lift is null ? null : one.Wanted.Suspension, one.Wanted.By))], draft, draft is null ? null : SuspensionActs.ReachOf(session, draft.Request));
    }

    /// <summary>Says whom and what a pause would touch, before it is imposed.</summary>
    private static async Task<IResult> LookAsync(HttpContext context, PublicFacts facts, Session session, Proposals proposals) =>
        Page.Of<PausesPage>(context, Pauses(context, facts, session, proposals, PauseDraft.Read(await PageForm.ReadAsync(context))));

    private static async Task<IResult> PauseAsync(HttpContext context, Session session, LedgerDecisions decisions)
    {
        var draft = PauseDraft.Read(await PageForm.ReadAsync(context));
        var clock = Stopwatch.StartNew();
        var appended = SuspensionActs.Suspend(session, draft.Request, null);
        // From here on no decision of this server is made without it.
        decisions.Refresh();
        SuspensionActs.SayTookHold(session, appended.First, clock.Elapsed);
        Audit.Recorded(context, appended.First);
        return Page.GoTo(string.Create(CultureInfo.InvariantCulture, $"/officer/pauses/{appended.First}"));
    }

    private static IResult One(long id, HttpContext context, PublicFacts facts, Session session, ServerSettings settings)
    {
        var known = facts.Now();
        if (known.Acts.FirstOrDefault(act => act.Position == id && act.Statement is Suspended) is not { } act)
            throw new BadInputException("there is no such pause", "the list of pauses shows them all");
        return Page.Of<PausePage>(context, new PauseView(
            Caller.Of(context)!, known, act, known.Pauses.FirstOrDefault(pause => pause.Position == id),
            [.. known.Acts.Where(other => other.Statement is PermitEnded ended && ended.Reason == string.Create(CultureInfo.InvariantCulture, $"suspended:{id}"))],
            [.. PermitState.All(session).Where(permit => permit.IsActive)], [.. known.Acts.Where(other => other.Statement is Lifted lifted && lifted.Suspension == id)], TookHold(known, id), settings.TwoPeople));
    }

    /// <summary>How long a pause took to take hold; null where that was not recorded.</summary>
    internal static Recorded? TookHold(PublicFacts.Known facts, long pause) => facts.Acts.FirstOrDefault(act => act.Statement is TookHold held && held.Suspension == pause);

    private static async Task<IResult> LiftAsync(long id, HttpContext context, Session session, Proposals proposals, ServerSettings settings)
    {
        var form = await PageForm.ReadAsync(context);
        var caller = Caller.Of(context)!;
        var lift = form["how"] == "override"
            ? new NewLift(null, null, form["override"].ToString())
            : new NewLift(form["after"].ToString(), string.Create(CultureInfo.InvariantCulture, $"{form["days"]}d"), null);
        if (form["how"] == "override" && string.IsNullOrWhiteSpace(form["override"])) throw new BadInputException("there is no reason for the override", "say why nobody has to be told; your name stands beside it");
        if (settings.TwoPeople) proposals.Add(new("lift", id, lift, null, caller.Name));
        else Audit.Recorded(context, GovernEndpoints.Lifted(session, id, lift, caller.Name).First);
        return Page.GoTo(settings.TwoPeople ? "/officer/pauses#proposals" : string.Create(CultureInfo.InvariantCulture, $"/officer/pauses/{id}"));
    }
}

/// <summary>A pause that is being thought of.</summary>
public sealed record PauseDraft(string Purpose, string Regions, string? Service, string? From, string? To, string Authority, string Reference)
{
    /// <exception cref="BadInputException">Something is missing, or a time does not exist.</exception>
    public PauseRequest Request => new(
        Purpose, [.. Regions.Split([',', ' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)], Service,
        PersonEndpoints.Time(From), PersonEndpoints.Time(To), Authority, Reference);

    /// <exception cref="BadInputException">Something is missing.</exception>
    public static PauseDraft Read(IFormCollection form)
    {
        var draft = new PauseDraft(
            Text("purpose"), string.Join(", ", form["regions"].Where(word => !string.IsNullOrWhiteSpace(word))), Some("service"), Some("from"), Some("to"), Text("authority"), Text("reference"));
        if (draft.Regions.Length == 0) throw new BadInputException("no region is named", "tick some, write some codes, or tick everywhere");
        if (draft.Authority.Length == 0) throw new BadInputException("nobody is named who asks for the pause", "name the authority, or your own company");
        return draft;

        string Text(string name) => form[name].ToString().Trim();
        string? Some(string name) => Text(name) is { Length: > 0 } text ? text : null;
    }
}

/// <param name="Pauses">Every suspension there was, the newest first.</param>
/// <param name="Draft">A pause that is being thought of; null where none is.</param>
public sealed record PausesView(Caller Caller, PublicFacts.Known Facts, IReadOnlyList<Recorded> Pauses, IReadOnlyList<WaitingAct> Waiting, PauseDraft? Draft, PauseReach? Reach);

/// <summary>An act that waits for a second person.</summary>
/// <param name="Lift">The pause that is to be lifted; null where a policy is to be published.</param>
public sealed record WaitingAct(string Id, long? Lift, string By);

/// <param name="InForce">Null where it holds for nobody any more.</param>
/// <param name="Ended">The ends of the permits that it revoked.</param>
/// <param name="Running">The permits that are in force all the same.</param>
/// <param name="TookHold">How long it took to take hold; null where that was not recorded.</param>
public sealed record PauseView(
    Caller Caller, PublicFacts.Known Facts, Recorded Act, Suspension? InForce, IReadOnlyList<Recorded> Ended, IReadOnlyList<PermitState> Running, IReadOnlyList<Recorded> Lifts, Recorded? TookHold, bool TwoPeople);
