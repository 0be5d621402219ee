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
        output.Say(string.Create(CultureInfo.InvariantCulture, $"recorded {outcome.Recorded:N0} {what}{(outcome.Rejected > 0 ? $"; {outcome.Rejected:N0} rows were not taken" : "")}"));
        foreach (var (note, count) in outcome.Notes) Output.Remark(string.Create(CultureInfo.InvariantCulture, $"note: {count:N0} {note}; they are kept as written, and deny"));
        foreach (var problem in outcome.Problems.Take(Shown)) Output.Remark($"row {problem.Row}: {problem.Problem}");
        if (outcome.Rejected > Shown) Output.Remark($"… and {outcome.Rejected - Shown} more");
        output.Document(new
        {
            recorded = outcome.Recorded,
            first_position = outcome.First,
            recorded_at = outcome.RecordedAt.ToString(),
            rejected = outcome.Rejected,
            problems = outcome.Problems.Select(problem => new { row = problem.Row, problem = problem.Problem }),
            notes = outcome.Notes,
        });
        return 0;
    }

    private sealed class Written(Action<GateProgress> show, string what) : IProgress<long>
    {
        public void Report(long value) => show(new($"recording {what}", null, value));
    }
}
