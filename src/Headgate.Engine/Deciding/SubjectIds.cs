using System.Numerics;
using System.Text;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Numbers for ids: the first id has 0, and each the next.</summary>
/// <remarks>Ids lie one after another as UTF-8 behind their lengths; a table of hashes leads to them. About 13 bytes an id besides the id itself.</remarks>
internal sealed class SubjectIds
{
    public const int None = -1;

    private const int LengthSize = sizeof(ushort);
    private const int Gone = -1;

    private readonly Rows<byte> texts = new();
    private readonly Rows<int> places = new();
    private Slot[] slots = new Slot[64];
    private int taken;

    /// <summary>The longest id in bytes that it holds.</summary>
    public const int Longest = ushort.MaxValue;

    /// <summary>How many numbers were given; some may have been forgotten.</summary>
    public int Count { get; private set; }

    /// <summary>The memory that it takes, in bytes.</summary>
    public long Bytes => texts.Room + sizeof(int) * places.Room + 2L * sizeof(int) * slots.Length;

    public int Find(ReadOnlySpan<byte> id)
    {
        var hash = (uint)IdHash.Of(id);
        for (var at = hash & Mask; ; at = at + 1 & Mask)
        {
            ref readonly var slot = ref slots[at];
            if (slot.Number == 0) return None;
            if (slot.Hash == hash && slot.Number != Gone && TextOf(slot.Number - 1).SequenceEqual(id)) return slot.Number - 1;
        }
    }

    /// <summary>The number of an id, which is given one if it has none.</summary>
    public int Add(ReadOnlySpan<byte> id)
    {
        if (Find(id) is var known and not None) return known;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id.Length, Longest);
        if (3L * (taken + 1) > 2L * slots.Length) Grow();
        var place = texts.Add(LengthSize + id.Length);
        var text = texts.Of(place, LengthSize + id.Length);
        BitConverter.TryWriteBytes(text, (ushort)id.Length);
        id.CopyTo(text[LengthSize..]);
        places[places.Add(1)] = place;
        Take(slots, (uint)IdHash.Of(id), ++Count);
        taken++;
        return Count - 1;
    }

    /// <summary>The id behind a number; empty where it was forgotten.</summary>
    public ReadOnlySpan<byte> TextOf(int number)
    {
        var place = places[number];
        return texts.Of(place + LengthSize, BitConverter.ToUInt16(texts.Of(place, LengthSize)));
    }

    public string NameOf(int number) => Encoding.UTF8.GetString(TextOf(number));

    /// <summary>Leaves nothing of an id but its number, which nobody has any more.</summary>
    public void Forget(int number)
    {
        var id = TextOf(number);
        for (var at = (uint)IdHash.Of(id) & Mask; ; at = at + 1 & Mask)
            if (slots[at].Number == number + 1)
            {
                slots[at] = new(0, Gone);
                break;
            }
        texts.Of(places[number], LengthSize + id.Length).Clear();
    }

    private uint Mask => (uint)slots.Length - 1;

    private void Grow()
    {
        var grown = new Slot[BitOperations.RoundUpToPowerOf2((uint)(2 * Count + 64))];
        foreach (var slot in slots)
            if (slot.Number > 0)
                Take(grown, slot.Hash, slot.Number);
        (slots, taken) = (grown, grown.Count(slot => slot.Number > 0));
    }

    private static void Take(Slot[] slots, uint hash, int number)
    {
        var mask = (uint)slots.Length - 1;
        var at = hash & mask;
        while (slots[at].Number != 0) at = at + 1 & mask;
        slots[at] = new(hash, number);
    }

    /// <param name="Number">One more than the number; 0 where the slot is free.</param>
    private readonly record struct Slot(uint Hash, int Number);
}
