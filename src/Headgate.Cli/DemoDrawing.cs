using System.Globalization;
using Headgate.Engine;
using Headgate.Engine.Demo;
using Spectre.Console;

namespace Headgate.Cli;

/// <summary>Draws what a demo did and found.</summary>
internal static class DemoDrawing
{
    private const int MostReasons = 14;
    private const int ShownText = 160;
    private const int WidestReason = 30;

    private static readonly string[] Grants = ["not-yet", "notice-not-served", "window-open", "consent-not-given"];

    public static void Draw(Output output, DemoResult result)
    {
        Heading(output, "what happened");
        Story(output, result);
        Heading(output, "where it is used, date by date");
        Board(output, result);
        Heading(output, "what passed the gate, and why the rest did not");
        Reasons(output, result);
        if (result.Examples.Count > 0)
        {
            Heading(output, "some that were left out");
            foreach (var example in result.Examples) Example(output, example);
        }
        if (result.Writing is { } writing)
        {
            Heading(output, "a writing model that can be left");
            Writing(output, writing);
        }
        Heading(output, "what is here now");
        Ending(output, result);
    }

    private static void Heading(Output output, string words)
    {
        output.Say("");
        output.Draw(new Markup($"[bold]{words.EscapeMarkup()}[/]\n"));
        output.Say("");
    }

    private static void Story(Output output, DemoResult result)
    {
        var table = Plain().AddColumn(Column("").NoWrap()).AddColumn(Column("").NoWrap()).AddColumn(Column(""));
        foreach (var told in result.Events)
            table.AddRow(
                new Text(told.At.ToString()[..10]), new Text(told.Act, told.Act == "note" ? new(Color.Grey) : new(decoration: Decoration.Bold)),
                new Markup($"{told.What.EscapeMarkup()}{(told.Detail.Length > 0 ? $" [grey]→ {told.Detail.EscapeMarkup()}[/]" : "")}"));
        output.Draw(table.HideHeaders());
    }

    private static void Board(Output output, DemoResult result)
    {
        var table = Plain().AddColumn(Column("").NoWrap());
        foreach (var date in result.Board.Dates) table.AddColumn(Column($"{date[..4]}\n{date[5..]}").NoWrap());
        foreach (var (region, cells) in result.Board.Regions.Zip(result.Board.Cells))
            table.AddRow([new Text($"{region} {Short(IsoCountries.NameOf(region))}"), .. cells.Select(cell => new Text(UseStates.Word(cell.State).PadRight(7), StyleOf(cell.State)))]);
        output.Draw(table);
    }

    private static Style StyleOf(UseState state) => state switch
    {
        UseState.Used => new(Color.Black, Color.Green3),
        UseState.Paused => new(Color.White, Color.Red3),
        UseState.Waiting => new(Color.Black, Color.Gold1),
        _ => new(Color.Grey),
    };

    private static void Reasons(Output output, DemoResult result)
    {
        var dates = result.Board.Dates;
        var table = Plain().AddColumn(Column("").NoWrap());
        foreach (var date in dates) table.AddColumn(new TableColumn(new Text($"{date[..4]}\n{date[5..]}")).RightAligned().NoWrap().PadLeft(0).PadRight(1));
        foreach (var content in result.Gates.Select(gate => gate.Content).Distinct())
        {
            var gates = dates.Select(date => result.Gates.FirstOrDefault(gate => gate.Date == date && gate.Content == content)).ToList();
            Row(table, $"{content} read", gates.Select(gate => gate?.Counts.Input ?? 0), Style.Plain);
            Row(table, $"{content} kept", gates.Select(gate => gate?.Counts.Kept ?? 0), new(Color.Green3, decoration: Decoration.Bold));
        }
        table.AddEmptyRow();
        var rows = DemoReasonRow.Of(result).GroupBy(row => Shown(row.Reason), StringComparer.Ordinal)
            .Select(group => (Reason: group.Key, Counts: dates.Select((_, date) => group.Sum(row => row.Counts[date])).ToList())).ToList();
        var others = rows.Count > MostReasons + 1 ? rows[MostReasons..] : [];
        foreach (var (reason, counts) in rows.Except(others)) Row(table, result.Pauses.TryGetValue(reason, out var region) ? $"{reason} ({region})" : reason, counts, Style.Plain);
        if (others.Count > 0) Row(table, $"{others.Count} other reasons", dates.Select((_, date) => others.Sum(row => row.Counts[date])), new(Color.Grey));
        output.Draw(table);
    }

    private static void Row(Table table, string what, IEnumerable<long> counts, Style style) =>
        table.AddRow([new Text(Cut(what, WidestReason), style), .. counts.Select(count => new Text(Number(count), style).RightJustified())]);

    private static string Number(long count) => count switch
    {
        0 => "·",
        < 100_000 => Words($"{count:N0}"),
        < 10_000_000 => Words($"{count / 1_000:N0}k"),
        _ => Words($"{count / 1_000_000:N0}M"),
    };

    private static void Example(Output output, DemoExample example)
    {
        var record = example.Record;
        output.Draw(new Markup($"[bold]{example.Title.EscapeMarkup()}[/]: {record.Id}, a {record.Visibility} {record.Kind} by {example.NameOf(record.Author).EscapeMarkup()}\n"));
        output.Draw(new Padder(new Text($"“{Cut(record.Text, ShownText)}”", new(Color.Grey)), new(2, 0, 0, 0)));
        foreach (var finding in example.Explanation.Findings)
        {
            var because = finding.Reason is { Allows: false, Because: { } why } ? $": {why.TrimEnd()}{(finding.Reason.Cites.Count > 0 ? $" ({string.Join("; ", finding.Reason.Cites)})" : "")}" : "";
            output.Draw(new Padder(new Markup($"[{(finding.Reason.Allows ? "green" : "red")}]{finding.Reason.Text.EscapeMarkup()}[/] {example.WhomOf(finding).EscapeMarkup()}{because.EscapeMarkup()}"), new(2, 0, 0, 0)));
        }
        output.Say("");
    }

    private static void Writing(Output output, DemoWriting writing)
    {
        output.Say(Words($"trained under a permit on the {writing.Sums.Records:N0} records that passed last, of {writing.Sums.Authors:N0} people; {writing.Sums.Wordings:N0} wordings that at least {writing.Sums.People} of them used"));
        foreach (var (beginning, wording) in writing.Suggestions)
            output.Draw(new Padder(new Markup(Words($"{beginning.EscapeMarkup()}[bold]{wording.Text.EscapeMarkup()}[/]  [grey]{wording.People:N0} people, {wording.Posts:N0} posts[/]")), new(2, 0, 0, 0)));
        output.Say(Words($"{writing.Leaver} objects, and is forgotten with {writing.Records:N0} records (position {writing.Position} of the ledger); what passes without them is gated again, and a model trained on it:"));
        output.Draw(new Padder(new Markup(writing.IsSame ? $"[green]byte for byte the same[/] [grey]sha256 {writing.Digest}[/]" : "[red]not the same[/]"), new(2, 0, 0, 0)));
    }

    private static void Ending(Output output, DemoResult result)
    {
        var place = result.Out;
        output.Say(Words($"{result.People:N0} people, {result.Records:N0} posts, comments and messages, {result.Photos:N0} photos; {result.Statements:N0} statements; {result.Took.TotalSeconds:0.0} s"));
        if (result.Holds) output.Say(Words($"{result.Verified} data sets and the ledger verified; the board is as it must be, by the reference and by what the data sets hold"));
        else foreach (var problem in result.Problems) output.Say($"does not hold: {problem}");
        output.Say("");
        output.Say($"  {place}/report.html    all of this as a page");
        output.Say($"  {place}/network/       the sample network, as files that `members`, `choices`, `notice` and `gate` read");
        output.Say($"  {place}/ledger/        every statement, signed");
        output.Say($"  {place}/datasets/      what may be used at each date, what may not and why, a manifest each");
        if (result.Writing is not null) output.Say($"  {place}/models/        the writing model that forgot somebody, and the one that never saw them");
        if (result.Gates.LastOrDefault(gate => gate.Content == "posts") is not { } last) return;
        var ledger = $"--ledger {place}/ledger";
        output.Say("");
        output.Say("Try next:");
        foreach (var example in result.Examples.Take(1))
            output.Say($"  headgate explain '{place}/network/posts-*.jsonl' {example.Record.Id} --purpose {LinkedInTimeline.Purpose} --at {last.At.ToString()[..19]}Z {ledger}");
        output.Say($"  headgate verify {last.Out} {ledger}");
        if (result.Writing is { } writing) output.Say($"  headgate suggest {writing.Out} \"{writing.Suggestions.Select(one => one.Beginning).FirstOrDefault("I ")}\"");
        foreach (var author in result.Examples.Select(example => example.Record.Author).OfType<string>().Skip(1).Take(1))
            output.Say($"  headgate object {author} --purpose {LinkedInTimeline.Purpose} {ledger}");
        output.Say($"  headgate suspend --purpose {LinkedInTimeline.Purpose} --region US {ledger}");
        output.Say($"  headgate gate '{place}/network/posts-*.jsonl' --purpose {LinkedInTimeline.Purpose} --out {place}/datasets/now-posts {ledger}");
    }

    private static Table Plain() => new Table().Border(TableBorder.None);

    private static TableColumn Column(string heading) => new TableColumn(new Text(heading)).PadLeft(0).PadRight(1);

    /// <summary>A grant's name is left out of what it lacks: it is long, and there is one only that asks for anything.</summary>
    private static string Shown(string reason) => reason.Split(':') is [var head, _] && Grants.Contains(head) ? head : reason;

    private static string Short(string name) => name.Length <= 16 ? name : name.Split(' ')[0];

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)].TrimEnd() + "…";

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
