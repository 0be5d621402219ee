namespace Headgate.Gate;

/// <summary>Where one field of a record comes from.</summary>
/// <param name="Column">The column; null where the field is the same for all records.</param>
/// <param name="IsRequired">Whether a map names the column, so that its absence is an error.</param>
/// <param name="Values">What the column's values stand for; one that is not listed is unknown. Null where they stand for themselves.</param>
/// <param name="Constant">The field of every record, where <paramref name="Column"/> is null.</param>
/// <param name="Unit">Of a time that is a number since 1970; null for text and timestamp columns.</param>
public sealed record FieldMap(
    string? Column, bool IsRequired, IReadOnlyDictionary<string, string>? Values, IReadOnlyList<string>? Constant, TimeUnit? Unit)
{
    internal static FieldMap LookedFor(string column) => new(column, false, null, null, null);
}

/// <summary>The unit of a number of time since 1970-01-01T00:00:00Z.</summary>
public enum TimeUnit
{
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
}
