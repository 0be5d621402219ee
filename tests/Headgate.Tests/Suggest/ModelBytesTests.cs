using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Headgate.Suggest.Model;
using Xunit;

namespace Headgate.Tests.Suggest;

/// <summary>The bytes of a model are those of docs/model-format.md, and stay so.</summary>
public sealed class ModelBytesTests : IDisposable
{
    private readonly TempFolder folder = new();

    public ModelBytesTests() => SampleTalk.Train(
        [
            new("ann", [], "en", "thank you very much"),
            new("ann", ["cem"], "en", "thank you"),
            new("bob", [], "en", "thank you very much. yes"),
        ],
        folder.In("model"), people: 2, order: 3);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void the_served_file_reads_as_the_document_says()
    {
        var bytes = File.ReadAllBytes(ModelLayout.Phrases(folder.In("model")));
        Assert.Equal("HGPHRASE", Encoding.ASCII.GetString(bytes, 0, 8));
        Assert.Equal([1, 3, 2, 64], [Int(bytes, 8), Int(bytes, 12), Int(bytes, 16), Int(bytes, 20)]);
        Assert.Equal([2, 3, 15], [Long(bytes, 24), Long(bytes, 32), Long(bytes, 40)]);
        Assert.Equal(["\u0002,", "\u0002<", "\u0002>", "much", "thank", "very", "you"], Words(bytes));
        // Of two words: < thank, much >, thank you, very much, you very; "you >" is one person's only.
        Assert.Equal([4, 2, 6, 3, 5], Section(bytes, 4 + 7));
        Assert.Equal([2, 2, 2, 2, 2], Section(bytes, 4 + 7 + 1));
        Assert.Equal([3, 2, 3, 2, 2], Section(bytes, 4 + 7 + 2));
        Assert.Equal([0, 0, 1, 1, 2, 3, 4, 5], Section(bytes, 4 + 6));
        // Of three: < thank you, thank you very, very much >, you very much.
        Assert.Equal([6, 5, 2, 3], Section(bytes, 4 + 14));
    }

    [Fact]
    public void the_protected_part_reads_as_the_document_says()
    {
        var people = File.ReadAllBytes(Path.Combine(ModelLayout.People(folder.In("model")), "people.bin"));
        // ann alone: 1 record of 5 tokens to predict; ann with cem: 1 of 3; bob alone: 1 of 7.
        Assert.Equal("HGPEOPLE"u8.ToArray(), people[..8]);
        Assert.Equal([1, 3, (byte)'a', (byte)'n', (byte)'n', 0, 1, 5, 3, (byte)'a', (byte)'n', (byte)'n', 1, 3, (byte)'c', (byte)'e', (byte)'m', 1, 3, 3, (byte)'b', (byte)'o', (byte)'b', 0, 1, 7], people[8..]);
        // Of two words, three bundles: all five wordings once; < thank and thank you; all five once.
        Assert.Equal([5, 0, 2, 2, 2, 2, 2, 0, 4, 5, 0, 2, 2, 2, 2], File.ReadAllBytes(Path.Combine(ModelLayout.People(folder.In("model")), "2.bin")));
    }

    [Fact]
    public void its_bytes_are_frozen() => Assert.Equal(
        // only grows: another version gets another line
        "GOLDEN",
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ModelLayout.Phrases(folder.In("model"))))));

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static long Long(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static (int Offset, int Length) Place(byte[] bytes, int section) => ((int)Long(bytes, 128 + (16 * section)), (int)Long(bytes, 136 + (16 * section)));

    private static int[] Section(byte[] bytes, int section)
    {
        var (offset, length) = Place(bytes, section);
        Assert.Equal(0, offset % 8);
        return [.. Enumerable.Range(0, length / 4).Select(i => Int(bytes, offset + (4 * i)))];
    }

    private static string[] Words(byte[] bytes)
    {
        var (starts, texts) = (Section(bytes, 0), Place(bytes, 1).Offset);
        return [.. starts.Zip(starts.Skip(1)).Select(pair => Encoding.UTF8.GetString(bytes, texts + pair.First, pair.Second - pair.First))];
    }
}
