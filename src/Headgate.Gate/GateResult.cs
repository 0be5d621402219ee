using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>The account of a gate run: what the manifest says of the data.</summary>
public sealed record GateResult(
    IReadOnlyList<InputFile> Inputs, IReadOnlyList<OutputFile> Outputs, GateCounts Counts, SubjectCounts Subjects, VerdictAccount Verdicts);
