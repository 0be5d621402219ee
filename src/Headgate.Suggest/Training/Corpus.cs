using System.Runtime.InteropServices;
using System.Text;

namespace Headgate.Suggest.Training;

/// <summary>All that was read, bundle by bundle in order of their people, with one numbering of words.</summary>
/// <remarks>In what order the records came, and which thread read them, is no longer to be seen.</remarks>
internal sealed class Corpus
{
    internal Corpus(List<Bundle> bundles, int[] bundleRecords, long[] recordStarts, sbyte[] recordLanguages, int[] authors, int[] tokens, byte[][] words) =>
        (Bundles, BundleRecords, RecordStarts, RecordLanguages, Authors, Tokens, Words) = (bundles, bundleRecords, recordStarts, recordLanguages, authors, tokens, words);

    public List<Bundle> Bundles { get; }

    /// <summary>The first record of each bundle, and one more.</summary>
    public int[] BundleRecords { get; }

    /// <summary>The first token of each record, and one more.</summary>
    public long[] RecordStarts { get; }

    public sbyte[] RecordLanguages { get; }

    /// <summary>The number of each bundle's author.</summary>
    public int[] Authors { get; }

    /// <summary>The words of all records; numbers as of <see cref="Words"/>.</summary>
    public int[] Tokens { get; }

    /// <summary>The words: first all of them, then those that are kept, as UTF-8 in order of their bytes.</summary>
    public byte[][] Words { get; private set; }

    /// <summary>Numbers the words that enough people used, in order of their bytes, and forgets the others.</summary>
    public void KeepWords(int least, CancellationToken cancellation)
    {
        var (people, last) = (new int[Words.Length], new int[Words.Length]);
        Array.Fill(last, -1);
        for (var b = 0; b < Bundles.Count; b++)
        {
            cancellation.ThrowIfCancellationRequested();
            var author = Authors[b];
            foreach (var word in Tokens.AsSpan((int)Start(b), (int)(Start(b + 1) - Start(b))))
            {
                if (word < 0 || last[word] == author) continue;
                last[word] = author;
                people[word]++;
            }
        }
        var kept = Enumerable.Range(0, people.Length).Where(word => word < Reserved.Count || people[word] >= least).ToArray();
        Array.Sort(kept, (one, other) => Words[one].AsSpan().SequenceCompareTo(Words[other]));
        var map = new int[people.Length];
        Array.Fill(map, Reserved.Cut);
        for (var i = 0; i < kept.Length; i++) map[kept[i]] = i;
        foreach (ref var token in Tokens.AsSpan())
            if (token >= 0) token = map[token];
        Words = [.. kept.Select(word => Words[word])];
    }

    /// <summary>The first token of a bundle.</summary>
    public long Start(int bundle) => RecordStarts[BundleRecords[bundle]];

    public static Corpus Of(IReadOnlyList<ReadPart> parts, CancellationToken cancellation)
    {
        var keys = parts.SelectMany(part => part.Bundles).Distinct(StringComparer.Ordinal).ToArray();
        Array.Sort(keys, StringComparer.Ordinal);
        var bundleOf = new Dictionary<string, int>(keys.Length, StringComparer.Ordinal);
        foreach (var key in keys) bundleOf.Add(key, bundleOf.Count);
        var words = new List<string>(Reserved.Words);
        var numberOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var maps = new List<(int[] Words, int[] Bundles)>();
        var recordCounts = new int[keys.Length + 1];
        foreach (var part in parts)
        {
            var map = new int[part.Words.Count];
            for (var i = 0; i < map.Length; i++)
            {
                if (i < Reserved.Count) map[i] = i;
                else
                {
                    ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numberOf, part.Words[i], out var isKnown);
                    if (!isKnown)
                    {
                        number = words.Count;
                        words.Add(part.Words[i]);
                    }
                    map[i] = number;
                }
            }
            var bundles = part.Bundles.Select(key => bundleOf[key]).ToArray();
            maps.Add((map, bundles));
            foreach (var record in part.Records) recordCounts[bundles[record.Bundle] + 1]++;
        }
        for (var i = 0; i < keys.Length; i++) recordCounts[i + 1] += recordCounts[i];
        return Place(parts, maps, keys, recordCounts, words, cancellation);
    }

    private static Corpus Place(IReadOnlyList<ReadPart> parts, List<(int[] Words, int[] Bundles)> maps, string[] keys, int[] bundleRecords, List<string> words, CancellationToken cancellation)
    {
        var next = bundleRecords.AsSpan(0, keys.Length).ToArray();
        var places = parts.Select(part => new int[part.Records.Count]).ToList();
        var starts = new long[bundleRecords[^1] + 1];
        var languages = new sbyte[bundleRecords[^1]];
        for (var p = 0; p < parts.Count; p++)
            for (var r = 0; r < places[p].Length; r++)
            {
                var record = parts[p].Records[r];
                var place = places[p][r] = next[maps[p].Bundles[record.Bundle]]++;
                starts[place + 1] = record.Length;
                languages[place] = record.Language;
            }
        for (var i = 0; i < languages.Length; i++) starts[i + 1] += starts[i];
        if (starts[^1] > Array.MaxLength) throw new NotSupportedException("more than two thousand million words at once are not supported");
        var tokens = new int[starts[^1]];
        Parallel.For(0, parts.Count, new ParallelOptions { CancellationToken = cancellation }, p =>
        {
            var from = CollectionsMarshal.AsSpan(parts[p].Tokens);
            var map = maps[p].Words;
            var at = 0;
            for (var r = 0; r < places[p].Length; r++)
            {
                var to = starts[places[p][r]];
                for (var i = 0; i < parts[p].Records[r].Length; i++)
                {
                    var token = from[at++];
                    tokens[to + i] = token < 0 ? Reserved.Cut : map[token];
                }
            }
        });
        var bundles = new List<Bundle>(keys.Length);
        for (var b = 0; b < keys.Length; b++)
        {
            var people = ReadPart.People(keys[b]);
            var predicted = 0L;
            foreach (var token in tokens.AsSpan((int)starts[bundleRecords[b]], (int)(starts[bundleRecords[b + 1]] - starts[bundleRecords[b]])))
                if (token != Reserved.Begin) predicted++;
            bundles.Add(new(people[0], people[1..], bundleRecords[b + 1] - bundleRecords[b], predicted));
        }
        return new(bundles, bundleRecords, starts, languages, Numbered(bundles), tokens, [.. words.Select(Encoding.UTF8.GetBytes)]);
    }

    /// <summary>The number of each bundle's author.</summary>
    public static int[] Numbered(List<Bundle> bundles)
    {
        var authors = new int[bundles.Count];
        for (var b = 1; b < authors.Length; b++) authors[b] = authors[b - 1] + (bundles[b].Author == bundles[b - 1].Author ? 0 : 1);
        return authors;
    }
}
