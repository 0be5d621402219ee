using System.Text.Json.Nodes;
using static Headgate.SchemaParts;

namespace Headgate.Engine.Scenarios;

/// <summary>The JSON Schema (Draft 2020-12) of a story, by which editors complete, describe and check it. What one part of a story says of another only the reader knows.</summary>
public static class ScenarioSchema
{
    /// <summary>The schema, indented.</summary>
    public static string Text { get; } = Write(Schema());

    private static JsonObject Schema()
    {
        PolicyShape[] shapes =
        [
            ScenarioLanguage.Story, ScenarioLanguage.Step, ScenarioLanguage.Like, ScenarioLanguage.Post, ScenarioLanguage.Board, ScenarioLanguage.Window, ScenarioLanguage.Audience, ScenarioLanguage.Case,
            .. ScenarioLanguage.Acts, .. ScenarioLanguage.Expectations,
        ];
        return Document("Headgate story", ScenarioLanguage.Story.Name, Types(), shapes.ToDictionary(shape => shape.Name, Shape, StringComparer.Ordinal));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode>> Types()
    {
        yield return Type("text", """{ "type": ["string", "number", "boolean"] }""");
        yield return Type("language", """{ "type": ["integer", "string"], "minimum": 1, "maximum": 1, "pattern": "^0*1$", "default": 1 }""");
        yield return Type("years", """{ "type": ["integer", "string"], "minimum": 0, "maximum": 150, "pattern": "^[0-9]+$" }""");
        yield return Type("date", """{ "description": "Such as `2025-11-03`, which is 00:00 UTC of that day, or `2025-11-03T12:00:00Z`.", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}.*)?$" }""");
        yield return Type("duration", """{ "description": "Such as `46d`, `12h`, `30m` or `60s`.", "type": "string", "pattern": "^[0-9]+[dhms]$" }""");
        yield return Type("place", $$"""{ "anyOf": [{ "enum": {{Words([.. BuiltInGroups.Names, .. IsoCountries.Codes.Order(StringComparer.Ordinal)])}} }, { "$ref": "#/$defs/text" }] }""");
        yield return Type("status", """{ "enum": ["active", "closed", "memorialised", "unknown"] }""");
        yield return Type("choice", """{ "enum": ["unset", "consented", "objected"] }""");
        yield return Type("policy-refusal", """{ "enum": ["quiet-opt-in", "objection"] }""");
        yield return Type("lift-refusal", """{ "enum": ["no-notice"] }""");
        yield return Type("concern-state", """{ "enum": ["open", "overdue", "answered", "closed"] }""");
        yield return Type("commitment-state", """{ "enum": ["owed", "overdue", "fulfilled"] }""");
        yield return new("texts", OneOrMore("text", 0));
        yield return new("places", OneOrMore("place", 0));
        yield return Type("served", """{ "type": "object", "patternProperties": { "": { "$ref": "#/$defs/date" } } }""");
        yield return Type("rows", """{ "type": "object", "patternProperties": { "": { "type": "string", "pattern": "^ *((used|paused|waiting|never|-) *)+$" } } }""");
        yield return Type("board-posts", """{ "anyOf": [{ "$ref": "#/$defs/post-fields" }, { "type": "object", "patternProperties": { "": { "$ref": "#/$defs/post-fields" } } }] }""");
        yield return Type("to", """{ "anyOf": [{ "$ref": "#/$defs/texts" }, { "$ref": "#/$defs/audience" }] }""");
        yield return Type("case-or-posts", """{ "anyOf": [{ "$ref": "#/$defs/texts" }, { "$ref": "#/$defs/case" }] }""");
        yield return new("steps", List("step", 0));
        yield return new("acts", List("act", 0));
        yield return new("expectations", List("expectation", 0));
        yield return new("act", AnyOf(ScenarioLanguage.Acts));
        yield return new("expectation", AnyOf(ScenarioLanguage.Expectations));
    }

    private static JsonObject AnyOf(IEnumerable<PolicyShape> shapes) => new() { ["anyOf"] = new JsonArray([.. shapes.Select(shape => Reference(shape.Name))]) };
}
