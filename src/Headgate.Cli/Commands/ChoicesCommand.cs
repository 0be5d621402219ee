using System.CommandLine;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate choices</c></summary>
internal static class ChoicesCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "JSONL, CSV or Parquet with subject, purpose, choice (objected, consented, unset), at, channel" };
        var recordedAt = Common.RecordedAt();
        var again = Common.Again();
        return Verb.Of("choices", "Records choices in bulk.", "headgate choices choices.jsonl", [file, recordedAt, again], (parsed, output, cancellation) =>
            ImportOutput.Run(output, "choices", (bounds, progress) =>
            {
                using var session = Common.Open(parsed);
                var import = new StatementImport(session, bounds, cancellation);
                return import.Run(parsed.GetValue(file)!, new ChoicesFile(import, session.PolicyInForce()).Read, Common.InstantOf(parsed, recordedAt), progress, "choices", parsed.GetValue(again));
            }));
    }
}
