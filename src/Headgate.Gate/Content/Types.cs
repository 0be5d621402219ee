namespace Headgate.Gate;

/// <summary>Reads a column of whatever type as the type that a field has; what does not fit is marked as of the wrong type, row by row.</summary>
internal static class Types
{
    /// <summary>The type of a CSV column: text, in which a JSON list is a list.</summary>
    public const string Csv = "CSV";

    private const string WholeNumber = "'-?(0|[1-9][0-9]*)'";

    private static readonly string[] Integers =
        ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"];

    /// <summary>Whether a column holds whole numbers; those beyond 64 bit come from Parquet as decimals without a fraction.</summary>
    private static bool IsInteger(string type) =>
        Integers.Contains(type) || (type.StartsWith("DECIMAL(", StringComparison.Ordinal) && type.EndsWith(",0)", StringComparison.Ordinal));

    public static bool IsJson(string type) => type == "JSON";

    /// <summary>Whether a row has a null in the column. A JSON line that does not name the column states nothing, whatever the other lines of its file say.</summary>
    public static string IsNull(string column, string type) => IsJson(type) ? $"coalesce(json_type({column}) = 'NULL', false)" : $"{column} IS NULL";

    /// <summary>An id: text, or an integer as its decimal digits.</summary>
    public static SqlValue Id(string column, string type)
    {
        if (IsJson(type)) return new($"CASE WHEN {IsIdJson(column)} THEN {column}->>'$' END", $"{IsSomeJson(column)} AND NOT {IsIdJson(column)}");
        if (IsInteger(type) || type == "UUID") return new($"{column}::VARCHAR", null);
        return Text(column, type);
    }

    public static SqlValue Text(string column, string type)
    {
        if (IsJson(type)) return new($"CASE WHEN {IsTextJson(column)} THEN {column}->>'$' END", $"{IsSomeJson(column)} AND NOT {IsTextJson(column)}");
        return type is "VARCHAR" or Csv || type.StartsWith("ENUM(", StringComparison.Ordinal) ? new($"{column}::VARCHAR", null) : Unfit(column, "VARCHAR", type);
    }

    /// <summary>A list, or one value as a list of itself.</summary>
    public static SqlValue ListOf(string column, string type, Func<string, string, SqlValue> one)
    {
        if (IsJson(type))
        {
            var element = one("x", type);
            var elements = $"CASE WHEN json_type({column}) = 'ARRAY' THEN {column}::JSON[] WHEN {IsSomeJson(column)} THEN [{column}] END";
            return new(
                $"list_transform({elements}, x -> {element.Value})",
                $"coalesce(list_bool_or(list_transform({elements}, x -> coalesce({element.Wrong}, false))), false)");
        }
        if (type == Csv)
        {
            var text = $"(CASE WHEN starts_with({column}, '[') AND json_valid({column}) THEN {column}::JSON END)";
            var (listed, alone) = (ListOf(text, "JSON", one), one(column, "VARCHAR"));
            return new($"CASE WHEN {text} IS NOT NULL THEN {listed.Value} WHEN {column} IS NOT NULL THEN [{alone.Value}] END", $"coalesce({listed.Wrong}, false)");
        }
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            var element = one("x", type[..^2]);
            if (element == new SqlValue($"x::{type[..^2]}", null)) return new(column, null);
            return new($"list_transform({column}, x -> {element.Value})", element.Wrong is null ? null : $"list_bool_or(list_transform({column}, x -> {element.Wrong}))");
        }
        var single = one(column, type);
        return new($"CASE WHEN {column} IS NOT NULL THEN [{single.Value}] END", single.Wrong);
    }

    /// <summary>A time in microseconds since 1970.</summary>
    public static SqlValue Time(string column, string type, TimeUnit? unit)
    {
        if (unit is { } number) return Number(column, type, number);
        if (IsJson(type))
        {
            var time = $"headgate_time(CASE WHEN {IsTextJson(column)} THEN {column}->>'$' END)";
            return new(time, $"{IsSomeJson(column)} AND {time} IS NULL");
        }
        if (type is "VARCHAR" or Csv) return new($"headgate_time({column})", $"{column} IS NOT NULL AND headgate_time({column}) IS NULL");
        if (type is "TIMESTAMP" or "TIMESTAMP WITH TIME ZONE")
        {
            // infinity is beyond them
            var inside = $"{column} BETWEEN make_timestamp({Instant.MinValue.Microseconds})::{type} AND make_timestamp({Instant.MaxValue.Microseconds})::{type}";
            return new($"CASE WHEN {inside} THEN epoch_us({column}) END", $"NOT ({inside})");
        }
        if (type is "DATE" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS")
        {
            var time = $"headgate_in_range(CASE WHEN isfinite({column}) THEN {(type == "TIMESTAMP_NS" ? Microseconds($"epoch_ns({column})") : $"epoch_us({column})")} END)";
            return new(time, $"{column} IS NOT NULL AND {time} IS NULL");
        }
        return Unfit(column, "BIGINT", type);
    }

    private static SqlValue Number(string column, string type, TimeUnit unit)
    {
        var digits = IsJson(type) ? $"CASE WHEN {IsSomeJson(column)} THEN {column}::VARCHAR END" : $"{column}::VARCHAR";
        if (!IsJson(type) && type is not ("VARCHAR" or Csv) && !IsInteger(type)) return Unfit(column, "BIGINT", type);
        var number = $"TRY_CAST(CASE WHEN regexp_full_match({digits}, {WholeNumber}) THEN {digits} END AS BIGINT)";
        var microseconds = unit switch
        {
            TimeUnit.Seconds => $"TRY_CAST({number}::HUGEINT * 1000000 AS BIGINT)",
            TimeUnit.Milliseconds => $"TRY_CAST({number}::HUGEINT * 1000 AS BIGINT)",
            TimeUnit.Nanoseconds => Microseconds(number),
            _ => number,
        };
        var time = $"headgate_in_range({microseconds})";
        return new(time, $"{digits} IS NOT NULL AND {time} IS NULL");
    }

    /// <summary>Nanoseconds as whole microseconds; what is left over is dropped, also before 1970 (DuckDB's own conversion moves those forward).</summary>
    private static string Microseconds(string nanoseconds) =>
        $"({nanoseconds} // 1000 - ({nanoseconds} % 1000 < 0)::BIGINT)";

    private static SqlValue Unfit(string column, string wanted, string type) =>
        type == "\"NULL\"" ? SqlValue.Null(wanted) : new($"NULL::{wanted}", $"{column} IS NOT NULL");

    private static string IsSomeJson(string column) => $"({column} IS NOT NULL AND json_type({column}) <> 'NULL')";

    private static string IsTextJson(string column) => $"json_type({column}) = 'VARCHAR'";

    private static string IsIdJson(string column) => $"(json_type({column}) = 'VARCHAR' OR regexp_full_match({column}::VARCHAR, {WholeNumber}))";
}
