using System.Numerics;

namespace Headgate.Ledger;

/// <summary>The right edge of a growing tree: the tiles that are not full yet. All that is needed to append, and to give the root.</summary>
public sealed class TreeEdge
{
    private readonly byte[][] levels = new byte[Tile.Levels][];

    /// <summary>The edge of an empty tree.</summary>
    public TreeEdge()
    {
    }

    /// <summary>The edge of a tree whose tiles are at hand.</summary>
    public TreeEdge(long size, TileSource tiles)
    {
        Size = size;
        foreach (var tile in Tile.Partial(size))
            tiles(tile).Span[..(tile.Width * Digest.Size)].CopyTo(Level(tile.Level));
    }

    /// <summary>The number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The tiles that are not full, with their hashes; valid until the next leaf is appended.</summary>
    public IEnumerable<(Tile Tile, ReadOnlyMemory<byte> Hashes)> Partial =>
        Tile.Partial(Size).Select(tile => (tile, (ReadOnlyMemory<byte>)Level(tile.Level).AsMemory(0, tile.Width * Digest.Size)));

    /// <param name="filled">Is given every tile that this leaf fills, level by level, with its hashes, which are valid during the call only.</param>
    public void Append(Digest leaf, Action<Tile, ReadOnlyMemory<byte>>? filled = null)
    {
        Size++;
        var hash = leaf;
        for (var level = 0; ; level++)
        {
            var hashes = Tile.Hashes(Size, level);
            var place = (int)((hashes - 1) % Tile.FullWidth);
            ((ReadOnlySpan<byte>)hash).CopyTo(Level(level).AsSpan(place * Digest.Size));
            if (place < Tile.FullWidth - 1) return;
            filled?.Invoke(new(level, (hashes - 1) / Tile.FullWidth, Tile.FullWidth), Level(level));
            hash = MerkleTree.Root(Level(level));
        }
    }

    /// <summary>The root of the tree: its perfect subtrees, joined from the smallest to the largest.</summary>
    public Digest Root()
    {
        if (Size == 0) return MerkleTree.Empty;
        Digest? root = null;
        foreach (var (tile, hashes) in Partial)
            for (var (end, rest) = (tile.Width, tile.Width); rest > 0; rest &= rest - 1)
            {
                var count = 1 << BitOperations.TrailingZeroCount(rest);
                var peak = MerkleTree.Root(hashes.Span[((end - count) * Digest.Size)..(end * Digest.Size)]);
                root = root is { } right ? MerkleTree.Node(peak, right) : peak;
                end -= count;
            }
        return root!.Value;
    }

    private byte[] Level(int level) => levels[level] ??= new byte[Tile.FullWidth * Digest.Size];
}
