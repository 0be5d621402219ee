using System.Numerics;

namespace Headgate.Ledger;

/// <summary>Verifies proofs about a Merkle tree (RFC 6962, section 2.1; RFC 9162, sections 2.1.3.2 and 2.1.4.2; draft-ietf-plants-merkle-tree-certs, section 4, for subtrees).</summary>
public static class MerkleProof
{
    /// <summary>Whether the leaf is the one at an index of the tree with that size and root.</summary>
    public static bool Includes(Digest leaf, long index, long size, IReadOnlyList<Digest> proof, Digest root)
    {
        if (index < 0 || index >= size) return false;
        var (at, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last)
            {
                hash = MerkleTree.Node(sibling, hash);
                while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
            }
            else
            {
                hash = MerkleTree.Node(hash, sibling);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && hash == root;
    }

    /// <summary>Whether the leaf is the one at an index of the subtree <c>[start, end)</c> with that root.</summary>
    public static bool IncludesInSubtree(Digest leaf, long index, long start, long end, IReadOnlyList<Digest> proof, Digest root) =>
        IsSubtree(start, end) && index >= start && Includes(leaf, index - start, end - start, proof, root);

    /// <summary>Whether the larger tree begins with the smaller one, entry by entry. From an empty tree nothing is proved: that is false.</summary>
    public static bool Extends(long size, Digest root, long largerSize, Digest largerRoot, IReadOnlyList<Digest> proof) =>
        size > 0 && ContainsSubtree(0, size, root, largerSize, largerRoot, proof);

    /// <summary>Whether the tree of that size and root holds the subtree <c>[start, end)</c>, whose root is <paramref name="subtree"/>, at that place.</summary>
    public static bool ContainsSubtree(long start, long end, Digest subtree, long size, Digest root, IReadOnlyList<Digest> proof)
    {
        if (!IsSubtree(start, end) || end > size) return false;
        if (start == end) return proof.Count == 0 && subtree == MerkleTree.Empty;

        var (first, last, edge) = (start, end - 1, size - 1);
        while (first != last && (last == edge || (last & 1) == 1)) Up(ref first, ref last, ref edge);
        var next = 0;
        if (first != last && proof.Count == 0) return false;
        var small = first == last ? subtree : proof[next++];
        var large = small;
        for (; next < proof.Count; next++)
        {
            if (edge == 0) return false;
            if ((last & 1) == 1 || last == edge)
            {
                if (first < last) small = MerkleTree.Node(proof[next], small);
                large = MerkleTree.Node(proof[next], large);
                while ((last & 1) == 0 && last != 0) Up(ref first, ref last, ref edge);
            }
            else
            {
                large = MerkleTree.Node(large, proof[next]);
            }
            Up(ref first, ref last, ref edge);
        }
        return edge == 0 && small == subtree && large == root;
    }

    private static bool IsSubtree(long start, long end) =>
        start >= 0 && start <= end && start % (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, end - start)) == 0;

    private static void Up(ref long first, ref long last, ref long edge) => (first, last, edge) = (first >> 1, last >> 1, edge >> 1);
}
