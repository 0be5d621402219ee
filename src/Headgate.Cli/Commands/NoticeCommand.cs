using System.CommandLine;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate notice serve</c> and <c>notice bounce</c></summary>
internal static class NoticeCommand
{
    public static Command Build() => Verb.Group(
        "notice", "Records who was told, and whom it did not reach.",
        Build("serve", "Records to whom a notice was served.", bounced: false),
        Build("bounce", "Records whom a notice did not reach: what was served to them until then is taken back.", bounced: true));

    private static Command Build(string name, string description, bool bounced)
    {
        var notice = new Argument<string>("NOTICE") { Description = "the notice's id in the policy" };
        var to = new Option<string>("--to") { Description = "JSONL, CSV or Parquet with subject, and at when it was", HelpName = "FILE", Required = true };
        var version = new Option<int?>("--version-of-notice") { Description = "another version than the policy in force declares", HelpName = "N" };
        var recordedAt = Common.RecordedAt();
        var again = Common.Again();
        return Verb.Of(name, description, $"headgate notice {name} gen-ai-2025 --to served.jsonl", [notice, to, version, recordedAt, again], (parsed, output, cancellation) =>
            ImportOutput.Run(output, bounced ? "bounces" : "notices served", (bounds, progress) =>
            {
                using var session = Common.Open(parsed);
                var found = Notices.Find(session, parsed.GetValue(notice)!, parsed.GetValue(version), Common.InstantOf(parsed, recordedAt));
                return new StatementImport(session, bounds, cancellation).Run(parsed.GetValue(to)!, new NoticesFile(found, bounced).Read, Common.InstantOf(parsed, recordedAt), progress, $"notice {name} {found}", parsed.GetValue(again));
            }));
    }
}
