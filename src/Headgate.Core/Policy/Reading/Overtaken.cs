using System.Collections.Frozen;

namespace Headgate;

/// <summary>Warns of a rule that another always overtakes, so that it never decides anything. Only what is certain: a wrong warning would teach people to pass over them.</summary>
internal sealed class Overtaken(Fields fields, Vocabulary words)
{
    private const long MostWork = 20_000_000;

    private readonly Dictionary<Condition, FrozenSet<string>> purposes = new(ReferenceEqualityComparer.Instance);
    private long work;

    public void Warn(IReadOnlyList<(Rule Rule, YamlMap Written)> rules)
    {
        for (var i = 0; i < rules.Count && !fields.HasEnoughWarnings && work < MostWork; i++)
        {
            var (rule, written) = rules[i];
            if (rule is DenyRule)
            {
                if (rules.Take(i).FirstOrDefault(other => other.Rule is DenyRule && Covers(other.Rule, rule)).Rule is { } earlier)
                    fields.Warn(written["deny"]!, $"wherever `{rule.Name}` applies, `{earlier.Name}` denies before it: it never decides anything", $"drop it, or narrow `{earlier.Name}`", rule.Name);
            }
            else if (rules.FirstOrDefault(other => other.Rule is DenyRule && Covers(other.Rule, rule)).Rule is { } deny)
                fields.Warn(written["grant"]!, $"wherever `{rule.Name}` applies, `{deny.Name}` denies: it can never allow anything", $"drop it, or narrow `{deny.Name}`", rule.Name);
            else if (rules.Take(i).FirstOrDefault(other => other.Rule is GrantRule grant && AsksNoMore(grant, (GrantRule)rule) && Covers(grant, rule)).Rule is { } wider)
                fields.Warn(written["grant"]!, $"wherever `{rule.Name}` applies, `{wider.Name}` allows before it and asks for no more: it never decides anything", $"drop it, put it before `{wider.Name}`, or narrow that", rule.Name);
        }
    }

    private static bool AsksNoMore(GrantRule wider, GrantRule grant) =>
        (wider.Basis != LegalBasis.Consent || grant.Basis == LegalBasis.Consent)
        && (wider.NotBefore is not { } start || start <= grant.NotBefore)
        && (wider.After is not { } after || (after.Notice == grant.After?.Notice && after.Window <= grant.After.Window));

    /// <summary>Whether the one may hold wherever the other may; between grants, whether it holds wherever the other holds.</summary>
    private bool Covers(Rule wider, Rule rule) => wider.When.All(one => Implied(one, rule.When, rule is DenyRule || wider is DenyRule));

    private bool Implied(Condition wanted, IReadOnlyList<Condition> given, bool mayBeUnknown) => given.Any(one => Implies(one, wanted, mayBeUnknown))
        || (wanted is AnyOf { Negated: false } any && any.Alternatives.Any(alternative => alternative.All(part => Implied(part, given, mayBeUnknown))));

    /// <summary>Whether the second is not false wherever the first is not.</summary>
    private bool Implies(Condition given, Condition wanted, bool mayBeUnknown) => (given, wanted) switch
    {
        (AnyOf one, AnyOf other) when Same(one, other) => true,
        (AnyOf { Negated: false } any, _) => any.Alternatives.All(alternative => Implied(wanted, alternative, mayBeUnknown)),
        (OneOf one, OneOf other) => one.Dimension == other.Dimension && Implies(one, other),
        (Aged one, Aged other) => Bounds(one.Years, one.Under, other.Years, other.Under),
        (AgedAtCreation one, AgedAtCreation other) => Bounds(one.Years, one.Under, other.Years, other.Under),
        // Who is under an age now was under it when they wrote, if it is known when that was.
        (Aged { Under: true } now, AgedAtCreation { Under: true } then) => mayBeUnknown && now.Years <= then.Years,
        (Within one, Within other) => one.Dimension == other.Dimension && (other.From is not { } from || one.From >= from) && (other.To is not { } to || one.To <= to),
        (TimeIs one, TimeIs other) => one.Until == other.Until && (one.Until ? one.Time <= other.Time : one.Time >= other.Time),
        _ => false,
    };

    private bool Implies(OneOf one, OneOf other)
    {
        work += one.Values.Count + other.Values.Count + 1;
        if (one.Dimension == Dimension.Run) return PurposesOf(one).IsSubsetOf(PurposesOf(other));
        if (one.Negated == other.Negated) return one.Negated ? other.Values.IsSubsetOf(one.Values) : one.Values.IsSubsetOf(other.Values);
        // A record has any number of labels, so that one says nothing of another.
        if (one.Dimension == Dimension.Labels) return false;
        return other.Negated ? !one.Values.Overlaps(other.Values) : words.Domain(one.Dimension).All(value => one.Values.Contains(value) || other.Values.Contains(value));
    }

    private FrozenSet<string> PurposesOf(OneOf condition)
    {
        if (!purposes.TryGetValue(condition, out var found))
            purposes[condition] = found = words.Purposes.Values.Where(purpose => condition.Values.Any(purpose.IsWithin) != condition.Negated).Select(purpose => purpose.Name).ToFrozenSet(StringComparer.Ordinal);
        work += found.Count;
        return found;
    }

    private static bool Bounds(int one, bool oneUnder, int other, bool otherUnder) => oneUnder == otherUnder && (oneUnder ? one <= other : one >= other);

    private static bool Same(AnyOf one, AnyOf other) =>
        one.Dimension == other.Dimension && one.Negated == other.Negated && one.Alternatives.Count == other.Alternatives.Count
        && one.Alternatives.Zip(other.Alternatives, (left, right) => left.SequenceEqual(right)).All(same => same);
}
