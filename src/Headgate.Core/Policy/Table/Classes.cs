namespace Headgate;

/// <summary>The classes of one or several dimensions: values of the same signature are one class, known by a member of it for each way in which its dates can lie.</summary>
/// <typeparam name="TMember">A representative value.</typeparam>
internal sealed class Classes<TMember>
    where TMember : notnull
{
    private readonly Dictionary<Signature, int> bySignature = [];
    private readonly List<Signature> signatures = [];
    private readonly List<Dictionary<int, TMember>> members = [];

    public int Count => signatures.Count;

    public IReadOnlyList<Signature> Signatures => signatures;

    /// <summary>Representatives of a class, one for each distinct position of its dates.</summary>
    public IEnumerable<TMember> Members(int index) => members[index].Values;

    /// <param name="dates">Which position the dates of the member have: two members may stand for each other only where it is the same.</param>
    /// <returns>The index of the class.</returns>
    public int Add(Signature signature, int dates, TMember member)
    {
        if (!bySignature.TryGetValue(signature, out var index))
        {
            bySignature[signature] = index = signatures.Count;
            signatures.Add(signature);
            members.Add([]);
        }
        members[index].TryAdd(dates, member);
        return index;
    }

    /// <summary>Merges a further dimension in, as packet classifiers do: what matters is the number of distinct signatures, not the product of the values.</summary>
    /// <param name="extend">The member that has the value, and the position of its dates.</param>
    /// <returns>The merged classes, and for each class and value (class × values + value) the merged one.</returns>
    public (Classes<TMember> Merged, int[] Next) Merge(
        IReadOnlyList<Signature> values, Func<TMember, int, (int Dates, TMember Member)?> extend, Func<Signature, Signature>? canonical = null)
    {
        var merged = new Classes<TMember>();
        var next = new int[Count * values.Count];
        for (var index = 0; index < Count; index++)
        {
            for (var value = 0; value < values.Count; value++)
            {
                var signature = signatures[index].And(values[value]);
                if (canonical is not null) signature = canonical(signature);
                next[index * values.Count + value] = -1;
                foreach (var member in members[index].Values)
                    if (extend(member, value) is var (dates, extended))
                        next[index * values.Count + value] = merged.Add(signature, dates, extended);
            }
            if (merged.Count > DecisionTable.MostCells) throw new TableTooLargeException(merged.Count);
        }
        return (merged, next);
    }
}
