using System.Collections.Concurrent;
using Headgate.Suggest.Model;

namespace Headgate.Suggest.Training;

/// <summary>Makes a model from what people contributed. Training and forgetting both end here, so that what is left after forgetting is what would have been made without.</summary>
/// <remarks>Everything is a function of the sums over the bundles that stay: whole numbers, in a fixed order. Forgetting lowers sums only, so no wording comes in that was not there before.</remarks>
internal static class Finishing
{
    /// <param name="from">The folder of contributions whose wordings are numbered by <paramref name="structure"/>.</param>
    /// <param name="to">An empty folder for the model.</param>
    /// <param name="forget">The people to leave out.</param>
    public static ModelCounts Finish(
        string from, Structure structure, IReadOnlyList<Bundle> bundles, int people, IReadOnlySet<string> forget, string to, int threads, CancellationToken cancellation)
    {
        var isForgotten = bundles.Select(bundle => bundle.SpeaksOf(forget)).ToArray();
        var isWhole = !Array.Exists(isForgotten, forgotten => forgotten);
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads };
        var (tallies, maps) = (new Tally[structure.Order + 1], new int[structure.Order + 1][]);
        // What takes longest first, so that no thread is left waiting for another.
        var byLength = Enumerable.Range(0, tallies.Length).OrderByDescending(level => new FileInfo(Counting.LevelFile(from, level)).Length).ToList();
        Together(parallel, byLength.Select(level => (Action)(() =>
        {
            tallies[level] = Tally.Of(Counting.LevelFile(from, level), structure.Count(level), bundles, isForgotten, cancellation);
            maps[level] = Map(tallies[level], people, level == 1 ? Reserved.Count : 0);
        })));
        var inner = Directory.CreateDirectory(ModelLayout.People(to)).FullName;
        var left = bundles.Where((_, b) => !isForgotten[b]).ToList();
        PeopleFile.Write(inner, left);
        ModelCounts? counts = null;
        void Phrases()
        {
            var kept = Kept(structure, maps);
            var levels = tallies.Select((tally, level) => Numbers.Of(tally, maps[level])).ToArray();
            counts = new(left.Select(bundle => bundle.Author).Distinct(StringComparer.Ordinal).LongCount(), left.Sum(bundle => bundle.Records), left.Sum(bundle => bundle.Words), people, [.. Enumerable.Range(1, kept.Order).Select(kept.Count)]);
            cancellation.ThrowIfCancellationRequested();
            PhraseFile.Write(ModelLayout.Phrases(to), kept, levels, Smoothing.Of(kept, levels, people, counts.Words), counts);
        }
        Together(parallel, byLength.Select(level => (Action)(() =>
        {
            var (source, target) = (Counting.LevelFile(from, level), Counting.LevelFile(inner, level));
            if (isWhole && Array.TrueForAll(maps[level], id => id >= 0)) File.Copy(source, target);
            else Tally.Rewrite(source, target, isForgotten, maps[level], cancellation);
        })).Prepend(Phrases));
        return counts!;
    }

    /// <summary>Does works on several threads, each as soon as one is free.</summary>
    private static void Together(ParallelOptions parallel, IEnumerable<Action> works) => Parallel.ForEach(Partitioner.Create(works, EnumerablePartitionerOptions.NoBuffering), parallel, work => work());

    private static int[] Map(Tally tally, int people, int always)
    {
        var map = new int[tally.People.Length];
        var next = 0;
        for (var id = 0; id < map.Length; id++) map[id] = id < always || tally.People[id] >= people ? next++ : -1;
        return map;
    }

    /// <summary>What is kept, with its new numbers. The order stays, since numbers only move up.</summary>
    private static Structure Kept(Structure old, int[][] maps)
    {
        var keys = new ulong[old.Keys.Length][];
        for (var level = 0; level < keys.Length; level++)
        {
            keys[level] = level == 1 ? [] : new ulong[maps[level].Count(id => id >= 0)];
            for (var id = 0; level != 1 && id < maps[level].Length; id++)
            {
                if (maps[level][id] is not (>= 0 and var place)) continue;
                var (above, word) = (old.Keys[level][id] >> 32, (uint)old.Keys[level][id]);
                keys[level][place] = ((level == 0 ? above : (ulong)maps[level - 1][above]) << 32) | (uint)maps[1][word];
            }
        }
        return new([.. old.Words.Where((_, word) => maps[1][word] >= 0)], keys);
    }
}

/// <summary>The sums of the wordings of one length that are kept.</summary>
internal sealed record Numbers(uint[] Times, uint[] Posts, uint[] People)
{
    public static Numbers Of(Tally tally, int[] map) => new(Kept(tally.Times, map), Kept(tally.Posts, map), Kept(tally.People, map));

    private static uint[] Kept(uint[] all, int[] map) => [.. all.Where((_, id) => map[id] >= 0)];
}
