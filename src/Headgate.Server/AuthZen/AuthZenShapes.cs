using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;

namespace Headgate.Server;

/// <summary>The bodies of the AuthZEN Authorization API 1.0, as its description shows them. They are read by <see cref="AuthZenRequest"/>, which passes over what it does not know.</summary>
internal static class AuthZenShapes
{
    /// <summary>Describes what a route takes and answers. Which requests it matches stays as it is: what is no JSON is told so in the words of the standard.</summary>
    public static RouteHandlerBuilder Takes<TRequest, TAnswer>(this RouteHandlerBuilder route)
    {
        route.Produces<TAnswer>(StatusCodes.Status200OK, "application/json").ProducesProblem(StatusCodes.Status400BadRequest);
        return route.AddOpenApiOperationTransformer(async (operation, context, cancellation) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(TRequest), null, cancellation);
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } } };
        });
    }
}

/// <param name="Type"><c>member</c>; of a resource <c>record</c> or <c>kind</c>.</param>
/// <param name="Properties">Of a resource: the record's fields.</param>
internal sealed record EntityShape(string Type, string Id, Dictionary<string, JsonElement>? Properties = null);

internal sealed record SoughtShape(string Type, Dictionary<string, JsonElement>? Properties = null);

/// <param name="Name">The purpose.</param>
internal sealed record ActionShape(string Name, Dictionary<string, JsonElement>? Properties = null);

internal sealed record EvaluationShape(EntityShape Subject, ActionShape Action, EntityShape Resource, Dictionary<string, JsonElement>? Context = null);

/// <param name="Subject">Of every evaluation that names none; so action and resource.</param>
internal sealed record EvaluationsShape(
    IReadOnlyList<PartShape> Evaluations, EntityShape? Subject = null, ActionShape? Action = null, EntityShape? Resource = null, Dictionary<string, JsonElement>? Context = null, OptionsShape? Options = null);

internal sealed record PartShape(EntityShape? Subject = null, ActionShape? Action = null, EntityShape? Resource = null, Dictionary<string, JsonElement>? Context = null);

internal sealed record OptionsShape(SemanticShape EvaluationsSemantic = SemanticShape.ExecuteAll);

[JsonConverter(typeof(JsonStringEnumConverter<SemanticShape>))]
internal enum SemanticShape
{
    [JsonStringEnumMemberName("execute_all")]
    ExecuteAll,

    [JsonStringEnumMemberName("deny_on_first_deny")]
    DenyOnFirstDeny,

    [JsonStringEnumMemberName("permit_on_first_permit")]
    PermitOnFirstPermit,
}

internal sealed record DecisionShape(bool Decision, ReasonShape? Context = null);

/// <param name="Reason">In the words of the policy language, such as <c>denied:minors/unknown-age</c>.</param>
/// <param name="Because">What the rule behind it says.</param>
/// <param name="Cites">What that rests on.</param>
internal sealed record ReasonShape(string Reason, string? Because = null, IReadOnlyList<string>? Cites = null);

internal sealed record DecisionsShape(IReadOnlyList<DecisionShape> Evaluations);

internal sealed record SubjectSearchShape(SoughtShape Subject, ActionShape Action, EntityShape Resource, PageShape? Page = null);

internal sealed record ResourceSearchShape(EntityShape Subject, ActionShape Action, SoughtShape Resource, PageShape? Page = null);

internal sealed record ActionSearchShape(EntityShape Subject, EntityShape Resource, PageShape? Page = null);

/// <param name="Token">Of the page before; none for the first.</param>
internal sealed record PageShape(string? Token = null, int? Limit = null);

internal sealed record FoundShape(IReadOnlyList<FoundEntityShape> Results, FoundPageShape Page);

internal sealed record FoundEntityShape(string Type, string Id);

internal sealed record FoundActionsShape(IReadOnlyList<ActionShape> Results, FoundPageShape Page);

/// <param name="NextToken">Empty on the last page.</param>
internal sealed record FoundPageShape(string NextToken, int Count);

internal sealed record ConfigurationShape(
    string PolicyDecisionPoint, string AccessEvaluationEndpoint, string AccessEvaluationsEndpoint, string SearchSubjectEndpoint, string SearchResourceEndpoint, string SearchActionEndpoint);
