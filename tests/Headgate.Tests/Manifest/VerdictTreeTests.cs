using CsCheck;
using Headgate.Ledger;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Manifest;

/// <summary>Holds the streaming tree to RFC 6962, section 2.1, written out as it stands there.</summary>
public sealed class VerdictTreeTests
{
    [Fact]
    public void the_root_is_that_of_rfc_6962_over_blocks() => Gen.Int[0, 9 * VerdictTree.VerdictsPerBlock].Sample(count =>
    {
        var verdicts = Numbered(count);
        Assert.Equal(Expected(SampleDataSet.Bytes(verdicts)), Root(verdicts));
    }, iter: 20);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(VerdictTree.VerdictsPerBlock - 1)]
    [InlineData(VerdictTree.VerdictsPerBlock)]
    [InlineData(VerdictTree.VerdictsPerBlock + 1)]
    [InlineData(4 * VerdictTree.VerdictsPerBlock)]
    [InlineData(7 * VerdictTree.VerdictsPerBlock)]
    public void the_root_holds_at_the_edges_of_blocks(int count) =>
        Assert.Equal(Expected(SampleDataSet.Bytes(Numbered(count))), Root(Numbered(count)));

    [Fact]
    public void it_does_not_matter_where_the_bytes_are_cut() => Gen.Int[1, 200_000].Array[1, 8].Sample(cuts =>
    {
        var bytes = SampleDataSet.Bytes(SampleDataSet.Verdicts);
        using var tree = new VerdictTree();
        var rest = bytes.AsSpan();
        for (var i = 0; !rest.IsEmpty; i++)
        {
            var part = Math.Min(rest.Length, cuts[i % cuts.Length]);
            tree.Append(rest[..part]);
            rest = rest[part..];
            tree.Root();
        }
        Assert.Equal((SampleDataSet.Input, Root(SampleDataSet.Verdicts)), (tree.Verdicts, tree.Root()));
    }, iter: 20);

    private static ushort[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(index => (ushort)(index * 31))];

    private static Digest Root(ushort[] verdicts)
    {
        using var tree = new VerdictTree();
        tree.Append(verdicts);
        return tree.Root();
    }

    private static Digest Expected(ReadOnlySpan<byte> bytes) => MerkleTreeHash([.. bytes.ToArray().Chunk(131_072)]);

    private static Digest MerkleTreeHash(byte[][] leaves)
    {
        if (leaves.Length == 0) return Digest.Of([]);
        if (leaves.Length == 1) return Digest.Of([0, .. leaves[0]]);
        var split = 1;
        while (2 * split < leaves.Length) split *= 2;
        return Digest.Of([1, .. MerkleTreeHash(leaves[..split]).ToArray(), .. MerkleTreeHash(leaves[split..]).ToArray()]);
    }
}
