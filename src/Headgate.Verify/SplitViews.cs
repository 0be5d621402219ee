using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>Finds that a log showed different people different histories: one size, two roots.</summary>
internal static class SplitViews
{
    public static List<Finding> Find(IReadOnlyList<Finding> findings)
    {
        var split = findings.Where(finding => finding.Checkpoint is not null)
            .GroupBy(finding => (finding.Checkpoint!.Origin, finding.Checkpoint.Size))
            .Where(group => group.DistinctBy(finding => finding.Checkpoint!.Root).Count() > 1)
            .SelectMany(group => group)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. findings.Select(finding => split.Contains(finding) ? WithProblem(finding) : finding)];
    }

    private static Finding WithProblem(Finding finding) => finding with
    {
        Problems = [.. finding.Problems, new VerificationProblem(finding.Path, $"another path holds another root of {finding.Checkpoint!.Origin} at the same size: the ledger has two histories")],
    };
}
