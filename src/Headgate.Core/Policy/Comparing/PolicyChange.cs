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
        var live = new LiveRules([old, terms], objectionCut);
        Cells = new Cells(live);
        if (Cells.Count > MostCells) throw new Budget(live).TooMany(Cells.Count, MostCells);
        (beforeReasons, afterReasons) = (new CellReasons(Cells, 0, BeforeReasons), new CellReasons(Cells, 1, AfterReasons));
        At = at;
    }

    public Purpose Purpose { get; }

    public Instant At { get; }

    public Cells Cells { get; }

    /// <summary>The dimensions of its subjects.</summary>
    public SubjectAxes People => field ??= new SubjectAxes(Cells.Subjects, Cells.Live);

    /// <summary>Those of its records.</summary>
    public RecordAxes Content => field ??= new RecordAxes(Cells);

    public Reasons BeforeReasons { get; }

    public Reasons AfterReasons { get; }

    /// <summary>Sorts the cells that a case can reach into sets.</summary>
    /// <param name="keyOf">Which set a cell belongs to, by whether its subjects objected early and what the policies say before and after; null for none.</param>
    public SortedDictionary<TKey, CellSet> Sort<TKey>(Func<bool, Reason, Reason, TKey?> keyOf)
        where TKey : struct
    {
        var sets = new SortedDictionary<TKey, CellSet>();
        var known = new Dictionary<(bool Early, ushort Was, ushort Becomes), CellSet?>();
        for (var subject = 0; subject < Cells.Subjects.Classes.Count; subject++)
        {
            var early = Cells.Subjects.ObjectedEarly(subject);
            var (last, set) = ((Was: -1, Becomes: -1), (CellSet?)null);
            for (var record = 0; record < Cells.Records.Count; record++)
                for (var pair = 0; pair < Cells.Pairs.Count; pair++)
                {
                    if (!Cells.IsReachable(subject, record, pair)) continue;
                    var (was, becomes) = (beforeReasons.Of(subject, record, pair), afterReasons.Of(subject, record, pair));
                    if (last != (was, becomes)) (last, set) = ((was, becomes), SetOf(early, was, becomes));
                    set?.Add(subject, record, pair);
                }
        }
        return sets;

        CellSet? SetOf(bool early, ushort was, ushort becomes)
        {
            if (known.TryGetValue((early, was, becomes), out var found)) return found;
            if (keyOf(early, BeforeReasons.All[was], AfterReasons.All[becomes]) is { } key && !sets.TryGetValue(key, out found)) sets[key] = found = new CellSet(Cells);
            return known[(early, was, becomes)] = found;
        }
    }

    /// <summary>For a class of subjects, which cells (record × pair) each policy allows, of those that a case can reach.</summary>
    public (bool[] Before, bool[] After) Allowed(int subject)
    {
        var (before, after) = (new bool[Cells.Records.Count * Cells.Pairs.Count], new bool[Cells.Records.Count * Cells.Pairs.Count]);
        for (var cell = 0; cell < before.Length; cell++)
        {
            var (record, pair) = (cell / Cells.Pairs.Count, cell % Cells.Pairs.Count);
            if (!Cells.IsReachable(subject, record, pair)) continue;
            before[cell] = BeforeReasons.All[beforeReasons.Of(subject, record, pair)].Allows;
            after[cell] = AfterReasons.All[afterReasons.Of(subject, record, pair)].Allows;
        }
        return (before, after);
    }

    /// <summary>What the second policy says of a cell that a case can reach.</summary>
    public Reason After(int subject, int record, int pair) => AfterReasons.All[afterReasons.Of(subject, record, pair)];

    private Terms TermsOf(Policy? policy, Instant at) =>
        policy?.Purposes.GetValueOrDefault(Purpose.Name) is { } named ? new(policy, [], named, at) : new(null, [], Purpose, at);
}
