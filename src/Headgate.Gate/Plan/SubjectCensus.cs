using DuckDB.NET.Native;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>Counts the people who had a record kept, and those who had one dropped. Known ones are ticked off by number; only strangers, if there are any, are told apart by name.</summary>
internal sealed class SubjectCensus(DuckSession duck, People people, Verdicts verdicts)
{
    private readonly bool[] kept = new bool[people.Count];
    private readonly bool[] dropped = new bool[people.Count];
    private bool strangers;

    public SubjectCounts Count(IReadOnlyList<ContentTable> contents, ReadOnlySpan<int> authors)
    {
        for (var position = 0; position < authors.Length; position++) Tick(position, authors[position]);
        DuckFunction.Register(duck.Connection, "headgate_tick", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.Integer], Tick);
        var others = string.Join(" UNION ALL ", contents.Select(content => $"SELECT pos, unnest(hg_others) AS subject FROM ({content.Query()}) WHERE hg_others IS NOT NULL"));
        duck.Execute($"SELECT bool_or(headgate_tick(pos, coalesce(number, {People.Stranger}))) FROM ({others}) o LEFT JOIN people USING (subject) WHERE subject IS NOT NULL");
        return new(kept.AsSpan().Count(true), dropped.AsSpan().Count(true) + (strangers ? Strangers(contents, others) : 0));
    }

    /// <summary>Nothing about a stranger is ever kept.</summary>
    private long Strangers(IReadOnlyList<ContentTable> contents, string others)
    {
        var authors = string.Join(" UNION ALL ", contents.Select(content => $"SELECT hg_author AS subject FROM ({content.Query()})"));
        return duck.Scalar<long>($"SELECT count(DISTINCT subject) FROM ({authors} UNION ALL SELECT subject FROM ({others})) ANTI JOIN people USING (subject)");
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
