namespace Headgate;

/// <summary>Points of a product of dimensions as rows and columns, those that are alike together: some dimensions make the rows, the others the columns.</summary>
internal sealed class Grid
{
    private readonly IReadOnlyList<(int Profile, IReadOnlyList<int>[] Box)> rows;
    private readonly IReadOnlyList<(int Profile, IReadOnlyList<int>[] Box)> columns;
    private readonly List<int[]> byColumn;

    private Grid(IReadOnlyList<(int, IReadOnlyList<int>[])> rows, IReadOnlyList<(int, IReadOnlyList<int>[])> columns, List<int[]> byColumn) =>
        (this.rows, this.columns, this.byColumn) = (rows, columns, byColumn);

    /// <param name="sizes">The number of values of each dimension.</param>
    /// <param name="rowAxes">The dimensions of the rows.</param>
    /// <param name="columnAxes">Those of the columns.</param>
    /// <param name="at">What stands at a point; <see cref="Boxes.Any"/> where none can be.</param>
    public static Grid Of(IReadOnlyList<int> sizes, IReadOnlyList<int> rowAxes, IReadOnlyList<int> columnAxes, Func<int[], int> at)
    {
        int[] rowSizes = [.. rowAxes.Select(axis => sizes[axis])], columnSizes = [.. columnAxes.Select(axis => sizes[axis])];
        var point = new int[sizes.Count];
        var byRow = new List<int[]>();
        var rowProfiles = CellWords.Points(rowSizes, row => ProfileOf(byRow, CellWords.Points(columnSizes, column =>
        {
            for (var i = 0; i < row.Length; i++) point[rowAxes[i]] = row[i];
            for (var i = 0; i < column.Length; i++) point[columnAxes[i]] = column[i];
            return at(point);
        })));
        var byColumn = new List<int[]>();
        var number = 0;
        var columnProfiles = CellWords.Points(columnSizes, _ =>
        {
            int[] column = [.. byRow.Select(row => row[number])];
            number++;
            return ProfileOf(byColumn, column);
        });
        return new(Whole(rowSizes, rowProfiles, sizes, rowAxes), Whole(columnSizes, columnProfiles, sizes, columnAxes), byColumn);
    }

    public VerdictMatrix Matrix(Func<IReadOnlyList<int>[], string> rowWords, Func<IReadOnlyList<int>[], string> columnWords, Reasons reasons) => new(
        [.. columns.Select(column => columnWords(column.Box))],
        [.. rows.Select(row => new MatrixRow(rowWords(row.Box), [.. columns.Select(column => At(row.Profile, column.Profile, reasons))]))]);

    /// <summary>What stands where a row and a column fit; null where none does.</summary>
    public Reason? At(Func<IReadOnlyList<int>[], bool> fits, Reasons reasons) =>
        rows.FirstOrDefault(row => fits(row.Box)) is ( > 0, _) and var (row, _) && columns.FirstOrDefault(column => fits(column.Box)) is ( > 0, _) and var (column, _) ? At(row, column, reasons) : null;

    private Reason? At(int row, int column, Reasons reasons) => byColumn[column - 1][row - 1] is >= Boxes.In and var code ? reasons.All[code - Boxes.In] : null;

    /// <summary>Boxes over all dimensions: what is not theirs may be anything.</summary>
    private static List<(int, IReadOnlyList<int>[])> Whole(int[] some, int[] profiles, IReadOnlyList<int> sizes, IReadOnlyList<int> axes) =>
        [.. Boxes.Of(some, profiles).Select(box => (box.Set, sizes.Select((size, axis) => axes.ToList().IndexOf(axis) is >= 0 and var own ? box.Values[own] : [.. Enumerable.Range(0, size)]).ToArray()))];

    /// <summary>The number of a profile, from 1; <see cref="Boxes.Any"/> where nothing can be.</summary>
    private static int ProfileOf(List<int[]> profiles, int[] profile)
    {
        if (!profile.AsSpan().ContainsAnyInRange(Boxes.In, int.MaxValue)) return Boxes.Any;
        var index = profiles.FindIndex(other => Boxes.Merge(other, profile));
        if (index >= 0) return index + 1;
        profiles.Add(profile);
        return profiles.Count;
    }
}
