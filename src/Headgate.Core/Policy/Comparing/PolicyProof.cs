namespace Headgate;

/// <summary>Cases that break what was to be proven.</summary>
/// <param name="Words">Such as <c>people under 18 in FR, public photo, choice unset</c>.</param>
/// <param name="Reason">Why they are allowed.</param>
/// <param name="Case">One of them, such as <c>a 17-year-old in France, public photo, choice unset: allowed, interests</c>.</param>
public sealed record Counterexample(string Purpose, Instant At, string Words, Reason Reason, string Case);

/// <summary>Proves of a policy what it never allows, over every class of cases and every instant; or finds the cases that break it.</summary>
public static class PolicyProof
{
    private const string Name = "never";

    /// <summary>Cases that are allowed although a condition holds, or may.</summary>
    /// <param name="condition">The text of a <c>when</c>, such as <c>age: {under: 18}</c>.</param>
    /// <param name="start">The first instant that is looked at; everything after it is, too.</param>
    public static IReadOnlyList<Counterexample> Never(Policy policy, IReadOnlyList<Condition> condition, Instant start) =>
        Broken(policy, policy.With([new DenyRule(Name, condition, null, [], 0), .. policy.Rules]), start);

    /// <summary>Cases that are allowed although a condition does not hold, or may not.</summary>
    /// <inheritdoc cref="Never"/>
    public static IReadOnlyList<Counterexample> OnlyIf(Policy policy, IReadOnlyList<Condition> condition, Instant start) =>
        Broken(policy, policy.With([.. policy.Denies, new GrantRule(Name, condition, LegalBasis.Contract, null, null, null, [], 0)]), start);

    private static List<Counterexample> Broken(Policy policy, Policy strict, Instant start)
    {
        var found = new List<Counterexample>();
        var said = new HashSet<(string, string)>();
        foreach (var purpose in policy.Purposes.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var at in ChangeTimes.Of([policy, strict], start, null))
            {
                var change = new PolicyChange(policy, strict, purpose, at, null);
                foreach (var (code, cells) in change.Sort((_, was, becomes) => was.Allows && !becomes.Allows ? (int?)was.Code : null))
                {
                    var (standing, region, record) = Examples.Of(change.Cells, cells)!.Value;
                    var example = CaseWords.Say(new(policy, [], policy.Purposes[purpose], at), standing, region, record);
                    foreach (var one in CellWords.Describe(change, cells, change.BeforeReasons.All[code].Text))
                        if (said.Add((purpose, one.Words)))
                            found.Add(new(purpose, at, one.Words, change.BeforeReasons.All[code], example));
                }
            }
        }
        return found;
    }
}
