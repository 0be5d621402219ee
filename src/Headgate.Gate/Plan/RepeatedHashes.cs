using System.Numerics;

namespace Headgate.Gate;

/// <summary>Looks for a hash that stands twice: parts them by their first bits, so that each part's set fits a core's cache.</summary>
internal static class RepeatedHashes
{
    private const int PartSize = 1 << 14;

    /// <param name="hashes">Any number of them may be 0, which stands for none.</param>
    public static bool Any(ReadOnlyMemory<ulong> hashes)
    {
        var bits = Math.Clamp(BitOperations.Log2((uint)hashes.Length / PartSize + 1), 1, 16);
        var ends = new int[(1 << bits) + 1];
        foreach (var hash in hashes.Span) ends[(hash >> (64 - bits)) + 1]++;
        for (var part = 1; part < ends.Length; part++) ends[part] += ends[part - 1];
        var starts = ends.ToArray();
        var parted = GC.AllocateUninitializedArray<ulong>(hashes.Length);
        foreach (var hash in hashes.Span) parted[starts[hash >> (64 - bits)]++] = hash;

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
