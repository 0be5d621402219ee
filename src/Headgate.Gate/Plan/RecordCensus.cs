namespace Headgate.Gate;

/// <summary>Counts what was kept and dropped by kind, region of the author and month, from what was noted while records were decided.</summary>
internal sealed class RecordCensus(DecisionTable table, People people, Verdicts verdicts, RecordFacts facts)
{
    private const int AtOnce = 1 << 20;

    public Breakdown Count(int rows)
    {
        var kinds = new Tally(table.Records.Kinds.Count + 1);
        var regions = new Tally(People.RegionCount);
        var days = new Tally(RecordFacts.Days);
        Parallel.ForEach(
            System.Collections.Concurrent.Partitioner.Create(0, Math.Max(rows, 1), AtOnce),
            () => (Kinds: new Tally(kinds.Size), Regions: new Tally(regions.Size), Days: new Tally(days.Size)),
            (range, _, mine) =>
            {
                for (var position = range.Item1; position < Math.Min(range.Item2, rows); position++)
                {
                    var kept = verdicts.Allows(position);
                    mine.Kinds.Add(Math.Min(facts.KindOf(position), kinds.Size - 1), kept);
                    mine.Regions.Add(people.PlaceOf(facts.Authors[position]), kept);
                    mine.Days.Add(facts.DayOf(position), kept);
                }
                return mine;
            },
            mine =>
            {
                lock (kinds)
                {
                    kinds.Add(mine.Kinds);
                    regions.Add(mine.Regions);
                    days.Add(mine.Days);
                }
            });
        return new(
            [.. kinds.Shares(kind => kind < table.Records.Kinds.Count ? table.Records.Kinds[kind] : null).OrderByDescending(share => share.Kept + share.Dropped)],
            [.. regions.Shares(People.PlaceName).OrderByDescending(share => share.Kept + share.Dropped)],
            [.. days.Shares(RecordFacts.MonthName)]);
    }

    private sealed class Tally(int size)
    {
        private readonly long[] kept = new long[size];
        private readonly long[] dropped = new long[size];

        public int Size => size;

        public void Add(int what, bool isKept) => (isKept ? kept : dropped)[what]++;

        public void Add(Tally other)
        {
            for (var i = 0; i < size; i++)
            {
                kept[i] += other.kept[i];
                dropped[i] += other.dropped[i];
            }
        }

        public IEnumerable<Share> Shares(Func<int, string?> name) => Enumerable.Range(0, size).Where(i => kept[i] + dropped[i] > 0)
            .GroupBy(name).Select(group => new Share(group.Key, group.Sum(i => kept[i]), group.Sum(i => dropped[i])));
    }
}
