using System.Buffers;
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
        var group = routes.MapGroup("/access/v1").WithTags("decisions").WithMetadata(new IsQuestion()).RequireAuthorization(Rights.Decide);
        group.MapPost("/evaluation", Evaluation).Takes<EvaluationShape, DecisionShape>().WithSummary("Decides one question.");
        group.MapPost("/evaluations", Evaluations).Takes<EvaluationsShape, DecisionsShape>().WithSummary("Decides several questions at once.");
        group.MapPost("/search/subject", AuthZenSearch.Subjects).Takes<SubjectSearchShape, FoundShape>().WithSummary("Whose record may be used.");
        group.MapPost("/search/resource", AuthZenSearch.Resources).Takes<ResourceSearchShape, FoundShape>().WithSummary("Which kinds of content may be used; of records none are found, since none are held here.");
        group.MapPost("/search/action", AuthZenSearch.Actions).Takes<ActionSearchShape, FoundActionsShape>().WithSummary("For which purposes a record may be used.");
        routes.MapGet("/.well-known/authzen-configuration", Configuration).WithTags("decisions").Produces<ConfigurationShape>(StatusCodes.Status200OK, "application/json").WithSummary("Where the endpoints are.").AllowAnonymous();
    }

    /// <summary>Says the caller's own request id back. Left out where it could not stand in a header.</summary>
    public static void EchoRequestId(HttpContext context)
    {
        if (context.Request.Headers[Echoed] is [{ Length: > 0 and <= LongestRequestId } id] && id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0)
            context.Response.Headers[Echoed] = id;
    }

    private static Task Evaluation(HttpContext context, IDecisionSource source) => AnswerAsync(context, async () =>
    {
        var quick = source as LedgerDecisions;
        var (answer, document) = await AuthZenRequest.ReadAsync(
            context.Request,
            body => quick is not null && Quick(body, quick) is { } found ? (found, null) : ((byte[]?)null, AuthZenRequest.Parse(body)),
            context.RequestAborted);
        if (answer is not null)
        {
            await AuthZenAnswer.SendAsync(context, answer);
            return;
        }
        using (document) await OneAsync(context, source, document!.RootElement);
    });

    private static Task Evaluations(HttpContext context, IDecisionSource source) => AnswerAsync(context, async () =>
    {
        var (quick, answers) = (source as LedgerDecisions, new List<byte[]>());
        var document = await AuthZenRequest.ReadAsync(context.Request, body => quick is not null && Quick(body, quick, answers) ? null : AuthZenRequest.Parse(body), context.RequestAborted);
        if (document is null)
        {
            await AuthZenAnswer.SendAsync(context, answers);
            return;
        }
        using (document)
        {
            var root = document.RootElement;
            if (AuthZenRequest.Optional(root, "evaluations", JsonValueKind.Array) is not { } evaluations || evaluations.GetArrayLength() == 0) await OneAsync(context, source, root);
            else await AuthZenAnswer.SendAsync(context, Several(source, root, evaluations, context.RequestAborted));
        }
    });

    /// <summary>Answers, or says what is wrong with the request.</summary>
    public static async Task AnswerAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (BadRequestException fault)
        {
            await TypedResults.Problem(fault.Message, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
        }
    }

    private static byte[]? Quick(ReadOnlySequence<byte> body, LedgerDecisions decisions)
    {
        if (body.IsSingleSegment) return QuickAnswers.One(body.FirstSpan, decisions);
        using var whole = new WholeBody(body);
        return QuickAnswers.One(whole.Bytes, decisions);
    }

    private static bool Quick(ReadOnlySequence<byte> body, LedgerDecisions decisions, List<byte[]> answers)
    {
        if (body.IsSingleSegment) return QuickAnswers.Several(body.FirstSpan, decisions, answers);
        using var whole = new WholeBody(body);
        return QuickAnswers.Several(whole.Bytes, decisions, answers);
    }

    private static Task OneAsync(HttpContext context, IDecisionSource source, JsonElement request)
    {
        Decision decision;
        using (var decisions = source.Now()) decision = decisions.Decide(AuthZenRequest.Question(request));
        return AuthZenAnswer.SendAsync(context, json => AuthZenAnswer.Write(json, decision));
    }

    private static Action<Utf8JsonWriter> Several(IDecisionSource source, JsonElement root, JsonElement evaluations, CancellationToken cancellation)
    {
        if (evaluations.GetArrayLength() > MostQuestions) throw new BadRequestException($"`evaluations` holds more than {MostQuestions} questions");
        var last = LastOf(root);
        var answers = new List<Decision>(evaluations.GetArrayLength());
        using (var decisions = source.Now())
            foreach (var evaluation in evaluations.EnumerateArray())
            {
                cancellation.ThrowIfCancellationRequested();
                answers.Add(Decide(decisions, evaluation, root));
                if (answers[^1].Allows == last) break;
            }
        return json =>
        {
            json.WriteStartArray("evaluations");
            foreach (var answer in answers)
            {
                json.WriteStartObject();
                AuthZenAnswer.Write(json, answer);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        };
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

    private static Task Configuration(HttpContext context, ServerSettings settings)
    {
        var place = settings.PublicUrl?.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return AuthZenAnswer.SendAsync(context, json =>
        {
            json.WriteString("policy_decision_point", place);
            json.WriteString("access_evaluation_endpoint", $"{place}/access/v1/evaluation");
            json.WriteString("access_evaluations_endpoint", $"{place}/access/v1/evaluations");
            json.WriteString("search_subject_endpoint", $"{place}/access/v1/search/subject");
            json.WriteString("search_resource_endpoint", $"{place}/access/v1/search/resource");
            json.WriteString("search_action_endpoint", $"{place}/access/v1/search/action");
        });
    }
}
