using System.Text.Json.Nodes;
using static Headgate.SchemaParts;

namespace Headgate;

/// <summary>The JSON Schema (Draft 2020-12) of the policy file, by which editors complete, describe and check it. It accepts whatever <see cref="PolicyReader"/> accepts; what one part of a file says of another only the reader knows.</summary>
public static class PolicySchema
{
    /// <summary>The schema, indented.</summary>
    public static string Text { get; } = Write(Schema());

    private static JsonObject Schema()
    {
        var shapes = PolicyLanguage.Shapes.ToDictionary(shape => shape.Name, Shape, StringComparer.Ordinal);
        foreach (var name in (string[])["age", "interval"]) shapes[name]["minProperties"] = 1;
        return Document("Headgate policy", "policy", Types(), shapes);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode>> Types()
    {
        // A text is whatever is written, also where YAML would make a number of it.
        yield return Type("text", """{ "type": ["string", "number", "boolean"] }""");
        yield return Type("name", $$"""{ "description": "Letters a to z, digits, `-`, `_` and `.`, at most 100 of them.", "type": ["string", "number", "boolean"], "pattern": "{{Name}}" }""");
        yield return Type("language", """{ "type": ["integer", "string"], "minimum": 1, "maximum": 1, "pattern": "^0*1$", "default": 1 }""");
        yield return Type("count", """{ "type": ["integer", "string"], "minimum": 1, "maximum": 2147483647, "pattern": "^[0-9]+$" }""");
        yield return Type("years", """{ "type": ["integer", "string"], "minimum": 0, "maximum": 150, "pattern": "^[0-9]+$" }""");
        yield return Type("date", """{ "description": "Such as `2025-11-03`, which is 00:00 UTC of that day, or `2025-11-03T12:00:00Z`.", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}.*)?$" }""");
        yield return Type("duration", """{ "description": "Such as `46d`, `12h`, `30m` or `60s`.", "type": "string", "pattern": "^[0-9]+[dhms]$" }""");
        yield return Type("effect", $$"""{ "enum": {{Words(PolicyLanguage.Effects)}} }""");
        yield return Type("basis", $$"""{ "enum": {{Words(PolicyLanguage.Bases)}} }""");
        yield return Type("visibility", $$"""{ "enum": {{Words(Visibilities.All)}} }""");
        yield return Type("aipref", $$"""{ "anyOf": [{ "enum": {{Words(AiPreferences.Labels)}} }, { "$ref": "#/$defs/text" }] }""");
        yield return Type("dpv", """{ "$ref": "#/$defs/text" }""");
        yield return Type("on-objection", """{ "anyOf": [{ "enum": ["revoke"] }, { "type": "string", "pattern": "^ *redo-within +[0-9]+[dhms] *$" }] }""");
        yield return Type("region", $$"""{ "anyOf": [{ "enum": {{Words([.. BuiltInGroups.Names, .. IsoCountries.Codes.Order(StringComparer.Ordinal)])}} }, { "$ref": "#/$defs/name" }] }""");
        yield return new("texts", OneOrMore("text", 0));
        yield return new("names", OneOrMore("name", 0));
        yield return new("regions", OneOrMore("region", 1));
        yield return new("groups", ByName("regions"));
        yield return new("purposes", ByName("purpose?"));
        yield return new("notices", ByName("notice"));
        yield return new("rules", List("rule", 0));
        yield return Type("rule", """{ "anyOf": [{ "$ref": "#/$defs/deny" }, { "$ref": "#/$defs/grant" }] }""");
        yield return new("objection", new JsonObject { ["anyOf"] = new JsonArray(Reference("effect"), List("objection-rule", 0)) });
        foreach (var word in (string[])["name", "region", "visibility", "age", "interval"]) yield return new($"match-{word}", Match(word));
    }

    /// <summary>A value, a list of which one must match, or <c>{not: …}</c> of either.</summary>
    private static JsonObject Match(string type)
    {
        var not = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [PolicyLanguage.Not[0]] = new JsonObject { ["description"] = "Whatever this does not match.", ["anyOf"] = OneOrMore(type, 1)["anyOf"]!.DeepClone() } },
            ["required"] = new JsonArray(PolicyLanguage.Not[0]),
            ["additionalProperties"] = false,
        };
        return new() { ["anyOf"] = new JsonArray(Reference(type), List(type, 1), not) };
    }
}
