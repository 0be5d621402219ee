using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using Headgate.Suggest.Training;

namespace Headgate.Suggest.Model;

/// <summary>A served model: the file mapped into memory, and what it says of a word after others.</summary>
/// <remarks>Safe for any number of threads. What it holds is bounds-checked on every read; that the file is the one that was made is for its manifest to say.</remarks>
public sealed unsafe class PhraseModel : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private readonly (long Offset, long Length)[] sections;
    private bool isDisposed;

    private PhraseModel(MemoryMappedFile file, MemoryMappedViewAccessor view, byte* start, (long, long)[] sections, ModelCounts counts, ulong rootTotal, ulong rootRest)
    {
        (this.file, this.view, this.sections, Counts, RootTotal, RootRest) = (file, view, sections, counts, rootTotal, rootRest);
        this.start = start;
    }

    public ModelCounts Counts { get; }

    /// <summary>The longest wording, in words.</summary>
    public int Order => Counts.Wordings.Count;

    internal ulong RootTotal { get; }

    internal ulong RootRest { get; }

    /// <param name="folder">The folder of the model.</param>
    /// <exception cref="InvalidDataException">It holds no model that can be read here.</exception>
    public static PhraseModel Open(string folder)
    {
        var path = ModelLayout.Phrases(folder);
        var length = new FileInfo(path).Length;
        if (length < PhraseFile.HeaderBytes) throw new InvalidDataException($"`{path}` is no model");
        // Opened so that it may be replaced by another while it is read.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            return Read(path, file, view, start, length);
        }
        catch
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
            throw;
        }
    }

    private static PhraseModel Read(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, byte* start, long length)
    {
        var header = new ReadOnlySpan<byte>(start, PhraseFile.HeaderBytes);
        if (!header[..8].SequenceEqual(PhraseFile.Magic)) throw new InvalidDataException($"`{path}` is no model");
        var ints = MemoryMarshal.Cast<byte, int>(header[8..24]);
        if (ints[0] != PhraseFile.Version) throw new InvalidDataException($"`{path}` is a model of version {ints[0]}, not {PhraseFile.Version}");
        var order = ints[1];
        if (order is < 2 or > 16 || length < PhraseFile.HeaderBytes + (PhraseFile.SectionCount(order) * 16L)) throw new InvalidDataException($"`{path}` is damaged");
        var longs = MemoryMarshal.Cast<byte, long>(header[24..64]);
        var table = new ReadOnlySpan<long>(start + PhraseFile.HeaderBytes, PhraseFile.SectionCount(order) * 2);
        var sections = new (long Offset, long Length)[PhraseFile.SectionCount(order)];
        for (var i = 0; i < sections.Length; i++)
        {
            sections[i] = (table[2 * i], table[(2 * i) + 1]);
            if (sections[i].Offset < 0 || sections[i].Length < 0 || sections[i].Offset % 4 != 0 || sections[i].Offset > length - sections[i].Length) throw new InvalidDataException($"`{path}` is damaged");
        }
        var wordings = Enumerable.Range(1, order).Select(level => sections[PhraseFile.SharedSections + (PhraseFile.SectionsALevel * (level - 1)) + 1].Length / 4).ToList();
        return new(file, view, start, sections, new(longs[0], longs[1], longs[2], ints[2], wordings), (ulong)longs[3], (ulong)longs[4]);
    }

    /// <summary>A word as it is written.</summary>
    internal string TextOf(int word) => Encoding.UTF8.GetString(BytesOf(word));

    internal ReadOnlySpan<byte> BytesOf(int word)
    {
        var offsets = Section(0);
        return new ReadOnlySpan<byte>(start + sections[1].Offset, checked((int)sections[1].Length))[(int)offsets[word]..(int)offsets[word + 1]];
    }

    /// <summary>The number of a word; -1 where the model does not know it.</summary>
    internal int Find(ReadOnlySpan<char> word)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (!Encoding.UTF8.TryGetBytes(word, bytes, out var length)) return Reserved.Cut;
        var at = LowerBound(bytes[..length]);
        return at < WordCount && BytesOf(at).SequenceEqual(bytes[..length]) ? at : Reserved.Cut;
    }

    /// <summary>The words that begin with a text: from one to before another.</summary>
    internal (int From, int To) Beginning(ReadOnlySpan<char> prefix)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (!Encoding.UTF8.TryGetBytes(prefix, bytes, out var length)) return (0, 0);
        var from = LowerBound(bytes[..length]);
        if (length == 0) return (Reserved.Count, WordCount);
        // No byte of UTF-8 is 0xFF.
        bytes[length] = 0xFF;
        return (Math.Max(from, Reserved.Count), LowerBound(bytes[..(length + 1)]));
    }

    internal int WordCount => (int)Counts.Wordings[0];

    /// <summary>Whether enough people used the word in a language.</summary>
    internal bool IsOf(int word, int language)
    {
        var starts = Section(2);
        return Section(3)[(int)starts[language]..(int)starts[language + 1]].BinarySearch((uint)word) >= 0;
    }

    /// <summary>Whether the model knows any word of a language.</summary>
    internal bool Knows(int language) => Section(2) is var starts && starts[language + 1] > starts[language];

    /// <summary>The last word of each wording of a length; empty for length 1, where they are the words themselves.</summary>
    internal ReadOnlySpan<uint> Words(int level) => Section(level, 0);

    internal ReadOnlySpan<uint> People(int level) => Section(level, 1);

    internal ReadOnlySpan<uint> Posts(int level) => Section(level, 2);

    internal ReadOnlySpan<uint> Weights(int level) => Section(level, 3);

    internal uint Total(int level, int id) => Section(level, 4)[id];

    internal uint Rest(int level, int id) => Section(level, 5)[id];

    /// <summary>The wordings that are longer by a word: from one to before another.</summary>
    internal (int From, int To) Longer(int level, int id) => Section(level, 6) is var starts ? ((int)starts[id], (int)starts[id + 1]) : default;

    /// <summary>The wording that is longer by a word; -1 where it is not kept.</summary>
    internal int Child(int level, int id, int word)
    {
        if (level >= Order) return -1;
        var (from, to) = Longer(level, id);
        var at = Words(level + 1)[from..to].BinarySearch((uint)word);
        return at < 0 ? -1 : from + at;
    }

    /// <summary>The wordings and words behind the file, for forgetting.</summary>
    internal Structure Structure()
    {
        var words = Enumerable.Range(0, WordCount).Select(word => BytesOf(word).ToArray()).ToArray();
        var keys = new ulong[Order + 1][];
        (keys[0], keys[1]) = (Keys(Section(2)[..^1], Section(2), Section(3)), []);
        for (var level = 2; level <= Order; level++) keys[level] = Keys(Section(level - 1, 6)[..^1], Section(level - 1, 6), Words(level));
        return new(words, keys);
    }

    private static ulong[] Keys(ReadOnlySpan<uint> above, ReadOnlySpan<uint> starts, ReadOnlySpan<uint> words)
    {
        var keys = new ulong[words.Length];
        for (var id = 0; id < above.Length; id++)
            for (var at = (int)starts[id]; at < (int)starts[id + 1]; at++)
                keys[at] = ((ulong)id << 32) | words[at];
        return keys;
    }

    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private int LowerBound(ReadOnlySpan<byte> bytes)
    {
        int from = 0, to = WordCount;
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (BytesOf(middle).SequenceCompareTo(bytes) < 0) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    private ReadOnlySpan<uint> Section(int level, int which) => Section(PhraseFile.SharedSections + (PhraseFile.SectionsALevel * (level - 1)) + which);

    private ReadOnlySpan<uint> Section(int which)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return new(start + sections[which].Offset, checked((int)(sections[which].Length / 4)));
    }
}
