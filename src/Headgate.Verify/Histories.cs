using System.Globalization;
using Headgate.Evidence;
using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>Holds every checkpoint that somebody kept against the log itself: one that was taken back or rewritten since is found.</summary>
internal static class Histories
{
    private const int MostProblems = 20;

    public static List<Finding> Check(IReadOnlyList<Finding> findings)
    {
        var logs = findings.Where(finding => finding is { Log: not null, Checkpoint: not null }).ToList();
        return [.. findings.Select(finding => finding.Log is null && finding.Checkpoint is { } kept ? Check(finding, kept, logs) : finding)];
    }

    private static Finding Check(Finding finding, Ledger.Checkpoint kept, List<Finding> logs)
    {
        foreach (var log in logs.Where(log => log.Checkpoint!.Origin == kept.Origin))
        {
            if (log.Log!.Extends(log.Checkpoint!, kept) is { } problem) finding = finding with { Problems = [.. finding.Problems, new VerificationProblem(finding.Path, problem)] };
            else if (finding.Evidence is { Manifest: { } manifest } evidence) finding = Complete(finding, evidence, manifest, log);
            else finding = finding with { Says = [.. finding.Says, $"part of the history of the log in {log.Path}"] };
        }
        return finding;
    }

    /// <summary>Whether every public act of the log is in the pack, or said to be left out.</summary>
    private static Finding Complete(Finding finding, EvidenceReport evidence, EvidenceManifest manifest, Finding log)
    {
        var known = evidence.Acts.Concat(manifest.LeftOut.Select(act => new KeyValuePair<long, string>(act.Position, act.Kind))).ToDictionary();
        var missing = log.Log!.PublicActs(log.Checkpoint!, manifest.Ledger.Size).Where(act => known.GetValueOrDefault(act.Position) != act.Kind)
            .Select(act => new VerificationProblem(finding.Path, string.Create(CultureInfo.InvariantCulture, $"the log in {log.Path} holds a public act of kind {act.Kind} at position {act.Position}, and the pack does not")))
            .Take(MostProblems).ToList();
        return missing.Count > 0
            ? finding with { Problems = [.. finding.Problems, .. missing] }
            : finding with { Says = [.. finding.Says, $"part of the history of the log in {log.Path}; no public act of it is missing"] };
    }
}
