namespace Headgate;

/// <summary>What a representative record is like: a value of each dimension of the record.</summary>
internal sealed record RecordMember(string Kind, string? Visibility, string? Service, IReadOnlyList<string?>? Labels, int Created, int Collected, ContentSignals Signals);

/// <summary>The record codes: a well-formed record of a listed kind, folded to a class.</summary>
internal sealed class RecordClasses
{
    private const int MostLabelGroups = 16;
    private const string UndeclaredLabel = "";

    private readonly LiveRules live;
    private readonly Steps steps = new();
    private readonly List<(int Created, int Collected)> dates = [];
    private readonly List<string[]> labelGroups;

    public RecordClasses(LiveRules live)
    {
        this.live = live;
        Kinds = Words(policy => policy.Content);
        Services = Words(policy => policy.Services);
        Created = new Cuts<Instant>(Boundaries(live.Of(Dimension.Created)));
        Collected = new Cuts<Instant>(Boundaries(live.Of(Dimension.Collected)));
        labelGroups = GroupLabels();
        SignalValues = Distinguished();
        if (labelGroups.Count > MostLabelGroups) throw new Budget(live).TooMany(1L << Math.Min(labelGroups.Count, 62), 1 << MostLabelGroups);
        var pairs = (Created.Count + 1L) * (Collected.Count + 1);
        // Each pair has a signature before any are merged.
        new Budget(live).Check(pairs, pairs, 0);
        for (var created = -1; created < Created.Count; created++)
            for (var collected = -1; collected < Collected.Count; collected++)
                dates.Add((created, collected));

        var classes = new Classes<RecordMember>();
        var seen = new List<Dimension> { Dimension.Kind };
        var kinds = Kinds.Select(kind => classes.Add(Canonical()(SignKind(kind)), 0, new(kind, null, null, null, 0, 0, ContentSignals.None))).ToArray();
        steps.Add(kinds.Length, kinds);
        classes = Step(classes, Visibility(live), (member, value) => member with { Visibility = value < Visibilities.All.Count ? Visibilities.All[value] : null }, Canonical(Dimension.Visibility));
        classes = Step(classes, Service(live), (member, value) => member with { Service = value < Services.Count ? Services[value] : null }, Canonical(Dimension.Service));
        classes = Step(classes, Labels(live), (member, value) => member with { Labels = SomeLabels(value) }, Canonical(Dimension.Labels));
        classes = Step(classes, DateSignatures(live), (member, value) => member with { Created = dates[value].Created, Collected = dates[value].Collected }, Canonical(Dimension.Created, Dimension.Collected));
        Classes = Step(classes, SignalSignatures(), (member, value) => member with { Signals = SignalValues[value] }, Canonical());

        Func<Signature, Signature> Canonical(params Dimension[] more)
        {
            seen.AddRange(more);
            return new Canonical(live, false, [.. seen]).Of;
        }
    }

    public IReadOnlyList<string> Kinds { get; }

    public IReadOnlyList<string> Services { get; }

    /// <summary>Declared labels that every rule treats alike, a group each; the labels of no rule are in none.</summary>
    public IReadOnlyList<IReadOnlyList<string>> LabelGroups => labelGroups;

    /// <summary>What content can say of its use: nothing, then each of <see cref="Signals.All"/>, then what only several terms tell apart.</summary>
    public IReadOnlyList<ContentSignals> SignalValues { get; }

    public Cuts<Instant> Created { get; }

    public Cuts<Instant> Collected { get; }

    public Classes<RecordMember> Classes { get; }

    public int Count => Classes.Count;

    /// <summary>The value of labels: for each group a bit, then a bit for an undeclared label; one more than all of these where the labels are unknown.</summary>
    public int LabelValues => (2 << labelGroups.Count) + 1;

    /// <summary>The values of each dimension, in groups that nothing tells apart: kind, visibility, service, labels, dates, signals.</summary>
    public IEnumerable<IReadOnlyList<IReadOnlyList<int>>> Groups => Enumerable.Range(0, 6).Select(steps.Groups);

    /// <summary>The classes of created and collected behind each value of dates, -1 being unknown.</summary>
    public IReadOnlyList<(int Created, int Collected)> Dates => dates;

    /// <summary>The value of a pair of date classes, -1 being unknown.</summary>
    public int DateValue(int created, int collected) =>
        (created + 1) * (Collected.Count + 1) + collected + 1;

    /// <summary>The code of a record whose kind is listed; it is not malformed.</summary>
    public int CodeOf(Record record)
    {
        var given = new Case(live.Sides[^1], Nobody, default, record);
        var created = given.Created is { } made ? Created.ClassOf(made) : -1;
        var collected = given.Collected is { } taken ? Collected.ClassOf(taken) : -1;
        var signal = record.Signals.Disallowing(live.Sides[^1].Purpose) is { } disallowing ? 1 + (int)disallowing : 0;
        return CodeOf(IndexOf(Kinds, record.Kind), IndexOf(Visibilities.All, record.Visibility), IndexOf(Services, record.Service), LabelValue(record), DateValue(created, collected), signal);
    }

    /// <summary>The code by the values of each dimension. An index past the known words is the unknown value.</summary>
    public int CodeOf(int kind, int visibility, int service, int labels, int dateValue, int signal)
    {
        var index = steps.Follow(0, 0, kind);
        index = steps.Follow(1, index, visibility);
        index = steps.Follow(2, index, service);
        index = steps.Follow(3, index, labels);
        index = steps.Follow(4, index, dateValue);
        return steps.Follow(5, index, signal);
    }

    /// <summary>Which classes hold records of a kind, by its number among <see cref="Kinds"/>.</summary>
    public bool[] OfKind(int kind)
    {
        var reached = new HashSet<int> { steps.Follow(0, 0, kind) };
        for (var step = 1; step < 6; step++)
            reached = [.. reached.SelectMany(index => Enumerable.Range(0, steps.Values(step)).Select(value => steps.Follow(step, index, value)))];
        var holds = new bool[Count];
        foreach (var index in reached) holds[index] = true;
        return holds;
    }

    private static Standing Nobody { get; } = new();

    private int LabelValue(Record record)
    {
        if (record.Labels is not { } labels) return LabelValues - 1;
        var value = 0;
        for (var place = 0; place < labels.Count; place++)
        {
            if (labels[place] is not { } label || !IsDeclared(label)) value |= 1 << labelGroups.Count;
            for (var i = 0; i < labelGroups.Count; i++)
                if (Array.IndexOf(labelGroups[i], labels[place]) >= 0)
                    value |= 1 << i;
        }
        return value;
    }

    private bool IsDeclared(string label)
    {
        for (var side = 0; side < live.Sides.Count; side++)
            if (live.Sides[side].Policy?.Labels.Contains(label) == true)
                return true;
        return false;
    }

    private List<string?>? SomeLabels(int value)
    {
        if (value == LabelValues - 1) return null;
        var labels = labelGroups.Where((_, i) => (value >> i & 1) != 0).Select(group => (string?)group[0]).ToList();
        if ((value >> labelGroups.Count & 1) != 0) labels.Add(UndeclaredLabel);
        return labels;
    }

    private Classes<RecordMember> Step(
        Classes<RecordMember> classes, IReadOnlyList<Signature> values, Func<RecordMember, int, RecordMember> extend, Func<Signature, Signature> canonical)
    {
        var (merged, next) = classes.Merge(values, (member, value) => extend(member, value) is var extended ? (extended.Created + 1, extended) : null, canonical, new Budget(live));
        steps.Add(values.Count, next);
        return merged;
    }

    private static List<Signature> Visibility(LiveRules live) =>
        [.. Visibilities.All.Append(null).Select(visibility => live.Sign(Dimension.Visibility, record: new Record { Visibility = visibility }))];

    private List<Signature> Service(LiveRules live) =>
        [.. Services.Append(null).Select(service => live.Sign(Dimension.Service, record: new Record { Service = service }))];

    private List<Signature> Labels(LiveRules live) =>
        [.. Enumerable.Range(0, LabelValues).Select(value => live.Sign(Dimension.Labels, record: new Record { Labels = SomeLabels(value) }))];

    private List<Signature> DateSignatures(LiveRules live) => [.. dates.Select(pair =>
    {
        var record = new Record { Created = Some(Created, pair.Created), Collected = Some(Collected, pair.Collected), IsCollectedUnknown = pair.Collected < 0 };
        return live.Sign(Dimension.Created, record: record, at: Instant.MaxValue).And(live.Sign(Dimension.Collected, record: record, at: Instant.MaxValue));
    })];

    private List<Signature> SignalSignatures() => [.. SignalValues.Select(signals =>
    {
        var slots = live.Blank();
        for (var side = 0; side < live.Sides.Count; side++)
            slots[live.SignalSlot(side)] = (byte)(Signature.First + (signals.Disallowing(live.Sides[side].Purpose) is { } signal ? 1 + (int)signal : 0));
        return new Signature(slots);
    })];

    /// <summary>Content without a signal, with each of them, and where several terms read different AIPREF labels with each of those alone.</summary>
    private List<ContentSignals> Distinguished()
    {
        string[] labels = [.. live.Sides.Select(terms => terms.Purpose.AiprefLabel).OfType<string>().Distinct()];
        var usage = ContentSignals.None with { ContentUsage = [.. labels.Select(label => $"{label}=n")] };
        return
        [
            ContentSignals.None, usage, ContentSignals.None with { TdmReservation = true }, ContentSignals.None with { IptcDataMining = true }, ContentSignals.None with { C2pa = true },
            .. labels.Length < 2 ? [] : labels.Select(label => ContentSignals.None with { ContentUsage = [$"{label}=n"] }),
        ];
    }

    private Signature SignKind(string kind) => live.Sign(Dimension.Kind, record: new Record { Kind = kind }).With(slots =>
    {
        for (var side = 0; side < live.Sides.Count; side++)
            if (live.Sides[side].Policy?.Content.Contains(kind) != true)
                slots[live.KindSlot(side)] = Signature.Impossible;
    });

    private List<string> Words(Func<Policy, IEnumerable<string>> of) =>
        [.. live.Sides.SelectMany(terms => terms.Policy is { } policy ? of(policy) : []).Distinct().Order(StringComparer.Ordinal)];

    private List<string[]> GroupLabels()
    {
        var conditions = live.Of(Dimension.Labels).Cast<OneOf>().ToList();
        return [.. Words(policy => policy.Labels)
            .GroupBy(label => (
                Declared: string.Concat(live.Sides.Select(terms => terms.Policy?.Labels.Contains(label) == true ? '1' : '0')),
                Named: string.Concat(conditions.Select(condition => condition.Values.Contains(label) ? '1' : '0'))))
            .Where(group => group.Key.Declared.Contains('0', StringComparison.Ordinal) || group.Key.Named.Contains('1', StringComparison.Ordinal))
            .Select(group => group.ToArray())];
    }

    private static IEnumerable<Instant> Boundaries(IEnumerable<Condition> conditions) =>
        conditions.Cast<Within>().SelectMany(condition => (Instant?[])[condition.From, condition.To]).OfType<Instant>();

    private static Instant? Some(Cuts<Instant> cuts, int index) => index < 0 ? null : cuts.Begin(index) ?? Instant.MinValue;

    private static int IndexOf(IReadOnlyList<string> words, string? word)
    {
        for (var i = 0; i < words.Count; i++)
            if (words[i] == word)
                return i;
        return words.Count;
    }
}
