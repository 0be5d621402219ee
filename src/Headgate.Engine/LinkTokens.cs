using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Headgate.Engine;

/// <summary>What a link in a message is good for. One kind is never taken for another.</summary>
public enum LinkKind
{
    /// <summary>Reads the notice.</summary>
    Notice = 1,

    /// <summary>Objects.</summary>
    Objection = 2,

    /// <summary>Asks for no more messages.</summary>
    Unsubscribe = 3,

    /// <summary>Confirms an address, and with it an objection of somebody without an account.</summary>
    Confirm = 4,

    /// <summary>Acknowledges what a recipient of a data set was told.</summary>
    Acknowledge = 5,

    /// <summary>Names a message, so that what comes back undelivered can be told from what somebody made up.</summary>
    Message = 6,
}

/// <summary>Links that work without signing in: a number that says nothing of anybody, until when, and a signature (HMAC-SHA-256, its first 16 bytes) over both.</summary>
public sealed class LinkTokens
{
    private const int MacBytes = 16;
    private const int BodyBytes = 1 + sizeof(long) + sizeof(long);

    private readonly byte[] key;

    /// <param name="folder">The ledger's: the key lies there, for its owner alone.</param>
    public LinkTokens(string folder) => key = OwnerFile.Secret(Path.Combine(folder, "links.key"));

    /// <param name="number">What it is about: a delivery, a request, a statement.</param>
    public string Make(LinkKind kind, long number, Instant until)
    {
        Span<byte> token = stackalloc byte[BodyBytes + MacBytes];
        token[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(token[1..], number);
        BinaryPrimitives.WriteInt64BigEndian(token[9..], until.Microseconds);
        Sign(token[..BodyBytes]).AsSpan(0, MacBytes).CopyTo(token[BodyBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <returns>What it is about; null where the token is altered, of another kind, or over.</returns>
    public long? Read(LinkKind kind, string? token, Instant now)
    {
        Span<byte> bytes = stackalloc byte[BodyBytes + MacBytes];
        if (token is null || token.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.TryDecodeFromChars(token, bytes, out var written) || written != bytes.Length) return null;
        if (!CryptographicOperations.FixedTimeEquals(bytes[BodyBytes..], Sign(bytes[..BodyBytes]).AsSpan(0, MacBytes))) return null;
        return bytes[0] == (byte)kind && now.Microseconds < BinaryPrimitives.ReadInt64BigEndian(bytes[9..]) ? BinaryPrimitives.ReadInt64BigEndian(bytes[1..]) : null;
    }

    private byte[] Sign(ReadOnlySpan<byte> body) => HMACSHA256.HashData(key, body);
}
