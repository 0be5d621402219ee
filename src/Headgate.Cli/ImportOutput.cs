using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli;

/// <summary>Runs an import and says what became of it.</summary>
internal static class ImportOutput
{
    private const int Shown = 10;

    public static int Run(Output output, string what, Func<Bounds, IProgress<long>, ImportOutcome> run)
    {
        using var temp = new TempFolder();
        var outcome = Output.WithProgress(show => run(new Bounds(MemorySize.Megabytes(2000), 2, temp.Path), new Written(show, what)));
        if (outcome.IsRepeated) output.Say(string.Create(CultureInfo.InvariantCulture, $"this file was recorded before, at {outcome.RecordedAt}: {outcome.RecordedBefore:N0} {what} from position {outcome.First} on; nothing was recorded (`--again` records it anew)"));
        else output.Say(string.Create(CultureInfo.InvariantCulture, $"recorded {outcome.Recorded:N0} {what}{(outcome.Rejected > 0 ? $"; {outcome.Rejected:N0} rows were not taken" : "")}{(outcome.RecordedBefore > 0 ? $"; {outcome.RecordedBefore:N0} were recorded before" : "")}"));
        foreach (var (note, count) in outcome.Notes) Output.Remark(string.Create(CultureInfo.InvariantCulture, $"note: {count:N0} {note}; they are kept as written, and deny"));
        foreach (var problem in outcome.Problems.Take(Shown)) Output.Remark($"row {problem.Row}: {problem.Problem}");
        if (outcome.Rejected > Shown) Output.Remark($"… and {outcome.Rejected - Shown} more");
        if (outcome.RejectedFile is { } file) Output.Remark($"all of them, by line: {file}");
        output.Document(new
        {
            recorded = outcome.Recorded,
            first_position = outcome.First,
            recorded_at = outcome.RecordedAt.ToString(),
            rejected = outcome.Rejected,
            problems = outcome.Problems.Select(problem => new { row = problem.Row, problem = problem.Problem }),
            rejected_file = outcome.RejectedFile,
            recorded_before = outcome.RecordedBefore,
            already_recorded = outcome.IsRepeated,
            notes = outcome.Notes,
        });
        return 0;
    }

    private sealed class Written(Action<GateProgress> show, string what) : IProgress<long>
    {
        public void Report(long value) => show(new($"recording {what}", null, value));
    }
}
