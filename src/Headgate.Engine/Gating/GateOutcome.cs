using Headgate.Manifest;

namespace Headgate.Engine;

/// <summary>A sealed data set.</summary>
/// <param name="Position">Where its seal stands in the ledger.</param>
public sealed record GateOutcome(GateManifest Manifest, string Out, string ManifestPath, long Position, TimeSpan Took)
{
    /// <summary>What somebody should know of the input, in words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
