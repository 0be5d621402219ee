namespace Headgate;

/// <summary>The dimensions of a record, and of a record with its subject, in a comparison, and the words for their values.</summary>
internal sealed class RecordAxes
{
    private const int Kind = 0;
    private const int Visibility = 1;
    private const int Service = 2;
    private const int Label = 3;
    private const int Created = 4;
    private const int Collected = 5;
    private const int Signal = 6;
    private const int AgeAtCreation = 7;
    private const int Reached = 8;

    private readonly Cells cells;
    private readonly RecordClasses classes;

    /// <summary>Values of labels: none, a label of each group, an undeclared one, unknown ones. More labels at once tell nothing new in words.</summary>
    private readonly int[] labels;

    public RecordAxes(Cells cells)
    {
        (this.cells, classes) = (cells, cells.Records);
        labels = [0, .. Enumerable.Range(0, classes.LabelGroups.Count + 1).Select(bit => 1 << bit), classes.LabelValues - 1];
        Sizes =
        [
            classes.Kinds.Count, Visibilities.All.Count + 1, classes.Services.Count + 1, labels.Length,
            classes.Created.Count + 1, classes.Collected.Count + 1, classes.SignalValues.Count, cells.Pairs.Ages.Count, 2,
        ];
    }

    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The cell of a point: record code × pair codes + pair code.</summary>
    public int CellOf(int[] point)
    {
        var record = classes.CodeOf(
            point[Kind], point[Visibility], point[Service], labels[point[Label]], classes.DateValue(point[Created] - 1, point[Collected] - 1), point[Signal]);
        return record < 0 ? -1 : record * cells.Pairs.Count + cells.Pairs.CodeOf(point[AgeAtCreation], point[Reached] != 0);
    }

    /// <summary>Such as <c>public post or comment</c>, <c>on network</c>.</summary>
    public IEnumerable<string> What(IReadOnlyList<int>[] values)
    {
        var kinds = IsAll(values, Kind) ? "content" : Phrases.Or([.. values[Kind].Select(kind => classes.Kinds[kind])]);
        if (!IsAll(values, Visibility)) yield return $"{Words(values[Visibility], Visibilities.All, "of unknown visibility")} {kinds}";
        else if (!IsAll(values, Kind)) yield return kinds;
        if (!IsAll(values, Service)) yield return $"on {Words(values[Service], classes.Services, "an unknown service")}";
        if (!IsAll(values, Label)) yield return Phrases.Or([.. values[Label].Select(LabelWords)]);
        if (!IsAll(values, Created)) yield return Times("created", classes.Created, values[Created]);
        if (!IsAll(values, Collected)) yield return Times("collected", classes.Collected, values[Collected]);
        if (!values[Signal].Contains(0)) yield return $"whose signals say {Phrases.Or([.. values[Signal].Select(SignalWords)])}";
        if (!IsAll(values, AgeAtCreation)) yield return $"written by {Phrases.Ages(cells.Pairs.Ages, values[AgeAtCreation], "people", "adults")}";
        if (values[Reached] is [var reached]) yield return reached != 0 ? "created after they objected" : "created before they objected";
    }

    private bool IsAll(IReadOnlyList<int>[] values, int axis) => values[axis].Count == Sizes[axis];

    private static string Words(IReadOnlyList<int> values, IReadOnlyList<string> words, string unknown) =>
        Phrases.Or([.. values.Select(value => value < words.Count ? words[value] : unknown)]);

    private static string Times(string what, Cuts<Instant> cuts, IReadOnlyList<int> values)
    {
        List<string> words = [];
        List<int> known = [.. values.Where(value => value > 0).Select(value => value - 1)];
        if (known.Count > 0) words.Add($"{what} {Phrases.Spans(cuts, known)}");
        if (values.Contains(0)) words.Add(words.Count == 0 ? $"{what} at an unknown time" : "at an unknown time");
        return Phrases.Or(words);
    }

    private string LabelWords(int value) =>
        value == 0 ? "without a label"
        : value == labels.Length - 1 ? "with unknown labels"
        : value == labels.Length - 2 ? "with an undeclared label"
        : $"labelled {Phrases.Or(classes.LabelGroups[value - 1])}";

    private string SignalWords(int value) => classes.SignalValues[value] is { ContentUsage: [_, ..] usage } ? $"`{string.Join(", ", usage)}`" : Signals.All[value - 1].Word();
}
