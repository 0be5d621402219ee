namespace Headgate;

/// <summary>The instants at which two policies must be compared so that nothing that lies between them can differ (semantics.md, No quiet opt-in: over both policies' cut points).</summary>
internal static class ChangeTimes
{
    private static readonly TimeSpan OneTick = TimeSpan.FromMicroseconds(1);

    /// <param name="start">The first instant.</param>
    /// <param name="end">The first instant that no longer counts; null where there is none.</param>
    public static IReadOnlyList<Instant> Of(IReadOnlyList<Policy> policies, Instant start, Instant? end)
    {
        var conditions = policies.SelectMany(policy => policy.Rules).SelectMany(rule => rule.When).SelectMany(condition => condition.Parts).ToList();
        var dates = conditions.OfType<Within>().SelectMany(within => (Instant?[])[within.From, within.To]).OfType<Instant>().ToHashSet();
        var cuts = dates
            .Concat(conditions.OfType<TimeIs>().Select(time => time.Time))
            .Concat(policies.SelectMany(policy => policy.Grants).Select(grant => grant.NotBefore).OfType<Instant>())
            .Concat(policies.SelectMany(policy => policy.Objection).Select(rule => rule.FullIfBefore).OfType<Instant>())
            .Append(start).ToList();

        // What is told apart by dates grows with time up to the next cut: the first instant and the last say it all.
        var last = cuts.Max() + 2 * OneTick;
        var times = cuts.SelectMany(cut => (Instant[])[cut, cut + -OneTick]).Append(last).Concat(end is { } first ? [first + -OneTick] : []);
        return [.. times.Concat(Birthdays(conditions, dates)).Where(time => time >= start && !(time >= end)).Distinct().Order()];
    }

    /// <summary>When somebody who had one age at a boundary of creation comes to have another.</summary>
    private static IEnumerable<Instant> Birthdays(IReadOnlyList<Condition> conditions, IEnumerable<Instant> created)
    {
        var now = conditions.OfType<Aged>().Select(age => age.Years).Distinct().ToList();
        var then = conditions.OfType<AgedAtCreation>().Select(age => age.Years).Distinct().ToList();
        foreach (var date in created.Select(instant => instant.Date))
            foreach (var years in now.SelectMany(age => then.Select(past => age - past)).Distinct().Where(years => date.Year + years is > 1 and < 9998))
                for (var day = -2; day <= 2; day++)
                    yield return Instant.FromDate(date.AddYears(years).AddDays(day));
    }
}
