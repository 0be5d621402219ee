using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Headgate.Ledger;

/// <summary>A SHA-256 digest: 32 bytes.</summary>
/// <remarks>Compared byte by byte. The default value is 32 zero bytes, which no known input has.</remarks>
[InlineArray(Size)]
public struct Digest : IEquatable<Digest>
{
    /// <summary>The number of bytes.</summary>
    public const int Size = 32;

    private byte first;

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Digest From(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException("a digest has 32 bytes", nameof(bytes));
        Digest digest = default;
        bytes.CopyTo(digest);
        return digest;
    }

    /// <summary>The SHA-256 of some bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes)
    {
        Digest digest = default;
        SHA256.HashData(bytes, digest);
        return digest;
    }

    /// <summary>Reads base64 (RFC 4648, section 4): 44 characters, no blanks, no bits left over.</summary>
    public static bool TryParseBase64(ReadOnlySpan<char> text, out Digest digest)
    {
        digest = default;
        if (!StrictBase64.TryDecode(text, out var bytes) || bytes.Length != Size) return false;
        bytes.CopyTo(digest);
        return true;
    }

    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    public readonly byte[] ToArray() => ((ReadOnlySpan<byte>)this).ToArray();

    /// <summary>44 characters of base64 (RFC 4648, section 4).</summary>
    public readonly string ToBase64() => Convert.ToBase64String(this);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public readonly string ToHex() => Convert.ToHexStringLower(this);

    public readonly bool Equals(Digest other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is Digest other && Equals(other);

    public override readonly int GetHashCode() => BitConverter.ToInt32(this);

    /// <inheritdoc cref="ToHex"/>
    public override readonly string ToString() => ToHex();
}
