using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>A column of a chunk that DuckDB hands to a function: flat memory, read without copying.</summary>
internal readonly unsafe struct NativeVector
{
    /// <summary>A text of so many bytes lies in the row itself.</summary>
    public const int Inlined = 12;

    private readonly byte* data;
    private readonly ulong* validity;
    private readonly nint vector;

    private NativeVector(nint vector)
    {
        this.vector = vector;
        data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
    }

    public static NativeVector Argument(nint chunk, int column) => new(NativeChunk.Vector(chunk, (ulong)column));

    public static NativeVector Result(nint vector) => new(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row) => validity != null && ((validity[row >> 6] >> (row & 63)) & 1) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Get<T>(int row)
        where T : unmanaged => ((T*)data)[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set<T>(int row, T value)
        where T : unmanaged => ((T*)data)[row] = value;

    /// <summary>A text as it lies in the row (duckdb_string_t): its length, then up to <see cref="Inlined"/> bytes of it, zeros behind them; of a longer one the first four and a pointer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<uint> Raw(int row) => Vector128.Load((uint*)(data + row * 16L));

    /// <summary>The UTF-8 of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Utf8(int row)
    {
        var text = data + row * 16L;
        var length = *(int*)text;
        return new(length <= Inlined ? text + 4 : *(byte**)(text + 8), length);
    }

    public void SetUtf8(int row, ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
            NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(vector, (ulong)row, start, text.Length);
    }

    public void SetNull(int row)
    {
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
        var writable = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        writable[row >> 6] &= ~(1UL << (row & 63));
    }
}

/// <summary>The two calls on a chunk that the binding wraps in a handle of its own: here they cost nothing.</summary>
internal static partial class NativeChunk
{
    [LibraryImport("duckdb", EntryPoint = "duckdb_data_chunk_get_size"), SuppressGCTransition]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial ulong Size(nint chunk);

    [LibraryImport("duckdb", EntryPoint = "duckdb_data_chunk_get_vector"), SuppressGCTransition]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint Vector(nint chunk, ulong column);
}
