using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Headgate.Gate;

/// <summary>What makes a file of eligible records what it is: the same of all of these, and it is the same file.</summary>
/// <param name="Input">The SHA-256 of the file that was read.</param>
/// <param name="From">The first row that it was made from, and how many.</param>
/// <param name="Kept">The SHA-256 over which of those rows are kept.</param>
/// <param name="Shape">The SHA-256 over how they are written; null where the manifest of a data set vouches for it.</param>
public sealed record PartKey(string Input, long From, long Rows, string Kept, string? Shape)
{
    /// <summary>A digest over which rows are kept.</summary>
    public static string DigestOf(ReadOnlySpan<ushort> codes, ReadOnlySpan<bool> allows)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> block = new byte[1 << 13];
        for (var start = 0; start < codes.Length; start += 8 * block.Length)
        {
            var part = codes.Slice(start, Math.Min(8 * block.Length, codes.Length - start));
            block.Clear();
            for (var i = 0; i < part.Length; i++)
                if (allows[part[i]])
                    block[i >> 3] |= (byte)(1 << (i & 7));
            digest.AppendData(block[..((part.Length + 7) / 8)]);
        }
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, codes.Length);
        digest.AppendData(length);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    public static string DigestOf(params IEnumerable<string> words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', words))));

    /// <summary>Whether a file made for another key is what this one asks for.</summary>
    public bool IsMetBy(PartKey other) => (other.Input, other.From, other.Rows, other.Kept) == (Input, From, Rows, Kept) && (other.Shape is null || other.Shape == Shape);
}

/// <summary>A finished file of eligible records.</summary>
/// <param name="Path">Below the folder of the journal.</param>
public sealed record Part(PartKey Key, string Path, string Sha256, long Bytes, long Records);

/// <summary>The files of eligible records that a run has finished so far, so that one that comes after can take them over: a line for each, written when it is whole.</summary>
public static class PartJournal
{
    /// <summary>What it is called in a folder that is not yet a data set, or in one of those that came before.</summary>
    public const string Name = "parts.jsonl";

    public static void Add(string folder, Part part)
    {
        using var file = new FileStream(Path.Combine(folder, Name), FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(part) + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The parts of a folder; the last line may have been cut off.</summary>
    public static IEnumerable<Part> Read(string journal)
    {
        if (!File.Exists(journal)) yield break;
        foreach (var line in File.ReadLines(journal))
            if (Parse(line) is { } part)
                yield return part;
    }

    private static Part? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Part>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
