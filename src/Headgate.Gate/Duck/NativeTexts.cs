using System.Runtime.InteropServices;
using System.Text;

namespace Headgate.Gate;

/// <summary>Texts that lie outside the managed heap, so that a result column can point to them instead of holding copies. They must outlive the queries that were given them.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly NativeText[] texts;
    private readonly nint memory;

    public NativeTexts(IReadOnlyList<string> values)
    {
        var utf8 = values.Select(Encoding.UTF8.GetBytes).ToList();
        memory = (nint)NativeMemory.Alloc((nuint)utf8.Sum(text => text.Length) + 1);
        texts = new NativeText[utf8.Count];
        var at = (byte*)memory;
        for (var i = 0; i < texts.Length; i++)
        {
            utf8[i].CopyTo(new Span<byte>(at, utf8[i].Length));
            texts[i] = NativeText.Of(at, utf8[i].Length);
            at += utf8[i].Length;
        }
    }

    public NativeText this[int index] => texts[index];

    public void Dispose() => NativeMemory.Free((void*)memory);
}

/// <summary>A text as DuckDB keeps it in a column (duckdb_string_t): its length, then up to 12 bytes of it, or its first 4 and where it lies.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeText
{
    private const int Inlined = 12;

    private readonly ulong first;
    private readonly ulong second;

    private NativeText(ulong first, ulong second) => (this.first, this.second) = (first, second);

    public static NativeText Of(byte* utf8, int length)
    {
        Span<byte> row = stackalloc byte[16];
        row.Clear();
        MemoryMarshal.Write(row, length);
        new ReadOnlySpan<byte>(utf8, Math.Min(length, length <= Inlined ? Inlined : 4)).CopyTo(row[4..]);
        if (length > Inlined) MemoryMarshal.Write(row[8..], (ulong)utf8);
        return new(MemoryMarshal.Read<ulong>(row), MemoryMarshal.Read<ulong>(row[8..]));
    }
}
