namespace Headgate;

/// <summary>What two policies say of the same cases of one purpose at one instant, suspensions left out.</summary>
internal sealed class PolicyChange
{
    /// <summary>The most cells that are compared.</summary>
    private const long MostCells = 4L * DecisionTable.MostCells;

    private readonly CellReasons beforeReasons;
    private readonly CellReasons afterReasons;

    /// <param name="before">Null where no policy is in force: everything is denied.</param>
    /// <param name="objectionCut">The starts of objections before and after this are told apart.</param>
    /// <exception cref="TableTooLargeException">The two tell too many cases apart.</exception>
    public PolicyChange(Policy? before, Policy after, Purpose purpose, Instant at, Instant? objectionCut)
    {
        var old = before?.Purposes.GetValueOrDefault(purpose.Name) is { } named ? new Terms(before, [], named, at) : new Terms(null, [], purpose, at);
        var terms = new Terms(after, [], purpose, at);
        (BeforeReasons, AfterReasons) = (new Reasons(old), new Reasons(terms));
        Cells = new Cells(new LiveRules([old, terms], objectionCut));
        if (Cells.Count > MostCells) throw new TableTooLargeException(Cells.Count);
        (beforeReasons, afterReasons) = (new CellReasons(Cells, 0, BeforeReasons), new CellReasons(Cells, 1, AfterReasons));
        (Purpose, At) = (purpose, at);
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
}
