namespace Headgate.Engine;

/// <summary>How long a table that was compiled for an instant holds: until something that the terms name by date or duration, or the day, comes to lie on another side of T.</summary>
internal static class TableTimes
{
    private static readonly TimeSpan OneTick = TimeSpan.FromMicroseconds(1);

    /// <summary>The first instant after that of the terms for which the table must be compiled anew.</summary>
    public static Instant Until(Terms terms)
    {
        var until = Instant.FromDate(terms.At.Date) + TimeSpan.FromDays(1);
        foreach (var cut in Cuts(terms))
            foreach (var time in (Instant[])[cut + -OneTick, cut, cut + OneTick, cut + 2 * OneTick])
                if (time > terms.At && time < until)
                    until = time;
        return until;
    }

    private static IEnumerable<Instant> Cuts(Terms terms)
    {
        var policy = terms.Policy;
        var rules = policy?.Rules ?? [];
        var conditions = rules.SelectMany(rule => rule.When).Concat(terms.Suspensions.SelectMany(suspension => suspension.When)).SelectMany(condition => condition.Parts).ToList();
        var demands = Demands(terms, rules).ToList();
        return conditions.OfType<Within>().SelectMany(within => (Instant?[])[within.From, within.To]).OfType<Instant>()
            .Concat(conditions.OfType<TimeIs>().Select(time => time.Time))
            .Concat(rules.OfType<GrantRule>().Select(grant => grant.NotBefore).OfType<Instant>())
            .Concat((policy?.Objection ?? []).Select(rule => rule.FullIfBefore).OfType<Instant>())
            .Concat(demands.SelectMany(demand => demands.Select(other => demand.Since + other.Window).Append(demand.Since)));
    }

    private static IEnumerable<(Instant Since, TimeSpan Window)> Demands(Terms terms, IReadOnlyList<Rule> rules) =>
        rules.OfType<GrantRule>().Select(grant => grant.After).OfType<NoticeDemand>().Select(after => (Instant.MinValue, after.Window))
            .Concat(terms.Suspensions.Where(suspension => suspension.Resumed is not null).Select(suspension => (suspension.Begun, suspension.Resumed!.Window)));
}
