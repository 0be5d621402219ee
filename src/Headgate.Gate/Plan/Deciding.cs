using System.Buffers;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>The functions by which DuckDB reports records to be decided: from the values of a record and the number of a person to a cell of the table.</summary>
internal sealed class Deciding(DecisionTable table, People people, RegionClasses regions, Verdicts verdicts, RecordFacts facts)
{
    private const int Ahead = 16;

    private readonly RecordValues values = new(table);

    public void Register(DuckDBConnection connection)
    {
        DuckFunction.Register(connection, "headgate_decide", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.Varchar, DuckDBType.Boolean, DuckDBType.Boolean, DuckDBType.Varchar, DuckDBType.List, .. RecordValues.Types], Decide);
        DuckFunction.Register(connection, "headgate_weigh", DuckDBType.BigInt, [DuckDBType.BigInt, DuckDBType.BigInt, DuckDBType.Varchar, DuckDBType.Integer, .. RecordValues.Types], Weigh);
        DuckFunction.Register(connection, "headgate_settle", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.BigInt], Settle);
    }

    /// <summary>(position, id, whether a field is of the wrong type, whether only standings claim regions, author, others, values): settles a record that has a reason of its own, or of which only standings claim regions.</summary>
    private void Decide(DuckCall call)
    {
        var (positions, ids, wrong, alone, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3), call.Result);
        var (lists, columns) = (call.List(5), values.Of(call, 6));
        var members = lists.Count;
        Span<int> authors = stackalloc int[call.Rows];
        var others = ArrayPool<int>.Shared.Rent(members);
        people.Index.Find(call.Argument(4), call.Rows, RecordFacts.Unnamed, authors);
        people.Index.Find(lists.Members, members, People.Stranger, others);
        var pairs = 0;
        for (var row = 0; row < call.Rows && members > 0; row++) pairs += others.AsSpan(lists[row]).Length;
        var slot = facts.Reserve(pairs);
        for (var row = 0; row < call.Rows; row++)
        {
            if (row + Ahead < call.Rows) people.Prefetch(authors[row + Ahead]);
            var (position, author, record) = (positions.Get<long>(row), authors[row], columns.At(row));
            var hasId = !ids.IsNull(row);
            var also = others.AsSpan(lists[row]);
            facts.Note(position, hasId ? IdHash.Of(ids, row) : 0, author, record.Kind, record.Created);
            foreach (var other in also) facts.NoteOther(slot++, position, other);
            if (values.OwnReason(hasId && !wrong.Get<bool>(row), author != RecordFacts.Unnamed, record) is { } own) verdicts.Set(position, own);
            else if (alone.Get<bool>(row)) verdicts.Set(position, CodeOf(author, also, record));
            results.Set(row, (byte)0);
        }
        ArrayPool<int>.Shared.Return(others);
    }

    /// <summary>(subject index, region index, region, person, values): what <see cref="Verdicts.Weigh"/> makes of it.</summary>
    private void Weigh(DuckCall call)
    {
        var (subjects, places, names, persons, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3), call.Result);
        var columns = values.Of(call, 4);
        for (var row = 0; row < call.Rows; row++)
        {
            var region = names.IsNull(row) ? RegionClasses.NotUnderstood : regions.ClassOf(names.Utf8(row));
            var person = persons.Get<int>(row);
            results.Set(row, verdicts.Weigh(CellOf(people.CodeOf(person, region), person, columns.At(row)), subjects.Get<long>(row), places.Get<long>(row)));
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
        var code = table[subject, values.CodeOf(record), people.PairOf(person, record.Created)];
        return code == DecisionTable.Impossible ? throw new InvalidOperationException("a case fell into a cell that no case can reach") : code;
    }
}
