using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>The functions by which SQL reads fields as Core does: the same code says what a time and a region are.</summary>
internal static class FieldFunctions
{
    private const int LongestTime = 64;

    public static void Register(DuckDBConnection connection)
    {
        DuckFunction.Register(connection, "headgate_time", DuckDBType.BigInt, [DuckDBType.Varchar], Time, isPure: true);
        DuckFunction.Register(connection, "headgate_in_range", DuckDBType.BigInt, [DuckDBType.BigInt], InRange, isPure: true);
        DuckFunction.Register(connection, "headgate_region", DuckDBType.Varchar, [DuckDBType.Varchar], Region, isPure: true);
    }

    private static void Time(DuckCall call)
    {
        var (texts, results) = (call.Argument(0), call.Result);
        Span<char> characters = stackalloc char[LongestTime];
        for (var row = 0; row < call.Rows; row++)
        {
            if (!texts.IsNull(row) && texts.Utf8(row) is { Length: <= LongestTime } text
                && Encoding.UTF8.TryGetChars(text, characters, out var length) && Instant.TryParse(characters[..length], out var time))
                results.Set(row, time.Microseconds);
            else
                results.SetNull(row);
        }
    }

    private static void InRange(DuckCall call)
    {
        var (times, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            var time = times.IsNull(row) ? long.MinValue : times.Get<long>(row);
            if (time >= Instant.MinValue.Microseconds && time <= Instant.MaxValue.Microseconds) results.Set(row, time);
            else results.SetNull(row);
        }
    }

    private static void Region(DuckCall call)
    {
        var (texts, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            var region = texts.IsNull(row) ? Headgate.Region.Unknown : Headgate.Region.Understand(Encoding.UTF8.GetString(texts.Utf8(row)));
            results.SetUtf8(row, Encoding.UTF8.GetBytes(region.Code));
        }
    }
}
