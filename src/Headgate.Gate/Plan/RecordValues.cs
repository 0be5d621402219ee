using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>Reads the values of records from the columns of <see cref="RecordPlan.Values"/>: a column at a time, which a processor does best.</summary>
internal sealed class RecordValues(DecisionTable table)
{
    public static readonly DuckDBType[] Types =
        [DuckDBType.BigInt, DuckDBType.Varchar, DuckDBType.Varchar, DuckDBType.Varchar, DuckDBType.List, DuckDBType.Integer, DuckDBType.Integer];

    private readonly RecordCodes codes = new(table.Records);
    private readonly Words kinds = new(table.Records.Kinds);
    private readonly Words visibilities = new(Visibilities.All);
    private readonly Words services = new(table.Records.Services);
    private readonly LabelValues labels = new(table);
    private readonly (int Dates, int Signals) counts = (table.Records.Dates.Count, table.Records.SignalValues.Count);
    private readonly long at = table.Terms.At.Microseconds;
    private readonly int unknownKind = table.Records.Kinds.Count;
    private readonly bool isWithoutPolicy = table.Terms.Policy is null;

    /// <param name="first">The column of the first value.</param>
    /// <param name="records">As many as the call has rows.</param>
    public void Read(DuckCall call, int first, RecordRows records)
    {
        Span<long> values = stackalloc long[call.Rows];
        kinds.Append(call.Argument(first + 1), values);
        for (var row = 0; row < values.Length; row++) records.Kinds[row] = (int)values[row];
        visibilities.Append(call.Argument(first + 2), values);
        services.Append(call.Argument(first + 3), values);
        labels.Append(call.List(first + 4), values);
        var (created, dates, signals) = (call.Argument(first), call.Argument(first + 5), call.Argument(first + 6));
        for (var row = 0; row < values.Length; row++)
        {
            var time = created.Get<long>(row);
            (records.Created[row], records.Days[row]) = created.IsNull(row) || time > at ? (0, RecordRows.Unknown) : (time, Instant.FromMicroseconds(time).Date.DayNumber);
            var all = (values[row] * counts.Dates + dates.Get<int>(row)) * counts.Signals + signals.Get<int>(row);
            if (records.Kinds[row] != unknownKind) records.Codes[row] = codes.Of(all);
        }
    }

    /// <summary>Why a record is refused for itself; null where it is not.</summary>
    public ushort? OwnReason(bool isWellFormed, bool hasAuthor, int kind)
    {
        if (isWellFormed && hasAuthor && kind != unknownKind && !isWithoutPolicy) return null;
        var reasons = table.Reasons;
        return (ushort)(isWithoutPolicy ? reasons.NoPolicy : !isWellFormed ? reasons.MalformedRecord : !hasAuthor ? reasons.NoAuthor : reasons.UnknownKind).Code;
    }
}
