namespace Headgate.Engine;

/// <summary>How many of the ledger's people are used, wait, are paused or never used, purpose by purpose, by what holds for their typical content of today.</summary>
/// <param name="AsOf">The number of statements that were known when they were counted.</param>
/// <param name="At">The instant that it is about.</param>
public sealed record UseCensus(long AsOf, Instant At, long People, IReadOnlyDictionary<string, PurposeUse> Purposes)
{
    /// <summary>Counts everybody; reads every standing of the ledger once. <see cref="IndexCensus"/> counts who is in memory.</summary>
    /// <exception cref="TableTooLargeException">The policy tells apart more cases than a table holds.</exception>
    public static UseCensus Of(Session session, CancellationToken cancellation)
    {
        var moment = session.MomentOf(null, null);
        var acts = session.Store.Acts(moment.AsOf);
        var policy = Terms.PolicyInForce(acts, moment.At);
        var tallies = policy is null ? [] : UseBoard.Leaves(policy)
            .Select(purpose => new CensusTally(DecisionTable.Compile(new(policy, Terms.PausesInForce(acts, policy, moment.At), purpose, moment.At)))).ToList();
        var people = 0L;
        foreach (var (_, statements) in session.Store.BySubject(moment.AsOf))
        {
            cancellation.ThrowIfCancellationRequested();
            people++;
            var standing = StandingFold.At(statements, moment.At);
            foreach (var tally in tallies) tally.Count(standing);
        }
        return new(moment.AsOf, moment.At, people, tallies.ToDictionary(tally => tally.Purpose, tally => tally.Result, StringComparer.Ordinal));
    }
}

/// <summary>The people of one purpose.</summary>
/// <param name="ByReason">Each person by the reason of their content that is let in most readily.</param>
/// <param name="ByRegion">By alpha-2 code; somebody who claims several regions stands under each. Who claims none is under the empty code.</param>
public sealed record PurposeUse(IReadOnlyDictionary<string, long> ByReason, IReadOnlyDictionary<string, StateCounts> ByRegion)
{
    /// <summary>Everybody, by state.</summary>
    public StateCounts All { get; } = ByReason.Aggregate(default(StateCounts), (sum, pair) => sum.With(UseStates.Of(pair.Key), pair.Value));

    /// <summary>Those who claim one of some regions.</summary>
    /// <param name="codes">Alpha-2 codes.</param>
    public StateCounts In(IEnumerable<string> codes) => codes.Aggregate(default(StateCounts), (sum, code) => sum.Plus(ByRegion.GetValueOrDefault(code)));
}

/// <summary>How many people are in each state.</summary>
public readonly record struct StateCounts(long Used, long Waiting, long Paused, long Never)
{
    public long Together => Used + Waiting + Paused + Never;

    public long this[UseState state] => state switch
    {
        UseState.Used => Used,
        UseState.Waiting => Waiting,
        UseState.Paused => Paused,
        _ => Never,
    };

    internal StateCounts With(UseState state, long more) => state switch
    {
        UseState.Used => this with { Used = Used + more },
        UseState.Waiting => this with { Waiting = Waiting + more },
        UseState.Paused => this with { Paused = Paused + more },
        _ => this with { Never = Never + more },
    };

    internal StateCounts Plus(StateCounts other) => new(Used + other.Used, Waiting + other.Waiting, Paused + other.Paused, Never + other.Never);
}
