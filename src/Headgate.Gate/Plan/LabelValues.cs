namespace Headgate.Gate;

/// <summary>The values of <see cref="RecordClasses"/> that labels have.</summary>
internal sealed class LabelValues(DecisionTable table)
{
    private readonly Words declared = new([.. table.Terms.Policy?.Labels ?? []]);

    /// <summary>The bit of each declared label, 0 where no rule looks for it; then that of an undeclared one, or of none.</summary>
    private readonly int[] bits =
    [
        .. (table.Terms.Policy?.Labels ?? []).Select(label => Enumerable.Range(0, table.Records.LabelGroups.Count).Where(group => table.Records.LabelGroups[group].Contains(label)).Sum(group => 1 << group)),
        1 << table.Records.LabelGroups.Count,
    ];

    /// <summary>How many values there are.</summary>
    public int Count { get; } = table.Records.LabelValues;

    /// <summary>Whether no rule looks at labels, so that they need not be read.</summary>
    public bool AreAllAlike { get; } = table.Records.LabelGroups.Count == 0;

    /// <summary>Of each row the value of its labels, as the next digit of a number.</summary>
    /// <param name="numbers">In base <see cref="Count"/>.</param>
    public void Append(DuckList lists, Span<long> numbers)
    {
        var members = AreAllAlike ? default : lists.Members;
        for (var row = 0; row < numbers.Length; row++) numbers[row] = numbers[row] * Count + (AreAllAlike ? 0 : Of(lists, members, row));
    }

    private int Of(DuckList lists, NativeVector members, int row)
    {
        if (lists.IsNull(row)) return Count - 1;
        var value = 0;
        var (from, to) = (lists[row].Start.Value, lists[row].End.Value);
        for (var member = from; member < to; member++) value |= bits[declared.IndexOf(members, member)];
        return value;
    }
}
