namespace Headgate.Engine;

/// <summary>Counts people for one purpose, by the table.</summary>
internal sealed class CensusTally
{
    private static readonly Region Nowhere = Region.Unknown;

    private readonly DecisionTable table;
    private readonly int[] contents;
    private readonly Dictionary<(int Subject, int Pair), Reason> ofOne = [];
    private readonly SortedDictionary<string, long> byReason = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StateCounts> byRegion = new(StringComparer.Ordinal);

    public CensusTally(Terms terms)
    {
        table = DecisionTable.Compile(terms);
        contents = [.. TypicalUse.ContentsOf(terms.Policy!, terms.At).Select(table.Records.CodeOf).Distinct()];
    }

    public string Purpose => table.Terms.Purpose.Name;

    public PurposeUse Result => new(byReason, byRegion);

    public void Count(Standing? standing)
    {
        var regions = standing is { Regions.Count: > 0 } ? standing.Regions : [Nowhere];
        var pair = table.Pairs.CodeOf(standing?.Birth, table.Terms.At, standing?.ObjectedSince(table.Terms.Purpose));
        var reason = regions.Count == 1 ? OfOne(table.Subjects.CodeOf(standing, regions[0]), pair) : OfSeveral(standing, regions, pair);
        byReason[reason.Text] = byReason.GetValueOrDefault(reason.Text) + 1;
        var state = UseStates.Of(reason.Text);
        foreach (var code in regions.Select(region => region.IsUnderstood ? region.Code : "").Distinct())
            byRegion[code] = byRegion.GetValueOrDefault(code).With(state, 1);
    }

    private Reason OfOne(int subject, int pair)
    {
        if (!ofOne.TryGetValue((subject, pair), out var reason)) ofOne[(subject, pair)] = reason = Best(contents.Select(content => At(subject, content, pair)));
        return reason;
    }

    private Reason OfSeveral(Standing? standing, IReadOnlyList<Region> regions, int pair)
    {
        var subjects = regions.Select(region => table.Subjects.CodeOf(standing, region)).ToList();
        return Best(contents.Select(content => subjects.Select(subject => At(subject, content, pair)).MinBy(reason => reason.Rank)!));
    }

    private Reason At(int subject, int content, int pair) => table.Reasons.All[table[subject, content, pair]];

    private static Reason Best(IEnumerable<Reason> reasons) => reasons.OrderByDescending(reason => UseStates.Of(reason.Text)).ThenByDescending(reason => reason.Rank).First();
}
