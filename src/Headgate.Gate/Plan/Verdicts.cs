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
    private readonly int[] ranks;
    private readonly bool[] allows;
    private readonly string[] texts;
    private readonly ushort[] textOf;

    /// <param name="tracing">Whether to remember which subject in which region a verdict comes from.</param>
    public Verdicts(DecisionTable table, long rows, bool tracing)
    {
        this.table = table;
        codes = LargePages.Filled(checked((int)rows), Open);
        weights = tracing ? new long[rows] : null;
        ranks = [.. table.Reasons.All.Select(reason => reason.Rank)];
        allows = [.. table.Reasons.All.Select(reason => reason.Allows)];
        texts = [.. table.Reasons.All.Select(reason => reason.Text).Distinct()];
        textOf = [.. table.Reasons.All.Select(reason => (ushort)Array.IndexOf(texts, reason.Text))];
    }

    public Span<ushort> Codes => codes;

    /// <summary>Whether each code allows.</summary>
    public ReadOnlySpan<bool> Allowing => allows;

    public int RankOf(long position) => ranks[codes[position]];

    public int RankOfCode(ushort code) => ranks[code];

    public bool Allows(long position) => allows[codes[position]];

    public void Set(long position, ushort code) => codes[position] = code;

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

    /// <summary>A number whose least over the subjects and regions of a record is its verdict.</summary>
    /// <param name="subject">Which of its subjects, from 0.</param>
    /// <param name="region">Which of their regions, from 0.</param>
    public long Weigh(ushort code, long subject, long region) =>
        (((((long)ranks[code] << SubjectBits) | Math.Min(subject, (1 << SubjectBits) - 1)) << RegionBits) | Math.Min(region, (1 << RegionBits) - 1)) << CodeBits | code;

    public void Settle(long position, long weight)
    {
        codes[position] = (ushort)(weight & ((1 << CodeBits) - 1));
        if (weights is not null) weights[position] = weight;
    }

    /// <summary>Which of the record's subjects, and which of their regions, the verdict comes from, from 0; null where it is the record itself.</summary>
    public (int Subject, int Region)? OriginOf(long position) =>
        weights![position] is var weight and > 0
            ? ((int)(weight >> (RegionBits + CodeBits)) & ((1 << SubjectBits) - 1), (int)(weight >> CodeBits) & ((1 << RegionBits) - 1))
            : null;

    /// <summary>Registers the functions by which SQL asks for verdicts.</summary>
    public void Register(DuckDBConnection connection)
    {
        DuckFunction.Register(connection, "headgate_kept", DuckDBType.Boolean, [DuckDBType.BigInt], call => Test(call, true), isPure: true);
        DuckFunction.Register(connection, "headgate_dropped", DuckDBType.Boolean, [DuckDBType.BigInt], call => Test(call, false), isPure: true);
        DuckFunction.Register(connection, "headgate_code", DuckDBType.UnsignedSmallInt, [DuckDBType.BigInt], CodeOf, isPure: true);
        DuckFunction.Register(connection, "headgate_open", DuckDBType.Boolean, [DuckDBType.BigInt], IsOpen);
        DuckFunction.Register(connection, "headgate_disallows", DuckDBType.Boolean, [DuckDBType.Varchar], Disallows, isPure: true);
        using (var reason = DuckEnum.Of(texts))
            DuckFunction.Register(connection, "headgate_reason", reason, [DuckDBType.UnsignedSmallInt], ReasonText, isPure: true);
        using (var verdict = DuckEnum.Of(["deny", "allow"]))
            DuckFunction.Register(connection, "headgate_verdict", verdict, [DuckDBType.UnsignedSmallInt], Verdict, isPure: true);
    }

    private void Test(DuckCall call, bool allowed)
    {
        var (positions, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++)
            results.Set(row, (byte)(Allows(positions.Get<long>(row)) == allowed ? 1 : 0));
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

    private void CodeOf(DuckCall call)
    {
        var (positions, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++) results.Set(row, codes[positions.Get<long>(row)]);
    }

    private void Verdict(DuckCall call)
    {
        var (said, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++) results.Set(row, (byte)(allows[said.Get<ushort>(row)] ? 1 : 0));
    }

    private void ReasonText(DuckCall call)
    {
        var (said, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            var text = textOf[said.Get<ushort>(row)];
            if (texts.Length <= byte.MaxValue + 1) results.Set(row, (byte)text);
            else results.Set(row, text);
        }
    }
}
