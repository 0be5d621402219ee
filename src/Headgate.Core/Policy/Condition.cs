using System.Collections.Frozen;

namespace Headgate;

/// <summary>What a condition looks at: one dimension of the decision table.</summary>
public enum Dimension
{
    /// <summary>The purpose and the instant: the same for every case of a run.</summary>
    Run,
    Region,
    Age,
    Kind,
    Labels,
    Visibility,
    Service,
    Created,
    Collected,

    /// <summary>Needs subject and record both.</summary>
    AgeAtCreation,
}

/// <summary>One field of a rule's <c>when</c> (semantics.md, Policy file).</summary>
/// <param name="Field">The word in the policy file.</param>
public abstract record Condition(string Field, Dimension Dimension)
{
    /// <summary>The conditions that this one is made of: itself, unless it joins several.</summary>
    public virtual IEnumerable<Condition> Parts => [this];

    public abstract Truth Test(in Case given);
}

/// <summary>One of several alternatives holds, or with <paramref name="Negated"/> none does; in each, all conditions together. They look at one dimension.</summary>
public sealed record AnyOf(string Field, Dimension Dimension, IReadOnlyList<IReadOnlyList<Condition>> Alternatives, bool Negated) : Condition(Field, Dimension)
{
    public override IEnumerable<Condition> Parts => Alternatives.SelectMany(alternative => alternative);

    public override Truth Test(in Case given)
    {
        var truth = Truth.False;
        foreach (var alternative in Alternatives)
            if (Match.Of(alternative, given).Truth is var one && one > truth)
                truth = one;
        return Negated ? truth.Not() : truth;
    }
}

/// <summary>The value is, or with <paramref name="Negated"/> is not, one of these. For a label: any of the record's.</summary>
public sealed record OneOf(string Field, Dimension Dimension, FrozenSet<string> Values, bool Negated) : Condition(Field, Dimension)
{
    public override Truth Test(in Case given)
    {
        var truth = Dimension switch
        {
            Dimension.Run => Truths.Of(Values.Any(given.Purpose.IsWithin)),
            Dimension.Region => Known(given.Region.Code),
            Dimension.Kind => Known(given.Kind),
            Dimension.Visibility => Known(given.Visibility),
            Dimension.Service => Known(given.Service),
            _ => given.HasLabel(Values),
        };
        return Negated ? truth.Not() : truth;
    }

    private Truth Known(string? value) => value is null ? Truth.Unknown : Truths.Of(Values.Contains(value));
}

/// <summary>The subject is at least so many full years old at T, or with <paramref name="Under"/> less.</summary>
public sealed record Aged(int Years, bool Under) : Condition("age", Dimension.Age)
{
    public override Truth Test(in Case given)
    {
        var truth = given.WasAged(Years, given.At.Date);
        return Under ? truth.Not() : truth;
    }
}

/// <summary>The subject was at least so many full years old when the record was created, or with <paramref name="Under"/> less.</summary>
public sealed record AgedAtCreation(int Years, bool Under) : Condition("age-at-creation", Dimension.AgeAtCreation)
{
    public override Truth Test(in Case given)
    {
        var truth = given.WasAged(Years, given.Created?.Date);
        return Under ? truth.Not() : truth;
    }
}

/// <summary>The record was created, or collected, in a half-open interval.</summary>
public sealed record Within(string Field, Dimension Dimension, Instant? From, Instant? To) : Condition(Field, Dimension)
{
    public override Truth Test(in Case given)
    {
        var value = Dimension == Dimension.Created ? given.Created : given.Collected;
        return value is { } time ? Truths.Of(!(time < From) && !(time >= To)) : Truth.Unknown;
    }
}

/// <summary>T lies at or after an instant, or with <paramref name="Until"/> before it.</summary>
public sealed record TimeIs(string Field, Instant Time, bool Until) : Condition(Field, Dimension.Run)
{
    public override Truth Test(in Case given) => Truths.Of(Until ? given.At < Time : given.At >= Time);
}

/// <summary>The purpose of the run is the suspended one or within it. Unknown where the policy in force no longer names the suspended one, so that renaming a purpose ends no suspension.</summary>
public sealed record SuspendedPurpose(string Suspended) : Condition("purpose", Dimension.Run)
{
    public override Truth Test(in Case given) =>
        given.Purpose.IsWithin(Suspended) ? Truth.True
        : given.Terms.Policy?.Purposes.ContainsKey(Suspended) == true ? Truth.False
        : Truth.Unknown;
}
