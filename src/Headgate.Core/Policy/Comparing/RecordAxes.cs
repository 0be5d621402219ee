namespace Headgate;

/// <summary>The dimensions of a record, and of a record with its subject, in a comparison, their values in groups that nothing tells apart, and the words for them.</summary>
internal sealed class RecordAxes
{
    private const int Kind = 0;
    private const int Visibility = 1;
    private const int Service = 2;
    private const int Label = 3;
    private const int Date = 4;
    private const int Signal = 5;
    private const int AgeAtCreation = 6;
    private const int Reached = 7;

    /// <summary>The dimensions that make the columns of a matrix: how old people were, when they objected, and who may see it.</summary>
    public static readonly IReadOnlyList<int> Columns = [AgeAtCreation, Reached, Visibility];

    private readonly Cells cells;
    private readonly RecordClasses classes;
    private readonly IReadOnlyList<IReadOnlyList<int>>[] groups;

    public RecordAxes(Cells cells)
    {
        (this.cells, classes) = (cells, cells.Records);
        groups =
        [
            .. classes.Groups,
            [.. Enumerable.Range(0, cells.Pairs.Ages.Count).GroupBy(age => (cells.Pairs.CodeOf(age, false), cells.Pairs.CodeOf(age, true))).Select(group => group.ToArray())],
            cells.Pairs.LooksForward ? [[0], [1]] : [[0, 1]],
        ];
        // Several labels at once are said only where one alone is not treated the same.
        groups[Label] = [.. groups[Label].Select(group => group.Any(IsSimple) ? [.. group.Where(IsSimple)] : (int[])[group[0]])];
        Sizes = [.. groups.Select(axis => axis.Count)];
    }

    /// <summary>The number of groups of each dimension.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The cell of every point, the last dimension running fastest.</summary>
    public int[] CellsOfPoints => field ??= CellWords.Points(Sizes, CellOf);

    /// <summary>The cell of a point, each value being the number of a group: record code × pair codes + pair code.</summary>
    public int CellOf(int[] point)
    {
        var record = classes.CodeOf(Value(Kind), Value(Visibility), Value(Service), Value(Label), Value(Date), Value(Signal));
        return record * cells.Pairs.Count + cells.Pairs.CodeOf(Value(AgeAtCreation), Value(Reached) != 0);

        int Value(int axis) => groups[axis][point[axis]][0];
    }

    /// <summary>The values that stand in some groups.</summary>
    public IReadOnlyList<int>[] Values(IReadOnlyList<int>[] box) => [.. box.Select((chosen, axis) => (IReadOnlyList<int>)[.. chosen.SelectMany(group => groups[axis][group]).Order()])];

    /// <summary>Such as <c>public post or comment</c>, <c>on network</c>.</summary>
    public IEnumerable<string> What(IReadOnlyList<int>[] values)
    {
        var kinds = IsAll(values, Kind) ? "content" : Phrases.Or([.. values[Kind].Select(kind => classes.Kinds[kind])]);
        if (!IsAll(values, Visibility)) yield return $"{Words(values[Visibility], Visibilities.All, "of unknown visibility")} {kinds}";
        else if (!IsAll(values, Kind)) yield return kinds;
        if (!IsAll(values, Service)) yield return $"on {Words(values[Service], classes.Services, "an unknown service")}";
        if (!IsAll(values, Label)) yield return Phrases.Or([.. values[Label].Select(LabelWords)]);
        if (!IsAll(values, Date)) yield return Dates([.. values[Date].Select(value => classes.Dates[value])]);
        if (!values[Signal].Contains(0)) yield return $"whose signals say {Phrases.Or([.. values[Signal].Select(SignalWords)])}";
        if (!IsAll(values, AgeAtCreation)) yield return $"written by {Phrases.Ages(cells.Pairs.Ages, values[AgeAtCreation], "people", "adults")}";
        if (values[Reached] is [var reached]) yield return reached != 0 ? "created after they objected" : "created before they objected";
    }

    private bool IsSimple(int labels) => labels == classes.LabelValues - 1 || int.PopCount(labels) < 2;

    private bool IsAll(IReadOnlyList<int>[] values, int axis) => values[axis].Count == groups[axis].Sum(group => group.Count);

    private static string Words(IReadOnlyList<int> values, IReadOnlyList<string> words, string unknown) =>
        Phrases.Or([.. values.Select(value => value < words.Count ? words[value] : unknown)]);

    /// <summary>Pairs of the times of creation and collection: each collection with the creations that go with it.</summary>
    private string Dates(IReadOnlyList<(int Created, int Collected)> pairs)
    {
        var words = pairs.GroupBy(pair => pair.Created, pair => pair.Collected)
            .GroupBy(created => string.Join(',', created.Order()), created => (created.Key, Collected: created.Order().ToList()))
            .Select(alike => (Created: alike.Select(one => one.Key).Order().ToList(), alike.First().Collected))
            .Select(box => string.Join(", ", ((string?[])
            [
                box.Created.Count == classes.Created.Count + 1 ? null : Times("created", classes.Created, box.Created),
                box.Collected.Count == classes.Collected.Count + 1 ? null : Times("collected", classes.Collected, box.Collected),
            ]).OfType<string>()));
        return Phrases.Or([.. words]);
    }

    private static string Times(string what, Cuts<Instant> cuts, IReadOnlyList<int> classes)
    {
        List<string> words = [];
        List<int> known = [.. classes.Where(index => index >= 0)];
        if (known.Count > 0) words.Add($"{what} {Phrases.Spans(cuts, known)}");
        if (known.Count < classes.Count) words.Add(words.Count == 0 ? $"{what} at an unknown time" : "at an unknown time");
        return Phrases.Or(words);
    }

    private string LabelWords(int value) =>
        value == classes.LabelValues - 1 ? "with unknown labels"
        : value == 0 ? "without a label"
        : value == 1 << classes.LabelGroups.Count ? "with an undeclared label"
        : $"labelled {Phrases.And([.. Enumerable.Range(0, classes.LabelGroups.Count).Where(group => (value >> group & 1) != 0).Select(group => Phrases.Or(classes.LabelGroups[group]))])}"
            + (value >> classes.LabelGroups.Count == 0 ? "" : " and with an undeclared label");

    private string SignalWords(int value) => classes.SignalValues[value] is { ContentUsage: [_, ..] usage } ? $"`{string.Join(", ", usage)}`" : Signals.All[value - 1].Word();
}
