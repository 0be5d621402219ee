using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Spectre.Console;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate recheck</c></summary>
internal static class RecheckCommand
{
    private const int Leavers = 3;

    /// <summary>So many records are named in the answer; the list names all.</summary>
    private const int Named = 100;

    private static readonly Argument<string> DataSet = new("DIR") { Description = "a sealed data set" };
    private static readonly Option<string?> Apply = new("--apply") { Description = "where the next version is to lie", HelpName = "NEWDIR" };
    private static readonly Option<string?> List = new("--list") { Description = "write every record that must leave or may enter to this file, as JSONL", HelpName = "FILE" };
    private static readonly Option<string?> At = Common.At();
    private static readonly Option<long?> AsOf = Common.AsOf();
    private static readonly Option<string> Memory = Common.Memory();
    private static readonly Option<int> Threads = Common.Threads();
    private static readonly Option<string?> Temp = Common.Temp();

    public static Command Build() => Verb.Of(
        "recheck", "What must leave a sealed data set today and why, and what may enter; makes the next version.", "headgate recheck dataset --apply dataset-2",
        [DataSet, Apply, List, At, AsOf, Memory, Threads, Temp],
        (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            var options = new RecheckOptions(
                parsed.GetValue(DataSet)!, parsed.GetValue(Apply), parsed.GetValue(AsOf), Common.InstantOf(parsed, At),
                GateCommand.Size(parsed.GetValue(Memory)!), GateCommand.Count(parsed.GetValue(Threads)), parsed.GetValue(Temp));
            List<string> some = [];
            var recheck = new Recheck(session, options, WorkerProcess.OfThisProgram().Run);
            var outcome = Output.WithProgress(show => recheck.Run(Take, show, cancellation));
            Report(output, outcome, some);
            if (outcome.Next is not null) LineageCommand.Tell(session, cancellation);
            return outcome.Changes.Leave.Count > 0 ? Leavers : 0;

            void Take(string changes)
            {
                some.AddRange(File.ReadLines(changes).Take(Named));
                if (parsed.GetValue(List) is { } list) File.Copy(changes, list, overwrite: true);
            }
        });

    private static void Report(Output output, RecheckOutcome outcome, List<string> some)
    {
        var (leave, enter) = (outcome.Changes.Leave, outcome.Changes.Enter);
        output.Say(string.Create(CultureInfo.InvariantCulture, $"{leave.Values.Sum():N0} records must leave, {enter.Values.Sum():N0} may enter ({outcome.Changes.LookedAt:N0} looked at again)"));
        if (leave.Count + enter.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn("reason now").AddColumn(new TableColumn("records").RightAligned());
            foreach (var (change, reasons) in new[] { ("leave", leave), ("enter", enter) })
                foreach (var (reason, count) in reasons.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
                    table.AddRow(new Text(change), new Text(reason), new Text(count.ToString("N0", CultureInfo.InvariantCulture)));
            output.Draw(table);
        }
        if (outcome.Next is { } next) output.Say($"the next version is {next.Out}; check it with `headgate verify {next.Out}`");
        output.Document(new
        {
            data_set = outcome.DataSet.Folder,
            was = new { as_of = outcome.DataSet.Manifest.Ledger.Size, at = outcome.DataSet.Manifest.At.ToString() },
            as_of = outcome.Moment.AsOf,
            at = outcome.Moment.At.ToString(),
            leave = leave.Values.Sum(),
            leave_by_reason = leave,
            enter = enter.Values.Sum(),
            enter_by_reason = enter,
            looked_at = outcome.Changes.LookedAt,
            changes = some.Select(line => System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(line)),
            @out = outcome.Next?.Out,
            manifest = outcome.Next?.ManifestPath,
            seconds = Math.Round(outcome.Took.TotalSeconds, 3),
        });
    }
}
