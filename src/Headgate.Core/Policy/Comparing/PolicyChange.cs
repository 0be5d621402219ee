namespace Headgate;

/// <summary>What two policies say of the same cases of one purpose at one instant, suspensions left out.</summary>
internal sealed class PolicyChange
{
    /// <summary>The most cells that are compared.</summary>
    private const long MostCells = 4L * DecisionTable.MostCells;

    private readonly CellReasons beforeReasons;
    private readonly CellReasons afterReasons;

    /// <param name="before">Null where no policy is in force: everything is denied. So it is under a policy that does not name the purpose.</param>
    /// <param name="purpose">Named by one of the policies at least.</param>
    /// <param name="objectionCut">The starts of objections before and after this are told apart.</param>
    /// <exception cref="TableTooLargeException">The two tell too many cases apart.</exception>
    public PolicyChange(Policy? before, Policy? after, string purpose, Instant at, Instant? objectionCut)
    {
        Purpose = after?.Purposes.GetValueOrDefault(purpose) ?? before!.Purposes[purpose];
        var (old, terms) = (TermsOf(before, at), TermsOf(after, at));
        (BeforeReasons, AfterReasons) = (new Reasons(old), new Reasons(terms));
        Cells = new Cells(new LiveRules([old, terms], objectionCut));
        if (Cells.Count > MostCells) throw new TableTooLargeException(Cells.Count);
        (beforeReasons, afterReasons) = (new CellReasons(Cells, 0, BeforeReasons), new CellReasons(Cells, 1, AfterReasons));
        At = at;
    }

    public Purpose Purpose { get; }

    public Instant At { get; }

    public Cells Cells { get; }

    public Reasons BeforeReasons { get; }

    public Reasons AfterReasons { get; }

    /// <summary>What the policies say of a cell that a case can reach.</summary>
    public Reason Before(int subject, int record, int pair) => BeforeReasons.All[beforeReasons.Of(subject, record, pair)];

    /// <inheritdoc cref="Before"/>
    public Reason After(int subject, int record, int pair) => AfterReasons.All[afterReasons.Of(subject, record, pair)];

    /// <summary>Sorts the cells that a case can reach into sets.</summary>
    /// <param name="keyOf">Which set a cell belongs to, by its class of subjects and what the policies say before and after; null for none.</param>
    public SortedDictionary<TKey, CellSet> Sort<TKey>(Func<int, Reason, Reason, TKey?> keyOf)
        where TKey : struct
    {
        var sets = new SortedDictionary<TKey, CellSet>();
        for (var subject = 0; subject < Cells.Subjects.Classes.Count; subject++)
            for (var record = 0; record < Cells.Records.Count; record++)
                for (var pair = 0; pair < Cells.Pairs.Count; pair++)
                {
                    if (!Cells.IsReachable(subject, record, pair) || keyOf(subject, Before(subject, record, pair), After(subject, record, pair)) is not { } key) continue;
                    if (!sets.TryGetValue(key, out var set)) sets[key] = set = new CellSet(Cells);
                    set.Add(subject, record, pair);
                }
        return sets;
    }

    private Terms TermsOf(Policy? policy, Instant at) =>
        policy?.Purposes.GetValueOrDefault(Purpose.Name) is { } named ? new(policy, [], named, at) : new(null, [], Purpose, at);
}
