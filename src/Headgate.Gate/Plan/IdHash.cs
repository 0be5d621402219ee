using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Headgate.Gate;

/// <summary>Hashes of ids, spread by a seed of this process: nobody can choose ids that all fall into one place.</summary>
internal static class IdHash
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();
    private static readonly ulong OtherSeed = (ulong)Random.Shared.NextInt64();

    /// <summary>The hash of a text in a column, which is not null there. Never 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(NativeVector texts, int row)
    {
        var raw = texts.Raw(row);
        return raw.ToScalar() <= NativeVector.Inlined ? Of(raw.AsUInt64()) : Of(texts.Utf8(row));
    }

    /// <summary>Of a short text as it lies in the column: its length and its letters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Of(Vector128<ulong> raw) => NotNone(Fold(Fold(raw[0] ^ Seed, raw[1] ^ OtherSeed) ^ raw[1], Odd));

    /// <summary>Of a text that lies elsewhere; not the one that <see cref="Of(NativeVector, int)"/> gives the same text.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        var hash = Seed ^ (ulong)text.Length;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
            hash = Fold(hash ^ Unsafe.ReadUnaligned<ulong>(in MemoryMarshal.GetReference(text)), Odd);
        var rest = 0UL;
        foreach (var one in text) rest = rest << 8 | one;
        return NotNone(Fold(hash ^ rest, Odd ^ OtherSeed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NotNone(ulong hash) => hash + (hash == 0 ? 1UL : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong one, ulong other)
    {
        var high = Math.BigMul(one, other, out var low);
        return high ^ low;
    }
}
