using System.Buffers;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>The functions by which DuckDB reports records to be decided: from the values of a record and the number of a person to a cell of the table.</summary>
/// <param name="facts">Where what is to be counted later is noted; null where nothing is.</param>
internal sealed class Deciding(DecisionTable table, People people, RegionClasses regions, Verdicts verdicts, RecordFacts? facts)
{
    private readonly RecordValues values = new(table);

    public void Register(DuckDBConnection connection)
    {
        DuckFunction.Register(connection, "headgate_decide", DuckDBType.UnsignedSmallInt, [DuckDBType.BigInt, DuckDBType.Varchar, DuckDBType.Boolean, DuckDBType.Boolean, DuckDBType.Varchar, DuckDBType.List, .. RecordValues.Types], Decide);
        DuckFunction.Register(connection, "headgate_weigh", DuckDBType.BigInt, [DuckDBType.BigInt, DuckDBType.BigInt, DuckDBType.Varchar, DuckDBType.Integer, .. RecordValues.Types], Weigh);
        DuckFunction.Register(connection, "headgate_settle", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.BigInt], Settle);
    }

    /// <summary>(position, id, whether a field is of the wrong type, whether only standings claim regions, author, others, values): settles a record that has a reason of its own, or of which only standings claim regions, and gives its code; <see cref="Verdicts.Open"/> of others.</summary>
    private void Decide(DuckCall call)
    {
        var (positions, ids, wrong, alone, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3), call.Result);
        var lists = call.List(5);
        Span<int> authors = stackalloc int[call.Rows];
        people.Index.Find(call.Argument(4), call.Rows, RecordFacts.Unnamed, authors);
        foreach (var author in authors) people.Prefetch(author);
        var records = new RecordRows(stackalloc int[call.Rows], stackalloc int[call.Rows], stackalloc long[call.Rows], stackalloc int[call.Rows]);
        values.Read(call, 6, records);
        var members = lists.Count;
        var others = ArrayPool<int>.Shared.Rent(members);
        people.Index.Find(lists.Members, members, People.Stranger, others);
        for (var row = 0; row < call.Rows; row++)
        {
            var (position, author) = (positions.Get<long>(row), authors[row]);
            var hasId = !ids.IsNull(row);
            facts?.Note(position, hasId ? IdHash.Of(ids, row) : 0, author, records.Kinds[row], records.Days[row]);
            var code = values.OwnReason(hasId && !wrong.Get<bool>(row), author != RecordFacts.Unnamed, records.Kinds[row])
                ?? (alone.Get<bool>(row) ? CodeOf(author, members == 0 ? [] : others.AsSpan(lists[row]), records.At(row)) : Verdicts.Open);
            verdicts.Set(position, code);
            results.Set(row, code);
        }
        if (members > 0) NoteOthers(positions, lists, others, call.Rows);
        ArrayPool<int>.Shared.Return(others);
    }

    private void NoteOthers(NativeVector positions, DuckList lists, int[] others, int rows)
    {
        if (facts is null) return;
        var pairs = 0;
        for (var row = 0; row < rows; row++) pairs += others.AsSpan(lists[row]).Length;
        var slot = facts.Reserve(pairs);
        for (var row = 0; row < rows; row++)
            foreach (var other in others.AsSpan(lists[row]))
                facts.NoteOther(slot++, positions.Get<long>(row), other);
    }

    /// <summary>(subject index, region index, region, person, values): what <see cref="Verdicts.Weigh"/> makes of it.</summary>
    private void Weigh(DuckCall call)
    {
        var (subjects, places, names, persons, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3), call.Result);
        var records = new RecordRows(stackalloc int[call.Rows], stackalloc int[call.Rows], stackalloc long[call.Rows], stackalloc int[call.Rows]);
        values.Read(call, 4, records);
        for (var row = 0; row < call.Rows; row++)
        {
            var region = names.IsNull(row) ? RegionClasses.NotUnderstood : regions.ClassOf(names.Utf8(row));
            var person = persons.Get<int>(row);
            results.Set(row, verdicts.Weigh(CellOf(people.CodeOf(person, region), person, records.At(row)), subjects.Get<long>(row), places.Get<long>(row)));
        }
    }

    /// <summary>(position, least weight).</summary>
    private void Settle(DuckCall call)
    {
        var (positions, least, results) = (call.Argument(0), call.Argument(1), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            verdicts.Settle(positions.Get<long>(row), least.Get<long>(row));
            results.Set(row, (byte)0);
        }
    }

    /// <summary>What a table says of all of a record's subjects: the least, between equals the first.</summary>
    private ushort CodeOf(int author, ReadOnlySpan<int> others, in RecordValue record)
    {
        var least = CodeOf(author, record);
        foreach (var other in others)
            if (CodeOf(other, record) is var code && verdicts.RankOfCode(code) < verdicts.RankOfCode(least))
                least = code;
        return least;
    }

    /// <summary>What a table says of a person: the least of their regions.</summary>
    private ushort CodeOf(int person, in RecordValue record)
    {
        var several = people.RegionsOf(person);
        if (several.IsEmpty) return CellOf(people.CodeOf(person), person, record);
        var least = CellOf(people.CodeOf(person, several[0]), person, record);
        foreach (var region in several[1..])
            if (CellOf(people.CodeOf(person, region), person, record) is var code && verdicts.RankOfCode(code) < verdicts.RankOfCode(least))
                least = code;
        return least;
    }

    private ushort CellOf(int subject, int person, in RecordValue record)
    {
        if (subject < SubjectClasses.FirstActive) return table[subject, 0, 0];
        var code = table[subject, record.Code, people.PairOf(person, record.Created, record.Day)];
        return code == DecisionTable.Impossible ? throw new InvalidOperationException("a case fell into a cell that no case can reach") : code;
    }
}
