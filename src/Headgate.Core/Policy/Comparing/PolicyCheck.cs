namespace Headgate;

/// <summary>What is odd about a policy, found by looking at every case there can be: rules that never decide, grants that nobody can meet; and for each, and for what a rule leaves to others, a case that shows it.</summary>
public static class PolicyCheck
{
    /// <param name="problems">What reading the policy found.</param>
    /// <param name="start">The first instant that is looked at; everything after it is, too.</param>
    /// <exception cref="TableTooLargeException">The policy tells too many cases apart.</exception>
    public static IReadOnlyList<PolicyProblem> Of(Policy policy, IReadOnlyList<PolicyProblem> problems, Instant start)
    {
        var rules = policy.Rules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        var found = problems.Select(problem => problem.Rule is { } name && rules.TryGetValue(name, out var rule) ? problem with { Case = Examples.Where(policy, Where(rule, problem.Region), start) } : problem).ToList();
        var warned = problems.Where(problem => problem.Region is null).Select(problem => problem.Rule).ToHashSet();
        foreach (var rule in Idle(policy, start).Where(rule => !warned.Contains(rule.Name)))
            found.Add(new(
                rule.Line, rule.Column,
                rule is GrantRule ? $"nobody can ever meet `{rule.Name}`: in every case in which it applies something denies, or another grant allows, before it" : $"`{rule.Name}` never decides anything: in every case in which it applies other rules deny before it",
                "drop it, narrow what stands before it, or ask for less", IsWarning: true)
            { Rule = rule.Name, Case = Examples.Where(policy, rule.When, start) });
        return [.. found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
    }

    /// <summary>The rules that give no reason, whatever the case and the instant.</summary>
    private static IEnumerable<Rule> Idle(Policy policy, Instant start)
    {
        var decides = new HashSet<string>(StringComparer.Ordinal);
        foreach (var purpose in policy.Purposes.Keys)
            foreach (var at in ChangeTimes.Of([policy], start, null))
                new PolicyChange(null, policy, purpose, at, null).Sort<int>((_, _, becomes) =>
                {
                    if (becomes.Text.Split(':', '/') is [var kind and ("granted" or "denied"), var name, ..]) decides.Add(name);
                    return null;
                });
        return policy.Rules.Where(rule => !decides.Contains(rule.Name));
    }

    /// <summary>The conditions of a rule, but in a region that it leaves to others.</summary>
    private static List<Condition> Where(Rule rule, string? region) => region is null
        ? [.. rule.When]
        : [new OneOf("region", Dimension.Region, System.Collections.Frozen.FrozenSet.Create(StringComparer.Ordinal, region), false), .. rule.When.Where(condition => condition.Dimension != Dimension.Region)];
}
