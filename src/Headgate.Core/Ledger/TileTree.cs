using System.Numerics;

namespace Headgate.Ledger;

/// <summary>Fetches the hashes of a tile: at least those that it has in the tree asked about, perhaps more.</summary>
public delegate ReadOnlyMemory<byte> TileSource(Tile tile);

/// <summary>The tree of the first <paramref name="size"/> entries of a log, read from tiles: its root and its proofs (RFC 6962, section 2.1).</summary>
/// <remarks>A tile only grows, so the tiles of a larger tree serve every smaller one. For one thread at a time.</remarks>
/// <param name="size">From 0.</param>
public sealed class TileTree(long size, TileSource tiles)
{
    /// <summary>Tiles that are held: a proof needs the same few again and again.</summary>
    private const int MostHeld = 64;

    private readonly Dictionary<Tile, ReadOnlyMemory<byte>> held = [];

    public long Size => size;

    public Digest Root() => size == 0 ? MerkleTree.Empty : Range(0, size);

    /// <summary>The hashes that lead from a leaf to the root, from the leaf's sibling on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf in this tree.</exception>
    public IReadOnlyList<Digest> Inclusion(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<Digest>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + MerkleTree.Split(end - start);
            if (index < middle)
            {
                proof.Add(Range(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(Range(start, middle));
                start = middle;
            }
        }
        proof.Reverse();
        return proof;
    }

    /// <summary>The hashes that show that this tree begins with a smaller one of the same log.</summary>
    /// <param name="older">The smaller size, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 1, or larger than this tree.</exception>
    public IReadOnlyList<Digest> Consistency(long older)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(older, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, size);
        var proof = new List<Digest>();
        var (start, end) = (0L, size);
        while (end != older)
        {
            var middle = start + MerkleTree.Split(end - start);
            if (older <= middle)
            {
                proof.Add(Range(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(Range(start, middle));
                start = middle;
            }
        }
        if (start > 0) proof.Add(Range(start, end));
        proof.Reverse();
        return proof;
    }

    /// <summary>The root of the subtree over the leaves <c>[start, end)</c>, which RFC 6962 splits off.</summary>
    private Digest Range(long start, long end)
    {
        var count = end - start;
        if (!BitOperations.IsPow2(count))
        {
            var middle = start + MerkleTree.Split(count);
            return MerkleTree.Node(Range(start, middle), Range(middle, end));
        }
        var height = BitOperations.Log2((ulong)count);
        var level = height / 8;
        var first = start >> (8 * level);
        var tile = Tile.In(size, level, first / Tile.FullWidth)!.Value;
        return MerkleTree.Root(Hashes(tile).Span.Slice((int)(first % Tile.FullWidth) * Digest.Size, Digest.Size << (height % 8)));
    }

    private ReadOnlyMemory<byte> Hashes(Tile tile)
    {
        if (held.TryGetValue(tile, out var hashes)) return hashes;
        if (held.Count == MostHeld) held.Clear();
        return held[tile] = tiles(tile);
    }
}
