using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Headgate.Tests.Policies;

/// <summary>Makes of YAML what an editor makes of it, by the core schema of YAML 1.2: plain numbers, booleans and nulls are such, dates are texts.</summary>
internal static partial class YamlJson
{
    public static JsonNode? Read(string text) => Convert(YamlTree.Read(text.TrimStart('\uFEFF')));

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Convert(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Convert)]),
        YamlText { IsPlain: true } text when Null().IsMatch(text.Value) => null,
        YamlText { IsPlain: true } text when Boolean().IsMatch(text.Value) => JsonValue.Create(text.Value[0] is 't' or 'T'),
        YamlText { IsPlain: true } text when Number().IsMatch(text.Value) => JsonValue.Create(double.Parse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture)),
        YamlText text => JsonValue.Create(text.Value),
        _ => throw new InvalidOperationException(),
    };

    [GeneratedRegex("^(|~|null|Null|NULL)$")]
    private static partial Regex Null();

    [GeneratedRegex("^(true|True|TRUE|false|False|FALSE)$")]
    private static partial Regex Boolean();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();
}
