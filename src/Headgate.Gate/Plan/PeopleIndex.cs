using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Headgate.Gate;

/// <summary>Finds people's numbers by their ids: what a join would do, without carrying every column of a record through it.</summary>
/// <remarks>Filled by several threads, then read by several. Ids of up to 12 bytes lie in the table itself, so that most are found with one look at memory.</remarks>
internal sealed class PeopleIndex
{
    private const uint Long = 15;
    private const int LengthBits = 4;
    private const int MostPeople = 1 << (32 - LengthBits - 1);

    /// <summary>How many rows ahead the memory is asked for.</summary>
    private const int Ahead = 16;

    /// <summary>Of each slot the first number is somebody's number and the length of their id, 0 where the slot is free; then the id itself, or the hash of a long one.</summary>
    private readonly Vector128<uint>[] slots;
    private readonly int shift;
    private readonly int count;
    private byte[][]? longs;

    /// <param name="count">How many people there are: their numbers are below it.</param>
    public PeopleIndex(int count)
    {
        if (count >= MostPeople) throw new BadInputException($"{count} people are more than a gate run can hold", "split the ledger");
        var size = BitOperations.RoundUpToPowerOf2((uint)count + (uint)(count / 2) + 16);
        slots = LargePages.Filled((int)size, Vector128<uint>.Zero);
        shift = 64 - BitOperations.Log2(size);
        this.count = count;
    }

    /// <summary>Adds the people of some rows; each id once.</summary>
    public void Add(NativeVector ids, NativeVector numbers, int rows)
    {
        Span<ulong> hashes = stackalloc ulong[Ahead];
        for (var row = -Ahead; row < rows; row++)
        {
            var hash = row >= 0 ? hashes[row & (Ahead - 1)] : 0;
            if (row + Ahead < rows) Prefetch(hashes[row & (Ahead - 1)] = IdHash.Of(ids, row + Ahead));
            if (row >= 0) Add(ids, row, numbers.Get<int>(row), hash);
        }
    }

    /// <summary>The number of each id in a column; that of nobody where there is none, and <see cref="People.Stranger"/> where it is nobody's.</summary>
    /// <param name="none">What stands for a null.</param>
    public void Find(NativeVector ids, int rows, int none, Span<int> numbers)
    {
        Span<ulong> hashes = stackalloc ulong[Ahead];
        for (var row = -Ahead; row < rows; row++)
        {
            var hash = row >= 0 ? hashes[row & (Ahead - 1)] : 0;
            if (row + Ahead < rows && !ids.IsNull(row + Ahead)) Prefetch(hashes[row & (Ahead - 1)] = IdHash.Of(ids, row + Ahead));
            if (row >= 0) numbers[row] = ids.IsNull(row) ? none : Find(ids, row, hash);
        }
    }

    private void Add(NativeVector ids, int row, int number, ulong hash)
    {
        var raw = ids.Raw(row);
        var isLong = raw.ToScalar() > NativeVector.Inlined;
        var meta = (uint)number << LengthBits | (isLong ? Long : raw.ToScalar());
        for (var at = (uint)(hash >> shift); ; at = at + 1 & Mask)
        {
            ref var slot = ref slots[at];
            ref var first = ref Unsafe.As<Vector128<uint>, uint>(ref slot);
            if (Volatile.Read(ref first) != 0 || Interlocked.CompareExchange(ref first, meta, 0) != 0) continue;
            if (isLong) (Volatile.Read(ref longs) ?? MakeLongs())[number] = ids.Utf8(row).ToArray();
            slot = (isLong ? OfLong(hash) : raw).WithElement(0, meta);
            return;
        }
    }

    private int Find(NativeVector ids, int row, ulong hash)
    {
        var raw = ids.Raw(row);
        var length = raw.ToScalar();
        if (length == 0) return People.Stranger;
        var isLong = length > NativeVector.Inlined;
        if (isLong) (raw, length) = (OfLong(hash), Long);
        for (var at = (uint)(hash >> shift); ; at = at + 1 & Mask)
        {
            var slot = slots[at];
            var meta = slot.ToScalar();
            if (meta == 0) return People.Stranger;
            var number = (int)(meta >> LengthBits);
            if ((meta & ((1 << LengthBits) - 1)) == length && (slot ^ raw).WithElement(0, 0u) == Vector128<uint>.Zero && (!isLong || ids.Utf8(row).SequenceEqual(longs![number])))
                return number;
        }
    }

    /// <summary>What stands in a slot for an id that is too long for it.</summary>
    private static Vector128<uint> OfLong(ulong hash) => Vector128.Create(0, (uint)hash, (uint)(hash >> 32), 0);

    private unsafe void Prefetch(ulong hash)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref slots[(uint)(hash >> shift)]));
    }

    private byte[][] MakeLongs()
    {
        Interlocked.CompareExchange(ref longs, new byte[count][], null);
        return longs;
    }

    private uint Mask => (uint)slots.Length - 1;
}
