using System.Diagnostics.CodeAnalysis;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>The signed account of a gate run (docs/manifest-format.md).</summary>
public sealed record GateManifest
{
    /// <summary>The type of the predicate; a member that changes its meaning gets another number.</summary>
    public const string PredicateType = "https://headgate.dev/manifest/gate/v1";

    /// <summary>The policy in force; null where none was.</summary>
    public required PolicyReference? Policy { get; init; }

    /// <summary>The ledger as far as it was read: its size is the <c>as of</c> of every verdict.</summary>
    public required Checkpoint Ledger { get; init; }

    /// <summary>The instant of every verdict.</summary>
    public required Instant At { get; init; }

    public required string Purpose { get; init; }

    /// <summary>Whether <c>as of</c> or the instant was asked for, so that the run shows what would have been.</summary>
    public required bool Replay { get; init; }

    /// <summary>What was read, in the order in which it was read.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>Every file of the data set except the manifest, the checkpoint and the key; written in the order of their paths.</summary>
    public required IReadOnlyList<OutputFile> Outputs { get; init; }

    public required GateCounts Counts { get; init; }

    public required SubjectCounts Subjects { get; init; }

    public required VerdictAccount Verdicts { get; init; }

    public required EngineVersion Engine { get; init; }

    /// <summary>The SHA-256 of the payload of the manifest that this data set follows; null where it is the first.</summary>
    public Digest? Previous { get; init; }

    /// <summary>The payload that is signed: an in-toto statement in canonical JSON. Equal manifests have equal bytes.</summary>
    public byte[] ToPayload() => GateManifestJson.ToStatement(this).ToBytes();

    /// <summary>The manifest in its envelope.</summary>
    public DsseEnvelope Sign(SigningKey key) => DsseEnvelope.Sign(InTotoStatement.PayloadType, ToPayload(), key);

    /// <summary>Reads a payload. Nothing is verified by it but its form; members not known here are ignored.</summary>
    /// <param name="problem">What keeps it from being a manifest, with the place; empty where nothing does.</param>
    public static bool TryParse(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out GateManifest? manifest, out string problem)
    {
        manifest = null;
        if (!InTotoStatement.TryParse(payload, out var statement, out problem)) return false;
        if (statement.PredicateType == PredicateType) return GateManifestJson.TryRead(statement, out manifest, out problem);
        problem = $"`predicateType`: expected `{PredicateType}`";
        return false;
    }
}
