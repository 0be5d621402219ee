using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headgate;

/// <summary>What the JSON Schemas (Draft 2020-12) of our YAML files are made of.</summary>
internal static class SchemaParts
{
    /// <summary>Names of a policy, as a pattern.</summary>
    public const string Name = "^[A-Za-z0-9._-]{1,100}$";

    /// <summary>A whole schema: one shape is the file, the others and the types stand under <c>$defs</c>.</summary>
    public static JsonObject Document(string title, string file, IEnumerable<KeyValuePair<string, JsonNode>> types, Dictionary<string, JsonObject> shapes)
    {
        var root = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (key, value) in shapes[file].ToList())
        {
            shapes[file].Remove(key);
            root[key] = value;
        }
        var definitions = new JsonObject();
        foreach (var (name, type) in types.Concat(shapes.Where(shape => shape.Key != file).Select(shape => KeyValuePair.Create<string, JsonNode>(shape.Key, shape.Value))))
            definitions[name] = type;
        root["$defs"] = definitions;
        return root;
    }

    public static JsonObject Shape(PolicyShape shape)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var key in shape.Keys)
        {
            var property = Value(key.Value);
            property.Insert(0, "description", key.Means);
            properties[key.Name] = property;
            if (key.Required) required.Add((JsonNode)key.Name);
        }
        var written = new JsonObject { ["description"] = shape.Means, ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0) written["required"] = required;
        return written;
    }

    public static JsonObject Value(string type) =>
        type.EndsWith('?') ? new() { ["anyOf"] = new JsonArray(Reference(type[..^1]), new JsonObject { ["type"] = "null" }) } : Reference(type);

    public static JsonObject OneOrMore(string type, int least) => new() { ["anyOf"] = new JsonArray(Reference(type), List(type, least)) };

    public static JsonObject List(string type, int least)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = Reference(type) };
        if (least > 0) list["minItems"] = least;
        return list;
    }

    public static JsonObject ByName(string type) =>
        new() { ["type"] = "object", ["patternProperties"] = new JsonObject { [Name] = Value(type) }, ["additionalProperties"] = false };

    public static KeyValuePair<string, JsonNode> Type(string name, string schema) => new(name, JsonNode.Parse(schema)!);

    public static JsonObject Reference(string type) => new() { ["$ref"] = $"#/$defs/{type}" };

    public static string Words(IEnumerable<string> words) => $"[{string.Join(", ", words.Select(word => $"\"{word}\""))}]";

    public static string Write(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            node.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
