namespace Headgate;

/// <summary>The cells of a table: every class of subjects with every class of records and of pairs; which of them a case can reach, and a case that does.</summary>
internal sealed class Cells
{
    private readonly LiveRules live;
    private readonly Witness witness;
    private readonly bool[][] reachable;
    private readonly int[][] created;

    public Cells(LiveRules live)
    {
        this.live = live;
        (Subjects, Records, Pairs) = (new SubjectClasses(live), new RecordClasses(live), new PairClasses(live));
        witness = new Witness(live.At, Subjects, Records, Pairs);
        created = [.. Enumerable.Range(0, Records.Count).Select(record => Records.Classes.Members(record).Select(member => member.Created).Distinct().ToArray())];
        reachable = new bool[Subjects.Classes.Count * Pairs.Count][];
    }

    public SubjectClasses Subjects { get; }

    public RecordClasses Records { get; }

    public PairClasses Pairs { get; }

    /// <summary>Subject × record × pair codes.</summary>
    public long Count => (long)Subjects.Count * Records.Count * Pairs.Count;

    public LiveRules Live => live;

    /// <summary>Whether the dates of the three classes can lie so that they meet.</summary>
    /// <param name="subject">A class of <see cref="SubjectClasses.Classes"/>.</param>
    public bool IsReachable(int subject, int record, int pair)
    {
        var dates = reachable[subject * Pairs.Count + pair] ??= Reachable(subject, pair);
        foreach (var one in created[record])
            if (dates[one + 1])
                return true;
        return false;
    }

    /// <summary>A case in a cell; null where there is none.</summary>
    public (Standing Standing, Region Region, Record Record)? Case(int subject, int record, int pair)
    {
        foreach (var who in Subjects.Classes.Members(subject))
            foreach (var what in Records.Classes.Members(record))
                foreach (var how in Pairs.Classes.Members(pair))
                    if (witness.Find(who, what.Created, how) is { } dates)
                        return (Representative(who, dates), Region.Understand(who.Region), Representative(what, dates));
        return null;
    }

    private bool[] Reachable(int subject, int pair)
    {
        var found = new bool[Records.Created.Count + 1];
        for (var index = 0; index < found.Length; index++)
            found[index] = Subjects.Classes.Members(subject).Any(who => Pairs.Classes.Members(pair).Any(how => witness.Find(who, index - 1, how) is not null));
        return found;
    }

    private Standing Representative(SubjectMember member, Dates dates)
    {
        var choices = new List<StandingChoice>();
        if (member.Consented) choices.Add(new(live.Ancestry.Purpose, Choice.Consented, live.At));
        if (dates.Objected is { } since)
            choices.AddRange(ObjectedTo(member).Select(name => new StandingChoice(name, Choice.Objected, since)));
        return new Standing
        {
            Regions = [Region.Understand(member.Region)],
            Birth = dates.Birth,
            Status = SubjectStatus.Active,
            Choices = choices,
            Notices = [.. Subjects.Notices.Select((notice, i) => new ServedNotice(notice.Notice, notice.Times(member.Notices[i])))],
        };
    }

    private IReadOnlyList<string> ObjectedTo(SubjectMember member) => member.Seen switch
    {
        ChoiceSeen.ByFirst => [live.Ancestry.Lost!],
        ChoiceSeen.ByLast => [live.Ancestry.Gained!],
        _ => member.Consented ? live.Ancestry.SeenByAll : [live.Ancestry.Purpose],
    };

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
        Signals = member.Signals,
    };
}
