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

    /// <summary>So many rows are found at once: the memory is asked for all of them first.</summary>
    private const int AtOnce = 1024;

    private const int MostPeople = 1 << (32 - LengthBits - 1);

    /// <summary>What must be equal of a slot and an id: the length, not the number, and all of the id.</summary>
    private static readonly Vector128<uint> Id = Vector128.Create((1u << LengthBits) - 1, uint.MaxValue, uint.MaxValue, uint.MaxValue);

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
        Span<ulong> hashes = stackalloc ulong[AtOnce];
        for (var from = 0; from < rows; from += AtOnce)
        {
            var to = Math.Min(from + AtOnce, rows);
            for (var row = from; row < to; row++) Prefetch(hashes[row - from] = IdHash.Of(ids, row));
            for (var row = from; row < to; row++) Add(ids, row, numbers.Get<int>(row), hashes[row - from]);
        }
    }

    /// <summary>The number of each id in a column; that of nobody where there is none, and <see cref="People.Stranger"/> where it is nobody's.</summary>
    /// <param name="none">What stands for a null, and for an empty id.</param>
    public void Find(NativeVector ids, int rows, int none, Span<int> numbers)
    {
        Span<ulong> hashes = stackalloc ulong[AtOnce];
        for (var from = 0; from < rows; from += AtOnce)
        {
            var to = Math.Min(from + AtOnce, rows);
            for (var row = from; row < to; row++)
                if (!ids.IsNull(row))
                    Prefetch(hashes[row - from] = IdHash.Of(ids, row));
            for (var row = from; row < to; row++) numbers[row] = ids.IsNull(row) ? none : Find(ids, row, hashes[row - from], none);
        }
    }

    /// <summary>The number of the id in one row, which is not null there; <see cref="People.Stranger"/> where it is nobody's.</summary>
    public int Find(NativeVector ids, int row) => Find(ids, row, IdHash.Of(ids, row), People.Stranger);

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(NativeVector ids, int row, ulong hash, int none)
    {
        var raw = ids.Raw(row);
        if (raw.ToScalar() > NativeVector.Inlined) return Find(ids.Utf8(row), hash);
        for (var at = (uint)(hash >> shift); ; at = at + 1 & Mask)
        {
            var slot = slots[at];
            if (((slot ^ raw) & Id) == Vector128<uint>.Zero) return raw.ToScalar() == 0 ? none : Number(slot);
            if (slot.ToScalar() == 0) return People.Stranger;
        }
    }

    /// <summary>The number of a long id.</summary>
    private int Find(ReadOnlySpan<byte> id, ulong hash)
    {
        var wanted = OfLong(hash);
        for (var at = (uint)(hash >> shift); ; at = at + 1 & Mask)
        {
            var slot = slots[at];
            if (slot.ToScalar() == 0) return People.Stranger;
            if (((slot ^ wanted) & Id) == Vector128<uint>.Zero && id.SequenceEqual(longs![Number(slot)])) return Number(slot);
        }
    }

    private static int Number(Vector128<uint> slot) => (int)(slot.ToScalar() >> LengthBits);

    /// <summary>What stands in a slot for an id that is too long for it.</summary>
    private static Vector128<uint> OfLong(ulong hash) => Vector128.Create(Long, (uint)hash, (uint)(hash >> 32), 0);

    /// <summary>Has the memory fetch a slot, to where there is room for those of all rows that are found at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Prefetch(ulong hash)
    {
        if (!Sse.IsSupported) return;
        // a slot may begin in one line of the cache and end in the next
        var slot = (byte*)Unsafe.AsPointer(ref slots[(uint)(hash >> shift)]);
        Sse.Prefetch1(slot);
        Sse.Prefetch1(slot + sizeof(Vector128<uint>) - 1);
    }

    private byte[][] MakeLongs()
    {
        Interlocked.CompareExchange(ref longs, new byte[count][], null);
        return longs;
    }

    private uint Mask => (uint)slots.Length - 1;
}
