namespace Headgate.Gate;

/// <summary>The codes of records by the values of all dimensions at once, written as one number: each combination is followed through the classes when it is first met.</summary>
internal sealed class RecordCodes
{
    /// <summary>Beyond so many combinations each record is followed.</summary>
    private const int Most = 1 << 20;

    private readonly RecordClasses classes;

    /// <summary>How many values each dimension has: kind, visibility, service, labels, dates and signals; of kinds and words one more, for what is none.</summary>
    private readonly int[] bases;

    /// <summary>One more than the code; 0 where it was not asked for yet.</summary>
    private readonly int[] known;

    public RecordCodes(RecordClasses classes)
    {
        this.classes = classes;
        bases = [classes.Kinds.Count + 1, Visibilities.All.Count + 1, classes.Services.Count + 1, classes.LabelValues, classes.Dates.Count, classes.SignalValues.Count];
        var combinations = bases.Aggregate(1.0, (product, count) => product * count);
        known = combinations <= Most ? new int[(int)combinations] : [];
    }

    /// <param name="values">A digit for each dimension, the kind's first; the kind is a listed one.</param>
    public int Of(long values)
    {
        if (known.Length == 0) return Follow(values);
        if (known[values] is var code and > 0) return code - 1;
        code = Follow(values);
        known[values] = code + 1;
        return code;
    }

    private int Follow(long values)
    {
        Span<int> digits = stackalloc int[bases.Length];
        for (var i = bases.Length - 1; i >= 0; i--) (values, digits[i]) = (values / bases[i], (int)(values % bases[i]));
        return classes.CodeOf(digits[0], digits[1], digits[2], digits[3], digits[4], digits[5]);
    }
}
