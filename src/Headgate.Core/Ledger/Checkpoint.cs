using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Headgate.Ledger;

/// <summary>The size and root of a log, as its origin signs them (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">Names the log; not empty, one line.</param>
/// <param name="Size">The number of entries, from 0.</param>
/// <param name="Root">The RFC 6962 root of the tree of that size.</param>
public sealed record Checkpoint(string Origin, long Size, Digest Root)
{
    /// <summary>Lines that follow, each ended by a newline; opaque, empty in our own.</summary>
    public string Extension { get; init; } = "";

    /// <summary>Reads the text of a note as a checkpoint.</summary>
    /// <returns>False where it is not exactly of the form that C2SP tlog-checkpoint describes.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n', 4);
        if (lines.Length != 4 || lines[0].Length == 0 || !TrySize(lines[1], out var size) || !Digest.TryParseBase64(lines[2], out var root)) return false;
        var extension = lines[3];
        if (extension.Length > 0 && (!extension.EndsWith('\n') || extension.StartsWith('\n') || extension.Contains("\n\n", StringComparison.Ordinal)))
            return false;
        checkpoint = new(lines[0], size, root) { Extension = extension };
        return true;
    }

    /// <summary>Reads a signed checkpoint that its log's key signed: the note's origin is the name of the key.</summary>
    /// <returns>False where the note does not parse, the key did not sign it, or it is another log's.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> note, VerifierKey key, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        return SignedNote.TryParse(note, out var signed)
            && signed.IsSignedBy(key)
            && TryParse(signed.Text, out checkpoint)
            && checkpoint.Origin == key.Name;
    }

    /// <summary>The checkpoint signed by its log.</summary>
    public SignedNote Sign(SigningKey key) => SignedNote.Sign(ToString(), key);

    /// <summary>The text of the note: origin, size, root and extension, one a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n{Extension}");

    internal static bool TrySize(ReadOnlySpan<char> text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && (text[0] != '0' || text.Length == 1);
}
