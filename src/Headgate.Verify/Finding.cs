using Headgate.Evidence;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>What came of one path.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Key">The key that was trusted; null where there was none.</param>
/// <param name="Pinned">Whether the caller gave it.</param>
/// <param name="Checkpoint">A checkpoint that the key signed; null where there was none.</param>
/// <param name="Says">What it is that holds, in words, a line each.</param>
internal sealed record Finding(
    string Path, VerifierKey? Key, bool Pinned, Checkpoint? Checkpoint, IReadOnlyList<string> Says, IReadOnlyList<VerificationProblem> Problems)
{
    /// <summary>The published log that lies there; null where something else does.</summary>
    public LogFolder? Log { get; init; }

    /// <summary>What was found of the evidence pack that lies there; null where something else does.</summary>
    public EvidenceReport? Evidence { get; init; }
}
