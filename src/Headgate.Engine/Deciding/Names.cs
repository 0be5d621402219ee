namespace Headgate.Engine;

/// <summary>Numbers for what is named again and again: purposes, versions of notices, sets of regions.</summary>
internal sealed class Names<T>(IEqualityComparer<T>? comparer = null)
    where T : notnull
{
    private readonly Dictionary<T, int> numbers = new(comparer);
    private readonly List<T> names = [];

    public int Count => names.Count;

    public T this[int number] => names[number];

    public int NumberOf(T name)
    {
        if (numbers.TryGetValue(name, out var number)) return number;
        names.Add(name);
        return numbers[name] = names.Count - 1;
    }
}
