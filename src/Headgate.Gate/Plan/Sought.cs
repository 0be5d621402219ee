using System.Runtime.Intrinsics;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>Some people whose records are looked for, as a condition that DuckDB tests while it reads a column: where none is met, it reads no other.</summary>
internal sealed class Sought
{
    private const string Function = "headgate_sought";
    private const ulong Odd = 0x9E3779B97F4A7C15;
    private const int BitsOfFilter = 18;

    private readonly PeopleIndex index;

    /// <summary>A bit for each value of <see cref="Place"/>: most people are nobody who is sought, and that is found without looking further.</summary>
    private readonly ulong[] filter = new ulong[1 << BitsOfFilter - 6];

    private Sought(int count) => index = new(count);

    /// <summary>Makes the condition.</summary>
    /// <param name="table">A table of their ids, each once.</param>
    /// <param name="column">The name of its column.</param>
    public static void Register(DuckSession duck, string table, string column)
    {
        var sought = new Sought(duck.Scalar<int>($"SELECT count(*)::INTEGER FROM {table}"));
        DuckFunction.Register(duck.Connection, "headgate_seek", DuckDBType.Boolean, [DuckDBType.Varchar, DuckDBType.Integer], sought.Add);
        duck.Execute($"SELECT bool_or(headgate_seek({column}, number)) FROM (SELECT {column}, (row_number() OVER () - 1)::INTEGER AS number FROM {table})");
        DuckFunction.Register(duck.Connection, Function, DuckDBType.Boolean, [DuckDBType.Varchar], sought.Test, isPure: true);
    }

    /// <summary>That somebody is one of them; false of an id that is null or empty.</summary>
    public static string Condition(string id) => $"{Function}({id})";

    private void Add(DuckCall call)
    {
        var (ids, results) = (call.Argument(0), call.Result);
        index.Add(ids, call.Argument(1), call.Rows);
        for (var row = 0; row < call.Rows; row++)
        {
            Interlocked.Or(ref filter[Place(ids, row) >> 6], 1UL << (Place(ids, row) & 63));
            results.Set(row, (byte)0);
        }
    }

    private void Test(DuckCall call)
    {
        var (ids, results) = (call.Argument(0), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            var isPossible = !ids.IsNull(row) && (filter[Place(ids, row) >> 6] >> (Place(ids, row) & 63) & 1) != 0;
            results.Set(row, (byte)(isPossible && index.Find(ids, row) >= 0 ? 1 : 0));
        }
    }

    /// <summary>Where the bit of an id stands: of a short one by all of it, of a long one by its length and its first four letters.</summary>
    private static int Place(NativeVector ids, int row)
    {
        var raw = ids.Raw(row);
        var halves = raw.AsUInt64();
        return (int)((halves[0] ^ (raw[0] <= NativeVector.Inlined ? ulong.RotateLeft(halves[1], 23) : 0)) * Odd >> 64 - BitsOfFilter);
    }
}
