using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Spectre.Console;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate gate</c></summary>
internal static class GateCommand
{
    private static readonly Argument<string[]> Content = new("CONTENT") { Description = "files, folders or globs: Parquet, JSONL or CSV; `-` for JSONL from standard input", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Purpose = Common.Purpose();
    private static readonly Option<string> Out = new("--out") { Description = "where the data set is to lie; `-` writes what is eligible to standard output, as JSONL", HelpName = "DIR", Required = true };
    private static readonly Option<string?> Map = Common.Map();
    private static readonly Option<string[]> Sources = Common.Sources();
    private static readonly Option<string[]> Edges = Common.Edges();
    private static readonly Option<string?> At = Common.At();
    private static readonly Option<long?> AsOf = Common.AsOf();
    private static readonly Option<bool> VerdictsOnly = new("--verdicts-only") { Description = "write record id, verdict and reason, and copy no content" };
    private static readonly Option<bool> WithSubjects = new("--with-subjects") { Description = "say in the denied file whom each reason is about" };
    private static readonly Option<string> Format = new("--format") { Description = "parquet or jsonl", DefaultValueFactory = _ => "parquet" };
    private static readonly Option<int?> RowGroup = new("--row-group-rows") { Description = "rows in a row group of the Parquet files", HelpName = "N" };
    private static readonly Option<string?> FileSize = new("--file-size") { Description = "about how large a file of eligible records may grow (default: one for each that is read)", HelpName = "SIZE" };
    private static readonly Option<bool> NoIndex = new("--no-index") { Description = "leave it to the next `trace` or `tasks` to read whose records were kept" };
    private static readonly Option<string> Memory = Common.Memory();
    private static readonly Option<int> Threads = Common.Threads();
    private static readonly Option<string?> Temp = Common.Temp();

    public static Command Build() => Verb.Of(
        "gate", "Content in, the eligible part out, a reason for each record left out, a signed manifest.",
        "headgate gate posts.parquet --purpose train-generative-ai --out dataset",
        [Content, Purpose, Out, Map, Edges, Sources, At, AsOf, VerdictsOnly, WithSubjects, Format, RowGroup, FileSize, NoIndex, Memory, Threads, Temp],
        (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            Common.MapOf(parsed.GetValue(Map));
            if (parsed.GetValue(Out) == ContentFiles.Standard) return Pipe(session, parsed, output, cancellation);
            var gating = new Gating(session, OptionsOf(parsed), WorkerProcess.OfThisProgram().Run);
            var outcome = Output.WithProgress(show => gating.Run(show, cancellation));
            Report(output, outcome);
            Index(session, parsed, cancellation);
            return 0;
        });

    /// <summary>Puts the data set into the index, so that its people can be followed wherever it goes.</summary>
    private static void Index(Session session, ParseResult parsed, CancellationToken cancellation)
    {
        LineageCommand.Tell(session, cancellation);
        if (parsed.GetValue(NoIndex)) return;
        using var temp = new TempFolder(parsed.GetValue(Temp));
        Lineage.Bring(session, null, new(Size(parsed.GetValue(Memory)!), Count(parsed.GetValue(Threads)), temp.Path), cancellation);
    }

    /// <summary>A gate in a shell pipe: the eligible lines go to standard output once all of them are decided, the account to standard error.</summary>
    private static int Pipe(Session session, ParseResult parsed, Output output, CancellationToken cancellation)
    {
        if (output.IsJson) throw new BadInputException("standard output can hold the records or the account, not both", "leave out `--json`: the account goes to standard error");
        if (parsed.GetValue(VerdictsOnly)) throw new BadInputException("`--verdicts-only` makes no records to pipe", "give `--out` a folder");
        using var temp = new TempFolder(parsed.GetValue(Temp));
        var options = OptionsOf(parsed) with { Out = Path.Combine(temp.Path, Gating.Piped), IsPiped = true, Format = OutputFormat.JsonLines };
        var outcome = new Gating(session, options, WorkerProcess.OfThisProgram().Run).Run(_ => { }, cancellation);
        using var stdout = Console.OpenStandardOutput();
        foreach (var part in Directory.EnumerateFiles(Path.Combine(options.Out, "eligible")).Order(StringComparer.Ordinal))
        {
            using var lines = File.OpenRead(part);
            lines.CopyTo(stdout);
        }
        Index(session, parsed, cancellation);
        var counts = outcome.Manifest.Counts;
        Remark(outcome);
        Output.Remark(string.Create(CultureInfo.InvariantCulture, $"{counts.Kept:N0} of {counts.Input:N0} records may be used; {counts.Dropped:N0} left out{(counts.Dropped == 0 ? "" : ": ")}{string.Join(", ", counts.ByReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value:N0}"))}"));
        return 0;
    }

    private static void Remark(GateOutcome outcome)
    {
        foreach (var remark in outcome.Remarks) Output.Remark($"note: {remark}");
    }

    internal static void Report(Output output, GateOutcome outcome)
    {
        var counts = outcome.Manifest.Counts;
        var rate = counts.Input / Math.Max(outcome.Took.TotalSeconds, 0.001);
        var byReason = counts.ByReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary();
        output.Say(string.Create(CultureInfo.InvariantCulture, $"{counts.Kept:N0} of {counts.Input:N0} records may be used; {counts.Dropped:N0} left out ({rate:N0} records/s)"));
        if (byReason.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn("reason").AddColumn(new TableColumn("records").RightAligned());
            foreach (var (reason, count) in byReason) table.AddRow(new Text(reason), new Text(count.ToString("N0", CultureInfo.InvariantCulture)));
            output.Draw(table);
        }
        Remark(outcome);
        output.Say($"the data set is {outcome.Out}; check it with `headgate verify {outcome.Out}`");
        output.Document(new
        {
            input = counts.Input,
            kept = counts.Kept,
            dropped = counts.Dropped,
            by_reason = byReason,
            as_of = outcome.Manifest.Ledger.Size,
            at = outcome.Manifest.At.ToString(),
            @out = outcome.Out,
            manifest = outcome.ManifestPath,
            position = outcome.Position,
            seconds = Math.Round(outcome.Took.TotalSeconds, 3),
            records_per_second = Math.Round(rate),
        });
    }

    private static GateOptions OptionsOf(ParseResult parsed) => new(
        parsed.GetValue(Content)!, parsed.GetValue(Sources)!, parsed.GetValue(Map), parsed.GetValue(Purpose)!, parsed.GetValue(Out)!,
        parsed.GetValue(AsOf), Common.InstantOf(parsed, At),
        parsed.GetValue(Format) switch
        {
            "parquet" => OutputFormat.Parquet,
            "jsonl" => OutputFormat.JsonLines,
            var other => throw new BadInputException($"`{other}` is no format", "it can be `parquet` or `jsonl`"),
        },
        parsed.GetValue(VerdictsOnly), parsed.GetValue(WithSubjects), Size(parsed.GetValue(Memory)!), Count(parsed.GetValue(Threads)), parsed.GetValue(Temp))
    {
        Edges = parsed.GetValue(Edges)!,
        Shape = new(Rows(parsed.GetValue(RowGroup)), parsed.GetValue(FileSize) is { } size ? FileBytes(size) : null),
    };

    private static int? Rows(int? rows) =>
        rows is null or >= 2048 and <= 1 << 24 ? rows : throw new BadInputException($"{rows} rows are no row group", "write `--row-group-rows 122880`: from 2048 to 16777216");

    private static long FileBytes(string text) =>
        MemorySize.Read(text) is { Bytes: >= 1_000_000 } size ? size.Bytes : throw new BadInputException($"`{text}` is no size for a file", "write `--file-size 512MB`: 1MB or more");

    internal static MemorySize Size(string text) =>
        MemorySize.Read(text) is not { } size ? throw new BadInputException($"`{text}` is no size", "write `--memory 4GB` or `--memory 800MB`")
        : size.Bytes < Bounds.Least.Bytes ? throw new BadInputException($"`{text}` is too little memory", "give the gate 200MB or more")
        : size;

    internal static int Count(int threads) =>
        threads is > 0 and <= 1024 ? threads : throw new BadInputException($"{threads} threads cannot be used", "write `--threads 2`");
}
