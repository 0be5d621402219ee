namespace Headgate.Suggest.Training;

/// <summary>Finds the number of a wording that is kept: its place in the sorted keys.</summary>
internal sealed class KeptTable
{
    private readonly ulong[] keys;
    private readonly int[] places;
    private readonly int shift;

    public KeptTable(ulong[] sorted)
    {
        var bits = 4;
        while ((1L << bits) * 0.6 < sorted.Length) bits++;
        (keys, places, shift) = (new ulong[1 << bits], new int[1 << bits], 64 - bits);
        for (var i = 0; i < sorted.Length; i++)
        {
            var at = (int)(Candidates.Hash(sorted[i]) >> shift);
            while (keys[at] != 0) at = (at + 1) & (keys.Length - 1);
            (keys[at], places[at]) = (sorted[i] + 1, i);
        }
    }

    /// <returns>-1 where it is not kept.</returns>
    public int Find(ulong key)
    {
        for (var at = (int)(Candidates.Hash(key) >> shift); ; at = (at + 1) & (keys.Length - 1))
        {
            if (keys[at] == key + 1) return places[at];
            if (keys[at] == 0) return -1;
        }
    }
}
