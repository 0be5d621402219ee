using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>A chunk of arguments and the column for the results.</summary>
internal readonly ref struct DuckCall(nint chunk, nint output)
{
    public int Rows { get; } = (int)NativeChunk.Size(chunk);

    public NativeVector Result => NativeVector.Result(output);

    public NativeVector Argument(int column) => NativeVector.Argument(chunk, column);

    /// <summary>An argument that is a list of texts.</summary>
    public DuckList List(int column) => new(Argument(column), NativeChunk.Vector(chunk, (ulong)column));
}

/// <summary>Registers C# functions with DuckDB that work on whole chunks, on DuckDB's threads, several at a time.</summary>
internal static unsafe class DuckFunction
{
    /// <summary>Fills the result column. Must be safe on several threads; an exception ends the query with its message.</summary>
    public delegate void Body(DuckCall call);

    /// <param name="arguments">A list is one of texts.</param>
    /// <param name="isPure">Whether DuckDB may call it once for equal arguments.</param>
    public static void Register(DuckDBConnection connection, string name, DuckDBType result, DuckDBType[] arguments, Body body, bool isPure = false)
    {
        using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(result);
        Register(connection, name, type, arguments, body, isPure);
    }

    /// <inheritdoc cref="Register(DuckDBConnection, string, DuckDBType, DuckDBType[], Body, bool)"/>
    public static void Register(DuckDBConnection connection, string name, DuckDBLogicalType result, DuckDBType[] arguments, Body body, bool isPure = false)
    {
        var function = NativeMethods.ScalarFunction.DuckDBCreateScalarFunction();
        NativeMethods.ScalarFunction.DuckDBScalarFunctionSetName(function, name);
        foreach (var argument in arguments)
        {
            using var type = argument == DuckDBType.List ? NativeList.OfTexts() : NativeMethods.LogicalType.DuckDBCreateLogicalType(argument);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionAddParameter(function, type);
        }
        NativeMethods.ScalarFunction.DuckDBScalarFunctionSetReturnType(function, result);
        if (!isPure) NativeMethods.ScalarFunction.DuckDBScalarFunctionSetVolatile(function);
        NativeMethods.ScalarFunction.DuckDBScalarFunctionSetSpecialHandling(function);
        NativeMethods.ScalarFunction.DuckDBScalarFunctionSetExtraInfo(function, GCHandle.ToIntPtr(GCHandle.Alloc(body)), &Free);
        NativeMethods.ScalarFunction.DuckDBScalarFunctionSetFunction(function, &Call);
        var state = NativeMethods.ScalarFunction.DuckDBRegisterScalarFunction(connection.NativeConnection, function);
        NativeMethods.ScalarFunction.DuckDBDestroyScalarFunction(ref function);
        if (!state.IsSuccess()) throw new InvalidOperationException($"the function {name} could not be registered");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    [SuppressMessage("Design", "CA1031", Justification = "an exception must not cross into native code")]
    private static void Call(nint info, nint chunk, nint output)
    {
        try
        {
            var body = Unsafe.As<Body>(GCHandle.FromIntPtr(NativeMethods.ScalarFunction.DuckDBScalarFunctionGetExtraInfo(info)).Target!);
            body(new DuckCall(chunk, output));
        }
        catch (Exception error)
        {
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetError(info, error.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();
}
