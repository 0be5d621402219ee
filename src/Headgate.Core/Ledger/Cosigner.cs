using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Headgate.Ledger;

/// <summary>A key by which a witness says that it saw a checkpoint, and that it follows from those seen before (C2SP tlog-cosignature, Ed25519).</summary>
public sealed class Cosigner(SigningKey key)
{
    /// <summary>The text of its public key: a verifier key of type 4.</summary>
    public string VerifierText => Text(key.Verifier);

    /// <summary>The signature line's content for a checkpoint at a time.</summary>
    public NoteSignature Cosign(string checkpoint, Instant time)
    {
        var seconds = time.Microseconds / 1_000_000;
        var bytes = new byte[8 + 64];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seconds);
        key.Sign(Message(checkpoint, seconds)).CopyTo(bytes, 8);
        return new(key.Verifier.Name, IdOf(key.Verifier), bytes);
    }

    /// <summary>Whether a signature under a checkpoint is the cosignature of a witness.</summary>
    /// <param name="witness">Its key, whatever its type byte.</param>
    /// <param name="time">When it saw the checkpoint.</param>
    public static bool IsCosigned(SignedNote checkpoint, VerifierKey witness, out Instant time)
    {
        time = default;
        foreach (var signature in checkpoint.Signatures)
        {
            if (signature.Name != witness.Name || signature.KeyId != IdOf(witness) || signature.Bytes.Length != 72) continue;
            var seconds = BinaryPrimitives.ReadInt64BigEndian(signature.Bytes.Span);
            if (seconds <= 0 || seconds > Instant.MaxValue.Microseconds / 1_000_000 || !witness.Verify(Message(checkpoint.Text, seconds), signature.Bytes.Span[8..])) return false;
            time = Instant.FromMicroseconds(seconds * 1_000_000);
            return true;
        }
        return false;
    }

    /// <summary>Reads the key of a witness: a verifier key of type 4.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? witness)
    {
        witness = null;
        var parts = text.Split('+', 3);
        return parts.Length == 3 && StrictBase64.TryDecode(parts[2], out var typed) && typed is [(byte)SignatureAlgorithm.Ed25519Cosignature, ..]
            && VerifierKey.TryCreate(parts[0], typed.AsSpan(1), out witness) && Text(witness) == text;
    }

    private static string Text(VerifierKey key) =>
        $"{key.Name}+{IdOf(key):x8}+{Convert.ToBase64String([(byte)SignatureAlgorithm.Ed25519Cosignature, .. key.PublicKey])}";

    private static uint IdOf(VerifierKey key) => KeyName.Id(key.Name, SignatureAlgorithm.Ed25519Cosignature, key.PublicKey);

    private static byte[] Message(string checkpoint, long seconds) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{checkpoint}"));
}
