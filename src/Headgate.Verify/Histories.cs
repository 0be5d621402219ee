using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>Holds every checkpoint that somebody kept against the log itself: one that was taken back or rewritten since is found.</summary>
internal static class Histories
{
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
            else finding = finding with { Says = [.. finding.Says, $"part of the history of the log in {log.Path}"] };
        }
        return finding;
    }
}
