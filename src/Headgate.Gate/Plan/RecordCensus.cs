using System.Collections.Concurrent;

namespace Headgate.Gate;

/// <summary>Counts what was kept and dropped by reason, kind, region of the author and month, from what was noted while records were decided; and ticks off their authors.</summary>
internal sealed class RecordCensus(DecisionTable table, SubjectCensus subjects, Verdicts verdicts, RecordFacts facts)
{
    private const int AtOnce = 1 << 20;

    /// <summary>How many records ahead the memory is asked for.</summary>
    private const int Ahead = 16;

    private readonly Counts counts = new(table);

    /// <summary>How many records have each code.</summary>
    public IReadOnlyList<long> Codes => counts.Codes;

    public Breakdown Count(int rows)
    {
        Parallel.ForEach(Partitioner.Create(0, Math.Max(rows, 1), AtOnce), () => new Counts(table), (range, _, mine) => Count(range.Item1, Math.Min(range.Item2, rows), mine), counts.Add);
        return new(
            [.. counts.Kinds.Shares(kind => kind < table.Records.Kinds.Count ? table.Records.Kinds[kind] : null).OrderByDescending(share => share.Kept + share.Dropped)],
            [.. counts.Regions.Shares(People.PlaceName).OrderByDescending(share => share.Kept + share.Dropped)],
            [.. counts.Days.Shares(RecordFacts.MonthName)]);
    }

    private Counts Count(int from, int to, Counts mine)
    {
        var authors = facts.Authors;
        var codes = verdicts.Codes;
        var allowing = verdicts.Allowing;
        for (var position = from; position < to; position++)
        {
            if (position + Ahead < to) subjects.Prefetch(authors[position + Ahead]);
            var code = codes[position];
            var isKept = allowing[code];
            mine.Codes[code]++;
            mine.Kinds.Add(facts.KindOf(position), isKept);
            mine.Regions.Add(subjects.Tick(authors[position], isKept), isKept);
            mine.Days.Add(facts.DayOf(position), isKept);
        }
        return mine;
    }

    /// <summary>What one thread has counted, and what all have.</summary>
    private sealed class Counts(DecisionTable table)
    {
        public readonly long[] Codes = new long[table.Reasons.All.Count];
        public readonly Tally Kinds = new(table.Records.Kinds.Count + 1);
        public readonly Tally Regions = new(People.RegionCount);
        public readonly Tally Days = new(RecordFacts.Days);

        public void Add(Counts other)
        {
            lock (Codes)
            {
                for (var code = 0; code < Codes.Length; code++) Codes[code] += other.Codes[code];
                Kinds.Add(other.Kinds);
                Regions.Add(other.Regions);
                Days.Add(other.Days);
            }
        }
    }

    private sealed class Tally(int size)
    {
        /// <summary>Of each value how much was dropped, then how much was kept.</summary>
        private readonly long[] counts = new long[2 * size];

        /// <param name="what">What is beyond all values is counted with the last.</param>
        public void Add(int what, bool isKept) => counts[2 * Math.Min(what, size - 1) + (isKept ? 1 : 0)]++;

        public void Add(Tally other)
        {
            for (var i = 0; i < counts.Length; i++) counts[i] += other.counts[i];
        }

        public IEnumerable<Share> Shares(Func<int, string?> name) => Enumerable.Range(0, size).Where(i => counts[2 * i] + counts[2 * i + 1] > 0)
            .GroupBy(name).Select(group => new Share(group.Key, group.Sum(i => counts[2 * i + 1]), group.Sum(i => counts[2 * i])));
    }
}
