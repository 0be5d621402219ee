using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>Lists of texts, as DuckDB hands them to a function: where each row's lie among the members of all rows.</summary>
internal readonly struct DuckList(NativeVector rows, nint vector)
{
    /// <summary>The members of all rows.</summary>
    public NativeVector Members => NativeVector.Result(NativeList.Child(vector));

    public int Count => (int)NativeList.Size(vector);

    public bool IsNull(int row) => rows.IsNull(row);

    /// <summary>Which members are a row's; none where it has no list.</summary>
    public Range this[int row]
    {
        get
        {
            if (rows.IsNull(row)) return ..0;
            var (start, length) = rows.Get<Entry>(row);
            return (int)start..(int)(start + length);
        }
    }

    private readonly record struct Entry(ulong Start, ulong Length);
}

/// <summary>The calls for lists that the binding wraps in handles of its own, or has not.</summary>
internal static partial class NativeList
{
    /// <summary>The type of a list of texts.</summary>
    public static DuckDBLogicalType OfTexts()
    {
        using var text = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Varchar);
        return Create(text);
    }

    [LibraryImport("duckdb", EntryPoint = "duckdb_list_vector_get_child"), SuppressGCTransition]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint Child(nint vector);

    [LibraryImport("duckdb", EntryPoint = "duckdb_list_vector_get_size"), SuppressGCTransition]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial ulong Size(nint vector);

    [LibraryImport("duckdb", EntryPoint = "duckdb_create_list_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial DuckDBLogicalType Create(DuckDBLogicalType member);
}
