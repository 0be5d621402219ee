using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Headgate.Suggest.Training;

/// <summary>Finds the wordings that enough different people used, shortest first: one that few used has no longer one that more did, so only what can still be kept is counted.</summary>
internal sealed class Counting
{
    private const int PartsPerThread = 8;

    private readonly Corpus corpus;
    private readonly TrainingOptions options;
    private readonly string folder;
    private readonly Action<TrainingProgress> report;
    private readonly ParallelOptions parallel;
    private readonly List<(int First, int End)> parts;
    private int[] current = [];

    private Counting(Corpus corpus, TrainingOptions options, string folder, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        (this.corpus, this.options, this.folder, this.report) = (corpus, options, folder, report);
        parallel = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = options.Threads };
        parts = Parts();
    }

    /// <summary>Counts, and writes down what each bundle contributes, a file a length.</summary>
    public static Structure Count(Corpus corpus, TrainingOptions options, string folder, Action<TrainingProgress> report, CancellationToken cancellation) =>
        new Counting(corpus, options, folder, report, cancellation).Count();

    public static string LevelFile(string folder, int level) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{level}.bin"));

    private Structure Count()
    {
        var keys = new ulong[options.Order + 1][];
        keys[1] = [];
        if (!IsDone(1)) Write(1, (record, from, to, uses) =>
        {
            for (var i = from; i < to; i++)
                if (corpus.Tokens[i] is >= 0 and var word) uses.Add(((ulong)word << 32) | (uint)record);
        });
        keys[0] = Kept(0, (record, i) => corpus.RecordLanguages[record] is >= 0 and var language && corpus.Tokens[i] is >= Reserved.Count and var word ? ((ulong)language << 32) | (uint)word : None);
        var languages = new KeptTable(keys[0]);
        if (!IsDone(0)) Write(0, (record, from, to, uses) =>
        {
            if (corpus.RecordLanguages[record] is not (>= 0 and var language)) return;
            for (var i = from; i < to; i++)
                if (corpus.Tokens[i] is >= Reserved.Count and var word && languages.Find(((ulong)language << 32) | (uint)word) is >= 0 and var id) uses.Add(((ulong)id << 32) | (uint)record);
        });
        current = [.. corpus.Tokens];
        for (var level = 2; level <= options.Order; level++)
        {
            keys[level] = Kept(level, (_, i) => KeyAt(i));
            var table = new KeptTable(keys[level]);
            Write(level, (record, from, to, uses) =>
            {
                // From the end: what stands before must still be the shorter wording.
                for (var i = to - 1; i >= from; i--)
                {
                    var key = KeyAt(i);
                    var id = key == None ? -1 : table.Find(key);
                    current[i] = id;
                    if (id >= 0) uses.Add(((ulong)id << 32) | (uint)record);
                }
            });
        }
        return new(corpus.Words, keys);
    }

    private const ulong None = ulong.MaxValue;

    /// <summary>Whether what bundles contribute to a length was written whole by a run before.</summary>
    private bool IsDone(int level) => File.Exists(LevelFile(folder, level));

    /// <summary>The keys of a length: as a run before found them, else counted.</summary>
    private ulong[] Kept(int level, Func<int, int, ulong> keyAt)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"keys-{level}.bin"));
        if (File.Exists(path)) return MemoryMarshal.Cast<byte, ulong>(File.ReadAllBytes(path)).ToArray();
        var keys = Keep(level, keyAt);
        CorpusFile.WriteWhole(path, file => file.Write(MemoryMarshal.AsBytes(keys.AsSpan())));
        return keys;
    }

    /// <summary>The wording that ends at a token and is longer by a word than those kept last, if its beginning and its end were kept.</summary>
    private ulong KeyAt(int i)
    {
        var word = corpus.Tokens[i];
        if (word < 0 || word == Reserved.Begin || current[i] < 0) return None;
        var before = current[i - 1];
        return before < 0 ? None : ((ulong)before << 32) | (uint)word;
    }

    /// <summary>The keys that enough people used, sorted. Every thread counts a share of the keys, over all people.</summary>
    private ulong[] Keep(int level, Func<int, int, ulong> keyAt)
    {
        var kept = new ConcurrentBag<ulong[]>();
        report(new(level == 0 ? "counting the words of each language" : $"counting wordings of {level} words", 0, corpus.Tokens.Length));
        Parallel.For(0, options.Threads, parallel, thread =>
        {
            var candidates = new Candidates();
            for (var b = 0; b < corpus.Bundles.Count; b++)
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                var author = corpus.Authors[b];
                for (var r = corpus.BundleRecords[b]; r < corpus.BundleRecords[b + 1]; r++)
                {
                    var (from, to) = ((int)corpus.RecordStarts[r], (int)corpus.RecordStarts[r + 1]);
                    for (var i = from; i < to; i++)
                    {
                        var key = level == 0 ? keyAt(r, i) : KeyAt(i);
                        if (key == None) continue;
                        var hash = Candidates.Hash(key);
                        if ((hash & 0xFFFF) % (uint)options.Threads == (uint)thread) candidates.Add(key, hash, author);
                    }
                }
                if (thread == 0 && b % 256 == 0) report(new(level == 0 ? "counting the words of each language" : $"counting wordings of {level} words", corpus.RecordStarts[corpus.BundleRecords[b]], corpus.Tokens.Length));
            }
            kept.Add([.. candidates.UsedBy(options.People)]);
        });
        var keys = kept.SelectMany(some => some).ToArray();
        Array.Sort(keys);
        return keys;
    }

    /// <summary>Writes down what each bundle contributes to one length.</summary>
    private void Write(int level, Action<int, int, int, List<ulong>> collect)
    {
        CorpusFile.WriteWhole(LevelFile(folder, level), file => Write(file, collect));
    }

    private void Write(Stream file, Action<int, int, int, List<ulong>> collect)
    {
        for (var first = 0; first < parts.Count; first += options.Threads)
        {
            var some = parts.Skip(first).Take(options.Threads).ToList();
            var written = new MemoryStream[some.Count];
            Parallel.For(0, some.Count, parallel, p =>
            {
                written[p] = new MemoryStream();
                using var writer = new ContributionWriter(written[p]);
                var uses = new List<ulong>();
                for (var b = some[p].First; b < some[p].End; b++)
                {
                    parallel.CancellationToken.ThrowIfCancellationRequested();
                    uses.Clear();
                    for (var r = corpus.BundleRecords[b]; r < corpus.BundleRecords[b + 1]; r++) collect(r, (int)corpus.RecordStarts[r], (int)corpus.RecordStarts[r + 1], uses);
                    writer.Write(CollectionsMarshal.AsSpan(uses));
                }
            });
            foreach (var part in written) part.WriteTo(file);
        }
    }

    /// <summary>Ranges of bundles of about as many tokens each.</summary>
    private List<(int First, int End)> Parts()
    {
        var found = new List<(int, int)>();
        var size = Math.Max(1, corpus.Tokens.Length / (options.Threads * PartsPerThread));
        for (int first = 0, end; first < corpus.Bundles.Count; first = end)
        {
            for (end = first + 1; end < corpus.Bundles.Count && corpus.Start(end) - corpus.Start(first) < size;) end++;
            found.Add((first, end));
        }
        return found;
    }
}
