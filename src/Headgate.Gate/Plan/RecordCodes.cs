namespace Headgate.Gate;

/// <summary>The codes of records by the values of all dimensions at once: each combination is followed through the classes when it is first met.</summary>
internal sealed class RecordCodes
{
    /// <summary>Beyond so many combinations each record is followed.</summary>
    private const int Most = 1 << 20;

    private readonly RecordClasses classes;
    private readonly int services;
    private readonly int dates;

    /// <summary>One more than the code; 0 where it was not asked for yet.</summary>
    private readonly int[] known;

    public RecordCodes(RecordClasses classes)
    {
        this.classes = classes;
        (services, dates) = (classes.Services.Count + 1, classes.Dates.Count);
        var combinations = (double)classes.Kinds.Count * (Visibilities.All.Count + 1) * services * classes.LabelValues * dates * classes.SignalValues.Count;
        known = combinations <= Most ? new int[(int)combinations] : [];
    }

    public int Of(int kind, int visibility, int service, int labels, int date, int signal)
    {
        if (known.Length == 0) return classes.CodeOf(kind, visibility, service, labels, date, signal);
        var index = ((((kind * (Visibilities.All.Count + 1) + visibility) * services + service) * classes.LabelValues + labels) * dates + date) * classes.SignalValues.Count + signal;
        if (known[index] is var code and > 0) return code - 1;
        code = classes.CodeOf(kind, visibility, service, labels, date, signal);
        known[index] = code + 1;
        return code;
    }
}
