using System.Runtime.InteropServices;

namespace Headgate.Suggest.Training;

/// <summary>Keeps a corpus while a model is trained on it, so that a run that was killed need not read again.</summary>
internal static class CorpusFile
{
    private const string Name = "corpus.bin";
    private const int Part = 1 << 24;

    public static void Write(string folder, Corpus corpus)
    {
        PeopleFile.Write(folder, corpus.Bundles);
        WriteWhole(Path.Combine(folder, Name), file =>
        {
            Put<int>(file, corpus.BundleRecords);
            Put<long>(file, corpus.RecordStarts);
            Put<sbyte>(file, corpus.RecordLanguages);
            Put<int>(file, corpus.Tokens);
            Put<int>(file, [corpus.Words.Length]);
            foreach (var word in corpus.Words) Put<byte>(file, word);
        });
    }

    /// <returns>Null where there is none: it is written whole or not at all.</returns>
    public static Corpus? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path) || !File.Exists(Path.Combine(folder, PeopleFile.Name))) return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var bundles = PeopleFile.Read(folder);
        var (records, starts, languages, tokens) = (Get<int>(file), Get<long>(file), Get<sbyte>(file), Get<int>(file));
        var words = new byte[Get<int>(file)[0]][];
        for (var i = 0; i < words.Length; i++) words[i] = Get<byte>(file);
        return new(bundles, records, starts, languages, Corpus.Numbered(bundles), tokens, words);
    }

    /// <summary>Writes a file that is there whole or not at all, also where the process is killed.</summary>
    public static void WriteWhole(string path, Action<Stream> write)
    {
        var aside = $"{path}.part";
        using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20)) write(file);
        File.Move(aside, path, overwrite: true);
    }

    private static void Put<T>(Stream file, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var count = (long)values.Length;
        file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in count)));
        // A span counts its bytes by an int.
        for (; values.Length > 0; values = values[Math.Min(Part, values.Length)..]) file.Write(MemoryMarshal.AsBytes(values[..Math.Min(Part, values.Length)]));
    }

    private static T[] Get<T>(Stream file)
        where T : unmanaged
    {
        var count = 0L;
        file.ReadExactly(MemoryMarshal.AsBytes(new Span<long>(ref count)));
        var values = new T[count];
        for (var at = 0L; at < count;)
        {
            var part = values.AsSpan((int)at, (int)Math.Min(Part, count - at));
            file.ReadExactly(MemoryMarshal.AsBytes(part));
            at += part.Length;
        }
        return values;
    }
}
