using Headgate.Engine;
using Headgate.Gate;
using Microsoft.AspNetCore.Mvc;

namespace Headgate.Server;

/// <summary>Statements about people, and what is known of them.</summary>
internal static class PersonEndpoints
{
    private const string GpcHeader = "Sec-GPC";
    private const string GpcChannel = "gpc";

    private static readonly string[] ChoiceColumns = ["subject", "purpose", "choice", "at", "channel"];
    private static readonly string[] SubjectColumns = ["subject", "regions", "source", "born", "age", "age_band", "age_on", "status"];
    private static readonly string[] NoticeColumns = ["subject", "at"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("people");
        group.MapPost("/choices", Choose).WithSummary("Records one choice; the answer holds its receipt.").RequireAuthorization(Rights.Choose);
        group.MapPost("/choices/bulk", ChooseMany).WithSummary("Records many choices, all or none.").RequireAuthorization(Rights.Record);
        group.MapPost("/signals/gpc", Gpc).WithSummary("Records what a browser's Sec-GPC objects to.").RequireAuthorization(Rights.Choose);
        group.MapPost("/subjects", Describe).WithSummary("Says who members are, all or none.").RequireAuthorization(Rights.Record);
        group.MapPost("/notices/served", (NewNotices notices, Session session, HttpContext context) => Notify(notices, session, context, bounced: false)).WithSummary("Says to whom a notice was served.").RequireAuthorization(Rights.Record);
        group.MapPost("/notices/bounced", (NewNotices notices, Session session, HttpContext context) => Notify(notices, session, context, bounced: true)).WithSummary("Says whom a notice did not reach.").RequireAuthorization(Rights.Record);
        group.MapGet("/subjects/{subject}", Standing).WithSummary("What is known of one person.").RequireAuthorization(Rights.ReadPerson);
        group.MapGet("/subjects/{subject}/receipts", Receipts).WithSummary("The receipts of a person's choices.").RequireAuthorization(Rights.ReadPerson);
        group.MapGet("/subjects/{subject}/dpv", Dpv).WithSummary("What is known of one person, as JSON-LD in the Data Privacy Vocabulary.").RequireAuthorization(Rights.ReadPerson);
        group.MapDelete("/subjects/{subject}", Erase).WithSummary("Destroys what is stated of a person; their objections survive under a keyed tombstone.").RequireAuthorization(Rights.Record);
        routes.MapGet("/.well-known/gpc.json", (ServerSettings settings) => TypedResults.Ok(new GpcSupport(settings.GpcPurposes.Count > 0, GpcSupport.Since))).WithTags("people").WithSummary("Whether Global Privacy Control is heeded.").AllowAnonymous();
    }

    /// <summary>Whether a request says <c>Sec-GPC: 1</c>, in one of its lines or of what was joined to one. Any other value says nothing.</summary>
    public static bool HasGpc(HttpRequest request) => request.Headers[GpcHeader].Any(line => line?.Split(',', StringSplitOptions.TrimEntries).Contains("1") == true);

    private static async Task<IResult> Choose(NewChoice made, Session session, HttpContext context)
    {
        if (Refused(context, made.Subject) is { } refused) return refused;
        var choice = Word(made.Choice);
        if (choice == Choice.Consented && Caller.Of(context)!.Role == Role.Member && HasGpc(context.Request))
            return TypedResults.Problem("the browser says `Sec-GPC: 1`, which is the opposite of a consent", statusCode: StatusCodes.Status409Conflict);
        return Created(context, await Choosing.RecordAsync(session, made.Subject, made.Purpose, choice, Time(made.At), made.Channel));
    }

    private static async Task<IResult> ChooseMany(NewChoices made, Session session, HttpContext context) =>
        Created(context, await Rows.RecordAsync(session, made.Choices, ChoiceColumns, import => new ChoicesFile(import, session.PolicyInForce()).Read));

    /// <summary>A browser's signal: an objection to each purpose that the settings name, where none stands; never anything else.</summary>
    private static async Task<IResult> Gpc([FromQuery] string? subject, Session session, ServerSettings settings, HttpContext context)
    {
        var whom = Caller.Of(context)!.Subject?.Value ?? subject ?? "";
        if (Refused(context, whom) is { } refused) return refused;
        if (!HasGpc(context.Request)) return TypedResults.NoContent();
        var objected = (StandingOf(session, whom).Standing?.Choices ?? []).Where(choice => choice.Choice == Choice.Objected).Select(choice => choice.Purpose).ToHashSet();
        var made = settings.GpcPurposes.Where(purpose => !objected.Contains(purpose)).Select(purpose => Choosing.RecordAsync(session, whom, purpose, Choice.Objected, null, GpcChannel));
        var proofs = await Task.WhenAll(made);
        return proofs.Length == 0 ? TypedResults.NoContent() : TypedResults.Ok(new ReceiptsSaid(whom, [.. proofs.Select(Said)]));
    }

    private static async Task<IResult> Describe(NewSubjects described, Session session, HttpContext context) =>
        Created(context, await Rows.RecordAsync(session, described.Subjects, SubjectColumns, import => new MembersFile(import).Read));

    private static async Task<IResult> Notify(NewNotices notices, Session session, HttpContext context, bool bounced)
    {
        var version = Notices.Find(session, notices.Notice, notices.Version);
        return Created(context, await Rows.RecordAsync(session, notices.Subjects, NoticeColumns, _ => new NoticesFile(version, bounced).Read));
    }

    /// <summary>What the ledger says of somebody now, and as of which position.</summary>
    internal static (long AsOf, Standing? Standing) StandingOf(Session session, string subject)
    {
        var moment = session.MomentOf(null, null);
        return (moment.AsOf, StandingFold.At(session.Store.Of(SubjectId.From(subject)!.Value, moment.AsOf), moment.At));
    }

    private static IResult Standing(string subject, Session session, HttpContext context)
    {
        if (Refused(context, subject) is { } refused) return refused;
        if (StandingOf(session, subject) is not (var asOf, { } standing)) return TypedResults.Problem("nothing is known of this person", statusCode: StatusCodes.Status404NotFound);
        return TypedResults.Ok(new SubjectSaid(
            subject, asOf, [.. standing.Regions.Select(region => region.Code)], StatusWord(standing.Status), Day(standing.Birth?.Earliest), Day(standing.Birth?.Latest),
            [.. standing.Choices.Select(choice => new ChoiceSaid(choice.Purpose, ChoiceWord(choice.Choice), choice.Since.ToString()))],
            [.. standing.Notices.Select(served => new NoticeSaid(served.Notice.Notice, served.Notice.Version, [.. served.Times.Select(time => time.ToString())]))]));
    }

    private static IResult Receipts(string subject, Session session, HttpContext context) =>
        Refused(context, subject) ?? TypedResults.Ok(new ReceiptsSaid(subject, [.. Choosing.Receipts(session, SubjectId.From(subject)!.Value).Select(Said)]));

    private static IResult Dpv(string subject, Session session, HttpContext context)
    {
        if (Refused(context, subject) is { } refused) return refused;
        return StandingOf(session, subject).Standing is { } standing
            ? new DpvAnswer(subject, standing, session.PolicyInForce(), session.Store.Key.Name)
            : TypedResults.Problem("nothing is known of this person", statusCode: StatusCodes.Status404NotFound);
    }

    private static IResult Erase(string subject, bool? purge, Session session, LedgerDecisions decisions, HttpContext context)
    {
        if (Refused(context, subject) is { } refused) return refused;
        var whom = SubjectId.From(subject)!.Value;
        using var temp = new TempFolder();
        using var forgetting = decisions.Index.Erase(whom);
        var report = Erasing.Erase(session, whom, purge == true, new(MemorySize.Megabytes(1024), 2, temp.Path));
        return TypedResults.Ok(new ErasureSaid(report.Statements, report.Kept, report.Remains, report.NotReached));
    }

    /// <summary>Why a caller may not speak of somebody; null where they may.</summary>
    internal static IResult? Refused(HttpContext context, string subject) =>
        SubjectId.From(subject) is not { } whom ? TypedResults.Problem("the subject's id is empty", statusCode: StatusCodes.Status400BadRequest)
        : Caller.Of(context)?.MaySpeakOf(whom) == true ? null
        : TypedResults.Problem("a member may speak of themselves alone", statusCode: StatusCodes.Status403Forbidden);

    private static IResult Created(HttpContext context, ChoiceProof proof)
    {
        Audit.Recorded(context, proof.Position);
        return TypedResults.Created($"/v1/receipts/{proof.Position}", Said(proof));
    }

    private static IResult Created(HttpContext context, RecordedMany recorded)
    {
        Audit.Recorded(context, recorded.First);
        return TypedResults.Created((string?)null, recorded);
    }

    private static RecordedOne Said(ChoiceProof proof) => new(proof.Position, proof.RecordedAt.ToString(), proof.Receipt);

    internal static Choice Word(string word) => word switch
    {
        "objected" => Choice.Objected,
        "consented" => Choice.Consented,
        "unset" => Choice.Unset,
        _ => throw new BadInputException("`choice` is none of `objected`, `consented`, `unset`", "nothing was recorded"),
    };

    private static string ChoiceWord(Choice choice) => choice switch
    {
        Choice.Objected => "objected",
        Choice.Consented => "consented",
        _ => "unset",
    };

    private static string StatusWord(SubjectStatus status) => status switch
    {
        SubjectStatus.Active => "active",
        SubjectStatus.Closed => "closed",
        SubjectStatus.Memorialised => "memorialised",
        _ => "unknown",
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A time of a request; null where there is none.</summary>
    internal static Instant? Time(string? text) =>
        text is null ? null
        : Instant.TryParse(text, out var time) ? time
        : throw new BadInputException("a time is not one that exists", "write `2025-11-03` or `2025-11-03T12:00:00Z`");
}

/// <summary>The Global Privacy Control support resource.</summary>
internal sealed record GpcSupport([property: System.Text.Json.Serialization.JsonPropertyName("gpc")] bool Gpc, [property: System.Text.Json.Serialization.JsonPropertyName("lastUpdate")] string LastUpdate)
{
    /// <summary>The day on which it began to be heeded.</summary>
    public const string Since = "2026-11-27";
}
