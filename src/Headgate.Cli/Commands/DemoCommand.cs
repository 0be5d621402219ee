using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Engine.Demo;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate demo</c></summary>
internal static class DemoCommand
{
    private const int DoesNotHold = 4;

    private static readonly Option<string> Out = new("--out") { Description = "where everything is to lie", HelpName = "DIR", DefaultValueFactory = _ => "headgate-demo" };
    private static readonly Option<int> People = new("--people") { Description = "how many people the network has", HelpName = "N", DefaultValueFactory = _ => SampleNetwork.DefaultPeople };
    private static readonly Option<long> Records = new("--records") { Description = "how many posts, comments and messages; for twelve of them there is a photo", HelpName = "N", DefaultValueFactory = _ => SampleNetwork.DefaultRecords };

    private static readonly Option<bool> Serve = new("--serve") { Description = "then serve it, together with a sample career network that uses it over HTTP, until interrupted" };

    public static Command Build() => Verb.Of(
        "demo", "Makes a sample career network, lives through LinkedIn's 2024 and 2025, gates text and photos at each date, explains and verifies.",
        "headgate demo", [Out, People, Records, Serve], (parsed, output, cancellation) =>
        {
            var options = OptionsOf(parsed);
            if (parsed.GetValue(Serve)) return DemoServing.RunAsync(output, options, cancellation).GetAwaiter().GetResult();
            var result = Output.WithProgress(show => DemoRun.Run(options, WorkerProcess.OfThisProgram().Run, PhraseWork.With(new()), show, cancellation));
            DemoDrawing.Draw(output, result);
            Document(output, result);
            return result.Holds ? 0 : DoesNotHold;
        });

    private static DemoOptions OptionsOf(ParseResult parsed)
    {
        var (people, records) = (parsed.GetValue(People), parsed.GetValue(Records));
        if (people is < DemoOptions.FewestPeople or > DemoOptions.MostPeople) throw Outside("--people", people, DemoOptions.FewestPeople, DemoOptions.MostPeople);
        if (records is < DemoOptions.FewestRecords or > DemoOptions.MostRecords) throw Outside("--records", records, DemoOptions.FewestRecords, DemoOptions.MostRecords);
        return new(parsed.GetValue(Out)!.TrimEnd('/', Path.DirectorySeparatorChar), people, records, SampleNetwork.DefaultSeed, MemorySize.Megabytes(2000), Math.Max(2, Environment.ProcessorCount));
    }

    private static BadInputException Outside(string option, long given, long from, long to) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{given} is outside what `{option}` can be"), string.Create(CultureInfo.InvariantCulture, $"give a number from {from} to {to}"));

    private static void Document(Output output, DemoResult result) => output.Document(new
    {
        ok = result.Holds,
        @out = result.Out,
        people = result.People,
        records = result.Records,
        photos = result.Photos,
        statements = result.Statements,
        events = result.Events.Select(told => new { at = told.At.ToString(), act = told.Act, what = told.What, detail = told.Detail }),
        gates = result.Gates.Select(gate => new
        {
            date = gate.Date,
            content = gate.Content,
            input = gate.Counts.Input,
            kept = gate.Counts.Kept,
            dropped = gate.Counts.Dropped,
            by_reason = gate.Counts.ByReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            @out = gate.Out,
        }),
        board = result.Board.Regions.Zip(result.Board.Cells).ToDictionary(
            row => row.First, row => result.Board.Dates.Zip(row.Second).ToDictionary(cell => cell.First, cell => UseStates.Word(cell.Second.State))),
        examples = result.Examples.Select(example => new
        {
            title = example.Title,
            record = example.Record.Id,
            reason = example.Explanation.Verdict.Reason.Text,
            reasons = example.Explanation.Findings.Select(finding => new { reason = finding.Reason.Text, subject = finding.Subject?.Value, region = finding.Region?.Code, source = finding.Source }),
        }),
        writing = result.Writing is { } writing ? new
        {
            model = writing.Out,
            records = writing.Sums.Records,
            authors = writing.Sums.Authors,
            wordings = writing.Sums.Wordings,
            suggestions = writing.Suggestions.Select(one => new { text = one.Beginning, suggestion = one.Wording.Text, people = one.Wording.People, posts = one.Wording.Posts }),
            forgotten = writing.Leaver,
            records_forgotten = writing.Records,
            position = writing.Position,
            same_as_never_saw = writing.IsSame,
            sha256 = writing.Digest,
        }
        : null,
        verified = result.Verified == result.Gates.Count,
        problems = result.Problems,
        report = Path.Combine(result.Out, "report.html"),
        seconds = Math.Round(result.Took.TotalSeconds, 3),
    });
}
