namespace Headgate;

/// <summary>A node of a YAML document and where it starts, from 1.</summary>
internal abstract record YamlNode(int Line, int Column);

/// <summary>A text. A plain <c>null</c>, <c>~</c> or nothing is <see cref="IsNull"/>; nothing else is interpreted.</summary>
internal sealed record YamlText(string Value, bool IsPlain, int Line, int Column) : YamlNode(Line, Column)
{
    public bool IsNull => IsPlain && Value is "" or "~" or "null";
}

internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

/// <summary>A mapping in the order of the file; keys are texts and each stands once.</summary>
internal sealed record YamlMap(IReadOnlyList<KeyValuePair<YamlText, YamlNode>> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Value == key).Value;
}
