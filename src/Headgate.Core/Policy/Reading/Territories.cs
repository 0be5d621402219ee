using System.Collections.Frozen;

namespace Headgate;

/// <summary>Warns where a rule names the United Kingdom, the EU or the EEA and leaves islands and overseas territories to other rules, and says where they fall (semantics.md, Policy file).</summary>
/// <param name="mentions">Whether a group of the policy names the EU, the EEA or the UK.</param>
internal sealed class Territories(Fields fields, FrozenDictionary<string, Purpose> purposes, Func<string, string, bool> mentions)
{
    private static readonly (string Name, string[] Outside)[] Unions =
    [
        ("UK", ["UK-crown-dependencies", "Gibraltar"]),
        ("EU", ["EU-overseas", "Faroes"]),
        ("EEA", ["EU-overseas", "Faroes", "Svalbard"]),
    ];

    public void Warn(IReadOnlyList<(Rule Rule, YamlMap Written)> rules)
    {
        foreach (var (rule, written) in rules)
        {
            if (fields.HasEnoughWarnings) return;
            if (RegionOf(rule) is not { Negated: false } region || (written["when"] as YamlMap)?["region"] is not { } node) continue;
            var words = (node is YamlList list ? list.Items : [node]).OfType<YamlText>().ToList();
            foreach (var (name, outside) in Unions)
                if (words.Find(word => word.Value == name || mentions(word.Value, name)) is { } word)
                    Warn(word, name, rule, Left(outside, region, rule, rules));
        }
    }

    private void Warn(YamlText word, string name, Rule rule, List<(string Where, string Code, string Fate)> left)
    {
        if (left.Count == 0) return;
        var fates = left.GroupBy(pair => pair.Fate, pair => pair.Where).Select(group => $"{string.Join(", ", group)} ({group.Key})");
        fields.Warn(word, $"`{name}` does not hold {string.Join("; ", fates)}", "name them in this rule, or in one of their own", rule.Name, left[0].Code);
    }

    /// <summary>What the rule leaves out, by group where the whole of it falls to the same rules.</summary>
    private List<(string Where, string Code, string Fate)> Left(string[] groups, OneOf region, Rule rule, IReadOnlyList<(Rule Rule, YamlMap Written)> rules)
    {
        var left = new List<(string, string, string)>();
        foreach (var group in groups)
        {
            var codes = BuiltInGroups.Find(group)!;
            foreach (var same in codes.Where(code => !region.Values.Contains(code)).GroupBy(code => Fate(code, rule, rules)))
                left.Add((same.Count() == codes.Count ? group : string.Join(" ", same), same.First(), same.Key));
        }
        return left;
    }

    private string Fate(string code, Rule rule, IReadOnlyList<(Rule Rule, YamlMap Written)> rules)
    {
        string[] grants = [.. rules.Select(one => one.Rule).OfType<GrantRule>()
            .Where(grant => grant != rule && (RegionOf(grant) is not { } where || where.Values.Contains(code) != where.Negated) && ShareAPurpose(rule, grant))
            .Select(grant => $"`{grant.Name}`")];
        return grants.Length == 0 ? "no grant holds there, so nothing is allowed" : $"they fall to {string.Join(" and ", grants)}";
    }

    private bool ShareAPurpose(Rule one, Rule other) => purposes.Values.Any(purpose => Concerns(one, purpose) && Concerns(other, purpose));

    private static bool Concerns(Rule rule, Purpose purpose) =>
        rule.When.OfType<OneOf>().Where(condition => condition.Dimension == Dimension.Run).All(condition => condition.Values.Any(purpose.IsWithin) != condition.Negated);

    private static OneOf? RegionOf(Rule rule) => rule.When.OfType<OneOf>().FirstOrDefault(condition => condition.Dimension == Dimension.Region);
}
