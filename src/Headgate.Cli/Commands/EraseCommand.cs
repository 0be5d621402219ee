using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate erase</c></summary>
internal static class EraseCommand
{
    public static Command Build()
    {
        var subject = new Argument<string>("SUBJECT") { Description = "the platform's id of the person" };
        var purge = new Option<bool>("--purge") { Description = "leave no byte in the ledger's files, its snapshots and the denied files of its data sets" };
        return Verb.Of("erase", "Destroys what is stated of a person; their objections survive.", "headgate erase member-7 --purge", [subject, purge], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            using var temp = new TempFolder();
            var who = SubjectId.From(parsed.GetValue(subject)) ?? throw new BadInputException("the subject's id is empty", "give the id that the platform knows them by");
            var report = Erasing.Erase(session, who, parsed.GetValue(purge), new(MemorySize.Megabytes(2000), 2, temp.Path));
            output.Say(report.Statements == 0 ? "the ledger holds no statement about them" : string.Create(CultureInfo.InvariantCulture, $"erased {report.Statements:N0} statements"));
            foreach (var file in report.Redacted) output.Say($"no longer named in {file}");
            if (report.Kept.Count > 0) output.Say($"objections kept: {string.Join(", ", report.Kept)}");
            output.Say("what remains:");
            foreach (var one in report.Remains) output.Say($"  {one}");
            foreach (var one in report.NotReached) Output.Remark($"not reached: {one}");
            output.Document(new { statements = report.Statements, objections_kept = report.Kept, redacted = report.Redacted, remains = report.Remains, not_reached = report.NotReached });
            return 0;
        });
    }
}
