using System.Numerics;
using System.Security.Cryptography;

namespace Headgate.Ledger;

/// <summary>The hashes of a Merkle tree (RFC 6962, section 2.1), over SHA-256.</summary>
public static class MerkleTree
{
    /// <summary>The root of a tree without entries.</summary>
    public static Digest Empty { get; } = Digest.Of([]);

    /// <summary>The hash of an entry: SHA-256 of a zero byte and the entry.</summary>
    public static Digest Leaf(ReadOnlySpan<byte> entry)
    {
        Span<byte> prefixed = entry.Length < 512 ? stackalloc byte[entry.Length + 1] : new byte[entry.Length + 1];
        prefixed[0] = 0;
        entry.CopyTo(prefixed[1..]);
        return Digest.Of(prefixed);
    }

    /// <summary>The hash of a node: SHA-256 of a one byte and its two children.</summary>
    public static Digest Node(in Digest left, in Digest right)
    {
        Span<byte> prefixed = stackalloc byte[1 + Digest.Size * 2];
        prefixed[0] = 1;
        ((ReadOnlySpan<byte>)left).CopyTo(prefixed[1..]);
        ((ReadOnlySpan<byte>)right).CopyTo(prefixed[(1 + Digest.Size)..]);
        Digest node = default;
        SHA256.HashData(prefixed, node);
        return node;
    }

    /// <summary>The root over hashes that lie one after another.</summary>
    /// <param name="hashes">A multiple of 32 bytes.</param>
    public static Digest Root(ReadOnlySpan<byte> hashes)
    {
        var count = hashes.Length / Digest.Size;
        if (count == 0) return Empty;
        if (count == 1) return Digest.From(hashes);
        var left = (int)Split(count) * Digest.Size;
        return Node(Root(hashes[..left]), Root(hashes[left..]));
    }

    /// <summary>How many of some leaves lie under the left child: the largest power of two below their number.</summary>
    internal static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
