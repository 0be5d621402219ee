namespace Headgate.Suggest.Training;

/// <summary>The weights of a model: Kneser-Ney smoothing for a model of which only a part of all wordings is kept (docs/model-format.md, Weights).</summary>
/// <remarks>
/// A shorter wording gets what the longer ones that end like it leave over, and so the model says of every word what it really occurred.
/// Three discounts a length, for wordings of k, k + 1 and more people, chosen so that a person left out is predicted right by the others.
/// Whole numbers in units of 1/64.
/// </remarks>
internal sealed class Smoothing
{
    public const uint Unit = 64;

    private Smoothing(int order) => (Weights, Totals, Rests, Discounts) = (new uint[order + 1][], new uint[order][], new uint[order][], new uint[order + 1][]);

    /// <summary>By length and wording: what is left of it after discounting.</summary>
    public uint[][] Weights { get; }

    /// <summary>By length and wording, as what comes before: the sum of weights of everything that can follow.</summary>
    public uint[][] Totals { get; }

    /// <summary>The part of <see cref="Totals"/> that the shorter wording distributes.</summary>
    public uint[][] Rests { get; }

    public uint[][] Discounts { get; }

    public ulong RootTotal { get; private set; }

    public ulong RootRest { get; private set; }

    /// <exception cref="NotSupportedException">A wording occurs more often than the format can hold.</exception>
    public static Smoothing Of(Structure structure, Numbers[] levels, int people, long words)
    {
        var made = new Smoothing(structure.Order);
        var starts = Enumerable.Range(0, structure.Order).Select(level => level == 0 ? [] : Starts(structure, level)).ToArray();
        var ends = Ends(structure, starts);
        // What longer wordings take away from what occurred: by shorter wording; and, by length, summed up for what comes before it.
        long[] taken = [];
        var takenBefore = Enumerable.Range(0, structure.Order).Select(level => new long[level == 0 ? 1 : structure.Count(level)]).ToArray();
        for (var level = structure.Order; level >= 1; level--)
        {
            var count = structure.Count(level);
            var left = new long[count];
            for (var id = 0; id < count; id++)
            {
                if (levels[level].Times[id] > uint.MaxValue / Unit) throw new NotSupportedException("a wording occurs more than 67 million times, which the format cannot hold");
                left[id] = ((long)levels[level].Times[id] * Unit) - (taken.Length == 0 ? 0 : taken[id]);
            }
            if (level == 1) left[Reserved.Begin] = 0;
            made.Discounts[level] = Discount(left, levels[level].People, people, level == 1 ? Reserved.Count : 0, Math.Max(1, (Unit / 2) >> (structure.Order - level)));
            made.Weights[level] = new uint[count];
            var next = new long[level > 1 ? structure.Count(level - 1) : 0];
            for (var id = 0; id < count; id++)
            {
                var weight = made.Weights[level][id] = (uint)(left[id] - Math.Min(left[id] * 3 / 4, made.Discounts[level][Class(levels[level].People[id], people)]));
                if (level == 1) continue;
                var takes = ((long)levels[level].Times[id] * Unit) - (left[id] - weight);
                var end = ends[level][id];
                next[end] += takes;
                takenBefore[level - 2][level == 2 ? 0 : structure.Keys[level - 1][end] >> 32] += takes;
            }
            if (level < structure.Order) made.Following(levels, starts, level, takenBefore[level]);
            taken = next;
        }
        made.RootTotal = (ulong)((words * Unit) - takenBefore[0][0]);
        made.RootRest = made.RootTotal - (ulong)made.Weights[1].Sum(weight => (long)weight);
        return made;
    }

    /// <summary>What follows each wording of a length: all of it, and what is not taken by the kept ones that are longer by a word.</summary>
    private void Following(Numbers[] levels, int[][] starts, int level, long[] takenBefore)
    {
        var count = takenBefore.Length;
        (Totals[level], Rests[level]) = (new uint[count], new uint[count]);
        for (var id = 0; id < count; id++)
        {
            var total = ((long)levels[level].Times[id] * Unit) - takenBefore[id];
            long weights = 0;
            for (var next = starts[level][id]; next < starts[level][id + 1]; next++) weights += Weights[level + 1][next];
            (Totals[level][id], Rests[level][id]) = ((uint)total, (uint)(total - weights));
        }
    }

    public static int Class(uint used, int people) => (int)Math.Min(used - Math.Min(used, (uint)people), 2);

    /// <summary>For each class: what makes its sum the one that is to be expected when a person is left out.</summary>
    /// <param name="least">Where too little is known to tell, some is left to shorter wordings all the same; and never more than three quarters of what there is.</param>
    private static uint[] Discount(long[] left, uint[] used, int people, int from, uint least)
    {
        Span<long> sums = stackalloc long[4];
        Span<long> counts = stackalloc long[3];
        for (var id = from; id < left.Length; id++)
        {
            var which = Class(used[id], people);
            counts[which]++;
            if (which < 2) sums[which] += left[id];
            else if (used[id] == people + 2) sums[2] += left[id];
        }
        var discounts = new uint[3];
        for (var which = 0; which < 3; which++)
        {
            var gap = which == 2 ? sums[2] : sums[which] - sums[which + 1];
            discounts[which] = counts[which] == 0 ? least : (uint)Math.Clamp(gap / counts[which], least, people * Unit);
        }
        return discounts;
    }

    /// <summary>For each wording, the first of those longer by a word that begin with it; and one more.</summary>
    public static int[] Starts(Structure structure, int level)
    {
        var starts = new int[structure.Count(level) + 1];
        foreach (var key in structure.Keys[level + 1]) starts[(key >> 32) + 1]++;
        for (var id = 0; id < starts.Length - 1; id++) starts[id + 1] += starts[id];
        return starts;
    }

    /// <summary>For each wording, the one that is left without its first word.</summary>
    private static int[][] Ends(Structure structure, int[][] starts)
    {
        var ends = new int[structure.Order + 1][];
        for (var level = 2; level <= structure.Order; level++)
        {
            ends[level] = new int[structure.Count(level)];
            for (var id = 0; id < ends[level].Length; id++)
            {
                var key = structure.Keys[level][id];
                if (level == 2) ends[level][id] = (int)(uint)key;
                else
                {
                    var before = ends[level - 1][key >> 32];
                    var (from, to) = (starts[level - 2][before], starts[level - 2][before + 1]);
                    ends[level][id] = Array.BinarySearch(structure.Keys[level - 1], from, to - from, ((ulong)before << 32) | (uint)key);
                }
            }
        }
        return ends;
    }
}
