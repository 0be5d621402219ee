using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>The account of a gate run: what the manifest says of the data.</summary>
public sealed record GateResult(
    IReadOnlyList<InputFile> Inputs, IReadOnlyList<OutputFile> Outputs, GateCounts Counts, SubjectCounts Subjects, VerdictAccount Verdicts)
{
    /// <summary>What a recheck found; null where it was none.</summary>
    public Changes? Changes { get; init; }

    public Breakdown Breakdown { get; init; } = Breakdown.None;

    /// <summary>What somebody should know of the input, in words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
