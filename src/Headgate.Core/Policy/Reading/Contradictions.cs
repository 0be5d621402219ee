namespace Headgate;

/// <summary>Finds conditions of one rule that no case can meet, alone or together. Only what is certain: a wrong error would turn away a good policy.</summary>
/// <remarks>In a grant it is an error. In a deny it is a warning where the unknown could still meet it, since a condition on something unknown holds there (semantics.md, Unknown).</remarks>
internal sealed class Contradictions(Fields fields, Vocabulary words, Instant? effective)
{
    public void Find(IEnumerable<(Rule Rule, YamlMap Written)> rules)
    {
        foreach (var (rule, written) in rules)
        {
            var until = rule.When.OfType<TimeIs>().FirstOrDefault(time => time.Until)?.Time;
            var grown = rule.When.OfType<AgedAtCreation>().Where(age => !age.Under).Max(age => (int?)age.Years);
            var young = rule.When.OfType<Aged>().Where(age => age.Under).Min(age => (int?)age.Years);
            var created = rule.When.OfType<Within>().FirstOrDefault(within => within.Dimension == Dimension.Created)?.From;

            if (until <= effective) fields.Error(At(written, "until"), "`until` is not after the policy's `effective`: this can never hold", "move one of them, or drop the rule");
            if (grown >= young) Found(rule, At(written, "age-at-creation"), "nobody is younger now than when they wrote", "`from` of `age-at-creation` must be less than `under` of `age`");
            if (created >= until) Found(rule, At(written, "created"), "nothing can have been created after `until`", "`from` of `created` must be before `until`");
            if (rule is GrantRule { NotBefore: { } start } && start >= until) fields.Error(written["not-before"]!, "`not-before` is not before `until`: this rule can never allow anything", "move one of them, or drop the rule");
            foreach (var condition in rule.When.OfType<AnyOf>().Where(Ranges.HoldNowhere))
                Found(rule, At(written, condition.Field), $"`{condition.Field}` leaves nothing", "exclude less");
            foreach (var condition in rule.When.OfType<OneOf>().Where(ExcludesAll))
                if (rule is GrantRule) fields.Error(At(written, condition.Field), $"every {condition.Field} is excluded, and a grant needs a known one: this can never hold", "exclude fewer, or drop the rule");
        }
    }

    /// <summary>Whether a record would need a value that is unknown. Of labels it can have none.</summary>
    private bool ExcludesAll(OneOf condition) => condition is { Negated: true, Dimension: Dimension.Visibility or Dimension.Service } && words.Domain(condition.Dimension).All(condition.Values.Contains);

    private void Found(Rule rule, YamlNode at, string problem, string help)
    {
        if (rule is GrantRule) fields.Error(at, $"{problem}: this can never hold", help);
        else fields.Warn(at, $"{problem}: this holds only where {(problem.StartsWith('`') ? "it" : "one of them")} is unknown", help);
    }

    private static YamlNode At(YamlMap written, string field) => ((YamlMap)written["when"]!)[field]!;
}
