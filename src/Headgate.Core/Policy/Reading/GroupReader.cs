using System.Collections.Frozen;

namespace Headgate;

/// <summary>Reads the groups of regions that a policy declares; they may name codes, built-in groups and each other.</summary>
internal sealed class GroupReader(Fields fields)
{
    private readonly Dictionary<string, IReadOnlyList<YamlText>> written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FrozenSet<string>> resolved = new(StringComparer.Ordinal);

    private readonly HashSet<(string Group, string Union)> mentioning = [];

    public FrozenDictionary<string, FrozenSet<string>> Read(YamlNode? node)
    {
        foreach (var (key, value) in fields.Entries(node, "`regions`"))
        {
            if (!Names.IsName(key.Value)) fields.Error(key, $"`{Names.Show(key.Value)}` is no name", Names.Help(key.Value));
            else if (BuiltInGroups.Find(key.Value) is not null || IsoCountries.Codes.Contains(key.Value))
                fields.Error(key, $"`{key.Value}` is a region already", "give the group a name of its own");
            else if (value is YamlList { Items: [] }) fields.Error(value, $"the group `{key.Value}` names nothing", "name a region, or drop the group");
            else written[key.Value] = fields.Texts(value, $"the group `{key.Value}`");
        }
        foreach (var name in written.Keys) Resolve(name);
        return resolved.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Whether a group names the EU, the EEA or the UK, itself or through other groups.</summary>
    public bool Mentions(string group, string union) => mentioning.Contains((group, union));

    /// <summary>Resolves a group after those that it names. Not by recursion: a hostile file has chains of any length.</summary>
    private void Resolve(string start)
    {
        var (path, open) = (new Stack<(string Name, int Next)>([(start, 0)]), new HashSet<string>(StringComparer.Ordinal));
        while (path.TryPop(out var at))
        {
            var (name, next) = at;
            if (resolved.ContainsKey(name)) continue;
            open.Add(name);
            var members = written[name];
            while (next < members.Count && !IsOpenGroup(members[next].Value)) next++;
            if (next == members.Count)
            {
                resolved[name] = Union(name);
                open.Remove(name);
                continue;
            }
            path.Push((name, next + 1));
            if (open.Contains(members[next].Value)) fields.Error(members[next], $"the group `{name}` holds itself", $"take `{members[next].Value}` out of it");
            else path.Push((members[next].Value, 0));
        }

        bool IsOpenGroup(string word) => written.ContainsKey(word) && !resolved.ContainsKey(word);
    }

    private FrozenSet<string> Union(string name)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in written[name])
        {
            foreach (var union in (string[])["EU", "UK", "EEA"])
                if (member.Value == union || Mentions(member.Value, union)) mentioning.Add((name, union));
            if (written.ContainsKey(member.Value)) codes.UnionWith(resolved.GetValueOrDefault(member.Value) ?? FrozenSet<string>.Empty);
            else if (BuiltInGroups.Find(member.Value) is { } builtIn) codes.UnionWith(builtIn);
            else if (IsoCountries.Codes.Contains(member.Value)) codes.Add(member.Value);
            else
                fields.Error(
                    member, $"`{Names.Show(member.Value)}` is no region", Nearest.Hint(member.Value, [.. BuiltInGroups.Names, .. IsoCountries.Codes, .. written.Keys]));
        }
        return codes.ToFrozenSet(StringComparer.Ordinal);
    }
}
