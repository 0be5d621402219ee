using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Headgate.Ledger;

/// <summary>What the log shows the public of a statement: one line of ASCII, <c>headgate/1 KIND TIME DIGEST</c>. The log's leaves are the hashes of entries.</summary>
/// <param name="Kind"><see cref="Personal"/>, or what a public act is: lower-case words joined by hyphens, at most 32 characters.</param>
/// <param name="RecordedAt">When the ledger recorded it.</param>
/// <param name="Digest">SHA-256 of the body of a public act; of salt and body of a personal statement.</param>
public sealed record LogEntry(string Kind, Instant RecordedAt, Digest Digest)
{
    /// <summary>The kind of every statement about a person.</summary>
    public const string Personal = "personal";

    /// <summary>The bytes of a salt.</summary>
    public const int SaltSize = 32;

    private const string Prefix = "headgate/1 ";
    private const int MostKind = 32;
    private const int TimeLength = 27;
    private const int DigestLength = 44;

    /// <summary>What the entry of a personal statement holds of it: nothing can be learned from that without the salt.</summary>
    /// <param name="salt">32 random bytes.</param>
    public static Digest Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> body)
    {
        if (salt.Length != SaltSize) throw new ArgumentException("a salt has 32 bytes", nameof(salt));
        Span<byte> salted = body.Length <= 1024 ? stackalloc byte[SaltSize + body.Length] : new byte[SaltSize + body.Length];
        salt.CopyTo(salted);
        body.CopyTo(salted[SaltSize..]);
        return Digest.Of(salted);
    }

    /// <summary>The salt of a personal statement: HMAC-SHA256 of its position, in eight bytes, big-endian, under its subject's secret. With the secret all salts of the subject are gone.</summary>
    /// <param name="secret">32 random bytes of the subject's own.</param>
    public static Digest Salt(ReadOnlySpan<byte> secret, long position)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, position);
        Digest salt = default;
        HMACSHA256.HashData(secret, message, salt);
        return salt;
    }

    /// <summary>Reads an entry, as it is written and in no other way.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out LogEntry? entry)
    {
        entry = null;
        if (bytes.Length > Prefix.Length + MostKind + 1 + TimeLength + 1 + DigestLength || !Ascii.IsValid(bytes)) return false;
        var text = Encoding.ASCII.GetString(bytes);
        var parts = text.Split(' ');
        if (parts.Length != 4 || !IsKind(parts[1]) || !Instant.TryParse(parts[2], out var time) || !Digest.TryParseBase64(parts[3], out var digest)) return false;
        var read = new LogEntry(parts[1], time, digest);
        if (read.ToString() != text) return false;
        entry = read;
        return true;
    }

    /// <summary>Whether a text can be the kind of an entry.</summary>
    public static bool IsKind(string text) =>
        text.Length is > 0 and <= MostKind && text[0] != '-' && text.All(character => character is (>= 'a' and <= 'z') or '-');

    /// <summary>The bytes whose hash is the leaf.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(ToString());

    /// <summary>The hash of the entry in the tree.</summary>
    public Digest Leaf() => MerkleTree.Leaf(ToBytes());

    public override string ToString() => $"{Head(Kind, RecordedAt)}{Digest.ToBase64()}";

    /// <summary>What stands before the digest: the same for all statements of a kind that are recorded at once.</summary>
    internal static string Head(string kind, Instant recordedAt) => $"{Prefix}{kind} {recordedAt} ";
}
