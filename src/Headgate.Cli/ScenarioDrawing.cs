using System.Globalization;
using Headgate.Engine;
using Headgate.Engine.Scenarios;
using Spectre.Console;

namespace Headgate.Cli;

/// <summary>Draws what a story came to.</summary>
internal static class ScenarioDrawing
{
    private const int ColumnWidth = 8;
    private const int MostProblems = 40;

    public static void Draw(Output output, ScenarioResult result)
    {
        Heading(output, result.Scenario.Title);
        Story(output, result);
        if (result.Board.Count > 0 && result.Gates.Count > 0)
        {
            Heading(output, "where it is used, gate by gate");
            Board(output, result);
        }
        Heading(output, "what must hold");
        Outcomes(output, result);
    }

    public static void Document(Output output, ScenarioResult result, IReadOnlyList<string> written) => output.Document(new
    {
        ok = result.Holds,
        file = result.Scenario.Path,
        title = result.Scenario.Title,
        acts = result.Told.Select(told => new { line = told.Line, at = told.At.ToString(), events = told.Events, act = told.Act, what = told.What, detail = told.Detail }),
        expectations = result.Outcomes.Select(outcome => new { line = outcome.Line, at = outcome.At.ToString(), expected = outcome.Expected, found = outcome.Found, holds = outcome.Holds }),
        gates = result.Gates.Select(gate => new
        {
            name = gate.Name,
            at = gate.At.ToString(),
            input = gate.Input,
            kept = gate.Kept,
            by_reason = gate.ByReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
        }),
        board = result.Board.ToDictionary(row => row.Name, row => result.Gates.Zip(row.Cells).ToDictionary(cell => cell.First.Name, cell => Word(cell.Second))),
        statements = result.Statements,
        written,
        seconds = Math.Round(result.Took.TotalSeconds, 3),
    });

    private static void Heading(Output output, string words)
    {
        output.Say("");
        output.Draw(new Markup($"[bold]{words.EscapeMarkup()}[/]\n"));
        output.Say("");
    }

    /// <summary>What is worth telling: what nobody put into words is counted.</summary>
    private static void Story(Output output, ScenarioResult result)
    {
        var table = Plain().HideHeaders().AddColumn(Column("").NoWrap()).AddColumn(Column("").NoWrap()).AddColumn(Column(""));
        foreach (var told in result.Told.Where(told => told.What.Length > 0))
            table.AddRow(
                new Text(Day(told.At)), new Text(told.Act, told.Act == "note" ? new(Color.Grey) : new(decoration: Decoration.Bold)),
                new Markup($"{told.What.EscapeMarkup()}{(told.Detail.Length > 0 ? $" [grey]→ {told.Detail.EscapeMarkup()}[/]" : "")}"));
        output.Draw(table);
        var others = result.Told.Where(told => told.What.Length == 0).CountBy(told => told.Act).OrderByDescending(pair => pair.Value).Select(pair => Words($"{pair.Value} {pair.Key}"));
        if (others.Any()) output.Say($"and {string.Join(", ", others)}");
    }

    private static void Board(Output output, ScenarioResult result)
    {
        var names = result.Board.Select(Name).ToList();
        var fit = Math.Max(1, (AnsiConsole.Profile.Width - names.Max(name => name.Length) - 1) / ColumnWidth);
        for (var first = 0; first < result.Gates.Count; first += fit)
        {
            var columns = Enumerable.Range(first, Math.Min(fit, result.Gates.Count - first)).ToList();
            var table = Plain().AddColumn(Column("").NoWrap());
            foreach (var column in columns) table.AddColumn(Column(Broken(result.Gates[column].Name)).NoWrap());
            foreach (var (row, name) in result.Board.Zip(names))
                table.AddRow([new Text(name), .. columns.Select(column => new Text(Word(row.Cells[column]).PadRight(ColumnWidth - 1), StyleOf(row.Cells[column]?.State)))]);
            output.Draw(table);
        }
    }

    private static void Outcomes(Output output, ScenarioResult result)
    {
        var problems = result.Problems.ToList();
        foreach (var problem in problems.Take(MostProblems))
            output.Say($"{result.Scenario.Path}:{problem.Line}: at {problem.At.ToString()[..19]}Z\n  expected: {problem.Expected}\n  found:    {problem.Found}");
        if (problems.Count > MostProblems) output.Say(Words($"and {problems.Count - MostProblems} more"));
        output.Say(Words($"{result.Outcomes.Count - problems.Count:N0} of {result.Outcomes.Count:N0} expectations hold; {result.Statements:N0} statements; {result.Took.TotalSeconds:0.0} s"));
    }

    private static Style StyleOf(UseState? state) => state switch
    {
        UseState.Used => new(Color.Black, Color.Green3),
        UseState.Paused => new(Color.White, Color.Red3),
        UseState.Waiting => new(Color.Black, Color.Gold1),
        _ => new(Color.Grey),
    };

    private static string Word(BoardCell? cell) => cell is null ? "-" : UseStates.Word(cell.State);

    private static string Name(BoardRow row) => $"{row.Region} {(row.Post.Length > 0 ? row.Post : Short(IsoCountries.NameOf(row.Region)))}";

    private static string Short(string name) => name.Length <= 16 ? name : name.Split(' ')[0];

    /// <summary>A date in two lines, so that columns stay narrow.</summary>
    private static string Broken(string name) => name is [_, _, _, _, '-', ..] ? $"{name[..4]}\n{name[5..]}" : name.Replace(' ', '\n');

    private static string Day(Instant at) => at.ToString()[..10];

    private static Table Plain() => new Table().Border(TableBorder.None);

    private static TableColumn Column(string heading) => new TableColumn(new Text(heading)).PadLeft(0).PadRight(1);

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
