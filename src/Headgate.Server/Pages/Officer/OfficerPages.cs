using System.Globalization;
using Headgate.Engine;

namespace Headgate.Server.Pages;

/// <summary>The officer's pages.</summary>
internal static class OfficerPages
{
    private const int LastGates = 6;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = Page.Group(routes, "/officer", Rights.Oversee);
        group.MapGet("", OverviewAsync);
        group.MapGet("people", PeopleAsync);
        PausePages.Map(group);
        PolicyPages.Map(group);
        ConcernPages.Map(group);
        CampaignPages.Map(group);
        RequestPages.Map(group);
        group.MapGet("data", (HttpContext context, PublicFacts facts, Session session) => Page.Of<DataPage>(context, new DataView(Caller.Of(context), facts.Now(), GateAccount.All(session, facts.Now().Acts), PermitState.All(session), Tasks(session))));
    }

    private static async Task<IResult> OverviewAsync(HttpContext context, PublicFacts facts, CensusKeeper census, Session session, Proposals proposals)
    {
        var known = facts.Now();
        return Page.Of<OverviewPage>(context, new OverviewView(
            Caller.Of(context)!, known, await census.NowAsync(), ConcernAccount.At(known.Acts, known.At),
            [.. GateAccount.All(session, known.Acts).Reverse().Take(LastGates)], [.. PermitState.All(session).Where(permit => permit.IsActive)], proposals.All.Count, LedgerHealth.Of(session),
            [.. PersonRequests.All(session).Where(request => request.Closed is null)], Tasks(session), [.. CampaignAccount.All(session).Where(campaign => campaign.Stopped is null).Reverse().Take(LastGates)]));
    }

    private static IReadOnlyList<RedoTask> Tasks(Session session) => [.. Redoing.Tasks(session).Where(task => task.State != "done")];

    private static async Task<IResult> PeopleAsync(HttpContext context, PublicFacts facts, CensusKeeper census, string? purpose) =>
        Page.Of<PeoplePage>(context, new PeopleView(Caller.Of(context)!, facts.Now(), await census.NowAsync(), purpose));
}

/// <summary>What the officer's overview is about.</summary>
/// <param name="Census">Null while people are being counted for the first time.</param>
/// <param name="Gates">The last ones, the newest first.</param>
/// <param name="Permits">Those in force.</param>
/// <param name="Proposals">How many acts wait for a second person.</param>
/// <param name="Requests">Those that are open, the most urgent first.</param>
/// <param name="Tasks">What must be redone.</param>
/// <param name="Campaigns">The newest first.</param>
public sealed record OverviewView(
    Caller Caller, PublicFacts.Known Facts, UseCensus? Census, ConcernAccount Concerns, IReadOnlyList<GateAccount> Gates, IReadOnlyList<PermitState> Permits, int Proposals, LedgerHealth Health,
    IReadOnlyList<PersonRequest> Requests, IReadOnlyList<RedoTask> Tasks, IReadOnlyList<Campaign> Campaigns);

/// <param name="Purpose">The purpose that is asked about; null for the first.</param>
public sealed record PeopleView(Caller Caller, PublicFacts.Known Facts, UseCensus? Census, string? Purpose);

public sealed record DataView(Caller? Caller, PublicFacts.Known Facts, IReadOnlyList<GateAccount> Gates, IReadOnlyList<PermitState> Permits, IReadOnlyList<RedoTask> Tasks);

/// <summary>How the ledger is, at a glance.</summary>
/// <param name="Published">How many statements the published checkpoint covers; null where it cannot be read.</param>
public sealed record LedgerHealth(long Size, long? Published, Instant? Last)
{
    public bool IsPublished => Published == Size;

    public static LedgerHealth Of(Session session)
    {
        var head = session.Store.Head;
        return new(head.Size, SizeIn(Path.Combine(session.Folder, "checkpoint")), head.LastRecordedAt);
    }

    private static long? SizeIn(string file)
    {
        try
        {
            return File.ReadLines(file).ElementAtOrDefault(1) is { } line && long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
