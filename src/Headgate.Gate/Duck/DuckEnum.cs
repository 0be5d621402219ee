using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>A DuckDB type whose values are a few texts: a column of it holds their numbers, and a file its texts once.</summary>
internal static partial class DuckEnum
{
    /// <param name="texts">Each once; of at most 256 a value takes one byte, of more two.</param>
    public static DuckDBLogicalType Of(IReadOnlyList<string> texts) => Create([.. texts], (ulong)texts.Count);

    [LibraryImport("duckdb", EntryPoint = "duckdb_create_enum_type", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial DuckDBLogicalType Create(string[] names, ulong count);
}
