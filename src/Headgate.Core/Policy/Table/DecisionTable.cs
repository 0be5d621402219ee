namespace Headgate;

/// <summary>The law as a table: a policy under some terms, compiled to one array of reasons (house.md, How a decision becomes fast).</summary>
/// <remarks>The verdict on a subject in a region and a record is <c>table[subject code, record code, pair code]</c>. Immutable; safe for many readers.</remarks>
public sealed class DecisionTable
{
    /// <summary>The most cells a table holds.</summary>
    public const int MostCells = 1 << 24;

    /// <summary>A cell that no case can reach.</summary>
    public const ushort Impossible = ushort.MaxValue;

    private readonly ushort[] codes;
    private readonly int recordCodes;
    private readonly int pairCodes;

    private DecisionTable(Terms terms)
    {
        (Terms, Reasons) = (terms, new Reasons(terms));
        var live = new LiveRules([terms]);
        var cells = new Cells(live);
        (Subjects, Records, Pairs) = (cells.Subjects, cells.Records, cells.Pairs);
        (recordCodes, pairCodes) = (Records.Count, Pairs.Count);
        if (cells.Count > MostCells) throw new Budget(live).TooMany(cells.Count, MostCells);
        codes = new ushort[cells.Count];
        Fill(cells);
    }

    public Terms Terms { get; }

    public Reasons Reasons { get; }

    public int SubjectCodes => Subjects.Count;

    public int RecordCodes => recordCodes;

    public int PairCodes => pairCodes;

    /// <summary>The cells: subject × record × pair codes, the pair code running fastest; each the code of a reason.</summary>
    public ReadOnlySpan<ushort> Codes => codes;

    internal SubjectClasses Subjects { get; }

    internal RecordClasses Records { get; }

    internal PairClasses Pairs { get; }

    /// <exception cref="TableTooLargeException">The policy tells apart more cases than a table holds.</exception>
    public static DecisionTable Compile(Terms terms) => new(terms);

    /// <summary>The code of the reason, without a bounds check beyond the array's. Allocates nothing.</summary>
    public ushort this[int subject, int record, int pair] => codes[(subject * recordCodes + record) * pairCodes + pair];

    /// <summary>The codes of the reasons for a batch of cases, given as columns of equal length. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public void Decide(ReadOnlySpan<int> subjects, ReadOnlySpan<int> records, ReadOnlySpan<int> pairs, Span<ushort> reasons)
    {
        if (records.Length != subjects.Length || pairs.Length != subjects.Length || reasons.Length != subjects.Length) throw new ArgumentException("the columns differ in length");
        var (table, perSubject, perRecord) = (codes, RecordCodes * PairCodes, PairCodes);
        for (var i = 0; i < subjects.Length; i++) reasons[i] = table[subjects[i] * perSubject + records[i] * perRecord + pairs[i]];
    }

    /// <summary>What the table says of a well-formed record of a listed kind and one of its subjects in one region.</summary>
    public Reason Decide(Standing? standing, Region? region, Record record)
    {
        var created = new Case(Terms, standing ?? new Standing(), default, record).Created;
        var pair = Pairs.CodeOf(standing?.Birth, created, standing?.ObjectedSince(Terms.Purpose));
        var code = this[Subjects.CodeOf(standing, region), Records.CodeOf(record), pair];
        return code == Impossible ? throw new InvalidOperationException("a case fell into a cell that no case can reach") : Reasons.All[code];
    }

    private void Fill(Cells cells)
    {
        var perSubject = RecordCodes * PairCodes;
        codes.AsSpan(SubjectClasses.UnknownSubject * perSubject, perSubject).Fill((ushort)Reasons.UnknownSubject.Code);
        codes.AsSpan(SubjectClasses.UnknownRegion * perSubject, perSubject).Fill((ushort)Reasons.UnknownRegion.Code);
        codes.AsSpan(SubjectClasses.NotActive * perSubject, perSubject).Fill((ushort)Reasons.NotActive.Code);
        var reasons = new CellReasons(cells, 0, Reasons);
        var next = SubjectClasses.FirstActive * perSubject;
        for (var subject = 0; subject < Subjects.Classes.Count; subject++)
            for (var record = 0; record < RecordCodes; record++)
                for (var pair = 0; pair < PairCodes; pair++)
                    codes[next++] = cells.IsReachable(subject, record, pair) ? reasons.Of(subject, record, pair) : Impossible;
    }
}
