using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>What the verification of an evidence pack found.</summary>
/// <param name="Key">The key that was trusted; null where none could be read.</param>
/// <param name="Pinned">Whether the caller gave that key.</param>
/// <param name="Manifest">The signed list, once its signature held; null before.</param>
/// <param name="Acts">The public acts that are proved, by their positions, each with its kind.</param>
/// <param name="Problems">In the order in which they were found; empty where the pack holds.</param>
public sealed record EvidenceReport(
    VerifierKey? Key, bool Pinned, EvidenceManifest? Manifest, IReadOnlyDictionary<long, string> Acts, IReadOnlyList<VerificationProblem> Problems)
{
    /// <summary>How many statements about people are proved.</summary>
    public long People { get; init; }

    /// <summary>How many acts are of a kind that this verifier does not know: proved to be in the log, and not followed further.</summary>
    public int Unknown { get; init; }

    public bool Holds => Problems.Count == 0;
}
