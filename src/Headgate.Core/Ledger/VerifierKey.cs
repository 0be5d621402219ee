using System.Diagnostics.CodeAnalysis;
using NSec.Cryptography;

namespace Headgate.Ledger;

/// <summary>A named public key (C2SP signed-note, Verifier keys). Its text is <c>name+hex(id)+base64(type, key)</c>.</summary>
public sealed class VerifierKey : IEquatable<VerifierKey>
{
    private readonly PublicKey key;
    private readonly byte[] bytes;

    private VerifierKey(string name, byte[] bytes, PublicKey key)
    {
        (Name, this.bytes, this.key) = (name, bytes, key);
        Id = KeyName.Id(name, Algorithm, bytes);
    }

    public string Name { get; }

    /// <summary>Identifies the key among those of the same name; not a fingerprint.</summary>
    public uint Id { get; }

    public SignatureAlgorithm Algorithm { get; } = SignatureAlgorithm.Ed25519;

    /// <summary>The 32 bytes of an Ed25519 public key (RFC 8032).</summary>
    public ReadOnlySpan<byte> PublicKey => bytes;

    /// <returns>False where the name is none, or the key is not of 32 bytes, not canonical, or of low order.</returns>
    public static bool TryCreate(string name, ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out VerifierKey? verifier)
    {
        verifier = null;
        if (!KeyName.IsValid(name) || publicKey.Length != 32 || !Ed25519Points.IsTaken(publicKey)) return false;
        if (!NSec.Cryptography.PublicKey.TryImport(NSec.Cryptography.SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key) || key is null)
            return false;
        verifier = new(name, publicKey.ToArray(), key);
        return true;
    }

    /// <summary>Reads the text of a key, as <see cref="ToString"/> writes it and in no other way.</summary>
    /// <returns>False where it is not of that form, its id is another key's, or its algorithm is not known here.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? verifier)
    {
        verifier = null;
        var parts = text.Split('+', 3);
        return parts.Length == 3
            && StrictBase64.TryDecode(parts[2], out var typed)
            && typed is [(byte)SignatureAlgorithm.Ed25519, ..]
            && TryCreate(parts[0], typed.AsSpan(1), out verifier)
            && verifier.ToString() == text;
    }

    /// <summary>Whether this key signed exactly these bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == 64
        && Ed25519Points.IsTaken(signature[..32])
        && NSec.Cryptography.SignatureAlgorithm.Ed25519.Verify(key, message, signature);

    public bool Equals(VerifierKey? other) => other is not null && Name == other.Name && bytes.AsSpan().SequenceEqual(other.bytes);

    public override bool Equals(object? obj) => Equals(obj as VerifierKey);

    public override int GetHashCode() => HashCode.Combine(Name, Id);

    public override string ToString() => $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Algorithm, .. bytes])}";
}
