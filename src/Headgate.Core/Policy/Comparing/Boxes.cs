namespace Headgate;

/// <summary>Splits a set of points of a product of dimensions into boxes: a set of values a dimension. What is said of a box is said of every point in it.</summary>
internal static class Boxes
{
    /// <summary>The point may be taken in or left out.</summary>
    public const int Any = -1;

    /// <summary>The point is not in the set.</summary>
    public const int Out = 0;

    /// <summary>The point is in the set; a larger number tells several sets apart.</summary>
    public const int In = 1;

    /// <param name="sizes">The number of values of each dimension.</param>
    /// <param name="points">Which set each point is in, the last dimension running fastest.</param>
    /// <returns>The boxes, which do not overlap but where it does not matter: the set, and for each dimension the values.</returns>
    public static List<(int Set, IReadOnlyList<int>[] Values)> Of(IReadOnlyList<int> sizes, int[] points)
    {
        var found = new List<(int, IReadOnlyList<int>[])>();
        Split(0, points, []);
        return found;

        void Split(int dimension, int[] slice, IReadOnlyList<int>[] chosen)
        {
            if (dimension == sizes.Count)
            {
                found.Add((slice[0], chosen));
                return;
            }
            foreach (var (values, common) in Alike(slice, sizes[dimension])) Split(dimension + 1, common, [.. chosen, values]);
        }
    }

    /// <summary>Whether two slices can be taken for the same; if so the first comes to hold what is known of either.</summary>
    public static bool Merge(int[] one, int[] other)
    {
        for (var i = 0; i < one.Length; i++)
            if (one[i] != other[i] && one[i] != Any && other[i] != Any)
                return false;
        for (var i = 0; i < one.Length; i++)
            if (one[i] == Any)
                one[i] = other[i];
        return true;
    }

    /// <summary>Groups the values of the first dimension whose slices are alike; those that hold no point of a set are left out, unless nothing speaks against them.</summary>
    private static List<(List<int> Values, int[] Slice)> Alike(int[] slice, int size)
    {
        var length = slice.Length / size;
        var (groups, open) = (new List<(List<int> Values, int[] Slice)>(), new List<int>());
        for (var value = 0; value < size; value++)
        {
            var part = slice.AsSpan(value * length, length);
            if (part.ContainsAnyInRange(In, int.MaxValue))
            {
                var copy = part.ToArray();
                if (groups.Find(group => Merge(group.Slice, copy)) is { Values: { } values }) values.Add(value);
                else groups.Add(([value], copy));
            }
            else if (!part.Contains(Out)) open.Add(value);
        }
        foreach (var (values, _) in groups)
        {
            values.AddRange(open);
            values.Sort();
        }
        return groups;
    }
}
