using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Headgate.Ledger;

/// <summary>Proves offline that an entry is in a log (C2SP tlog-proof).</summary>
/// <param name="Index">The position of the entry, from 0.</param>
/// <param name="Hashes">The inclusion proof, from the leaf's sibling on.</param>
/// <param name="Checkpoint">The signed checkpoint of a tree that holds the entry.</param>
public sealed record TlogProof(long Index, IReadOnlyList<Digest> Hashes, SignedNote Checkpoint)
{
    private const string FirstLine = "c2sp.org/tlog-proof@v1";

    /// <summary>Anything the application adds; nothing vouches for it. Null where there is none.</summary>
    public ReadOnlyMemory<byte>? Extra { get; init; }

    /// <summary>Reads a proof. Nothing is verified by it.</summary>
    /// <returns>False where the text is not exactly of the form that C2SP tlog-proof describes.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || !SignedNote.TryParse(text[(blank + 2)..], out var checkpoint)) return false;
        var lines = text[..blank].Split('\n');
        var next = 1;
        byte[]? extra = null;
        if (lines.Length > 1 && After(lines[1], "extra ") is { } encoded)
        {
            if (!StrictBase64.TryDecode(encoded, out extra)) return false;
            next = 2;
        }
        if (lines[0] != FirstLine || next >= lines.Length || !Ledger.Checkpoint.TrySize(After(lines[next], "index "), out var index)) return false;
        var hashes = new List<Digest>();
        foreach (var line in lines.Skip(next + 1))
        {
            if (hashes.Count == 63 || !Digest.TryParseBase64(line, out var hash)) return false;
            hashes.Add(hash);
        }
        proof = new(index, hashes, checkpoint) { Extra = extra is null ? default(ReadOnlyMemory<byte>?) : extra };
        return true;
    }

    /// <summary>Whether the leaf is at <see cref="Index"/> of the log with this key, by a checkpoint that the key signed.</summary>
    public bool Verify(Digest leaf, VerifierKey log) =>
        Ledger.Checkpoint.TryOpen(Encoding.UTF8.GetBytes(Checkpoint.ToString()), log, out var checkpoint)
        && MerkleProof.Includes(leaf, Index, checkpoint.Size, Hashes, checkpoint.Root);

    /// <summary>The proof as it is written.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        if (Extra is { } extra) text.Append("extra ").Append(Convert.ToBase64String(extra.Span)).Append('\n');
        text.Append("index ").Append(Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in Hashes) text.Append(hash.ToBase64()).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    private static string? After(string line, string word) => line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : null;
}
