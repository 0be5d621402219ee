using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Headgate.Gate;

/// <summary>Which of some words a text in a column is.</summary>
internal sealed class Words
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    private readonly Slot[] slots;
    private readonly int shift;
    private readonly int count;

    public Words(IReadOnlyList<string> words)
    {
        count = words.Count;
        slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)(4 * count + 4))];
        shift = 64 - BitOperations.Log2((uint)slots.Length);
        for (var i = 0; i < count; i++)
        {
            var utf8 = Encoding.UTF8.GetBytes(words[i]);
            var raw = Raw(utf8);
            var at = First(raw);
            while (slots[at].Text is not null) at = Next(at);
            slots[at] = new(raw, utf8, i);
        }
    }

    /// <summary>How many numbers there are: one for each word, and one for what is none.</summary>
    public int Numbers => count + 1;

    /// <summary>Of each row the number of its word, as the next digit of a number.</summary>
    /// <param name="numbers">In base <see cref="Numbers"/>.</param>
    public void Append(NativeVector texts, Span<long> numbers)
    {
        for (var row = 0; row < numbers.Length; row++) numbers[row] = numbers[row] * Numbers + IndexOf(texts, row);
    }

    /// <summary>The word's number; that of one more than all of them where it is none, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(NativeVector texts, int row)
    {
        if (texts.IsNull(row)) return count;
        var raw = texts.Raw(row);
        if (raw.ToScalar() > NativeVector.Inlined) return IndexOf(texts.Utf8(row));
        for (var at = First(raw); ; at = Next(at))
        {
            ref readonly var slot = ref slots[at];
            if (slot.Raw == raw && slot.Text is not null) return slot.Index;
            if (slot.Text is null) return count;
        }
    }

    private int IndexOf(ReadOnlySpan<byte> text)
    {
        for (var at = First(Raw(text)); slots[at] is { Text: { } word } slot; at = Next(at))
            if (text.SequenceEqual(word))
                return slot.Index;
        return count;
    }

    /// <summary>Where a word is looked for first: its length and its first four letters.</summary>
    private int First(Vector128<uint> raw) => (int)(raw.AsUInt64().ToScalar() * Odd >> shift);

    private int Next(int at) => at + 1 & slots.Length - 1;

    /// <summary>A word as it lies in a column; of a long one its length and its first four letters.</summary>
    private static Vector128<uint> Raw(ReadOnlySpan<byte> utf8)
    {
        Span<byte> raw = stackalloc byte[Vector128<byte>.Count];
        raw.Clear();
        BitConverter.TryWriteBytes(raw, utf8.Length);
        (utf8.Length <= NativeVector.Inlined ? utf8 : utf8[..sizeof(uint)]).CopyTo(raw[sizeof(int)..]);
        return Vector128.Create<byte>(raw).AsUInt32();
    }

    private readonly record struct Slot(Vector128<uint> Raw, byte[]? Text, int Index);
}
