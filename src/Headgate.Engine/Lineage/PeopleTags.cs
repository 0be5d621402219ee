using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Headgate.Engine;

/// <summary>Somebody in a data set or model, under their tag (docs/lineage.md, The index).</summary>
/// <param name="Tag">Of their id, under the key of the index; the order of the file.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct TaggedPerson(ulong Tag, uint Records, uint Through);

/// <summary>Who is in a data set or model: a file of tags in ascending order, looked into where it lies.</summary>
/// <remarks>Sixteen bytes a person after a head of sixteen; little-endian. Tags are as good as random, so that a guess by proportion is nearly right.</remarks>
internal sealed class PeopleTags : IDisposable
{
    private const int HeadBytes = 16;
    private const int EntryBytes = 16;

    /// <summary>So many are read at once: of a million, somebody is hardly ever further than two thousand from where they would be by proportion.</summary>
    private const int NearEntries = 4096;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    private PeopleTags(MemoryMappedFile file, MemoryMappedViewAccessor view, long count) => (this.file, this.view, Count) = (file, view, count);

    private static ReadOnlySpan<byte> Magic => "HGTAGS\0\u0001"u8;

    /// <summary>How many people it was written with; those erased since count nothing.</summary>
    public long Count { get; }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="people">In any order; is left in ascending order.</param>
    public static void Write(string path, TaggedPerson[] people)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("the index of people is little-endian");
        Array.Sort(people, (one, other) => one.Tag.CompareTo(other.Tag));
        var aside = $"{path}.{Path.GetRandomFileName()}";
        using (var stream = OwnerFile.Open(aside, FileMode.CreateNew, FileAccess.Write))
        {
            Span<byte> head = stackalloc byte[HeadBytes];
            Magic.CopyTo(head);
            BinaryPrimitives.WriteInt64LittleEndian(head[8..], people.Length);
            stream.Write(head);
            foreach (var part in people.Chunk(1 << 20)) stream.Write(MemoryMarshal.AsBytes(part.AsSpan()));
        }
        File.Move(aside, path, overwrite: true);
    }

    /// <returns>Null where there is none, or it is not whole: then it is made again.</returns>
    public static PeopleTags? Open(string path)
    {
        try
        {
            var length = new FileInfo(path) is { Exists: true } info ? info.Length : 0;
            if (length < HeadBytes) return null;
            var file = MemoryMappedFile.CreateFromFile(OwnerFile.Open(path, FileMode.Open, FileAccess.Read), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            var tags = new PeopleTags(file, view, view.ReadInt64(8));
            if (view.ReadInt64(0) == BinaryPrimitives.ReadInt64LittleEndian(Magic) && tags.Count >= 0 && length == HeadBytes + tags.Count * EntryBytes) return tags;
            tags.Dispose();
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>In how many records somebody is; nothing where they are in none.</summary>
    public TaggedPerson Find(ulong tag) => At(tag) is var at and >= 0 ? Entry(at) : new(tag, 0, 0);

    /// <summary>The same of a file that is looked into once: one read near where they would be by proportion, and no more of the file than that.</summary>
    /// <returns>Null where there is no such file, or it is not whole.</returns>
    public static TaggedPerson? Find(string path, ulong tag)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
            var length = RandomAccess.GetLength(file);
            Span<byte> head = stackalloc byte[HeadBytes];
            if (RandomAccess.Read(file, head, 0) < HeadBytes || !head[..8].SequenceEqual(Magic)) return null;
            var count = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
            if (count < 0 || length != HeadBytes + count * EntryBytes) return null;
            if (count == 0) return new(tag, 0, 0);
            var from = Math.Max(0, (long)Math.BigMul(tag, (ulong)count, out _) - NearEntries / 2);
            var block = new TaggedPerson[(int)Math.Min(NearEntries, count - from)];
            if (RandomAccess.Read(file, MemoryMarshal.AsBytes(block.AsSpan()), HeadBytes + from * EntryBytes) < block.Length * EntryBytes) return null;
            // what lies at an edge may go on beyond it
            if ((from == 0 || block[0].Tag < tag) && (from + block.Length == count || block[^1].Tag > tag)) return InBlock(block, tag);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        using var tags = Open(path);
        return tags?.Find(tag);
    }

    /// <summary>Takes somebody out, in place: their entry takes the tag of a neighbour and counts nothing.</summary>
    /// <returns>False where they were not in it.</returns>
    public static bool Erase(string path, ulong tag)
    {
        long at;
        ulong neighbour;
        using (var tags = Open(path))
        {
            if (tags is null || (at = tags.At(tag)) < 0) return false;
            neighbour = at > 0 ? tags.Tag(at - 1) : 0;
        }
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
        Span<byte> entry = stackalloc byte[EntryBytes];
        entry.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(entry, neighbour);
        // the counts first: a tag without counts says of nobody that they are there
        stream.Position = HeadBytes + at * EntryBytes + sizeof(ulong);
        stream.Write(entry[sizeof(ulong)..]);
        stream.Position = HeadBytes + at * EntryBytes;
        stream.Write(entry[..sizeof(ulong)]);
        stream.Flush(flushToDisk: true);
        return true;
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private static TaggedPerson InBlock(TaggedPerson[] block, ulong tag)
    {
        var (low, high) = (0, block.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (block[middle].Tag < tag) low = middle + 1;
            else high = middle;
        }
        for (; low < block.Length && block[low].Tag == tag; low++)
            if (block[low] is { Records: > 0 } or { Through: > 0 })
                return block[low];
        return new(tag, 0, 0);
    }

    /// <summary>The place of a tag that counts something; -1 where there is none. Erased entries may share a tag with the one before them.</summary>
    private long At(ulong tag)
    {
        var at = First(tag);
        for (; at < Count && Tag(at) == tag; at++)
            if (Entry(at) is { Records: > 0 } or { Through: > 0 })
                return at;
        return -1;
    }

    /// <summary>The place of the first tag that is not below one.</summary>
    private long First(ulong tag)
    {
        if (Count == 0) return 0;
        var guess = (long)Math.BigMul(tag, (ulong)Count, out _);
        var (low, high) = (0L, Count);
        if (Tag(guess) < tag)
        {
            low = guess + 1;
            for (var step = 32L; low + step < Count; step *= 4)
            {
                if (Tag(low + step) >= tag)
                {
                    high = low + step;
                    break;
                }
                low += step + 1;
            }
        }
        else
        {
            high = guess;
            for (var step = 32L; high - step > 0; step *= 4)
            {
                if (Tag(high - step) < tag)
                {
                    low = high - step + 1;
                    break;
                }
                high -= step;
            }
        }
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (Tag(middle) < tag) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private ulong Tag(long at) => view.ReadUInt64(HeadBytes + at * EntryBytes);

    private TaggedPerson Entry(long at) => new(Tag(at), view.ReadUInt32(HeadBytes + at * EntryBytes + 8), view.ReadUInt32(HeadBytes + at * EntryBytes + 12));
}
