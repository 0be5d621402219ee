using System.Threading.RateLimiting;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Suggest;
using Microsoft.AspNetCore.RateLimiting;

namespace Headgate.Server;

/// <summary>The writing assistant. It helps a member only where <c>assist-writing</c> is allowed for them at that moment, and keeps nothing of what it was asked.</summary>
internal static class AssistEndpoints
{
    private const string Often = "suggestions";
    private const string Seldom = "drafts";
    private const int SuggestionsPerSecond = 20;
    private const int DraftsPerMinute = 12;
    private const int LongestText = 20_000;
    private const int MostSuggested = 10;

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ModelDesk>().AddSingleton<DraftDesk>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AssistJson.Default));
        services.Configure<RateLimiterOptions>(limits =>
        {
            limits.AddPolicy(Often, context => Limit(context, SuggestionsPerSecond, TimeSpan.FromSeconds(1)));
            limits.AddPolicy(Seldom, context => Limit(context, DraftsPerMinute, TimeSpan.FromMinutes(1)));
        });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/suggest/v1").WithTags("assistant");
        group.MapPost("/suggestions", Suggest).WithSummary("How a text may go on, with wordings that many people used.").WithMetadata(new IsQuestion()).RequireRateLimiting(Often).RequireAuthorization(Rights.Assist);
        group.MapPost("/drafts", Draft).WithSummary("Drafts a post, a résumé or a message from a member's own profile; as server-sent events where those are asked for.").WithMetadata(new IsQuestion()).RequireRateLimiting(Seldom).RequireAuthorization(Rights.Assist);
    }

    /// <summary>By member; the platform's own services ask for many, and have only the limit that everybody has.</summary>
    private static RateLimitPartition<string> Limit(HttpContext context, int most, TimeSpan period) => Caller.Of(context) is { Subject: { } subject }
        ? RateLimitPartition.GetTokenBucketLimiter(subject.Value, _ => new() { TokenLimit = most, TokensPerPeriod = most, ReplenishmentPeriod = period })
        : RateLimitPartition.GetNoLimiter("");

    private static IResult Suggest(NewSuggestions asked, ModelDesk desk, LedgerDecisions decisions, HttpContext context)
    {
        if (asked.Text.Length > LongestText || asked.Most is < 1 or > MostSuggested)
            throw new BadInputException("the text is too long, or too much was asked for", $"send the last {LongestText} characters before the cursor, and ask for at most {MostSuggested}");
        var (decision, refused) = Decide(asked.Subject, decisions, context);
        if (refused is not null) return refused;
        var found = decision!.Allows ? desk.Ask(model => Suggesting.Suggest(model, asked.Text, asked.Language, asked.Most)) : null;
        return TypedResults.Ok(new SuggestionsSaid(decision.Allows, decision.Reason ?? "", Said(found ?? [])));
    }

    private static async Task<IResult> Draft(NewDraft asked, DraftDesk desk, LedgerDecisions decisions, HttpContext context, CancellationToken cancellation)
    {
        var wanted = desk.Read(asked);
        var (decision, refused) = Decide(asked.Subject, decisions, context);
        if (refused is not null) return refused;
        if (!decision!.Allows)
            return TypedResults.Problem($"`{Assistance.Purpose}` is not allowed for this member now", statusCode: StatusCodes.Status403Forbidden, extensions: new Dictionary<string, object?> { ["reason"] = decision.Reason });
        if (asked.Preview) return TypedResults.Ok(desk.Prompt(wanted));
        if (context.Request.GetTypedHeaders().Accept.Any(one => one.MediaType == "text/event-stream")) return TypedResults.ServerSentEvents(desk.Stream(wanted, context.RequestAborted));
        return TypedResults.Ok(await desk.WriteAsync(wanted, _ => { }, cancellation));
    }

    /// <summary>The verdict on a prompt that the member would write now: private, without labels.</summary>
    private static (Decision? Decision, IResult? Refused) Decide(string? subject, LedgerDecisions decisions, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        if (SubjectId.From(subject ?? caller.Subject?.Value) is not { } member) return (null, TypedResults.Problem("it is not said who the member is", statusCode: StatusCodes.Status400BadRequest));
        if (!caller.MaySpeakOf(member)) return (null, TypedResults.Problem("a member may speak of themselves alone", statusCode: StatusCodes.Status403Forbidden));
        using var view = decisions.View();
        var prompt = System.Text.Json.JsonSerializer.SerializeToElement(
            new Dictionary<string, object> { ["kind"] = Assistance.Prompt, ["visibility"] = "private", ["labels"] = Array.Empty<string>(), ["created"] = view.At.ToString() });
        return (view.Decide(new(new(LedgerView.Member, member.Value), new(Assistance.Purpose), new(LedgerView.Record, "prompt", prompt))), null);
    }

    public static IReadOnlyList<SuggestionSaid> Said(IReadOnlyList<Suggestion> found) => [.. found.Select(one => new SuggestionSaid(one.Text, one.Insert, one.People, one.Posts))];
}
