namespace Headgate;

/// <summary>How many cases rules may tell apart; what is beyond is refused with the dimension at fault, before it fills the memory.</summary>
internal sealed class Budget(LiveRules live)
{
    private const long MostBytes = 48L << 20;
    private const int BytesAClass = 256;
    private const int BytesAMember = 128;
    private const int MostCombinations = 1 << 22;

    /// <summary>Checks the classes of a step by which dimensions are merged.</summary>
    /// <param name="combinations">Of the classes so far with the values of the next dimension.</param>
    /// <param name="classes">Those of them that differ.</param>
    /// <param name="members">Their representatives.</param>
    public void Check(long combinations, long classes, long members)
    {
        if (combinations > MostCombinations) throw TooMany(combinations, MostCombinations);
        if (classes * (live.Slots + BytesAClass) + members * BytesAMember > MostBytes) throw TooMany(members, MostBytes / (live.Slots + BytesAClass + BytesAMember));
    }

    public TableTooLargeException TooMany(long cells, long most)
    {
        var (field, _) = Fields().MaxBy(pair => pair.Values);
        return new(cells, most, field, [.. live.All.Where(rule => Names(rule, field)).Select(rule => rule.Source is Rule { Name: var name } ? name : $"suspended:{((Suspension)rule.Source).Position}").Distinct()]);
    }

    /// <summary>For each field the number of its values that rules tell apart.</summary>
    private IEnumerable<(string Field, long Values)> Fields()
    {
        yield return ("region", IsoCountries.Codes.Select(code => live.Sign(Dimension.Region, region: Region.Understand(code))).Distinct().Count());
        yield return ("content", live.Sides.SelectMany(terms => terms.Policy?.Content ?? []).Distinct().Select(kind => live.Sign(Dimension.Kind, record: new Record { Kind = kind })).Distinct().Count());
        yield return ("service", 1 + Named(Dimension.Service));
        yield return ("labels", 2L << (int)Math.Min(40, Named(Dimension.Labels)));
        yield return ("age", Ranges(live.Of(Dimension.Age).Cast<Aged>().Select(age => age.Years)));
        yield return ("age-at-creation", Ranges(live.Of(Dimension.AgeAtCreation).Cast<AgedAtCreation>().Select(age => age.Years)));
        yield return ("created", Spans(Dimension.Created));
        yield return ("collected", Spans(Dimension.Collected));
        yield return ("notice", live.All.Select(rule => rule.Grant?.After).OfType<NoticeDemand>().Distinct().Aggregate(1L, (states, _) => Math.Min(states * 3, int.MaxValue)));
        yield return ("objection", 1 + live.Sides.SelectMany(terms => terms.Policy?.Objection ?? []).Select(rule => rule.FullIfBefore).OfType<Instant>().Distinct().Count());
    }

    private long Named(Dimension dimension) => live.Of(dimension).Cast<OneOf>().SelectMany(condition => condition.Values).Distinct().Count();

    private long Spans(Dimension dimension) => 2 + live.Of(dimension).Cast<Within>().SelectMany(within => (Instant?[])[within.From, within.To]).OfType<Instant>().Distinct().Count();

    private static long Ranges(IEnumerable<int> years) => years.Distinct().LongCount() is var count ? (count + 1) * (count + 2) / 2 : 0;

    private static bool Names(LiveRule rule, string field) => field == "notice" ? rule.Grant?.After is not null : rule.When.Any(condition => condition.Field == field);
}
