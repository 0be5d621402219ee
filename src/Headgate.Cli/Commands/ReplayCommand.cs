using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate replay</c></summary>
internal static class ReplayCommand
{
    private const int DoesNotHold = 4;

    public static Command Build() => Verb.Of("replay", "Reads the log from its beginning, and compares what it gives with the index and the snapshot that decisions read.", "headgate replay", [], (parsed, output) =>
    {
        using var session = Common.Open(parsed);
        using var temp = new TempFolder();
        var report = Output.WithProgress(show => Replay.Run(session, new(MemorySize.Megabytes(2000), 2, temp.Path), show));
        foreach (var problem in report.Problems) output.Say(problem);
        if (report.Problems.Count == 0)
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{report.Statements:N0} statements of {report.Subjects:N0} subjects give what the index says{(report.HasSnapshot ? ", and the snapshot" : "; no snapshot is kept")}"));
        output.Document(new { ok = report.Problems.Count == 0, statements = report.Statements, subjects = report.Subjects, snapshot = report.HasSnapshot, problems = report.Problems });
        return report.Problems.Count == 0 ? 0 : DoesNotHold;
    });
}
