using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>The Merkle tree over the verdicts of a run in input order: each leaf is a block of them (docs/manifest-format.md, The verdict file).</summary>
/// <remarks>Verdicts are codes of two bytes, little-endian. Leaves and nodes are hashed as RFC 6962, section 2.1, says. Takes any number of verdicts in constant memory.</remarks>
public sealed class VerdictTree : IDisposable
{
    /// <summary>The verdicts in a leaf; the last may hold fewer.</summary>
    public const int VerdictsPerBlock = 65_536;

    private const int BytesPerBlock = VerdictsPerBlock * sizeof(ushort);

    private readonly IncrementalHash leaf = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<Digest> subtrees = [];
    private long taken;

    /// <summary>How many verdicts have been taken; a half one at the end does not count.</summary>
    public long Verdicts => taken / sizeof(ushort);

    public void Append(ReadOnlySpan<ushort> verdicts)
    {
        if (BitConverter.IsLittleEndian)
        {
            Append(MemoryMarshal.AsBytes(verdicts));
            return;
        }
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        foreach (var verdict in verdicts)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, verdict);
            Append(bytes);
        }
    }

    /// <summary>Takes the bytes of a verdict file, cut anywhere.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var inBlock = (int)(taken % BytesPerBlock);
            if (inBlock == 0) leaf.AppendData([0]);
            var part = bytes[..Math.Min(bytes.Length, BytesPerBlock - inBlock)];
            leaf.AppendData(part);
            taken += part.Length;
            bytes = bytes[part.Length..];
            if (taken % BytesPerBlock == 0) AppendLeaf(taken / BytesPerBlock);
        }
    }

    /// <summary>The root over what has been taken so far. More may follow.</summary>
    public Digest Root()
    {
        var roots = subtrees.ToList();
        if (taken % BytesPerBlock != 0) roots.Add(Digest.From(leaf.GetCurrentHash()));
        if (roots.Count == 0) return MerkleTree.Empty;
        var root = roots[^1];
        for (var i = roots.Count - 2; i >= 0; i--) root = MerkleTree.Node(roots[i], root);
        return root;
    }

    public void Dispose() => leaf.Dispose();

    /// <summary>Keeps the roots of the complete subtrees, the largest first: one for each bit of the number of leaves.</summary>
    private void AppendLeaf(long leaves)
    {
        var root = Digest.From(leaf.GetHashAndReset());
        for (; leaves % 2 == 0; leaves /= 2)
        {
            root = MerkleTree.Node(subtrees[^1], root);
            subtrees.RemoveAt(subtrees.Count - 1);
        }
        subtrees.Add(root);
    }
}
