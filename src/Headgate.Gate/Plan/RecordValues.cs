using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>What a record's verdict depends on, beside its subjects: the value of each dimension that its code is made of.</summary>
/// <param name="Created">In microseconds; null where it is unknown at T.</param>
internal readonly record struct RecordValue(long? Created, int Kind, int Visibility, int Service, int Labels, int Dates, int Signal);

/// <summary>Reads the values of records from the columns of <see cref="RecordPlan.Values"/>.</summary>
internal sealed class RecordValues(DecisionTable table)
{
    public static readonly DuckDBType[] Types =
        [DuckDBType.BigInt, DuckDBType.Varchar, DuckDBType.Varchar, DuckDBType.Varchar, DuckDBType.Integer, DuckDBType.Integer, DuckDBType.Integer];

    private readonly RecordCodes codes = new(table.Records);
    private readonly Words kinds = new(table.Records.Kinds);
    private readonly Words visibilities = new(Visibilities.All);
    private readonly Words services = new(table.Records.Services);
    private readonly long at = table.Terms.At.Microseconds;
    private readonly int unknownKind = table.Records.Kinds.Count;
    private readonly bool isWithoutPolicy = table.Terms.Policy is null;

    /// <param name="first">The column of the first value.</param>
    public Columns Of(DuckCall call, int first) => new(this, call, first);

    public int CodeOf(in RecordValue record) => codes.Of(record.Kind, record.Visibility, record.Service, record.Labels, record.Dates, record.Signal);

    /// <summary>Why a record is refused for itself; null where it is not.</summary>
    public ushort? OwnReason(bool isWellFormed, bool hasAuthor, in RecordValue record)
    {
        if (isWellFormed && hasAuthor && record.Kind != unknownKind && !isWithoutPolicy) return null;
        var reasons = table.Reasons;
        return (ushort)(isWithoutPolicy ? reasons.NoPolicy : !isWellFormed ? reasons.MalformedRecord : !hasAuthor ? reasons.NoAuthor : reasons.UnknownKind).Code;
    }

    public readonly struct Columns(RecordValues values, DuckCall call, int first)
    {
        private readonly NativeVector created = call.Argument(first);
        private readonly NativeVector kind = call.Argument(first + 1);
        private readonly NativeVector visibility = call.Argument(first + 2);
        private readonly NativeVector service = call.Argument(first + 3);
        private readonly NativeVector labels = call.Argument(first + 4);
        private readonly NativeVector dates = call.Argument(first + 5);
        private readonly NativeVector signal = call.Argument(first + 6);

        public RecordValue At(int row) => new(
            !created.IsNull(row) && created.Get<long>(row) is var time && time <= values.at ? time : null,
            values.kinds.IndexOf(kind, row), values.visibilities.IndexOf(visibility, row), values.services.IndexOf(service, row),
            labels.Get<int>(row), dates.Get<int>(row), signal.Get<int>(row));
    }
}
