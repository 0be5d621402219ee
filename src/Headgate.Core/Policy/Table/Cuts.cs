namespace Headgate;

/// <summary>A line cut at boundaries: the class of a point is the number of boundaries at or before it.</summary>
internal sealed class Cuts<T>(IEnumerable<T> boundaries)
    where T : struct, IComparable<T>
{
    private readonly T[] sorted = [.. boundaries.Distinct().Order()];

    public IReadOnlyList<T> Boundaries => sorted;

    /// <summary>The number of classes.</summary>
    public int Count => sorted.Length + 1;

    public int ClassOf(T point)
    {
        var index = 0;
        while (index < sorted.Length && sorted[index].CompareTo(point) <= 0) index++;
        return index;
    }

    /// <summary>The boundary at which a class begins; null for the first.</summary>
    public T? Begin(int index) => index == 0 ? null : sorted[index - 1];

    /// <summary>The boundary before which a class ends; null for the last.</summary>
    public T? End(int index) => index == sorted.Length ? null : sorted[index];
}
