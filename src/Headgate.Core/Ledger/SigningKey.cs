using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Headgate.Ledger;

/// <summary>A named private key. Its text is <c>PRIVATE+KEY+name+hex(id)+base64(type, seed)</c>, as Go's note package writes it.</summary>
public sealed class SigningKey : IDisposable
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly Key key;

    private SigningKey(VerifierKey verifier, Key key) => (Verifier, this.key) = (verifier, key);

    /// <summary>The public key to it.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>The key that a seed of 32 random bytes gives (RFC 8032, section 5.1.5).</summary>
    /// <exception cref="ArgumentException">The name is none, or the seed is not of 32 bytes.</exception>
    public static SigningKey FromSeed(string name, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != 32) throw new ArgumentException("a seed has 32 bytes", nameof(seed));
        var key = Key.Import(NSec.Cryptography.SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        if (VerifierKey.TryCreate(name, key.PublicKey.Export(KeyBlobFormat.RawPublicKey), out var verifier)) return new(verifier, key);
        key.Dispose();
        throw new ArgumentException("the name of a key is not empty and holds no blank or plus", nameof(name));
    }

    /// <summary>The text of the key that a seed gives. Whoever has it can sign.</summary>
    /// <exception cref="ArgumentException">The name is none, or the seed is not of 32 bytes.</exception>
    public static string Text(string name, ReadOnlySpan<byte> seed)
    {
        using var key = FromSeed(name, seed);
        return $"{Prefix}{name}+{key.Verifier.Id:x8}+{Convert.ToBase64String([(byte)key.Verifier.Algorithm, .. seed])}";
    }

    /// <summary>Reads the text of a key.</summary>
    /// <returns>False where it is not of that form, its id is another key's, or its algorithm is not known here.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out SigningKey? key)
    {
        key = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var parts = text[Prefix.Length..].Split('+', 3);
        if (parts.Length != 3 || !KeyName.IsValid(parts[0]) || !StrictBase64.TryDecode(parts[2], out var typed)) return false;
        if (typed is [(byte)SignatureAlgorithm.Ed25519, ..] && typed.Length == 33)
        {
            var read = FromSeed(parts[0], typed.AsSpan(1));
            if ($"{read.Verifier.Id:x8}" == parts[1]) key = read;
            else read.Dispose();
        }
        CryptographicOperations.ZeroMemory(typed);
        return key is not null;
    }

    /// <summary>The 64 bytes of the signature over exactly these bytes; the same every time.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => NSec.Cryptography.SignatureAlgorithm.Ed25519.Sign(key, message);

    public void Dispose() => key.Dispose();
}
