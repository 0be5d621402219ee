using Spectre.Console;

namespace Headgate.Cli;

/// <summary>Draws what a policy says as matrices that fit the terminal: those with more columns than fit are drawn in parts, one below the other.</summary>
/// <param name="grant">The only grant there is for the purpose, which need not be named in every cell; null where there are several.</param>
internal sealed class MatrixDrawing(Output output, string? grant)
{
    private const int RowWordsWidth = 18;
    private const int LeastWidth = 12;
    private const int MostWidth = 26;
    private const int Padding = 1;
    private const int Between = 1;
    private const int BesideBorder = 2;

    public void Draw(VerdictMatrices matrices)
    {
        Draw("whom: what is decided of the content of theirs that least speaks against", "people", matrices.People);
        Draw("what: what is decided of it for the people of whom least speaks against", "content", matrices.Content);
    }

    private void Draw(string title, string rows, VerdictMatrix matrix)
    {
        output.Say("");
        output.Say(title);
        var room = AnsiConsole.Profile.Width - RowWordsWidth - Padding - BesideBorder;
        var fit = Math.Clamp(room / (LeastWidth + Padding + Between), 1, matrix.Columns.Count);
        var width = Math.Min(MostWidth, (room / fit) - Padding - Between);
        for (var first = 0; first < matrix.Columns.Count; first += fit)
        {
            var columns = Enumerable.Range(first, Math.Min(fit, matrix.Columns.Count - first)).ToList();
            var table = new Table { Border = TableBorder.Horizontal, ShowRowSeparators = true };
            table.AddColumn(Column(rows, RowWordsWidth));
            foreach (var column in columns) table.AddColumn(Column(matrix.Columns[column].Length == 0 ? "verdict" : matrix.Columns[column], width));
            foreach (var row in matrix.Rows)
                table.AddRow([new Text(Wrapped(row.Words.Length == 0 ? "any" : row.Words, RowWordsWidth)), .. columns.Select(column => new Text(Wrapped(Words(row.Cells[column], grant), width), StyleOf(row.Cells[column])))]);
            output.Draw(table);
        }
    }

    private static TableColumn Column(string heading, int width) => new TableColumn(new Text(Wrapped(heading, width))) { Width = width, NoWrap = true }.PadLeft(0).PadRight(Padding);

    /// <summary>What stands in a cell; nothing where no case can be.</summary>
    public static string Words(Reason? reason, string? grant)
    {
        if (reason is null) return "";
        var words = CaseWords.Verdict(reason).Split(", ", 2)[1];
        if (reason.Allows) return words == grant ? "yes" : $"yes: {words}";
        return $"no: {(words.EndsWith($" ({grant})", StringComparison.Ordinal) ? words[..words.LastIndexOf(" (", StringComparison.Ordinal)] : words)}";
    }

    /// <summary>In lines that are short enough, broken at blanks and after hyphens.</summary>
    private static string Wrapped(string words, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in words.Split(' '))
            foreach (var (i, part) in word.Replace("-", "-\n", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries).Index())
            {
                var between = lines[^1].Length == 0 || i > 0 ? "" : " ";
                if (lines[^1].Length > 0 && lines[^1].Length + between.Length + part.Length > width) lines.Add(part);
                else lines[^1] += between + part;
            }
        return string.Join('\n', lines);
    }

    private static Style StyleOf(Reason? reason) => reason?.Allows == true ? new(Color.Green) : Style.Plain;
}
