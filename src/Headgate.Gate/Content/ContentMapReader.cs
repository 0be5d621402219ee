namespace Headgate.Gate;

/// <summary>Reads a map file: for each field a column's name, or a mapping with <c>column</c> and <c>values</c> or <c>unit</c>, or a <c>constant</c>.</summary>
internal sealed class ContentMapReader
{
    private static readonly string[] Keys =
    [
        "id", "author", "others", "content", "labels", "visibility", "service", "created", "collected", "region", "derived-from",
        "content-usage", "tdm-reservation", "iptc-data-mining", "c2pa", "text",
    ];

    private static readonly Dictionary<string, TimeUnit> Units = new(StringComparer.Ordinal)
    {
        ["s"] = TimeUnit.Seconds,
        ["ms"] = TimeUnit.Milliseconds,
        ["us"] = TimeUnit.Microseconds,
        ["ns"] = TimeUnit.Nanoseconds,
    };

    private readonly Fields fields = new();

    public IReadOnlyList<PolicyProblem> Problems => fields.Problems;

    /// <exception cref="YamlProblemException">The text is not YAML that we read.</exception>
    public Dictionary<string, FieldMap> Read(string text)
    {
        var root = YamlTree.Read(text);
        var read = new Dictionary<string, FieldMap>(StringComparer.Ordinal);
        foreach (var (key, value) in fields.Map(root, "a map", Keys)?.Entries ?? [])
            if (Field(key.Value, value) is { } field)
                read[key.Value] = field;
        return read;
    }

    private FieldMap? Field(string key, YamlNode value)
    {
        if (value is not YamlMap) return fields.Text(value, $"`{key}`") is { } column ? new(column, true, null, null, null) : null;
        var isTime = key is "created" or "collected";
        var isWord = key is "content" or "labels" or "visibility" or "service";
        string[] known = isTime ? ["column", "unit"] : isWord ? ["column", "values", "constant"] : ["column"];
        var map = fields.Map(value, $"`{key}`", known)!;
        if (map["constant"] is { } constant)
        {
            if (map["column"] is not null) fields.Error(constant, $"`{key}` has a column and a constant", "keep one of them");
            return new(null, false, null, [.. fields.Texts(constant, "`constant`").Select(text => text.Value)], null);
        }
        if (map["column"] is null)
        {
            if (map.Entries.All(entry => known.Contains(entry.Key.Value))) fields.Error(map, $"`{key}` names no column", "write `column: name`");
            return null;
        }
        var values = fields.Entries(map["values"], "`values`")
            .Select(entry => (From: entry.Key.Value, To: fields.Text(entry.Value, "a value")))
            .Where(pair => pair.To is not null).ToDictionary(pair => pair.From, pair => pair.To!, StringComparer.Ordinal);
        var unit = map["unit"] is { } word && fields.Word(word, "unit", Units.Keys) is { } named ? Units[named] : (TimeUnit?)null;
        return fields.Text(map["column"], "`column`") is { } name ? new(name, true, map["values"] is null ? null : values, null, unit) : null;
    }
}
