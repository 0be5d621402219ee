using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>The key under which erased subjects are remembered. It is never rotated: with another, nobody who returns would be known again.</summary>
internal sealed class TombstoneKey
{
    private const int Size = 32;
    private const string Prefix = "TOMBSTONE+KEY+";

    private readonly byte[] key;

    private TombstoneKey(byte[] key) => this.key = key;

    /// <summary>The text of a new key: <c>TOMBSTONE+KEY+</c>, the first 8 hexadecimal digits of its SHA-256, and its 32 bytes in base64.</summary>
    public static string NewText() => Text(RandomNumberGenerator.GetBytes(Size));

    public static bool TryParse(string text, [NotNullWhen(true)] out TombstoneKey? key)
    {
        key = null;
        var parts = text.Split('+', 4);
        if (parts.Length != 4 || !StrictBase64.TryDecode(parts[3], out var bytes) || bytes.Length != Size || Text(bytes) != text) return false;
        key = new(bytes);
        return true;
    }

    public Digest Mac(SubjectId subject)
    {
        Digest mac = default;
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(subject.Value), mac);
        return mac;
    }

    private static string Text(byte[] bytes) => $"{Prefix}{Digest.Of(bytes).ToHex()[..8]}+{Convert.ToBase64String(bytes)}";
}
