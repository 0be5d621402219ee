namespace Headgate;

/// <summary>Finds conditions of one rule that no case can meet together. Only what is certain: a wrong error would turn away a good policy.</summary>
/// <remarks>In a grant it is an error. In a deny it is a warning, since a condition on something unknown holds there (semantics.md, Unknown).</remarks>
internal sealed class Contradictions(Fields fields)
{
    public void Find(IEnumerable<(Rule Rule, YamlMap Written)> rules)
    {
        foreach (var (rule, written) in rules)
        {
            var until = rule.When.OfType<TimeIs>().FirstOrDefault(time => time.Until)?.Time;
            var grown = rule.When.OfType<AgedAtCreation>().Where(age => !age.Under).Max(age => (int?)age.Years);
            var young = rule.When.OfType<Aged>().Where(age => age.Under).Min(age => (int?)age.Years);
            var created = rule.When.OfType<Within>().FirstOrDefault(within => within.Dimension == Dimension.Created)?.From;

            if (grown >= young) Found(rule, At(written, "age-at-creation"), "nobody is younger now than when they wrote", "`from` of `age-at-creation` must be less than `under` of `age`");
            if (created >= until) Found(rule, At(written, "created"), "nothing can have been created after `until`", "`from` of `created` must be before `until`");
            if (rule is GrantRule { NotBefore: { } start } && start >= until) fields.Error(written["not-before"]!, "`not-before` is not before `until`: this rule can never allow anything", "move one of them, or drop the rule");
        }
    }

    private void Found(Rule rule, YamlNode at, string problem, string help)
    {
        if (rule is GrantRule) fields.Error(at, $"{problem}: this can never hold", help);
        else fields.Warn(at, $"{problem}: this holds only where one of them is unknown", help);
    }

    private static YamlNode At(YamlMap written, string field) => ((YamlMap)written["when"]!)[field]!;
}
