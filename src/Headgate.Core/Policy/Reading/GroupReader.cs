using System.Collections.Frozen;

namespace Headgate;

/// <summary>Reads the groups of regions that a policy declares; they may name codes, built-in groups and each other.</summary>
internal sealed class GroupReader(Fields fields)
{
    private readonly Dictionary<string, IReadOnlyList<YamlText>> written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FrozenSet<string>?> resolved = new(StringComparer.Ordinal);

    public FrozenDictionary<string, FrozenSet<string>> Read(YamlNode? node)
    {
        foreach (var (key, value) in fields.Entries(node, "`regions`"))
        {
            if (!Names.IsName(key.Value)) fields.Error(key, $"`{Names.Show(key.Value)}` is no name", Names.Help);
            else if (BuiltInGroups.Find(key.Value) is not null || IsoCountries.Codes.Contains(key.Value))
                fields.Error(key, $"`{key.Value}` is a region already", "give the group a name of its own");
            else written[key.Value] = fields.Texts(value, $"the group `{key.Value}`");
        }
        return written.Keys.ToFrozenDictionary(name => name, name => Resolve(name) ?? FrozenSet<string>.Empty, StringComparer.Ordinal);
    }

    private FrozenSet<string>? Resolve(string name)
    {
        if (resolved.TryGetValue(name, out var known)) return known;
        resolved[name] = null;
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in written[name])
        {
            if (written.ContainsKey(member.Value))
            {
                if (Resolve(member.Value) is { } group) codes.UnionWith(group);
                else fields.Error(member, $"the group `{name}` holds itself", $"take `{member.Value}` out of it");
            }
            else if (BuiltInGroups.Find(member.Value) is { } builtIn) codes.UnionWith(builtIn);
            else if (IsoCountries.Codes.Contains(member.Value)) codes.Add(member.Value);
            else fields.Error(member, $"`{Names.Show(member.Value)}` is no region", Nearest.Hint(member.Value, [.. written.Keys, .. BuiltInGroups.Names, .. IsoCountries.Codes]));
        }
        return resolved[name] = codes.ToFrozenSet(StringComparer.Ordinal);
    }
}
