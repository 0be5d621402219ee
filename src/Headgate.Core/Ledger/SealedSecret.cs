using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Headgate.Ledger;

/// <summary>A secret text sealed with a passphrase, on one line: Argon2id (RFC 9106) makes a key of it, XChaCha20-Poly1305 seals (docs/ledger-format.md, Keys).</summary>
public static class SealedSecret
{
    /// <summary>Random bytes that sealing takes: a salt of 16 and a nonce of 24.</summary>
    public const int RandomSize = SaltSize + 24;

    private const int SaltSize = 16;
    private const int MostMemory = 1 << 20;
    private const string Prefix = "headgate-sealed/1 argon2id ";

    private static readonly AeadAlgorithm Aead = AeadAlgorithm.XChaCha20Poly1305;

    public static bool IsSealed(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <param name="random"><see cref="RandomSize"/> random bytes.</param>
    public static string Seal(string secret, string passphrase, ReadOnlySpan<byte> random)
    {
        if (random.Length != RandomSize) throw new ArgumentException("not as many random bytes as are needed", nameof(random));
        var head = $"{Prefix}65536 3 {Convert.ToBase64String(random[..SaltSize])} ";
        using var key = Derive(passphrase, random[..SaltSize], 65_536, 3);
        byte[] sealedText = [.. random[SaltSize..], .. Aead.Encrypt(key, random[SaltSize..], Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(secret))];
        return head + Convert.ToBase64String(sealedText);
    }

    /// <returns>Null where the passphrase is another, or the text was altered.</returns>
    public static string? Open(string text, string passphrase)
    {
        if (!IsSealed(text)) return null;
        var parts = text[Prefix.Length..].Split(' ');
        if (parts.Length != 4 || !TryNumber(parts[0], MostMemory, out var memory) || !TryNumber(parts[1], 100, out var passes)) return null;
        if (!StrictBase64.TryDecode(parts[2], out var salt) || salt.Length != SaltSize || !StrictBase64.TryDecode(parts[3], out var bytes) || bytes.Length < Aead.NonceSize) return null;
        using var key = Derive(passphrase, salt, memory, passes);
        var head = text[..(text.LastIndexOf(' ') + 1)];
        var secret = Aead.Decrypt(key, bytes.AsSpan(0, Aead.NonceSize), Encoding.UTF8.GetBytes(head), bytes.AsSpan(Aead.NonceSize));
        if (secret is null) return null;
        var opened = Encoding.UTF8.GetString(secret);
        CryptographicOperations.ZeroMemory(secret);
        return opened;
    }

    private static Key Derive(string passphrase, ReadOnlySpan<byte> salt, int memory, int passes) =>
        PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memory, NumberOfPasses = passes })
            .DeriveKey(passphrase, salt, Aead);

    private static bool TryNumber(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most;
}
