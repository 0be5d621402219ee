using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Headgate.Tests.Policies;

/// <summary>Checks a document against a JSON Schema that uses these keywords of Draft 2020-12 and no others: an unknown one is an error, so that none is silently passed over.</summary>
/// <remarks>No package does this here: JsonSchema.Net is under a fee since version 8, NJsonSchema does not know <c>$defs</c>.</remarks>
internal sealed class SchemaCheck
{
    private readonly JsonObject root;

    public SchemaCheck(string schema)
    {
        root = JsonNode.Parse(schema)!.AsObject();
        if ((string?)root["$schema"] != "https://json-schema.org/draft/2020-12/schema") throw new ArgumentException("another dialect");
    }

    public JsonObject Definitions => root["$defs"]!.AsObject();

    /// <summary>Where the document does not hold; empty where it does.</summary>
    public IReadOnlyList<string> Problems(JsonNode? document)
    {
        var problems = new List<string>();
        Check(root, document, "", problems);
        return problems;
    }

    private bool Holds(JsonNode schema, JsonNode? value)
    {
        var problems = new List<string>();
        Check(schema.AsObject(), value, "", problems);
        return problems.Count == 0;
    }

    private void Check(JsonObject schema, JsonNode? value, string path, List<string> problems)
    {
        foreach (var (keyword, says) in schema)
        {
            var holds = keyword switch
            {
                "$schema" or "$defs" or "title" or "description" or "default" => true,
                "$ref" => Follow(says!.GetValue<string>(), value, path, problems),
                "type" => (says is JsonArray types ? types.Select(type => (string)type!) : [(string)says!]).Any(type => Is(value, type)),
                "enum" => says!.AsArray().Any(word => JsonNode.DeepEquals(word, value)),
                "pattern" => !Is(value, "string") || Regex.IsMatch((string)value!, (string)says!, RegexOptions.CultureInvariant),
                "minimum" => !Is(value, "number") || (double)value! >= (double)says!,
                "maximum" => !Is(value, "number") || (double)value! <= (double)says!,
                "minItems" => value is not JsonArray list || list.Count >= (int)says!,
                "minProperties" => value is not JsonObject map || map.Count >= (int)says!,
                "required" => value is not JsonObject map || says!.AsArray().All(key => map.ContainsKey((string)key!)),
                "anyOf" => says!.AsArray().Any(one => Holds(one!, value)),
                "items" => Each(value is JsonArray list ? list.Select((item, i) => ($"{path}/{i}", says!, item)) : [], problems),
                "properties" => Each(Entries(value).Where(entry => says!.AsObject().ContainsKey(entry.Key)).Select(entry => ($"{path}/{entry.Key}", says![entry.Key]!, entry.Value)), problems),
                "patternProperties" => Each(
                    Entries(value).SelectMany(entry => says!.AsObject().Where(pattern => Regex.IsMatch(entry.Key, pattern.Key)).Select(pattern => ($"{path}/{entry.Key}", pattern.Value!, entry.Value))), problems),
                "additionalProperties" => Entries(value).All(entry => IsNamed(schema, entry.Key)),
                _ => throw new NotSupportedException($"the keyword `{keyword}`"),
            };
            if (!holds) problems.Add($"{path}: {keyword}");
        }
    }

    private bool Follow(string reference, JsonNode? value, string path, List<string> problems)
    {
        Check(Definitions[reference.Split('/')[^1]]!.AsObject(), value, path, problems);
        return true;
    }

    private bool Each(IEnumerable<(string Path, JsonNode Schema, JsonNode? Value)> parts, List<string> problems)
    {
        foreach (var (path, schema, value) in parts) Check(schema.AsObject(), value, path, problems);
        return true;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(JsonNode? value) => value as JsonObject ?? [];

    private static bool IsNamed(JsonObject schema, string key) =>
        schema["properties"]?.AsObject().ContainsKey(key) == true || schema["patternProperties"]?.AsObject().Any(pattern => Regex.IsMatch(key, pattern.Key)) == true;

    private static bool Is(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && double.IsInteger((double)value),
        _ => throw new NotSupportedException($"the type `{type}`"),
    };
}
