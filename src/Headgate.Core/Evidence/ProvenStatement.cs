using System.Diagnostics.CodeAnalysis;
using System.Text;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>A statement with the proof that it is in the log: one line of a pack (docs/evidence-format.md, Acts).</summary>
/// <param name="Position">Its place in the log, from 0.</param>
/// <param name="Entry">What the log shows the public of it.</param>
/// <param name="Body">Its bytes, as the entry commits to them.</param>
/// <param name="Salt">Opens the commitment of a statement about a person; empty for a public act.</param>
/// <param name="Proof">From the entry's leaf to the root of the pack's checkpoint.</param>
public sealed record ProvenStatement(long Position, LogEntry Entry, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Salt, IReadOnlyList<Digest> Proof)
{
    private const int MostHashes = 63;

    /// <summary>The line, as canonical JSON without its newline.</summary>
    public byte[] ToLine() => Jcs.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("position", Position);
        writer.WriteString("entry", Entry.ToString());
        writer.WriteString("body", Encoding.UTF8.GetString(Body.Span));
        if (!Salt.IsEmpty) writer.WriteString("salt", Convert.ToBase64String(Salt.Span));
        ProofLine.Write(writer, Proof);
        writer.WriteEndObject();
    });

    /// <summary>Reads a line. Nothing is verified by it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ProvenStatement? proven)
    {
        proven = null;
        return JsonFields.TryRead(line, Read, out var read, out _) && (proven = read.Whole) is not null;
    }

    /// <summary>What does not hold about it, in words; null where everything does.</summary>
    /// <param name="statement">What was stated; null where it does not hold, or is of a kind that is not known here.</param>
    public string? Check(Checkpoint log, out Recorded? statement)
    {
        statement = null;
        var isPersonal = Entry.Kind == LogEntry.Personal;
        if (isPersonal != (Salt.Length == LogEntry.SaltSize)) return "has a salt missing, or one too many";
        if ((isPersonal ? LogEntry.Commit(Salt.Span, Body.Span) : Digest.Of(Body.Span)) != Entry.Digest) return "is not what its entry commits to";
        if (!MerkleProof.Includes(Entry.Leaf(), Position, log.Size, Proof, log.Root)) return "is not proved to be in the log of the checkpoint";
        if (!StatementBody.TryRead(Body, out var read, out var effectiveAt)) return null;
        if (StatementBody.EntryKind(read) != Entry.Kind) return "is not of the kind that its entry says";
        statement = new(Position, Entry.RecordedAt, effectiveAt, read);
        return null;
    }

    private static Parsed Read(JsonFields fields)
    {
        var salt = fields.TextOrNull("salt");
        byte[]? opened = [];
        var isWhole = LogEntry.TryParse(Encoding.UTF8.GetBytes(fields.Text("entry")), out var entry) & (salt is null || StrictBase64.TryDecode(salt, out opened));
        var proof = ProofLine.Read(fields, MostHashes);
        var (position, body) = (fields.Count("position"), fields.Text("body"));
        return new(isWhole && proof is not null ? new(position, entry!, Encoding.UTF8.GetBytes(body), opened, proof) : null);
    }

    private sealed record Parsed(ProvenStatement? Whole);
}
