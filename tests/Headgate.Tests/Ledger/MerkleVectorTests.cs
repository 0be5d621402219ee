using System.Globalization;
using System.Text.Json;
using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class MerkleVectorTests
{
    [Theory]
    [InlineData("inclusion", 98)]
    [InlineData("consistency", 98)]
    [InlineData("subtreeinclusion", 204)]
    [InlineData("subtreeconsistency", 118)]
    public void every_proof_of_the_vectors_is_judged_as_they_say(string kind, int count)
    {
        var files = Directory.GetFiles(Shared.Need($"vectors/merkle-rfc6962/testdata/{kind}"), "*.json", SearchOption.AllDirectories);
        Assert.Equal(count, files.Length);
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var vector = document.RootElement;
            Assert.True(Holds(kind, vector) != vector.GetProperty("wantErr").GetBoolean(), file);
        }
    }

    [Fact]
    public void the_roots_of_the_vectors_come_out()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Need("vectors/merkle-rfc6962/roots.json")));
        var leaves = document.RootElement.GetProperty("leaves_hex").EnumerateArray().Select(leaf => MerkleTree.Leaf(Convert.FromHexString(leaf.GetString()!)));
        var roots = document.RootElement.GetProperty("roots_hex_by_size").EnumerateArray().Select(root => root.GetString()!).ToList();
        var edge = new TreeEdge();
        Assert.Equal(roots[0], edge.Root().ToHex());
        foreach (var (leaf, root) in leaves.Zip(roots.Skip(1)))
        {
            edge.Append(leaf);
            Assert.Equal(root, edge.Root().ToHex());
        }
    }

    private static bool Holds(string kind, JsonElement vector)
    {
        if (vector.TryGetProperty("leafHash", out var leaf) && leaf.GetBytesFromBase64().Length != Digest.Size) return false;
        if (!Numbers(vector, out var number) || !Hashes(vector, out var proof)) return false;
        return kind switch
        {
            "inclusion" => MerkleProof.Includes(Hash(vector, "leafHash"), number["leafIdx"], number["treeSize"], proof, Hash(vector, "root")),
            "consistency" => MerkleProof.Extends(number["size1"], Hash(vector, "root1"), number["size2"], Hash(vector, "root2"), proof),
            "subtreeinclusion" => MerkleProof.IncludesInSubtree(
                Hash(vector, "leafHash"), number["leafIdx"], number["start"], number["end"], proof, Hash(vector, "root")),
            _ => MerkleProof.ContainsSubtree(number["start"], number["end"], Hash(vector, "root1"), number["size"], Hash(vector, "root2"), proof),
        };
    }

    // some vectors have roots that are no hashes but words: what is not of 32 bytes is stood for by its own hash
    private static Digest Hash(JsonElement vector, string name) =>
        vector.GetProperty(name).GetBytesFromBase64() is var bytes && bytes.Length == Digest.Size ? Digest.From(bytes) : Digest.Of(bytes);

    private static bool Hashes(JsonElement vector, out List<Digest> hashes)
    {
        hashes = [];
        if (vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof)
            foreach (var hash in proof.EnumerateArray())
            {
                if (!Digest.TryParseBase64(hash.GetString(), out var digest)) return false;
                hashes.Add(digest);
            }
        return true;
    }

    private static bool Numbers(JsonElement vector, out Dictionary<string, long> numbers)
    {
        numbers = [];
        foreach (var property in vector.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Number))
            if (long.TryParse(property.Value.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) numbers[property.Name] = number;
            else return false;
        return true;
    }
}
