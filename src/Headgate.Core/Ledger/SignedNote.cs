using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Headgate.Ledger;

/// <summary>A text and the signatures under it (C2SP signed-note).</summary>
public sealed class SignedNote
{
    /// <summary>The longest note that is read, in bytes.</summary>
    public const int MostBytes = 1_000_000;

    /// <summary>The most signatures that are read.</summary>
    public const int MostSignatures = 100;

    private const string Dash = "\u2014 ";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>What was signed; it ends with a newline.</summary>
    public string Text { get; }

    /// <summary>The signatures in their order; at least one.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <exception cref="ArgumentException">The text does not end with a newline or holds another control character, or there is no key.</exception>
    public static SignedNote Sign(string text, params ReadOnlySpan<SigningKey> keys)
    {
        if (!IsText(text) || keys.IsEmpty) throw new ArgumentException("a note is lines of text and has at least one signature", nameof(text));
        var message = Utf8.GetBytes(text);
        var signatures = new NoteSignature[keys.Length];
        for (var i = 0; i < keys.Length; i++)
            signatures[i] = new(keys[i].Verifier.Name, keys[i].Verifier.Id, keys[i].Sign(message));
        return new(text, signatures);
    }

    /// <summary>Reads a note. Nothing is verified by it.</summary>
    /// <returns>False where the bytes are not exactly of the form that C2SP signed-note describes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        return bytes.Length <= MostBytes && TryDecode(bytes, out var text) && TryParse(text, out note);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out SignedNote?)"/>
    public static bool TryParse(string text, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        var blank = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (text.Length > MostBytes || blank < 0 || !IsText(text)) return false;
        var lines = text[(blank + 2)..].Split('\n');
        if (lines.Length < 2 || lines.Length - 1 > MostSignatures) return false;
        var signatures = new List<NoteSignature>();
        foreach (var line in lines.AsSpan(0, lines.Length - 1))
        {
            if (!TrySignature(line, out var signature)) return false;
            signatures.Add(signature);
        }
        note = new(text[..(blank + 1)], signatures);
        return true;
    }

    /// <summary>Whether at least one of these keys signed the text, and none of them left a signature that fails.</summary>
    public bool IsSignedBy(params ReadOnlySpan<VerifierKey> keys)
    {
        var signed = false;
        var message = Utf8.GetBytes(Text);
        foreach (var signature in Signatures)
            foreach (var key in keys)
                if (key.Name == signature.Name && key.Id == signature.KeyId)
                {
                    if (!key.Verify(message, signature.Bytes.Span)) return false;
                    signed = true;
                }
        return signed;
    }

    /// <summary>The note as it is written: text, blank line, signatures.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(signature => $"{signature}\n"))}";

    private static bool TrySignature(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal)) return false;
        var parts = line[Dash.Length..].Split(' ');
        if (parts.Length != 2 || !KeyName.IsValid(parts[0]) || !StrictBase64.TryDecode(parts[1], out var bytes) || bytes.Length < 5) return false;
        signature = new(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4));
        return true;
    }

    private static bool IsText(string text) => text.EndsWith('\n') && !text.Any(character => character < ' ' && character != '\n');

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return false;
        text = Utf8.GetString(bytes);
        return true;
    }
}

/// <summary>One signature under a note.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="KeyId">The id of the key.</param>
/// <param name="Bytes">The signature itself, without the id.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The line under the note, without its newline.</summary>
    public override string ToString()
    {
        var bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.Span.CopyTo(bytes.AsSpan(4));
        return $"\u2014 {Name} {Convert.ToBase64String(bytes)}";
    }
}
