using CsCheck;
using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class TileTreeTests
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 70_000];

    [Fact]
    public void a_tree_of_seventy_thousand_entries_has_the_tiles_of_the_example_in_the_standard()
    {
        var tiles = Tile.New(0, 70_000).ToList();
        Assert.Equal(273, tiles.Count(tile => tile is { Level: 0, IsFull: true }));
        Assert.Equal([new(0, 273, 112), new(1, 1, 17), new(2, 0, 1)], tiles.Where(tile => !tile.IsFull));
        Assert.Single(tiles, new Tile(1, 0, 256));
        Assert.Equal([new Tile(0, 0, 256), new Tile(1, 0, 1)], Tile.New(0, 256));
    }

    [Theory]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(1, 999, 17, "tile/1/999.p/17")]
    [InlineData(2, 1000, 1, "tile/2/x001/000.p/1")]
    public void a_tile_has_the_path_that_the_standard_says(int level, long number, int width, string path)
    {
        var tile = new Tile(level, number, width);
        Assert.Equal(path, tile.Path);
        Assert.Equal(path.Replace($"tile/{level}/", "tile/entries/", StringComparison.Ordinal), tile.EntriesPath);
        Assert.True(Tile.TryParse(path, out var parsed));
        Assert.Equal(tile, parsed);
    }

    [Theory]
    [InlineData("tile/0/0")]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/entries/000")]
    [InlineData("tile/0")]
    [InlineData("")]
    public void another_path_is_no_tile(string path) => Assert.False(Tile.TryParse(path, out _));

    [Fact]
    public void the_root_is_that_of_the_definition_in_rfc_6962_at_every_size()
    {
        var leaves = Leaves(600);
        var edge = new TreeEdge();
        for (var size = 0; size < leaves.Count; size++)
        {
            Assert.Equal(Definition(leaves, 0, size), edge.Root());
            edge.Append(leaves[size]);
        }
    }

    [Fact]
    public void an_edge_loaded_from_tiles_goes_on_as_the_one_that_made_them()
    {
        var log = new Grown(70_000);
        foreach (var size in Sizes)
        {
            var edge = new TreeEdge(size, log.Tiles);
            Assert.Equal(log.Roots[size], edge.Root());
            for (var i = size; i < Math.Min(size + 600, 70_000); i++) edge.Append(log.Leaves[i]);
            Assert.Equal(log.Roots[(int)edge.Size], edge.Root());
        }
    }

    [Fact]
    public void every_proof_read_from_tiles_verifies_and_no_other_leaf_does()
    {
        var log = new Grown(70_000);
        Gen.Select(Gen.Int[1, 70_000], Gen.Int[0, 69_999], Gen.Int[1, 70_000]).Sample(
            (size, at, other) =>
            {
                var (index, older) = (at % size, 1 + other % size);
                var tree = new TileTree(size, log.Tiles);
                var inclusion = tree.Inclusion(index);
                var consistency = tree.Consistency(older);
                Assert.Equal(log.Roots[size], tree.Root());
                Assert.True(MerkleProof.Includes(log.Leaves[index], index, size, inclusion, log.Roots[size]));
                Assert.False(MerkleProof.Includes(log.Leaves[(index + 1) % 70_000], index, size, inclusion, log.Roots[size]));
                Assert.True(MerkleProof.Extends(older, log.Roots[older], size, log.Roots[size], consistency));
                Assert.True(older == size || !MerkleProof.Extends(older, log.Roots[older - 1], size, log.Roots[size], consistency));
            },
            iter: 300);
    }

    [Fact]
    public void an_index_or_size_outside_the_tree_is_refused()
    {
        var tree = new TileTree(3, new Grown(3).Tiles);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Inclusion(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Inclusion(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Consistency(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Consistency(4));
    }

    private static List<Digest> Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleTree.Leaf(BitConverter.GetBytes(i)))];

    private static Digest Definition(List<Digest> leaves, int start, int end)
    {
        if (end == start) return MerkleTree.Empty;
        if (end - start == 1) return leaves[start];
        var split = 1;
        while (split * 2 < end - start) split *= 2;
        return MerkleTree.Node(Definition(leaves, start, start + split), Definition(leaves, start + split, end));
    }

    /// <summary>A log grown leaf by leaf: its tiles, and its root at every size, from its perfect subtrees alone.</summary>
    private sealed class Grown
    {
        private readonly Dictionary<(int, long), byte[]> tiles = [];

        public Grown(int size)
        {
            Leaves = TileTreeTests.Leaves(size);
            var edge = new TreeEdge();
            foreach (var leaf in Leaves)
            {
                edge.Append(leaf, (tile, hashes) => tiles[(tile.Level, tile.Number)] = hashes.ToArray());
                Join(leaf, Roots.Count);
            }
            foreach (var (tile, hashes) in edge.Partial) tiles[(tile.Level, tile.Number)] = hashes.ToArray();
        }

        public List<Digest> Leaves { get; }

        public List<Digest> Roots { get; } = [MerkleTree.Empty];

        private Stack<Digest> Subtrees { get; } = [];

        public ReadOnlyMemory<byte> Tiles(Tile tile) => tiles[(tile.Level, tile.Number)];

        private void Join(Digest leaf, int size)
        {
            Subtrees.Push(leaf);
            for (var rest = size; (rest & 1) == 0; rest >>= 1)
            {
                var right = Subtrees.Pop();
                Subtrees.Push(MerkleTree.Node(Subtrees.Pop(), right));
            }
            Roots.Add(Subtrees.Skip(1).Aggregate(Subtrees.Peek(), (root, left) => MerkleTree.Node(left, root)));
        }
    }
}
