using System.Text.Json;

namespace Headgate.Server;

/// <summary>The OpenID AuthZEN Authorization API 1.0: a thin translation, in which a batch asks what a single request asks (docs/server.md, Decisions).</summary>
internal static class AuthZenEndpoints
{
    /// <summary>Questions in one batch.</summary>
    public const int MostQuestions = 1000;

    private const string Echoed = "X-Request-ID";
    private const int LongestRequestId = 128;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/access/v1").AddEndpointFilter(BadRequests).WithTags("decisions").WithMetadata(new IsQuestion()).RequireAuthorization(Rights.Decide);
        group.MapPost("/evaluation", Evaluation).WithSummary("Decides one question.");
        group.MapPost("/evaluations", Evaluations).WithSummary("Decides several questions at once.");
        group.MapPost("/search/subject", AuthZenSearch.Subjects).WithSummary("Whose record may be used.");
        group.MapPost("/search/resource", AuthZenSearch.Resources).WithSummary("Which records may be used: none are held here.");
        group.MapPost("/search/action", AuthZenSearch.Actions).WithSummary("For which purposes a record may be used.");
        routes.MapGet("/.well-known/authzen-configuration", Configuration).WithTags("decisions").WithSummary("Where the endpoints are.").AllowAnonymous();
    }

    /// <summary>Says the caller's own request id back. Left out where it could not stand in a header.</summary>
    public static void EchoRequestId(HttpContext context)
    {
        if (context.Request.Headers[Echoed] is [{ Length: > 0 and <= LongestRequestId } id] && id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0)
            context.Response.Headers[Echoed] = id;
    }

    private static async Task<IResult> Evaluation(HttpRequest request, IDecisionSource source, CancellationToken cancellation)
    {
        using var document = await AuthZenRequest.ReadAsync(request, cancellation);
        var decision = source.Now().Decide(AuthZenRequest.Question(document.RootElement));
        return new AuthZenAnswer(json => AuthZenAnswer.Write(json, decision));
    }

    private static async Task<IResult> Evaluations(HttpRequest request, IDecisionSource source, CancellationToken cancellation)
    {
        using var document = await AuthZenRequest.ReadAsync(request, cancellation);
        var root = document.RootElement;
        var decisions = source.Now();
        if (AuthZenRequest.Optional(root, "evaluations", JsonValueKind.Array) is not { } evaluations || evaluations.GetArrayLength() == 0)
        {
            var only = decisions.Decide(AuthZenRequest.Question(root));
            return new AuthZenAnswer(json => AuthZenAnswer.Write(json, only));
        }
        if (evaluations.GetArrayLength() > MostQuestions) throw new BadRequestException($"`evaluations` holds more than {MostQuestions} questions");
        var last = LastOf(root);
        var answers = new List<Decision>(evaluations.GetArrayLength());
        foreach (var evaluation in evaluations.EnumerateArray())
        {
            cancellation.ThrowIfCancellationRequested();
            answers.Add(Decide(decisions, evaluation, root));
            if (answers[^1].Allows == last) break;
        }
        return new AuthZenAnswer(json =>
        {
            json.WriteStartArray("evaluations");
            foreach (var answer in answers)
            {
                json.WriteStartObject();
                AuthZenAnswer.Write(json, answer);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    /// <summary>One of several. What is wrong with it denies in its place.</summary>
    private static Decision Decide(IDecisions decisions, JsonElement evaluation, JsonElement defaults)
    {
        try
        {
            return evaluation.ValueKind == JsonValueKind.Object
                ? decisions.Decide(AuthZenRequest.Question(evaluation, defaults))
                : new(false, "malformed-request", "An evaluation is an object.");
        }
        catch (BadRequestException fault)
        {
            return new(false, "malformed-request", fault.Message);
        }
    }

    /// <summary>The decision after which no more are made; null where all are.</summary>
    private static bool? LastOf(JsonElement root)
    {
        if (AuthZenRequest.Optional(root, "options", JsonValueKind.Object) is not { } options) return null;
        return AuthZenRequest.Optional(options, "evaluations_semantic", JsonValueKind.String)?.GetString() switch
        {
            null or "execute_all" => null,
            "deny_on_first_deny" => false,
            "permit_on_first_permit" => true,
            _ => throw new BadRequestException("`options.evaluations_semantic` is none of `execute_all`, `deny_on_first_deny`, `permit_on_first_permit`"),
        };
    }

    private static AuthZenAnswer Configuration(HttpRequest request, ServerSettings settings)
    {
        var place = settings.PublicUrl?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        return new(json =>
        {
            json.WriteString("policy_decision_point", place);
            json.WriteString("access_evaluation_endpoint", $"{place}/access/v1/evaluation");
            json.WriteString("access_evaluations_endpoint", $"{place}/access/v1/evaluations");
            json.WriteString("search_subject_endpoint", $"{place}/access/v1/search/subject");
            json.WriteString("search_resource_endpoint", $"{place}/access/v1/search/resource");
            json.WriteString("search_action_endpoint", $"{place}/access/v1/search/action");
        });
    }

    private static async ValueTask<object?> BadRequests(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BadRequestException fault)
        {
            return TypedResults.Problem(fault.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
