namespace Headgate;

/// <summary>The steps by which dimensions were merged: for each class so far and each value of the next dimension, the class of both.</summary>
internal sealed class Steps
{
    private readonly List<(int Values, int[] Next)> steps = [];

    public void Add(int values, int[] next) => steps.Add((values, next));

    /// <summary>The number of values of a step.</summary>
    public int Values(int step) => steps[step].Values;

    /// <summary>-1 where no class has the value.</summary>
    public int Follow(int step, int index, int value) => steps[step].Next[index * steps[step].Values + value];

    /// <summary>The values of a step, in groups that no class tells apart.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups(int step)
    {
        var (values, next) = steps[step];
        return [.. Enumerable.Range(0, values).GroupBy(value => string.Join(',', Enumerable.Range(0, next.Length / values).Select(index => next[index * values + value]))).Select(group => group.ToArray())];
    }
}
