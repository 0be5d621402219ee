using DuckDB.NET.Native;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>Counts the people who had a record kept, and those who had one dropped. Known ones are ticked off by number; only strangers, if there are any, are told apart by name.</summary>
internal sealed class SubjectCensus(DuckSession duck, People people, Verdicts verdicts, RecordFacts facts)
{
    private const int AtOnce = 1 << 20;

    private readonly bool[] kept = new bool[people.Count];
    private readonly bool[] dropped = new bool[people.Count];
    private bool strangers;

    public SubjectCounts Count(IReadOnlyList<ContentTable> contents, int rows)
    {
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, Math.Max(rows, 1), AtOnce), range =>
        {
            var authors = facts.Authors[..rows];
            for (var position = range.Item1; position < Math.Min(range.Item2, authors.Length); position++) Tick(position, authors[position]);
        });
        var others = string.Join(" UNION ALL ", contents.Where(content => content.SpeaksOfOthers).Select(content => $"SELECT unnest(hg_others) AS subject, pos FROM ({content.Everybody()}) WHERE hg_others IS NOT NULL").DefaultIfEmpty("SELECT NULL::VARCHAR AS subject, 0 AS pos WHERE false"));
        if (facts.Others() is { } noted)
        {
            foreach (var (position, number) in noted)
                if (position < rows)
                    Tick(position, number);
        }
        else Read(others);
        return new(kept.AsSpan().Count(true), dropped.AsSpan().Count(true) + (strangers ? Strangers(contents, others) : 0));
    }

    private void Read(string others)
    {
        DuckFunction.Register(duck.Connection, "headgate_tick", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.Integer], Tick);
        duck.Execute($"SELECT bool_or(headgate_tick(pos, coalesce(number, {People.Stranger}))) FROM ({others}) o LEFT JOIN people USING (subject) WHERE subject IS NOT NULL");
    }

    /// <summary>Nothing about a stranger is ever kept.</summary>
    private long Strangers(IReadOnlyList<ContentTable> contents, string others)
    {
        var authors = string.Join(" UNION ALL ", contents.Select(content => $"SELECT hg_author AS subject FROM ({content.Query()})"));
        return duck.Scalar<long>($"SELECT count(DISTINCT subject) FROM ({authors} UNION ALL SELECT subject FROM ({others}) o) ANTI JOIN people USING (subject)");
    }

    private void Tick(DuckCall call)
    {
        var (positions, numbers, results) = (call.Argument(0), call.Argument(1), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            Tick(positions.Get<long>(row), numbers.Get<int>(row));
            results.Set(row, (byte)0);
        }
    }

    private void Tick(long position, int number)
    {
        if (number >= 0) (verdicts.Allows(position) ? kept : dropped)[number] = true;
        else strangers |= number == People.Stranger;
    }
}
