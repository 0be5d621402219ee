using System.Diagnostics.CodeAnalysis;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>An earlier size and root of the log, and the proof that the log still begins with what they stood for (docs/evidence-format.md, History).</summary>
/// <param name="Proof">RFC 6962 consistency, to the root of the pack's checkpoint; empty where the size is 0 or the same.</param>
public sealed record HistoryLine(long Size, Digest Root, IReadOnlyList<Digest> Proof)
{
    private const int MostHashes = 128;

    /// <summary>The line, as canonical JSON without its newline.</summary>
    public byte[] ToLine() => Jcs.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("size", Size);
        writer.WriteString("root", Root.ToHex());
        ProofLine.Write(writer, Proof);
        writer.WriteEndObject();
    });

    /// <summary>Reads a line. Nothing is verified by it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out HistoryLine? history)
    {
        history = null;
        return JsonFields.TryRead(line, fields => new Parsed(ProofLine.Read(fields, MostHashes) is { } proof ? new(fields.Count("size"), fields.Digest("root"), proof) : null), out var read, out _)
            && (history = read.Whole) is not null;
    }

    /// <summary>Whether the log of a checkpoint begins with these entries.</summary>
    public bool Leads(Checkpoint log) =>
        Size == 0 ? Root == MerkleTree.Empty
        : Size == log.Size ? Root == log.Root
        : MerkleProof.Extends(Size, Root, log.Size, log.Root, Proof);

    private sealed record Parsed(HistoryLine? Whole);
}
