namespace Headgate.Engine.Scenarios;

/// <summary>When what a policy says of the people of a board can change.</summary>
internal static class BoardTimes
{
    /// <param name="statements">What is said of the people of the board.</param>
    /// <returns>Ascending, from <paramref name="from"/> on and before <paramref name="to"/>.</returns>
    public static IReadOnlyList<Instant> Of(IReadOnlyList<Recorded> acts, IEnumerable<Recorded> statements, ScenarioWorld world, Instant from, Instant to)
    {
        var said = statements.ToList();
        var policies = acts.Select(act => act.Statement).OfType<PolicyPublished>().Select(published => PolicyReader.Read(published.Text).Policy).OfType<Policy>().ToList();
        var windows = policies.SelectMany(policy => policy.Grants).Select(grant => grant.After?.Window).Concat(acts.Select(act => act.Statement).OfType<Lifted>().Select(lift => lift.Window)).OfType<TimeSpan>().Distinct().ToList();
        var served = said.Where(statement => statement.Statement is NoticeServed).Select(statement => statement.EffectiveAt).Distinct();
        var dates = policies.SelectMany(policy => policy.Rules).SelectMany(rule => rule.When).SelectMany(condition => condition.Parts).OfType<TimeIs>().Select(time => time.Time);
        return [.. acts.Concat(said).SelectMany(statement => (Instant[])[statement.RecordedAt, statement.EffectiveAt])
            .Concat(policies.SelectMany(policy => policy.Grants).Select(grant => grant.NotBefore).OfType<Instant>())
            .Concat(dates).Concat(served.SelectMany(time => windows.Select(window => time + window)))
            .Concat(world.Until(to).Select(post => post.Record.Created).OfType<Instant>())
            .Append(from).Where(time => time >= from && time < to).Distinct().Order()];
    }
}
