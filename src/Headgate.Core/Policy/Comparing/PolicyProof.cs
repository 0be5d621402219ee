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
                    var reason = change.BeforeReasons.All[code];
                    var (one, other) = (Reference(policy, purpose, at), Reference(strict, purpose, at));
                    var (standing, region, record) = Examples.Plain(
                        Examples.Of(change.Cells, cells)!.Value, at, (who, there, what) => one.OfSubject(what, who, there).Text == reason.Text && !other.OfSubject(what, who, there).Allows);
                    var example = CaseWords.Say(new(policy, [], policy.Purposes[purpose], at), standing, region, record);
                    foreach (var cases in CellWords.Describe(change, cells, reason.Text))
                        if (said.Add((purpose, cases.Words)))
                            found.Add(new(purpose, at, cases.Words, reason, example));
                }
            }
        }
        return found;
    }

    private static ReferencePolicy Reference(Policy policy, string purpose, Instant at)
    {
        var terms = new Terms(policy, [], policy.Purposes[purpose], at);
        return new(terms, new Reasons(terms), _ => null, _ => null);
    }
}
