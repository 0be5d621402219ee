using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Headgate.Gate;

/// <summary>Arrays that are looked into everywhere at once: on Linux their memory is asked for in large pages, since a processor finds few of those quickly and many small ones slowly.</summary>
internal static unsafe partial class LargePages
{
    private const nuint PageBytes = 2 << 20;

    /// <summary>MADV_HUGEPAGE.</summary>
    private const int LargePagesPlease = 14;

    /// <summary>An array that holds anything: whoever asks for it fills it.</summary>
    public static T[] Uninitialized<T>(int count)
        where T : unmanaged
    {
        var array = GC.AllocateUninitializedArray<T>(count);
        if (!OperatingSystem.IsLinux() || (nuint)count * (nuint)sizeof(T) < 2 * PageBytes) return array;
        // An array of this size is not moved, and its memory not yet touched. Where the advice is not taken, the pages are small.
        var start = ((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)) + PageBytes - 1) & ~(PageBytes - 1);
        var end = ((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)) + (nuint)count * (nuint)sizeof(T)) & ~(PageBytes - 1);
        _ = Advise(start, end - start, LargePagesPlease);
        return array;
    }

    /// <summary>An array that holds one value everywhere.</summary>
    public static T[] Filled<T>(int count, T value)
        where T : unmanaged
    {
        var array = Uninitialized<T>(count);
        array.AsSpan().Fill(value);
        return array;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32 | DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nuint address, nuint length, int advice);
}
