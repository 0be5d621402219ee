using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>How a recheck is to be made (cli.md, recheck).</summary>
/// <param name="DataSet">The folder of a sealed data set.</param>
/// <param name="Apply">Where the next version is to lie; null where it is only asked what it would be.</param>
public sealed record RecheckOptions(string DataSet, string? Apply, long? AsOf, Instant? At, MemorySize Memory, int Threads, string? Temp);

/// <summary>What a recheck found.</summary>
/// <param name="Next">The next version, where it was asked for.</param>
public sealed record RecheckOutcome(PreviousDataSet DataSet, Moment Moment, Changes Changes, GateOutcome? Next, TimeSpan Took);

/// <summary>Looks at a sealed data set again: what must leave it today and why, what may enter; and makes the next version (product.md, From a person to the models).</summary>
public sealed class Recheck(Session session, RecheckOptions options, Func<string, Action<GateProgress>, CancellationToken, GateResult> work)
{
    /// <param name="list">Is given the file with a line for each change, while it is there.</param>
    /// <exception cref="BadInputException">What the data set was made from is not there as it was.</exception>
    /// <exception cref="LedgerDamageException">The data set does not hold.</exception>
    public RecheckOutcome Run(Action<string> list, Action<GateProgress> report, CancellationToken cancellation)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var previous = PreviousDataSet.Read(options.DataSet, session);
        using var temp = new TempFolder(options.Temp);
        var bounds = new Bounds(options.Memory, options.Threads, temp.Path);
        var moment = session.MomentOf(options.AsOf, options.At);
        if (moment.AsOf < previous.Manifest.Ledger.Size) throw new BadInputException("the ledger had more statements when the data set was made", "recheck as of now, or of a later position");
        var acts = session.Store.Acts(moment.AsOf);
        var terms = Terms.Read(acts, previous.Manifest.Purpose, moment.At);
        CheckInputs(previous);
        report(new("reading the ledger", null, 0));
        using var snapshot = StandingSnapshot.At(session, moment, bounds);
        var changed = new RecheckScope(session, previous, moment, terms, snapshot.Folder, bounds).Write(temp.Path);
        var output = Directory.CreateDirectory(Path.Combine(temp.Path, "changes")).FullName;
        Job(previous, moment, snapshot.Folder, output, bounds, new(
            Path.Combine(previous.Folder, DataSetLayout.Verdicts), CodesOf(previous), changed, previous.Manifest.At.Microseconds)).Write(temp.Path, acts);
        var result = work(temp.Path, report, cancellation);
        cancellation.ThrowIfCancellationRequested();
        snapshot.Keep();
        Compare(previous, result.Inputs);
        list(result.Changes!.List);
        var next = options.Apply is { } place ? Apply(previous, place, report, cancellation) : null;
        return new(previous, moment, result.Changes, next, clock.Elapsed);
    }

    private GateOutcome Apply(PreviousDataSet previous, string place, Action<GateProgress> report, CancellationToken cancellation)
    {
        using var journal = new TempFolder(options.Temp);
        var manifest = previous.Manifest;
        var gate = new GateOptions(
            Paths(manifest, InputRole.Content), Paths(manifest, InputRole.Sources), Paths(manifest, InputRole.Map).FirstOrDefault(), manifest.Purpose, place, options.AsOf, options.At,
            FormatOf(manifest), manifest.Outputs.Any(output => DataSetLayout.IsVerdictList(output.Path)), false, options.Memory, options.Threads, options.Temp)
        {
            Edges = Paths(manifest, InputRole.Edges),
            Previous = previous.WithJournal(journal.Path),
        };
        return new Gating(session, gate, work).Run(report, cancellation);
    }

    private static GateJob Job(PreviousDataSet previous, Moment moment, string snapshot, string output, Bounds bounds, Comparison comparison)
    {
        var manifest = previous.Manifest;
        return new(
            ContentFiles.Find(Paths(manifest, InputRole.Content)), ContentFiles.Find(Paths(manifest, InputRole.Sources)), ContentFiles.Find(Paths(manifest, InputRole.Edges)),
            Paths(manifest, InputRole.Map).FirstOrDefault(), manifest.Purpose, moment.At.Microseconds, snapshot, output, OutputFormat.JsonLines, OutputShape.Default, true, false, [], bounds)
        {
            Comparison = comparison,
        };
    }

    private static OutputFormat FormatOf(GateManifest manifest) =>
        manifest.Outputs.Any(output => output.Path.EndsWith(".jsonl", StringComparison.Ordinal)) ? OutputFormat.JsonLines : OutputFormat.Parquet;

    private static List<ComparedCode?> CodesOf(PreviousDataSet previous)
    {
        var codes = previous.Manifest.Verdicts.Codes;
        return [.. Enumerable.Range(0, codes.Count == 0 ? 0 : codes.Max(code => code.Code) + 1)
            .Select(number => codes.FirstOrDefault(code => code.Code == number) is { } code ? new ComparedCode(code.Reason, code.Allows) : null)];
    }

    private static List<string> Paths(GateManifest manifest, InputRole role) => [.. manifest.Inputs.Where(input => input.Role == role).Select(input => input.Path)];

    /// <summary>What the data set was made from must be there, as it was.</summary>
    private static void CheckInputs(PreviousDataSet previous)
    {
        foreach (var input in previous.Manifest.Inputs)
        {
            if (input.Path == ContentFiles.Standard) throw new BadInputException("the data set was made from standard input, which nobody can read again", "gate it from a file");
            var file = new FileInfo(input.Path);
            if (!file.Exists) throw new BadInputException($"there is no file `{input.Path}`, which the data set was made from", "put it back, or run this from the folder that the gate was run from");
            if (file.Length != input.Bytes || (input.Role == InputRole.Map && Digest.Of(File.ReadAllBytes(input.Path)) != input.Sha256)) throw Altered(input.Path);
        }
    }

    private static void Compare(PreviousDataSet previous, IReadOnlyList<InputFile> now)
    {
        var was = previous.Manifest.Inputs.ToDictionary(input => (input.Role, input.Path), input => input.Sha256);
        foreach (var input in now)
            if (was[(input.Role, input.Path)] != input.Sha256)
                throw Altered(input.Path);
    }

    private static BadInputException Altered(string path) =>
        new($"`{path}` is not what the data set was made from: it was altered since", "gate it anew, with `headgate gate`");
}
