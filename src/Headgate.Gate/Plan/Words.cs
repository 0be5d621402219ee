using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Headgate.Gate;

/// <summary>Which of some words a text in a column is.</summary>
internal sealed class Words
{
    private readonly Slot[] slots;
    private readonly int count;

    public Words(IReadOnlyList<string> words)
    {
        count = words.Count;
        slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)(4 * count + 4))];
        for (var i = 0; i < count; i++)
        {
            var utf8 = Encoding.UTF8.GetBytes(words[i]);
            var at = First(utf8.Length, utf8.AsSpan());
            while (slots[at].Text is not null) at = at + 1 & slots.Length - 1;
            slots[at] = new(Short(utf8), utf8, i);
        }
    }

    /// <summary>The word's number; that of one more than all of them where it is none, or null.</summary>
    public int IndexOf(NativeVector texts, int row)
    {
        if (texts.IsNull(row)) return count;
        var raw = texts.Raw(row);
        var isShort = raw.ToScalar() <= NativeVector.Inlined;
        for (var at = First((int)raw.ToScalar(), texts.Utf8(row)); slots[at] is { Text: { } text } slot; at = at + 1 & slots.Length - 1)
            if (isShort ? slot.Short == raw : texts.Utf8(row).SequenceEqual(text))
                return slot.Index;
        return count;
    }

    /// <summary>Where a word is looked for first: its length, its first letter and its last tell most apart.</summary>
    private int First(int length, ReadOnlySpan<byte> text) => (length * 31 + (length == 0 ? 0 : text[0] * 7 + text[^1])) & slots.Length - 1;

    /// <summary>A short word as it lies in a column.</summary>
    private static Vector128<uint> Short(byte[] utf8)
    {
        if (utf8.Length > NativeVector.Inlined) return default;
        Span<byte> raw = stackalloc byte[Vector128<byte>.Count];
        raw.Clear();
        raw[0] = (byte)utf8.Length;
        utf8.CopyTo(raw[sizeof(int)..]);
        return Vector128.Create<byte>(raw).AsUInt32();
    }

    private readonly record struct Slot(Vector128<uint> Short, byte[]? Text, int Index);
}
