using System.Numerics;

namespace Headgate.Gate;

/// <summary>Looks for a hash that stands twice: parts them by their first bits, so that each part's set fits a core's cache.</summary>
internal static class RepeatedHashes
{
    private const int PartSize = 1 << 14;

    /// <summary>A thread is not asked to part fewer.</summary>
    private const int SliceSize = 1 << 20;

    /// <param name="hashes">Any number of them may be 0, which stands for none.</param>
    public static bool Any(ReadOnlyMemory<ulong> hashes)
    {
        var bits = Math.Clamp(BitOperations.Log2((uint)hashes.Length / PartSize + 1), 1, 16);
        var parted = Parted(hashes, bits, out var ends);
        var found = false;
        Parallel.For(
            0, 1 << bits, () => Array.Empty<ulong>(),
            (part, state, set) =>
            {
                var size = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * (ends[part + 1] - ends[part]) + 1));
                if (set.Length < size) set = new ulong[size];
                else set.AsSpan(0, size).Clear();
                if (!AnyIn(parted.AsSpan(ends[part]..ends[part + 1]), set.AsSpan(0, size))) return set;
                found = true;
                state.Stop();
                return set;
            },
            _ => { });
        return found;
    }

    /// <summary>The hashes by their first bits, on several threads: each counts those of a slice, and then knows where they go.</summary>
    /// <param name="ends">Where the parts end, behind a 0.</param>
    private static ulong[] Parted(ReadOnlyMemory<ulong> hashes, int bits, out int[] ends)
    {
        var slices = Math.Clamp(hashes.Length / SliceSize, 1, Environment.ProcessorCount);
        var next = new int[slices][];
        Parallel.For(0, slices, slice =>
        {
            var counts = next[slice] = new int[1 << bits];
            foreach (var hash in Slice(slice).Span) counts[hash >> (64 - bits)]++;
        });
        ends = new int[(1 << bits) + 1];
        for (var part = 0; part < 1 << bits; part++)
        {
            ends[part + 1] = ends[part];
            foreach (var counts in next) (counts[part], ends[part + 1]) = (ends[part + 1], ends[part + 1] + counts[part]);
        }
        var parted = GC.AllocateUninitializedArray<ulong>(hashes.Length);
        Parallel.For(0, slices, slice =>
        {
            var places = next[slice];
            foreach (var hash in Slice(slice).Span) parted[places[hash >> (64 - bits)]++] = hash;
        });
        return parted;

        ReadOnlyMemory<ulong> Slice(int slice) => hashes[(int)((long)hashes.Length * slice / slices)..(int)((long)hashes.Length * (slice + 1) / slices)];
    }

    /// <param name="set">Empty, a power of 2 in size, and larger than the part.</param>
    private static bool AnyIn(ReadOnlySpan<ulong> part, Span<ulong> set)
    {
        foreach (var hash in part)
        {
            if (hash == 0) continue;
            var slot = (int)hash & (set.Length - 1);
            for (; set[slot] != 0; slot = (slot + 1) & (set.Length - 1))
                if (set[slot] == hash)
                    return true;
            set[slot] = hash;
        }
        return false;
    }
}
