namespace Headgate;

/// <summary>All that a policy says for a purpose at an instant, suspensions left out, as two matrices that can be read at a glance.</summary>
/// <param name="People">Regions and ages by what people were told and chose: what is decided of the content of theirs that least speaks against.</param>
/// <param name="Content">Content by who wrote it and its visibility: what is decided of it for the people of whom least speaks against it.</param>
public sealed record VerdictMatrices(VerdictMatrix People, VerdictMatrix Content)
{
    private const int FirstOfTold = 2;

    /// <summary>Null where there are more kinds of cases than can be listed.</summary>
    /// <exception cref="TableTooLargeException">The policy tells too many cases apart.</exception>
    public static VerdictMatrices? Of(Policy policy, string purpose, Instant at)
    {
        var change = new PolicyChange(null, policy, purpose, at, null);
        var cells = change.Cells;
        var (people, records) = (new SubjectAxes(cells.Subjects, cells.Live), new RecordAxes(cells));
        if (CellWords.TooMany(people.Sizes) || CellWords.TooMany(records.Sizes)) return null;
        var reasons = change.AfterReasons;
        var (ofSubject, ofRecord) = Best(change);
        var byPeople = Grid.Of(people.Sizes, [0, 1], [.. Enumerable.Range(FirstOfTold, people.Sizes.Count - FirstOfTold)], point => people.ClassOf(point) is var subject and >= 0 ? ofSubject[subject] : Boxes.Any);
        var byContent = Grid.Of(records.Sizes, [.. Enumerable.Range(0, records.Sizes.Count).Except(RecordAxes.Columns)], RecordAxes.Columns, point => ofRecord[records.CellOf(point)]);
        return new VerdictMatrices(
            byPeople.Matrix(box => people.Who(people.Values(box)), box => string.Join(", ", people.Said(people.Values(box))), reasons),
            byContent.Matrix(box => string.Join(", ", records.What(records.Values(box))), box => string.Join(", ", records.What(records.Values(box))), reasons))
        {
            CellOf = (standing, region) => cells.Subjects.Values(standing, region) is { } values ? byPeople.At(box => SubjectAxes.Fits(values, people.Values(box)), reasons) : null,
        };
    }

    /// <summary>What stands in the cell of somebody in a region; null where step 1 denies.</summary>
    internal Func<Standing, Region, Reason?> CellOf { get; private init; } = (_, _) => null;

    /// <summary>By class of subjects, and by cell of records: one more than the code of the reason that comes closest to an allow.</summary>
    private static (int[] OfSubject, int[] OfRecord) Best(PolicyChange change)
    {
        var (cells, reasons) = (change.Cells, change.AfterReasons);
        var closeness = reasons.All.Select(reason => Closeness(reasons, reason)).ToArray();
        var ofSubject = new int[cells.Subjects.Classes.Count];
        var ofRecord = new int[cells.Records.Count * cells.Pairs.Count];
        ofSubject.AsSpan().Fill(Boxes.Any);
        ofRecord.AsSpan().Fill(Boxes.Any);
        for (var subject = 0; subject < ofSubject.Length; subject++)
            for (var cell = 0; cell < ofRecord.Length; cell++)
            {
                var (record, pair) = (cell / cells.Pairs.Count, cell % cells.Pairs.Count);
                if (!cells.IsReachable(subject, record, pair)) continue;
                var code = change.After(subject, record, pair).Code;
                if (ofSubject[subject] == Boxes.Any || closeness[code] > closeness[ofSubject[subject] - Boxes.In]) ofSubject[subject] = code + Boxes.In;
                if (ofRecord[cell] == Boxes.Any || closeness[code] > closeness[ofRecord[cell] - Boxes.In]) ofRecord[cell] = code + Boxes.In;
            }
        return (ofSubject, ofRecord);
    }

    /// <summary>What a grant still asks for is closer to an allow than that there is none, and that closer than what forbids.</summary>
    private static long Closeness(Reasons reasons, Reason reason)
    {
        const long Kind = 1L << 32;
        if (reason.Allows) return 3 * Kind;
        if (reason == reasons.NoGrant) return Kind;
        return reason.Rank > reasons.Signalled(Signals.All[^1]).Rank ? 2 * Kind + reason.Rank : reason.Rank;
    }
}
