namespace Headgate;

/// <summary>The classes of one or several dimensions: values of the same signature are one class, known by a member of it for each way in which its dates can lie.</summary>
/// <typeparam name="TMember">A representative value.</typeparam>
internal sealed class Classes<TMember>
    where TMember : notnull
{
    private readonly Dictionary<Signature, int> bySignature = [];
    private readonly List<Signature> signatures = [];
    private readonly List<List<TMember>> members = [];
    private readonly HashSet<long> positions = [];

    public int Count => signatures.Count;

    public IReadOnlyList<Signature> Signatures => signatures;

    /// <summary>Representatives of a class, one for each distinct position of its dates.</summary>
    public IReadOnlyList<TMember> Members(int index) => members[index];

    /// <param name="dates">Which position the dates of the member have: two members may stand for each other only where it is the same.</param>
    /// <returns>The index of the class.</returns>
    public int Add(Signature signature, int dates, TMember member)
    {
        if (!bySignature.TryGetValue(signature, out var index))
        {
            bySignature[signature] = index = signatures.Count;
            signatures.Add(signature);
            members.Add(new(1));
        }
        if (positions.Add((long)index << 32 | (uint)dates)) members[index].Add(member);
        return index;
    }

    /// <summary>Merges a further dimension in, as packet classifiers do: what matters is the number of distinct signatures, not the product of the values.</summary>
    /// <param name="extend">The member that has the value, and the position of its dates.</param>
    /// <param name="canonical">Forgets of a signature what can no longer matter.</param>
    /// <param name="budget">How many there may be.</param>
    /// <returns>The merged classes, and for each class and value (class × values + value) the merged one.</returns>
    public (Classes<TMember> Merged, int[] Next) Merge(
        IReadOnlyList<Signature> values, Func<TMember, int, (int Dates, TMember Member)?> extend, Func<Signature, Signature> canonical, Budget budget)
    {
        var merged = new Classes<TMember>();
        budget.Check((long)Count * values.Count, 0, 0);
        var next = new int[Count * values.Count];
        var distinct = new Dictionary<Signature, int>();
        var kinds = values.Select(value => distinct.TryGetValue(value, out var kind) ? kind : distinct[value] = distinct.Count).ToArray();
        var known = new Signature?[distinct.Count];
        for (var index = 0; index < Count; index++)
        {
            known.AsSpan().Clear();
            for (var value = 0; value < values.Count; value++)
            {
                var signature = known[kinds[value]] ??= canonical(signatures[index].And(values[value]));
                next[index * values.Count + value] = -1;
                foreach (var member in members[index])
                    if (extend(member, value) is var (dates, extended))
                        next[index * values.Count + value] = merged.Add(signature, dates, extended);
            }
            budget.Check(next.Length, merged.Count, merged.positions.Count);
        }
        return (merged, next);
    }
}
