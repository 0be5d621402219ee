using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Headgate.Ledger;

/// <summary>What a log asks a witness: to cosign a checkpoint that follows from one that it saw (C2SP tlog-witness, add-checkpoint).</summary>
/// <param name="OldSize">Of the checkpoint that the witness saw last.</param>
/// <param name="Proof">The consistency proof from there.</param>
public sealed record WitnessRequest(long OldSize, IReadOnlyList<Digest> Proof, SignedNote Note, Checkpoint Checkpoint)
{
    private const int MostProofLines = 63;

    /// <summary>Reads a request, exactly of the form that C2SP tlog-witness describes. Nothing is verified by it.</summary>
    /// <param name="isAsked">Whether it asks as it should, so that only the note is at fault.</param>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out WitnessRequest? request, out bool isAsked)
    {
        (request, isAsked) = (null, false);
        if (body.Length > SignedNote.MostBytes || !System.Text.Unicode.Utf8.IsValid(body)) return false;
        var text = Encoding.UTF8.GetString(body);
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0) return false;
        var lines = text[..blank].Split('\n');
        if (lines.Length - 1 > MostProofLines || !lines[0].StartsWith("old ", StringComparison.Ordinal) || !Checkpoint.TrySize(lines[0].AsSpan(4), out var old)) return false;
        var proof = new List<Digest>();
        foreach (var line in lines.Skip(1))
        {
            if (!Digest.TryParseBase64(line, out var hash)) return false;
            proof.Add(hash);
        }
        isAsked = true;
        if (!SignedNote.TryParse(text[(blank + 2)..], out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint)) return false;
        request = new(old, proof, note, checkpoint);
        return true;
    }

    /// <summary>The request as it is sent.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"old {OldSize}\n{string.Concat(Proof.Select(hash => hash.ToBase64() + "\n"))}\n{Note}");
}

/// <summary>What a witness answers, in the words of HTTP.</summary>
/// <param name="Status">200 with cosignatures, or why not: 400, 403, 404, 409 with the size that it saw, 422.</param>
public sealed record WitnessAnswer(int Status, string ContentType, string Body)
{
    private const string Plain = "text/plain; charset=utf-8";

    /// <summary>Judges a request.</summary>
    /// <param name="trusted">The keys of the log that the checkpoint names; empty where it is unknown.</param>
    /// <param name="seen">The last checkpoint of that log that this witness cosigned; null where there is none.</param>
    /// <returns>Null where it is to be cosigned.</returns>
    public static WitnessAnswer? Refusal(WitnessRequest request, ReadOnlySpan<VerifierKey> trusted, Checkpoint? seen)
    {
        var (checkpoint, old) = (request.Checkpoint, request.OldSize);
        if (trusted.IsEmpty) return new(404, Plain, "unknown log\n");
        if (!request.Note.IsSignedBy(trusted)) return new(403, Plain, "invalid signature\n");
        if (old > checkpoint.Size) return new(400, Plain, "the old size is larger than the checkpoint's\n");
        if (old != (seen?.Size ?? 0)) return new(409, "text/x.tlog.size", string.Create(CultureInfo.InvariantCulture, $"{seen?.Size ?? 0}\n"));
        var follows = old == 0 ? request.Proof.Count == 0 && (checkpoint.Size > 0 || checkpoint.Root == MerkleTree.Empty)
            : old == checkpoint.Size ? request.Proof.Count == 0 && seen!.Root == checkpoint.Root
            : MerkleProof.Extends(old, seen!.Root, checkpoint.Size, checkpoint.Root, request.Proof);
        return follows ? null : new(422, Plain, "the consistency proof does not lead from the old size to the checkpoint\n");
    }

    /// <summary>The cosignatures of a checkpoint.</summary>
    public static WitnessAnswer Cosigned(NoteSignature signature) => new(200, Plain, $"{signature}\n");
}
