using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class TlogProofTests
{
    private static readonly SigningKey Key = SigningKey.FromSeed("example.com/log", new byte[32]);

    [Fact]
    public void a_proof_is_read_as_it_was_written_and_verifies()
    {
        foreach (var extra in new ReadOnlyMemory<byte>?[] { null, "some"u8.ToArray() })
        {
            var proof = Proof(5, 8) with { Extra = extra };
            Assert.True(TlogProof.TryParse(proof.ToString(), out var parsed));
            Assert.Equal(proof.ToString(), parsed.ToString());
            Assert.True(parsed.Verify(Leaf(5), Key.Verifier));
            Assert.False(parsed.Verify(Leaf(4), Key.Verifier));
            Assert.Equal(extra?.ToArray(), parsed.Extra?.ToArray());
        }
    }

    [Fact]
    public void the_only_entry_of_a_log_has_a_proof_without_hashes()
    {
        var text = Proof(0, 1).ToString();
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/log\n1\n", text, StringComparison.Ordinal);
        Assert.True(TlogProof.TryParse(text, out var parsed) && parsed.Verify(Leaf(0), Key.Verifier));
    }

    [Fact]
    public void what_is_not_exactly_a_proof_is_refused()
    {
        var text = Proof(5, 8).ToString();
        Assert.False(TlogProof.TryParse("", out _));
        Assert.False(TlogProof.TryParse(text.Replace("index 5", "index 05", StringComparison.Ordinal), out _));
        Assert.False(TlogProof.TryParse(text.Replace("index 5", "index -5", StringComparison.Ordinal), out _));
        Assert.False(TlogProof.TryParse(text.Replace("index 5\n", "", StringComparison.Ordinal), out _));
        Assert.False(TlogProof.TryParse(text.Replace("@v1", "@v2", StringComparison.Ordinal), out _));
        Assert.False(TlogProof.TryParse(text.Replace("index", "extra a=\nindex", StringComparison.Ordinal), out _));
        Assert.False(TlogProof.TryParse(text + "\n", out _));
        Assert.False(TlogProof.TryParse(text.Replace("\n\nexample", "\nexample", StringComparison.Ordinal), out _));
    }

    [Fact]
    public void a_proof_by_another_key_or_at_another_index_does_not_verify()
    {
        using var other = SigningKey.FromSeed("example.com/log", [.. Enumerable.Repeat((byte)1, 32)]);
        Assert.False(Proof(5, 8).Verify(Leaf(5), other.Verifier));
        Assert.False((Proof(5, 8) with { Index = 4 }).Verify(Leaf(5), Key.Verifier));
    }

    private static Digest Leaf(int index) => MerkleTree.Leaf([(byte)index]);

    private static TlogProof Proof(int index, int size)
    {
        var hashes = Enumerable.Range(0, size).SelectMany(i => Leaf(i).ToArray()).ToArray();
        var tree = new TileTree(size, _ => hashes);
        return new(index, tree.Inclusion(index), new Checkpoint("example.com/log", size, tree.Root()).Sign(Key));
    }
}
