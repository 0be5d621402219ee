namespace Headgate.Engine;

/// <summary>Counts people from memory, a part at a time: nothing that is recorded meanwhile waits for it.</summary>
public static class IndexCensus
{
    // Some milliseconds: as long a pause waits at most.
    private const int AtOnce = 20_000;

    /// <summary>Counts everybody as they are when their turn comes. Something that concerns everybody, such as a pause, begins it anew.</summary>
    /// <returns>Null where not everybody is in memory, so that the ledger must be read.</returns>
    /// <exception cref="TableTooLargeException">The policy tells apart more cases than a table holds.</exception>
    public static UseCensus? Of(DecisionIndex index, CancellationToken cancellation)
    {
        while (Begin(index) is { } counting)
        {
            while (counting.Go(index, cancellation) is { } isOver)
                if (isOver) return counting.Result;
        }
        return null;
    }

    private static Counting? Begin(DecisionIndex index)
    {
        using var view = index.Now();
        return view.Standings is { IsWhole: true } standings ? new(view, standings) : null;
    }

    /// <summary>One count, by the acts and the standings that it began with.</summary>
    private sealed class Counting
    {
        private readonly IReadOnlyList<Recorded> acts;
        private readonly StandingIndex standings;
        private readonly Instant at;
        private readonly long asOf;
        private List<(CompiledTerms Terms, CensusTally Tally)>? purposes;
        private long people;
        private int next;

        public Counting(DecisionView view, StandingIndex standings) => (acts, this.standings, at, asOf) = (view.Acts, standings, view.At, view.AsOf);

        public UseCensus Result => new(asOf, at, people, purposes!.ToDictionary(purpose => purpose.Tally.Purpose, purpose => purpose.Tally.Result, StringComparer.Ordinal));

        /// <returns>Whether everybody has been counted; null where it must begin anew.</returns>
        public bool? Go(DecisionIndex index, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            // Tables are compiled while nobody waits.
            purposes ??= Compiled();
            using var view = index.Now();
            if (!ReferenceEquals(view.Standings, standings) || !ReferenceEquals(view.Acts, acts) || !standings.IsWhole) return null;
            foreach (var (terms, _) in purposes) terms.BringForward();
            for (var end = Math.Min(next + AtOnce, standings.Count); next < end; next++) Count(next);
            return next == standings.Count;
        }

        private List<(CompiledTerms, CensusTally)> Compiled()
        {
            if (Terms.PolicyInForce(acts, at) is not { } policy) return [];
            return [.. UseBoard.Leaves(policy).Select(purpose => new CompiledTerms(new(policy, Terms.PausesInForce(acts, policy, at), purpose, at), standings)).Select(terms => (terms, new CensusTally(terms.Table)))];
        }

        private void Count(int number)
        {
            if (!standings.Of(number).IsKnown) return;
            people++;
            Standing? standing = null;
            foreach (var (terms, tally) in purposes!)
                if (!terms.TryClass(number, at, out var subject, out var pair, out var region) || !tally.TryCount(subject, pair, region)) tally.Count(standing ??= standings.StandingOf(number));
        }
    }
}
