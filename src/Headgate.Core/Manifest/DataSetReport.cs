using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>What the verification of a sealed data set found.</summary>
/// <param name="Key">The key that was trusted; null where none could be read.</param>
/// <param name="Pinned">Whether the caller gave that key. If not, it is the one that lies in the folder, and all that holds is that one key made everything.</param>
/// <param name="Manifest">The account, once its signature held; null before.</param>
/// <param name="Problems">In the order in which they were found; empty where the data set holds.</param>
public sealed record DataSetReport(VerifierKey? Key, bool Pinned, GateManifest? Manifest, IReadOnlyList<VerificationProblem> Problems)
{
    /// <summary>What was taken out of the denied file since, of people who were erased; null where nothing was.</summary>
    public Redaction? Redaction { get; init; }

    public bool Holds => Problems.Count == 0;
}
