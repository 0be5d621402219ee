namespace Headgate;

/// <summary>The classes of an age that is known as a range: how many of some ages the youngest and the oldest of the range has reached. An unknown age has reached none and all.</summary>
internal sealed class AgeClasses(IEnumerable<int> thresholds)
{
    private readonly int[] sorted = [.. thresholds.Distinct().Order()];

    public IReadOnlyList<int> Thresholds => sorted;

    /// <summary>The number of classes: pairs (youngest, oldest) with youngest ≤ oldest.</summary>
    public int Count => (sorted.Length + 1) * (sorted.Length + 2) / 2;

    public int Unknown => IndexOf(0, sorted.Length);

    public int ClassOf(BirthRange? birth, DateOnly? on) =>
        birth is { } range && on is { } day ? IndexOf(Reached(range.Latest, day), Reached(range.Earliest, day)) : Unknown;

    public static int IndexOf(int youngest, int oldest) => oldest * (oldest + 1) / 2 + youngest;

    public static (int Youngest, int Oldest) Bounds(int index)
    {
        var oldest = 0;
        while ((oldest + 1) * (oldest + 2) / 2 <= index) oldest++;
        return (index - oldest * (oldest + 1) / 2, oldest);
    }

    /// <summary>The births with which exactly so many thresholds have been reached on a day: after <c>After</c>, at or before <c>Upto</c>; null for no bound.</summary>
    public (DateOnly? After, DateOnly? Upto) Births(int reached, DateOnly on) => (
        reached < sorted.Length ? BirthRange.LatestBirth(sorted[reached], on) : null,
        reached > 0 ? BirthRange.LatestBirth(sorted[reached - 1], on) : null);

    private int Reached(DateOnly birth, DateOnly on)
    {
        var years = BirthRange.FullYears(birth, on);
        var reached = 0;
        while (reached < sorted.Length && sorted[reached] <= years) reached++;
        return reached;
    }
}
