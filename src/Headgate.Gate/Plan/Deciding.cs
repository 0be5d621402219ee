using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>The functions by which DuckDB reports records to be decided: from the values of a record and the number of a person to a cell of the table.</summary>
internal sealed class Deciding(DecisionTable table, People people, RegionClasses regions, Verdicts verdicts, RecordFacts facts)
{
    private const int Ahead = 16;

    private static readonly DuckDBType[] Cell =
        [DuckDBType.Integer, DuckDBType.BigInt, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer];

    public void Register(DuckDBConnection connection)
    {
        DuckFunction.Register(connection, "headgate_decide", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.UnsignedBigInt, DuckDBType.Integer, DuckDBType.Boolean, .. Cell], Decide);
        DuckFunction.Register(connection, "headgate_weigh", DuckDBType.BigInt, [DuckDBType.BigInt, DuckDBType.BigInt, DuckDBType.Varchar, .. Cell], Weigh);
        DuckFunction.Register(connection, "headgate_settle", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.BigInt], Settle);
    }

    /// <summary>(position, hash of the id, own reason or -1, whether it speaks of its author alone, cell): settles a record that has a reason of its own, or one person in one region.</summary>
    private void Decide(DuckCall call)
    {
        var (positions, ids, own, alone, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3), call.Result);
        var cells = new Cells(call, 4);
        for (var row = 0; row < call.Rows; row++)
        {
            if (row + Ahead < call.Rows) people.Prefetch(cells.Person(row + Ahead));
            var (position, author) = (positions.Get<long>(row), cells.Person(row));
            facts.Note(position, ids.Get<ulong>(row), author);
            if (own.Get<int>(row) is var reason and >= 0) verdicts.Set(position, (ushort)reason);
            else if (alone.Get<bool>(row) && !people.IsInSeveral(author)) verdicts.Set(position, CodeOf(people.CodeOf(author), cells, row));
            results.Set(row, (byte)0);
        }
    }

    /// <summary>(subject index, region index, region, cell): what <see cref="Verdicts.Weigh"/> makes of it.</summary>
    private void Weigh(DuckCall call)
    {
        var (subjects, places, names, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Result);
        var cells = new Cells(call, 3);
        for (var row = 0; row < call.Rows; row++)
        {
            var region = names.IsNull(row) ? RegionClasses.NotUnderstood : regions.ClassOf(names.Utf8(row));
            var code = CodeOf(people.CodeOf(cells.Person(row), region), cells, row);
            results.Set(row, verdicts.Weigh(code, subjects.Get<long>(row), places.Get<long>(row)));
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

    private ushort CodeOf(int subject, in Cells cells, int row)
    {
        if (subject < SubjectClasses.FirstActive) return table[subject, 0, 0];
        var code = table[subject, cells.Record(table.Records, row), people.PairOf(cells.Person(row), cells.Created(row))];
        return code == DecisionTable.Impossible ? throw new InvalidOperationException("a case fell into a cell that no case can reach") : code;
    }

    /// <summary>The columns of a cell: person, creation time, kind, visibility, service, labels, dates, signal.</summary>
    private readonly struct Cells(DuckCall call, int first)
    {
        private readonly NativeVector person = call.Argument(first);
        private readonly NativeVector created = call.Argument(first + 1);
        private readonly NativeVector kind = call.Argument(first + 2);
        private readonly NativeVector visibility = call.Argument(first + 3);
        private readonly NativeVector service = call.Argument(first + 4);
        private readonly NativeVector labels = call.Argument(first + 5);
        private readonly NativeVector dates = call.Argument(first + 6);
        private readonly NativeVector signal = call.Argument(first + 7);

        public int Person(int row) => person.Get<int>(row);

        public long? Created(int row) => created.IsNull(row) ? null : created.Get<long>(row);

        public int Record(RecordClasses records, int row) => records.CodeOf(
            kind.Get<int>(row), visibility.Get<int>(row), service.Get<int>(row), labels.Get<int>(row), dates.Get<int>(row), signal.Get<int>(row));
    }
}
