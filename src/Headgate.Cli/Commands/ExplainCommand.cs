using System.CommandLine;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate explain</c></summary>
internal static class ExplainCommand
{
    public static Command Build()
    {
        var content = new Argument<string>("CONTENT") { Description = "the file, folder or glob that holds the record" };
        var id = new Argument<string>("RECORD_ID") { Description = "the record's id" };
        var (purpose, map, edges, sources, at, asOf) = (Common.Purpose(), Common.Map(), Common.Edges(), Common.Sources(), Common.At(), Common.AsOf());
        return Verb.Of(
            "explain", "Says every reason for one record, with the rule's text and citation.", "headgate explain posts.parquet post-7 --purpose train-generative-ai",
            [content, id, purpose, map, edges, sources, at, asOf], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            using var temp = new TempFolder();
            var explanation = Explanation.Of(
                session, [parsed.GetValue(content)!], parsed.GetValue(sources)!, parsed.GetValue(id)!, parsed.GetValue(purpose)!, Common.MapOf(parsed.GetValue(map)),
                session.MomentOf(parsed.GetValue(asOf), Common.InstantOf(parsed, at)), new Bounds(MemorySize.Megabytes(2000), 2, temp.Path), parsed.GetValue(edges)!);
            Report(output, explanation);
            return explanation.Verdict.Reason.Allows ? 0 : 3;
        });
    }

    private static void Report(Output output, Explanation explanation)
    {
        var verdict = explanation.Verdict.Reason;
        output.Say($"{explanation.Record}: {(verdict.Allows ? "allow" : "deny")}, {verdict.Text}");
        foreach (var finding in explanation.Findings)
        {
            var whom = finding.Subject is { } subject ? $"{subject}{(finding.Region is { } region ? $" in {region}" : "")}" : "the record";
            output.Say($"  {finding.Reason.Text} — {whom}{(finding.Source is { } source ? $", through its source {source}" : "")}");
            if (finding.Reason.Because is { } because) output.Say($"      {because}{(finding.Reason.Cites.Count == 0 ? "" : $" ({string.Join("; ", finding.Reason.Cites)})")}");
        }
        output.Document(new
        {
            record = explanation.Record,
            verdict = verdict.Allows ? "allow" : "deny",
            reason = verdict.Text,
            reasons = explanation.Findings.Select(finding => new
            {
                reason = finding.Reason.Text,
                subject = finding.Subject?.Value,
                region = finding.Region?.Code,
                source = finding.Source,
                because = finding.Reason.Because,
                cites = finding.Reason.Cites,
            }),
        });
    }
}
