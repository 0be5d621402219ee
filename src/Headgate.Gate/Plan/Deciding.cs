using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>The functions by which DuckDB reports records to be decided: from the values of a record and the number of a person to a cell of the table.</summary>
internal sealed class Deciding(DecisionTable table, People people, RegionClasses regions, Verdicts verdicts, RecordFacts facts)
{
    private const int Ahead = 16;

    private static readonly DuckDBType[] Values =
        [DuckDBType.BigInt, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer];

    public void Register(DuckDBConnection connection)
    {
        DuckFunction.Register(connection, "headgate_decide", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.UnsignedBigInt, DuckDBType.Integer, DuckDBType.Boolean, DuckDBType.Varchar, .. Values], Decide);
        DuckFunction.Register(connection, "headgate_join", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.BigInt, DuckDBType.Boolean, DuckDBType.Varchar, .. Values], Join);
        DuckFunction.Register(connection, "headgate_weigh", DuckDBType.BigInt, [DuckDBType.BigInt, DuckDBType.BigInt, DuckDBType.Varchar, DuckDBType.Integer, .. Values], Weigh);
        DuckFunction.Register(connection, "headgate_settle", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.BigInt], Settle);
    }

    /// <summary>(position, hash of the id, own reason or -1, whether only standings claim regions, author, values): settles a record that has a reason of its own, else as far as its author goes.</summary>
    private void Decide(DuckCall call)
    {
        var (positions, ids, own, alone, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3), call.Result);
        var cells = new Cells(call, 5);
        Span<int> authors = stackalloc int[call.Rows];
        people.Index.Find(call.Argument(4), call.Rows, RecordFacts.Unnamed, authors);
        for (var row = 0; row < call.Rows; row++)
        {
            if (row + Ahead < call.Rows) people.Prefetch(authors[row + Ahead]);
            var (position, author) = (positions.Get<long>(row), authors[row]);
            facts.Note(position, ids.Get<ulong>(row), author, cells.Kind(row), cells.Created(row));
            if (own.Get<int>(row) is var reason and >= 0) verdicts.Set(position, (ushort)reason);
            else if (alone.Get<bool>(row)) verdicts.Set(position, CodeOf(author, cells, row));
            results.Set(row, (byte)0);
        }
    }

    /// <summary>(position, subject index, whether the record is settled as far as its author goes, other, values): what one of the others makes of it.</summary>
    private void Join(DuckCall call)
    {
        var (positions, subjects, settled, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Result);
        var cells = new Cells(call, 4);
        Span<int> others = stackalloc int[call.Rows];
        people.Index.Find(call.Argument(3), call.Rows, People.Stranger, others);
        for (var row = 0; row < call.Rows; row++)
        {
            if (row + Ahead < call.Rows) people.Prefetch(others[row + Ahead]);
            var (position, person) = (positions.Get<long>(row), others[row]);
            facts.NoteOther(position, person);
            if (settled.Get<bool>(row)) verdicts.Join(position, CodeOf(person, cells, row), subjects.Get<long>(row));
            results.Set(row, (byte)0);
        }
    }

    /// <summary>(subject index, region index, region, person, values): what <see cref="Verdicts.Weigh"/> makes of it.</summary>
    private void Weigh(DuckCall call)
    {
        var (subjects, places, names, persons, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3), call.Result);
        var cells = new Cells(call, 4);
        for (var row = 0; row < call.Rows; row++)
        {
            var region = names.IsNull(row) ? RegionClasses.NotUnderstood : regions.ClassOf(names.Utf8(row));
            var person = persons.Get<int>(row);
            results.Set(row, verdicts.Weigh(CellOf(people.CodeOf(person, region), person, cells, row), subjects.Get<long>(row), places.Get<long>(row)));
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

    /// <summary>What a table says of a person: the least of their regions.</summary>
    private ushort CodeOf(int person, in Cells cells, int row)
    {
        var several = people.RegionsOf(person);
        if (several.IsEmpty) return CellOf(people.CodeOf(person), person, cells, row);
        var least = CellOf(people.CodeOf(person, several[0]), person, cells, row);
        foreach (var region in several[1..])
            if (CellOf(people.CodeOf(person, region), person, cells, row) is var code && verdicts.RankOfCode(code) < verdicts.RankOfCode(least))
                least = code;
        return least;
    }

    private ushort CellOf(int subject, int person, in Cells cells, int row)
    {
        if (subject < SubjectClasses.FirstActive) return table[subject, 0, 0];
        var code = table[subject, cells.Record(table.Records, row), people.PairOf(person, cells.Created(row))];
        return code == DecisionTable.Impossible ? throw new InvalidOperationException("a case fell into a cell that no case can reach") : code;
    }

    /// <summary>The columns of a record's values: creation time, kind, visibility, service, labels, dates, signal.</summary>
    private readonly struct Cells(DuckCall call, int first)
    {
        private readonly NativeVector created = call.Argument(first);
        private readonly NativeVector kind = call.Argument(first + 1);
        private readonly NativeVector visibility = call.Argument(first + 2);
        private readonly NativeVector service = call.Argument(first + 3);
        private readonly NativeVector labels = call.Argument(first + 4);
        private readonly NativeVector dates = call.Argument(first + 5);
        private readonly NativeVector signal = call.Argument(first + 6);

        public int Kind(int row) => kind.Get<int>(row);

        public long? Created(int row) => created.IsNull(row) ? null : created.Get<long>(row);

        public int Record(RecordClasses records, int row) => records.CodeOf(
            kind.Get<int>(row), visibility.Get<int>(row), service.Get<int>(row), labels.Get<int>(row), dates.Get<int>(row), signal.Get<int>(row));
    }
}
