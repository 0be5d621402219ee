using System.Globalization;
using System.Text;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server;

/// <summary>A campaign that is to be planned.</summary>
/// <param name="Via"><c>smtp</c>, <c>webhook</c> or <c>platform</c>.</param>
/// <param name="Regions">Codes and groups; none for everybody.</param>
/// <param name="Texts">The notice by language.</param>
/// <param name="Contacts">Rows of <c>subject, address, language, services</c>; a long list is for the command line.</param>
/// <param name="DryRun">Whether it is only said whom it would reach.</param>
internal sealed record NewCampaign(
    string Name, string Notice, string Via, IReadOnlyList<string>? Regions = null, string? Service = null, int? AgeFrom = null, int? AgeUnder = null, IReadOnlyList<string>? Purposes = null,
    IReadOnlyList<NewText>? Texts = null, IReadOnlyList<JsonElement>? Contacts = null, bool DryRun = false);

internal sealed record NewText(string Language, string Text);

/// <summary>Messages that the platform's sender asks for.</summary>
/// <param name="LeaseMinutes">After how long others may take them over.</param>
internal sealed record NewBatch(int Most = 500, int LeaseMinutes = 15);

/// <summary>What became of messages.</summary>
internal sealed record NewReports(IReadOnlyList<NewReport> Reports);

/// <param name="Outcome"><c>served</c>, <c>bounced</c> or <c>seen</c>.</param>
internal sealed record NewReport(string Delivery, string Outcome, string? At = null, string? Problem = null);

internal sealed record ReachSaid(string Campaign, bool DryRun, long People, long Planned, IReadOnlyDictionary<string, long> ByRegion, IReadOnlyDictionary<string, long> ByLanguage, IReadOnlyDictionary<string, long> LeftOut);

internal sealed record CampaignSaid(string Name, string Notice, int Version, string Via, string Planned, string? Stopped);

internal sealed record BatchSaid(string Id, string Campaign, string Notice, int Version, string? Until, IReadOnlyList<TextSaid> Texts, IReadOnlyList<DeliverySaid> Deliveries);

internal sealed record TextSaid(string Language, string Subject, string Text);

/// <param name="Id">The same message has the same id, however often it is given: whoever sends sees to it that it goes once.</param>
internal sealed record DeliverySaid(string Id, string Subject, string Language, string Region, string? Read, string? Objection, string? Unsubscribe);

internal sealed record ReportSaid(long Served, long Bounced, long Seen, long Unknown);

/// <summary>Whether a campaign worked.</summary>
internal sealed record CampaignAccountSaid(
    CampaignSaid Campaign, IReadOnlyList<string> Purposes, CampaignCounts Counts, IReadOnlyList<CampaignPart> Regions, IReadOnlyList<CampaignPart> Languages, IReadOnlyList<DaySaid> Curve,
    IReadOnlyDictionary<string, long> Problems, string? Window, long WindowOpen, long WindowOver, string? LastWindowEnds);

internal sealed record DaySaid(string Day, long Served, long Bounced, long Seen, long Objected, long Consented, long ServedInAll, long SeenInAll, long ObjectedInAll);

/// <summary>Campaigns: planned by an officer, sent by the platform, and what came of them.</summary>
internal static class CampaignEndpoints
{
    private const int MostRows = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/campaigns").WithTags("campaigns");
        group.MapGet("/", (Session session) => TypedResults.Ok(CampaignAccount.All(session).Select(Said).ToList())).WithSummary("Lists campaigns.").RequireAuthorization(Rights.Read);
        group.MapPost("/", Plan).WithSummary("Plans a campaign, or says whom it would reach.").RequireAuthorization(Rights.Govern);
        group.MapGet("/{name}", (string name, Session session) => TypedResults.Ok(Said(CampaignAccount.Of(session, name)))).WithSummary("Whether it worked: reached, seen, acted, by region, language and day.").RequireAuthorization(Rights.Read);
        group.MapPost("/{name}/stop", Stop).WithSummary("Stops a campaign.").RequireAuthorization(Rights.Govern);
        group.MapPost("/{name}/batches", Take).WithSummary("Takes messages for the platform's own sender.").RequireAuthorization(Rights.Record);
        group.MapPost("/{name}/reports", Report).WithSummary("Says what became of messages: windows begin with what was served.").RequireAuthorization(Rights.Record);
    }

    private static IResult Plan(NewCampaign wanted, Session session, CancellationToken cancellation)
    {
        if (wanted.Contacts?.Count > MostRows) throw new BadInputException($"more than {MostRows} contacts", "plan it with `headgate campaign plan --contacts FILE`");
        var route = wanted.Via switch
        {
            "smtp" => CampaignRoute.Smtp,
            "webhook" => CampaignRoute.Webhook,
            "platform" => CampaignRoute.Platform,
            _ => throw new BadInputException("`via` is none of `smtp`, `webhook`, `platform`", "nothing was planned"),
        };
        var request = new CampaignRequest(
            wanted.Name, wanted.Notice, route, wanted.Regions ?? [], wanted.Service, wanted.AgeFrom, wanted.AgeUnder, wanted.Purposes ?? [],
            [.. (wanted.Texts ?? []).Select(text => (text.Language, Encoding.UTF8.GetBytes(text.Text)))]);
        var contacts = wanted.Contacts is { } rows ? Contact.ReadAll(rows.Select((row, i) => new ImportRow(i + 1, row)), "contacts") : null;
        var reach = wanted.DryRun ? CampaignPlan.DryRun(session, request, contacts, null, cancellation) : CampaignPlan.Make(session, request, contacts, cancellation).Reach;
        var said = new ReachSaid(wanted.Name, wanted.DryRun, reach.People, reach.Planned, reach.ByRegion, reach.ByLanguage, reach.LeftOut);
        return wanted.DryRun ? TypedResults.Ok(said) : TypedResults.Created($"/v1/campaigns/{Uri.EscapeDataString(wanted.Name)}", said);
    }

    private static IResult Stop(string name, Session session)
    {
        new CampaignBatches(session, name, null).Stop();
        return TypedResults.NoContent();
    }

    private static IResult Take(string name, NewBatch wanted, Session session, ServerSettings settings, HttpRequest request)
    {
        if (wanted.LeaseMinutes is < 1 or > 24 * 60) throw new BadInputException("`lease_minutes` is not from 1 to 1440", "nothing was taken");
        var place = settings.PublicUrl ?? $"{request.Scheme}://{request.Host}";
        return new CampaignBatches(session, name, place).Take(wanted.Most, TimeSpan.FromMinutes(wanted.LeaseMinutes)) is { } batch
            ? TypedResults.Ok(new BatchSaid(
                batch.Id, batch.Campaign, batch.Notice, batch.Version, batch.Until?.ToString(), [.. batch.Texts.Where(text => text.Text.Length > 0).Select(text => new TextSaid(text.Language, text.Subject, text.Text))],
                [.. batch.Deliveries.Select(one => new DeliverySaid(one.Id, one.Subject, one.Language, one.Region, one.Links?.Read, one.Links?.Objection, one.Links?.Unsubscribe))]))
            : TypedResults.NoContent();
    }

    private static IResult Report(string name, NewReports said, Session session)
    {
        if (said.Reports.Count > MostRows) throw new BadInputException($"more than {MostRows} reports at once", "send them in parts");
        var outcome = new CampaignBatches(session, name, null).Report([.. said.Reports.Select(one => new DeliveryReport(one.Delivery, one.Outcome, PersonEndpoints.Time(one.At), one.Problem))]);
        return TypedResults.Ok(new ReportSaid(outcome.Served, outcome.Bounced, outcome.Seen, outcome.Unknown));
    }

    private static CampaignSaid Said(Campaign campaign) => new(
        campaign.Name, campaign.Notice.Notice, campaign.Notice.Version, campaign.Route.ToString().ToLowerInvariant(), campaign.Planned.ToString(), campaign.Stopped?.ToString());

    private static CampaignAccountSaid Said(CampaignAccount account) => new(
        Said(account.Campaign), account.Campaign.Audience.Purposes, account.Counts, account.Regions, account.Languages,
        [.. account.Curve.Select(day => new DaySaid(day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Served, day.Bounced, day.Seen, day.Objected, day.Consented, day.ServedInAll, day.SeenInAll, day.ObjectedInAll))],
        account.Problems, account.Campaign.Window is { } window ? Durations.Write(window) : null, account.WindowOpen, account.WindowOver, account.LastWindowEnds?.ToString());
}
