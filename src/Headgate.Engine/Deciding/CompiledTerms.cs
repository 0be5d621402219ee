using System.Text;

namespace Headgate.Engine;

/// <summary>The table of one purpose, with what leads words and facts to its cells. It serves every instant from that of its terms until <see cref="Until"/>.</summary>
public sealed class CompiledTerms
{
    /// <summary>The labels of a record that has none.</summary>
    public const int NoLabels = 0;

    private readonly DecisionTable table;
    private readonly byte[] purpose;
    private readonly Words kinds;
    private readonly Words visibilities = new(Visibilities.All);
    private readonly Words services;
    private readonly Words labels;
    private readonly int[] labelBits;
    private readonly int[] regionClasses;
    private readonly int[] ranks;
    private readonly StandingIndex index;
    private Numbered numbered = new(0, 0, -1, [], []);

    internal CompiledTerms(Terms terms, StandingIndex index)
    {
        this.index = index;
        table = DecisionTable.Compile(terms);
        Until = TableTimes.Until(terms);
        purpose = Encoding.UTF8.GetBytes(terms.Purpose.Name);
        var records = table.Records;
        (kinds, services) = (new(records.Kinds), new(records.Services));
        var declared = terms.Policy?.Labels.Order(StringComparer.Ordinal).ToArray() ?? [];
        labels = new(declared);
        labelBits = [.. declared.Select(label => Enumerable.Range(0, records.LabelGroups.Count).Where(group => records.LabelGroups[group].Contains(label)).Sum(group => 1 << group)), 1 << records.LabelGroups.Count];
        regionClasses = [.. IsoCountries.Codes.Select(table.Subjects.RegionClass)];
        ranks = [.. table.Reasons.All.Select(reason => reason.Rank)];
    }

    internal DecisionTable Table => table;

    internal Terms Terms => table.Terms;

    internal Reasons Reasons => table.Reasons;

    /// <summary>The first instant for which it must be compiled anew.</summary>
    internal Instant Until { get; }

    /// <summary>How many reasons there are: their codes are below it.</summary>
    public int ReasonCount => ranks.Length;

    /// <summary>The labels of a record of which nobody said whether it has any.</summary>
    public int UnknownLabels => table.Records.LabelValues - 1;

    internal bool IsFor(ReadOnlySpan<byte> name) => name.SequenceEqual(purpose);

    internal bool Serves(Instant at) => at >= Terms.At && at < Until;

    public int KindOf(ReadOnlySpan<byte> word) => kinds.NumberOf(word);

    /// <summary>The kind of a record that says none, or one that the policy does not list.</summary>
    public int UnknownKind => kinds.Count;

    public int VisibilityOf(ReadOnlySpan<byte> word) => visibilities.NumberOf(word);

    public int UnknownVisibility => visibilities.Count;

    public int ServiceOf(ReadOnlySpan<byte> word) => services.NumberOf(word);

    public int UnknownService => services.Count;

    /// <summary>What a label adds to a record's labels.</summary>
    public int LabelOf(ReadOnlySpan<byte> word) => labelBits[labels.NumberOf(word)];

    /// <summary>The reason behind a code.</summary>
    public Reason ReasonOf(int code) => table.Reasons.All[code];

    /// <summary>What a record looks like to the table, all but its people.</summary>
    internal Asked Read(Record record)
    {
        var asked = new Asked
        {
            IsMalformed = record.IsMalformed,
            HasNoAuthor = record.Author is null,
            HasSources = record.DerivedFrom.Count > 0,
            Kind = kinds.NumberOf(record.Kind),
            Visibility = visibilities.NumberOf(record.Visibility),
            Service = services.NumberOf(record.Service),
            Labels = record.Labels is null ? UnknownLabels : NoLabels,
            Created = record.Created,
            Collected = record.Collected,
            IsCollectedUnknown = record.IsCollectedUnknown,
            Signal = record.Signals.Disallowing(Terms.Purpose) is { } signal ? 1 + (int)signal : 0,
            Regions = record.Regions.Count == 0 ? [] : new RegionSet(record.Regions).Numbers,
        };
        foreach (var label in record.Labels ?? []) asked.Labels |= labelBits[labels.NumberOf(label)];
        return asked;
    }

    /// <summary>Counts the purposes and notices that were named since: while nobody decides.</summary>
    internal void BringForward()
    {
        if (numbered.OfPurposes != index.Purposes.Count || numbered.OfVersions != index.Versions.Count || numbered.Notices.Length != table.Subjects.Notices.Count) numbered = Number();
    }

    /// <summary>The code of the verdict's reason: class look-ups, strides, and a read for each person and region. Allocates nothing.</summary>
    /// <returns>-1 where the table does not cover the case, so that the reference must be asked.</returns>
    internal int Decide(in Asked asked, Instant at)
    {
        if (asked.IsMalformed) return Reasons.MalformedRecord.Code;
        if (asked.HasNoAuthor) return Reasons.NoAuthor.Code;
        if (asked.Kind == kinds.Count) return Reasons.UnknownKind.Code;
        if (asked.HasSources) return Reasons.UnknownSource.Code;
        var created = asked.Created <= at ? asked.Created : null;
        var record = RecordOf(asked, created);
        if (OfSubject(asked.Author, asked.Regions, record, created, at) is var least && least < 0) return -1;
        foreach (var other in asked.Others)
        {
            if (OfSubject(other, asked.Regions, record, created, at) is var code && code < 0) return -1;
            if (ranks[code] < ranks[least]) least = code;
        }
        return least;
    }

    /// <summary>The classes of somebody who is active in one region that is understood.</summary>
    /// <param name="pair">With what is made now.</param>
    /// <param name="region">Its place among <see cref="IsoCountries.Codes"/>.</param>
    /// <returns>False for everybody else, and where the table does not cover them.</returns>
    internal bool TryClass(int number, Instant at, out int subject, out int pair, out int region)
    {
        (subject, pair, region) = (-1, -1, -1);
        ref readonly var person = ref index.Of(number);
        if (index.RegionsOf(person).Numbers is not [not RegionSet.NotUnderstood and var only] || person.Status != (byte)SubjectStatus.Active) return false;
        var birth = StandingIndex.BirthOf(person);
        var (choice, objected) = ChoiceOf(person);
        Span<int> notices = stackalloc int[numbered.Notices.Length];
        if (!NoticesOf(person, at, notices)) return false;
        region = only;
        subject = table.Subjects.CodeOf(regionClasses[only], table.Subjects.Ages.ClassOf(birth, at.Date), choice, notices);
        pair = table.Pairs.CodeOf(birth, at, objected);
        return subject >= SubjectClasses.FirstActive;
    }

    private int RecordOf(in Asked asked, Instant? created)
    {
        var records = table.Records;
        var collected = asked.IsCollectedUnknown ? null : asked.Collected ?? created;
        var dates = records.DateValue(created is { } made ? records.Created.ClassOf(made) : -1, collected is { } taken ? records.Collected.ClassOf(taken) : -1);
        return records.CodeOf(asked.Kind, asked.Visibility, asked.Service, asked.Labels, dates, asked.Signal);
    }

    /// <summary>The least reason of somebody's regions and the record's, alphabetically.</summary>
    private int OfSubject(int number, ReadOnlySpan<ushort> claimed, int record, Instant? created, Instant at)
    {
        if (number == SubjectIds.None || index.Of(number) is not { IsKnown: true } person) return Reasons.UnknownSubject.Code;
        ReadOnlySpan<ushort> own = index.RegionsOf(person).Numbers;
        if (own.IsEmpty || own[^1] == RegionSet.NotUnderstood || (!claimed.IsEmpty && claimed[^1] == RegionSet.NotUnderstood)) return Reasons.UnknownRegion.Code;
        if (person.Status != (byte)SubjectStatus.Active) return Reasons.NotActive.Code;

        var birth = StandingIndex.BirthOf(person);
        var age = table.Subjects.Ages.ClassOf(birth, at.Date);
        var (choice, objected) = ChoiceOf(person);
        Span<int> notices = stackalloc int[numbered.Notices.Length];
        if (!NoticesOf(person, at, notices)) return -1;
        var pair = table.Pairs.CodeOf(birth, created, objected);
        var least = -1;
        for (var (mine, theirs) = (0, 0); mine < own.Length || theirs < claimed.Length;)
        {
            var region = mine == own.Length || (theirs < claimed.Length && claimed[theirs] < own[mine]) ? claimed[theirs] : own[mine];
            if (mine < own.Length && own[mine] == region) mine++;
            if (theirs < claimed.Length && claimed[theirs] == region) theirs++;
            var subject = table.Subjects.CodeOf(regionClasses[region], age, choice, notices);
            if (subject < SubjectClasses.FirstActive) return -1;
            var code = table[subject, record, pair];
            if (code == DecisionTable.Impossible) return -1;
            if (least < 0 || ranks[code] < ranks[least]) least = code;
        }
        return least;
    }

    private (int Choice, Instant? Objected) ChoiceOf(in Person person)
    {
        var (consented, since) = (false, long.MaxValue);
        foreach (var row in index.ChoicesOf(person))
        {
            if (row.Choice == (byte)Choice.Consented) consented |= row.Purpose == numbered.Purpose;
            else if (row.Choice == (byte)Choice.Objected && numbered.Reaches[row.Purpose] && row.Since < since) since = row.Since;
        }
        if (since == long.MaxValue) return (SubjectClasses.ChoiceValue(consented, 0), null);
        var objected = Instant.FromMicroseconds(since);
        return (SubjectClasses.ChoiceValue(consented, 1 + table.Subjects.Objections.ClassOf(objected)), objected);
    }

    private bool NoticesOf(in Person person, Instant at, Span<int> classes)
    {
        for (var i = 0; i < classes.Length; i++)
        {
            var (notice, states) = (table.Subjects.Notices[i], 0L);
            for (var demand = notice.Demands.Count - 1; demand >= 0; demand--) states = states * 3 + (int)StateOf(person, numbered.Notices[i], notice.Demands[demand], at);
            classes[i] = notice.ClassOf(states);
            if (classes[i] < 0) return false;
        }
        return true;
    }

    private NoticeState StateOf(in Person person, int notice, ServedDemand demand, Instant at)
    {
        foreach (var row in index.NoticesOf(person))
            if (row.Notice == notice && row.Time >= demand.Since.Microseconds)
                return at < Instant.FromMicroseconds(row.Time) + demand.Window ? NoticeState.WindowOpen : NoticeState.Met;
        return NoticeState.NotServed;
    }

    private Numbered Number()
    {
        var reaches = new bool[index.Purposes.Count];
        for (var number = 0; number < reaches.Length; number++) reaches[number] = Terms.Purpose.IsWithin(index.Purposes[number]);
        var own = Enumerable.Range(0, index.Purposes.Count).Where(number => index.Purposes[number] == Terms.Purpose.Name).DefaultIfEmpty(-1).First();
        return new(index.Purposes.Count, index.Versions.Count, own, reaches, [.. table.Subjects.Notices.Select(notice => Enumerable.Range(0, index.Versions.Count).Where(number => index.Versions[number] == notice.Notice).DefaultIfEmpty(-1).First())]);
    }

    /// <summary>The numbers that <see cref="StandingIndex"/> gave to what the terms name.</summary>
    /// <param name="OfPurposes">How many purposes had one.</param>
    /// <param name="OfVersions">How many versions of notices had one.</param>
    /// <param name="Purpose">Of the purpose itself; -1 where nobody chose for it.</param>
    /// <param name="Reaches">By the number of a purpose, whether an objection to it is one to this.</param>
    /// <param name="Notices">Of each notice that is asked for; -1 where it was served to nobody.</param>
    private sealed record Numbered(int OfPurposes, int OfVersions, int Purpose, bool[] Reaches, int[] Notices);
}
