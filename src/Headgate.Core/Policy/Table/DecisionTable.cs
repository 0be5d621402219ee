namespace Headgate;

/// <summary>The law as a table: a policy under some terms, compiled to one array of reasons (house.md, How a decision becomes fast).</summary>
/// <remarks>The verdict on a subject in a region and a record is <c>table[subject code, record code, pair code]</c>. Immutable; safe for many readers.</remarks>
public sealed class DecisionTable
{
    /// <summary>The most cells a table holds.</summary>
    public const int MostCells = 1 << 24;

    /// <summary>A cell that no case can reach.</summary>
    public const ushort Impossible = ushort.MaxValue;

    private readonly ushort[] cells;

    private DecisionTable(Terms terms)
    {
        var live = new LiveRules(terms);
        (Terms, Reasons) = (terms, new Reasons(terms));
        (Subjects, Records, Pairs) = (new SubjectClasses(live), new RecordClasses(live), new PairClasses(live));
        var size = (long)Subjects.Count * Records.Count * Pairs.Count;
        if (size > MostCells) throw new TableTooLargeException(size, Largest());
        cells = new ushort[size];
        Fill();
    }

    public Terms Terms { get; }

    public Reasons Reasons { get; }

    public int SubjectCodes => Subjects.Count;

    public int RecordCodes => Records.Count;

    public int PairCodes => Pairs.Count;

    /// <summary>The cells: subject × record × pair codes, the pair code running fastest; each the code of a reason.</summary>
    public ReadOnlySpan<ushort> Cells => cells;

    internal SubjectClasses Subjects { get; }

    internal RecordClasses Records { get; }

    internal PairClasses Pairs { get; }

    /// <exception cref="TableTooLargeException">The policy tells apart more cases than a table holds.</exception>
    public static DecisionTable Compile(Terms terms) => new(terms);

    /// <summary>The code of the reason, without a bounds check beyond the array's. Allocates nothing.</summary>
    public ushort this[int subject, int record, int pair] => cells[(subject * RecordCodes + record) * PairCodes + pair];

    /// <summary>What the table says of a well-formed record of a listed kind and one of its subjects in one region.</summary>
    public Reason Decide(Standing? standing, Region? region, Record record)
    {
        var created = new Case(Terms, standing ?? new Standing(), default, record).Created;
        var pair = Pairs.CodeOf(standing?.Birth, created, standing?.ObjectedSince(Terms.Purpose));
        var code = this[Subjects.CodeOf(standing, region), Records.CodeOf(record), pair];
        return code == Impossible ? throw new InvalidOperationException("a case fell into a cell that no case can reach") : Reasons.All[code];
    }

    private void Fill()
    {
        var reference = new ReferencePolicy(Terms, Reasons, _ => null, _ => null);
        var witness = new Witness(Terms.At, Subjects, Records, Pairs);
        var perSubject = RecordCodes * PairCodes;
        cells.AsSpan(SubjectClasses.UnknownSubject * perSubject, perSubject).Fill((ushort)Reasons.UnknownSubject.Code);
        cells.AsSpan(SubjectClasses.UnknownRegion * perSubject, perSubject).Fill((ushort)Reasons.UnknownRegion.Code);
        cells.AsSpan(SubjectClasses.NotActive * perSubject, perSubject).Fill((ushort)Reasons.NotActive.Code);
        for (var subject = 0; subject < Subjects.Classes.Count; subject++)
            for (var record = 0; record < RecordCodes; record++)
                for (var pair = 0; pair < PairCodes; pair++)
                    cells[((SubjectClasses.FirstActive + subject) * RecordCodes + record) * PairCodes + pair] = Cell(reference, witness, subject, record, pair);
    }

    private ushort Cell(ReferencePolicy reference, Witness witness, int subject, int record, int pair)
    {
        foreach (var who in Subjects.Classes.Members(subject))
            foreach (var what in Records.Classes.Members(record))
                foreach (var how in Pairs.Classes.Members(pair))
                    if (witness.Find(who, what, how) is { } dates)
                        return (ushort)reference.OfSubject(Representative(what, dates), Representative(who, dates), Region.Understand(who.Region)).Code;
        return Impossible;
    }

    private Standing Representative(SubjectMember member, Dates dates)
    {
        var choices = new List<StandingChoice>();
        if (member.Consented) choices.Add(new(Terms.Purpose.Name, Choice.Consented, Terms.At));
        if (dates.Objected is { } since) choices.Add(new((member.Consented ? Terms.Purpose.Parent! : Terms.Purpose).Name, Choice.Objected, since));
        return new Standing
        {
            Regions = [Region.Understand(member.Region)],
            Birth = dates.Birth,
            Status = SubjectStatus.Active,
            Choices = choices,
            Notices = [.. Subjects.Notices.Select((notice, i) => new ServedNotice(notice.Notice, notice.Times(member.Notices[i])))],
        };
    }

    private Record Representative(RecordMember member, Dates dates) => new()
    {
        Id = "representative",
        Author = SubjectId.From("representative"),
        Kind = member.Kind,
        Visibility = member.Visibility,
        Service = member.Service,
        Labels = member.Labels,
        Created = dates.Created,
        Collected = member.Collected < 0 ? null : Records.Collected.Begin(member.Collected) ?? Instant.MinValue,
        IsCollectedUnknown = member.Collected < 0,
        Signals = ContentSignals.Of(member.Signal, Terms.Purpose),
    };

    private string Largest() => Subjects.Count >= Records.Count ? "its regions, ages, choices and notices" : "its kinds, visibilities, services, labels and dates";
}
