using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>The verdict of every record, by its position in the input: the code of its reason.</summary>
internal sealed class Verdicts
{
    /// <summary>Not yet decided.</summary>
    public const ushort Open = ushort.MaxValue;

    private const int SubjectBits = 20;
    private const int RegionBits = 10;
    private const int CodeBits = 16;

    private readonly DecisionTable table;
    private readonly ushort[] codes;
    private readonly long[]? weights;
    private readonly int[] pairCodes;
    private readonly int[] ranks;

    /// <param name="tracing">Whether to remember which subject in which region a verdict comes from.</param>
    public Verdicts(DecisionTable table, long rows, bool tracing)
    {
        this.table = table;
        codes = GC.AllocateUninitializedArray<ushort>(checked((int)rows));
        codes.AsSpan().Fill(Open);
        weights = tracing ? new long[rows] : null;
        pairCodes = [.. Enumerable.Range(0, 2 * table.Pairs.Ages.Count).Select(value => table.Pairs.CodeOf(value / 2, value % 2 != 0))];
        ranks = [.. table.Reasons.All.Select(reason => reason.Rank)];
    }

    public Span<ushort> Codes => codes;

    public int RankOf(long position) => ranks[codes[position]];

    public Reason ReasonOf(long position) => table.Reasons.All[codes[position]];

    public bool Allows(long position) => table.Reasons.All[codes[position]].Allows;

    /// <summary>Gives a record a reason of its own, unless it has one that stands before it.</summary>
    public void Refuse(long position, Reason reason)
    {
        if (reason.Rank >= RankOf(position)) return;
        codes[position] = (ushort)reason.Code;
        if (weights is not null) weights[position] = 0;
    }

    /// <summary>Gives a record the verdict of one that it derives from.</summary>
    public void Take(long position, long origin)
    {
        codes[position] = codes[origin];
        if (weights is not null) weights[position] = weights[origin];
    }

    /// <summary>Which of the record's subjects, and which of their regions, the verdict comes from, from 0; null where it is the record itself.</summary>
    public (int Subject, int Region)? OriginOf(long position) =>
        weights![position] is var weight and > 0
            ? ((int)(weight >> (RegionBits + CodeBits)) & ((1 << SubjectBits) - 1), (int)(weight >> CodeBits) & ((1 << RegionBits) - 1))
            : null;

    /// <summary>Registers the functions by which DuckDB reports verdicts.</summary>
    public void Register(DuckDBConnection connection)
    {
        DuckDBType[] cell = [DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer];
        DuckFunction.Register(connection, "headgate_decide", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.Integer, .. cell], Decide);
        DuckFunction.Register(connection, "headgate_weigh", DuckDBType.BigInt, [DuckDBType.BigInt, DuckDBType.BigInt, .. cell], Weigh);
        DuckFunction.Register(connection, "headgate_settle", DuckDBType.Boolean, [DuckDBType.BigInt, DuckDBType.BigInt], Settle);
        DuckFunction.Register(connection, "headgate_kept", DuckDBType.Boolean, [DuckDBType.BigInt], call => Test(call, true), isPure: true);
        DuckFunction.Register(connection, "headgate_dropped", DuckDBType.Boolean, [DuckDBType.BigInt], call => Test(call, false), isPure: true);
        DuckFunction.Register(connection, "headgate_open", DuckDBType.Boolean, [DuckDBType.BigInt], IsOpen);
        DuckFunction.Register(connection, "headgate_disallows", DuckDBType.Boolean, [DuckDBType.Varchar], Disallows, isPure: true);
        DuckFunction.Register(connection, "headgate_reason", DuckDBType.Varchar, [DuckDBType.BigInt], ReasonText);
    }

    /// <summary>(position, own reason or -1, cell): settles a record that speaks of its author alone, in one region.</summary>
    private void Decide(DuckCall call)
    {
        var (positions, own, results) = (call.Argument(0), call.Argument(1), call.Result);
        var cells = new Cells(call, 2);
        for (var row = 0; row < call.Rows; row++)
        {
            codes[positions.Get<long>(row)] = own.Get<int>(row) is var reason and >= 0 ? (ushort)reason : CodeOf(cells, row);
            results.Set(row, (byte)0);
        }
    }

    /// <summary>(subject index, region index, cell): a number whose least over the subjects and regions of a record is its verdict.</summary>
    private void Weigh(DuckCall call)
    {
        var (subjects, regions, results) = (call.Argument(0), call.Argument(1), call.Result);
        var cells = new Cells(call, 2);
        for (var row = 0; row < call.Rows; row++)
        {
            var code = CodeOf(cells, row);
            var subject = Math.Min(subjects.Get<long>(row), (1 << SubjectBits) - 1);
            var region = Math.Min(regions.Get<long>(row), (1 << RegionBits) - 1);
            results.Set(row, (((((long)ranks[code] << SubjectBits) | subject) << RegionBits) | region) << CodeBits | code);
        }
    }

    /// <summary>(position, least weight).</summary>
    private void Settle(DuckCall call)
    {
        var (positions, least, results) = (call.Argument(0), call.Argument(1), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            var (position, weight) = (positions.Get<long>(row), least.Get<long>(row));
            codes[position] = (ushort)(weight & ((1 << CodeBits) - 1));
            if (weights is not null) weights[position] = weight;
            results.Set(row, (byte)0);
        }
    }

    private ushort CodeOf(in Cells cells, int row)
    {
        var subject = cells.Subject(row);
        if (subject < SubjectClasses.FirstActive) return table[subject, 0, 0];
        var code = table[subject, cells.Record(table.Records, row), pairCodes[cells.Pair(row)]];
        return code == DecisionTable.Impossible ? throw new InvalidOperationException("a case fell into a cell that no case can reach") : code;
    }

    private void Test(DuckCall call, bool allows)
    {
        var (positions, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++)
            results.Set(row, (byte)(Allows(positions.Get<long>(row)) == allows ? 1 : 0));
    }

    private void IsOpen(DuckCall call)
    {
        var (positions, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++)
            results.Set(row, (byte)(codes[positions.Get<long>(row)] == Open ? 1 : 0));
    }

    private void Disallows(DuckCall call)
    {
        var (statements, results) = (call.Argument(0), call.Result);
        var label = table.Terms.Purpose.AiprefLabel;
        for (var row = 0; row < call.Rows; row++)
            results.Set(row, (byte)(label is not null && !statements.IsNull(row)
                && AiPreferences.Parse(System.Text.Encoding.UTF8.GetString(statements.Utf8(row)), label) == Preference.Disallow ? 1 : 0));
    }

    private void ReasonText(DuckCall call)
    {
        var (positions, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++)
            results.SetUtf8(row, System.Text.Encoding.UTF8.GetBytes(ReasonOf(positions.Get<long>(row)).Text));
    }

    /// <summary>The columns subject, kind, visibility, service, labels, dates, signal, pair.</summary>
    private readonly struct Cells(DuckCall call, int first)
    {
        private readonly NativeVector subject = call.Argument(first);
        private readonly NativeVector kind = call.Argument(first + 1);
        private readonly NativeVector visibility = call.Argument(first + 2);
        private readonly NativeVector service = call.Argument(first + 3);
        private readonly NativeVector labels = call.Argument(first + 4);
        private readonly NativeVector dates = call.Argument(first + 5);
        private readonly NativeVector signal = call.Argument(first + 6);
        private readonly NativeVector pair = call.Argument(first + 7);

        public int Subject(int row) => subject.Get<int>(row);

        public int Pair(int row) => pair.Get<int>(row);

        public int Record(RecordClasses records, int row) => records.CodeOf(
            kind.Get<int>(row), visibility.Get<int>(row), service.Get<int>(row), labels.Get<int>(row), dates.Get<int>(row), signal.Get<int>(row));
    }
}
