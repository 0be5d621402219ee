using System.Runtime.InteropServices;
using System.Text;
using Headgate.Suggest.Training;

namespace Headgate.Suggest.Model;

/// <summary>The bytes of the served model (docs/model-format.md, Phrases).</summary>
internal static class PhraseFile
{
    public const int Version = 1;
    public const int HeaderBytes = 128;
    public const int SharedSections = 4;
    public const int SectionsALevel = 7;
    private const int Alignment = 8;

    public static ReadOnlySpan<byte> Magic => "HGPHRASE"u8;

    public static int SectionCount(int order) => SharedSections + (SectionsALevel * order);

    public static void Write(string path, Structure structure, Numbers[] levels, Smoothing weights, ModelCounts counts)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("models are written on little-endian machines only");
        using var file = File.Create(path);
        var sections = Sections(structure, levels, weights);
        var at = (long)HeaderBytes + (sections.Count * 16L);
        using (var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(structure.Order);
            writer.Write(counts.People);
            writer.Write(Smoothing.Unit);
            writer.Write(counts.Authors);
            writer.Write(counts.Records);
            writer.Write(counts.Words);
            writer.Write(weights.RootTotal);
            writer.Write(weights.RootRest);
            writer.Write(new byte[HeaderBytes - 64]);
            foreach (var section in sections)
            {
                writer.Write(at);
                writer.Write((long)section.Length);
                at = Aligned(at + section.Length);
            }
        }
        foreach (var section in sections)
        {
            WriteAll(file, section);
            file.Write(new byte[Aligned(file.Position) - file.Position]);
        }
    }

    private static List<ReadOnlyMemory<byte>> Sections(Structure structure, Numbers[] levels, Smoothing weights)
    {
        var texts = new byte[structure.Words.Sum(word => word.Length)];
        var offsets = new uint[structure.Words.Length + 1];
        for (var word = 0; word < structure.Words.Length; word++)
        {
            structure.Words[word].CopyTo(texts, (int)offsets[word]);
            offsets[word + 1] = offsets[word] + (uint)structure.Words[word].Length;
        }
        var languages = new uint[33];
        foreach (var key in structure.Keys[0]) languages[(key >> 32) + 1]++;
        for (var i = 0; i < 32; i++) languages[i + 1] += languages[i];
        var sections = new List<ReadOnlyMemory<byte>> { Bytes(offsets), texts, Bytes(languages), Bytes(Words(structure.Keys[0])) };
        for (var level = 1; level <= structure.Order; level++)
        {
            sections.Add(Bytes(level == 1 ? [] : Words(structure.Keys[level])));
            sections.Add(Bytes(levels[level].People));
            sections.Add(Bytes(levels[level].Posts));
            sections.Add(Bytes(weights.Weights[level]));
            sections.Add(Bytes(level < structure.Order ? weights.Totals[level] : []));
            sections.Add(Bytes(level < structure.Order ? weights.Rests[level] : []));
            sections.Add(level < structure.Order ? Bytes([.. Smoothing.Starts(structure, level).Select(start => (uint)start)]) : default);
        }
        return sections;
    }

    private static uint[] Words(ulong[] keys) => [.. keys.Select(key => (uint)key)];

    private static ReadOnlyMemory<byte> Bytes(uint[] numbers) => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();

    private static void WriteAll(Stream file, ReadOnlyMemory<byte> section) => file.Write(section.Span);

    private static long Aligned(long at) => (at + Alignment - 1) / Alignment * Alignment;
}
