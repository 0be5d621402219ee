using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using DuckDB.NET.Native;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>Counts the people who had a record kept, and those who had one dropped. Known ones are ticked off by number, on several threads; only strangers, if there are any, are told apart by name.</summary>
internal sealed class SubjectCensus(DuckSession duck, People people, Verdicts verdicts, RecordFacts facts)
{
    private readonly Presence[] presences = people.Presences;
    private bool strangers;

    /// <summary>Ticks off the author of a record.</summary>
    /// <returns>Where they are, as <see cref="Presence.Place"/> says.</returns>
    public int Tick(int number, bool isKept)
    {
        if (number < 0)
        {
            if (number == People.Stranger) strangers = true;
            return RegionClasses.UnknownPlace;
        }
        ref var presence = ref presences[number];
        if (isKept && !presence.Kept) presence.Kept = true;
        if (!isKept && !presence.Dropped) presence.Dropped = true;
        return presence.Place;
    }

    /// <summary>Has the memory fetch somebody who is soon ticked off.</summary>
    public unsafe void Prefetch(int number)
    {
        if (Sse.IsSupported && number >= 0) Sse.Prefetch0(Unsafe.AsPointer(ref presences[number]));
    }

    /// <summary>Counts once the authors are ticked off: ticks off everybody else whom the records speak of.</summary>
    public SubjectCounts Count(IReadOnlyList<ContentTable> contents, int rows)
    {
        var others = string.Join(" UNION ALL ", contents.Where(content => content.SpeaksOfOthers).Select(content => $"SELECT unnest(hg_others) AS subject, pos FROM ({content.Everybody()}) WHERE hg_others IS NOT NULL").DefaultIfEmpty("SELECT NULL::VARCHAR AS subject, 0 AS pos WHERE false"));
        if (facts.Others() is { } noted)
        {
            Parallel.ForEach(noted, block =>
            {
                foreach (var (position, number) in block.Span)
                    if (position < rows)
                        Tick(number, verdicts.Allows(position));
            });
        }
        else Read(others);
        var (kept, dropped) = (0L, 0L);
        foreach (ref readonly var presence in presences.AsSpan())
        {
            kept += presence.Kept ? 1 : 0;
            dropped += presence.Dropped ? 1 : 0;
        }
        return new(kept, dropped + (strangers ? Strangers(contents, others) : 0));
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
            Tick(numbers.Get<int>(row), verdicts.Allows(positions.Get<long>(row)));
            results.Set(row, (byte)0);
        }
    }
}
