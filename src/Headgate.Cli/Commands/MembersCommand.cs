using System.CommandLine;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate members</c></summary>
internal static class MembersCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "JSONL, CSV or Parquet with subject, regions, source, born or age and age_on or age_band and age_on, status" };
        var recordedAt = Common.RecordedAt();
        var again = Common.Again();
        return Verb.Of("members", "Records what the platform says of its members.", "headgate members members.jsonl", [file, recordedAt, again], (parsed, output, cancellation) =>
            ImportOutput.Run(output, "members", (bounds, progress) =>
            {
                using var session = Common.Open(parsed);
                var import = new StatementImport(session, bounds, cancellation);
                return import.Run(parsed.GetValue(file)!, new MembersFile(import).Read, Common.InstantOf(parsed, recordedAt), progress, "members", parsed.GetValue(again));
            }));
    }
}
