using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Headgate.Gate;

/// <summary>Finds people's numbers by their ids: what a join would do, without carrying every column of a record through it.</summary>
/// <remarks>Filled by several threads, then read by several. Ids of up to 12 bytes lie in the table itself, so that most are found with one look at memory.</remarks>
internal sealed class PeopleIndex
{
    private const int Short = 12;
    private const uint Long = 15;
    private const int LengthBits = 4;
    private const int MostPeople = 1 << (32 - LengthBits - 1);

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    private readonly Slot[] slots;
    private readonly int count;
    private byte[][]? longs;

    /// <param name="count">How many people there are: their numbers are below it.</param>
    public PeopleIndex(int count)
    {
        if (count >= MostPeople) throw new BadInputException($"{count} people are more than a gate run can hold", "split the ledger");
        slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)count + (uint)(count / 2) + 16)];
        this.count = count;
    }

    /// <summary>Adds somebody; each id once.</summary>
    public void Add(ReadOnlySpan<byte> id, int number)
    {
        var hash = Hash(id);
        var meta = (uint)number << LengthBits | (id.Length <= Short ? (uint)id.Length : Long);
        for (var at = (uint)hash & Mask; ; at = at + 1 & Mask)
        {
            ref var slot = ref slots[at];
            if (Volatile.Read(ref slot.Meta) != 0 || Interlocked.CompareExchange(ref slot.Meta, meta, 0) != 0) continue;
            if (id.Length <= Short) id.CopyTo(slot.Text);
            else
            {
                (Volatile.Read(ref longs) ?? MakeLongs())[number] = id.ToArray();
                Unsafe.WriteUnaligned(ref slot.Text[0], hash);
            }
            return;
        }
    }

    /// <summary>The number of each id in a column; that of nobody where there is none, and <see cref="People.Stranger"/> where it is nobody's.</summary>
    /// <param name="none">What stands for a null.</param>
    public unsafe void Find(NativeVector ids, int rows, int none, Span<int> numbers)
    {
        const int Ahead = 12;
        Span<ulong> hashes = stackalloc ulong[Ahead];
        for (var row = -Ahead; row < rows; row++)
        {
            var next = row + Ahead;
            var hash = row >= 0 ? hashes[row % Ahead] : 0;
            if (next < rows && !ids.IsNull(next))
            {
                hashes[next % Ahead] = Hash(ids.Utf8(next));
                if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref slots[(uint)hashes[next % Ahead] & Mask]));
            }
            if (row >= 0) numbers[row] = ids.IsNull(row) ? none : Find(ids.Utf8(row), hash);
        }
    }

    private int Find(ReadOnlySpan<byte> id, ulong hash)
    {
        if (id.IsEmpty) return People.Stranger;
        for (var at = (uint)hash & Mask; ; at = at + 1 & Mask)
        {
            ref readonly var slot = ref slots[at];
            if (slot.Meta == 0) return People.Stranger;
            var length = slot.Meta & ((1 << LengthBits) - 1);
            var number = (int)(slot.Meta >> LengthBits);
            if (id.Length <= Short
                ? length == id.Length && id.SequenceEqual(slot.Text[..id.Length])
                : length == Long && Unsafe.ReadUnaligned<ulong>(in slot.Text[0]) == hash && id.SequenceEqual(longs![number]))
                return number;
        }
    }

    private byte[][] MakeLongs()
    {
        Interlocked.CompareExchange(ref longs, new byte[count][], null);
        return longs;
    }

    private uint Mask => (uint)slots.Length - 1;

    /// <summary>Spread by a seed of this process: nobody can choose ids that all fall into one place.</summary>
    private static ulong Hash(ReadOnlySpan<byte> id)
    {
        var hash = Seed ^ (ulong)id.Length;
        for (; id.Length >= sizeof(ulong); id = id[sizeof(ulong)..]) hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(in MemoryMarshal.GetReference(id)));
        var rest = 0UL;
        foreach (var one in id) rest = rest << 8 | one;
        return Mix(hash ^ rest);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E3779B97F4A7C15, out var low);
        return high ^ low;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        /// <summary>A person's number and the length of the id; 0 where the slot is free.</summary>
        public uint Meta;

        public Letters Text;
    }

    [InlineArray(Short)]
    private struct Letters
    {
        private byte first;
    }
}
