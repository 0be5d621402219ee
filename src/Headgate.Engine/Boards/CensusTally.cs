using System.Runtime.InteropServices;

namespace Headgate.Engine;

/// <summary>Counts people for one purpose, by the table.</summary>
internal sealed class CensusTally(DecisionTable table)
{
    private static readonly Region Nowhere = Region.Unknown;

    private readonly int[] contents = [.. TypicalUse.ContentsOf(table.Terms.Policy!, table.Terms.At).Select(table.Records.CodeOf).Distinct()];
    private readonly Dictionary<(int Subject, int Pair), Reason> ofOne = [];
    private readonly Dictionary<(int Subject, int Pair, int Region), long> alike = [];
    private readonly SortedDictionary<string, long> byReason = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StateCounts> byRegion = new(StringComparer.Ordinal);

    public string Purpose => table.Terms.Purpose.Name;

    /// <summary>Everybody who was counted.</summary>
    public PurposeUse Result
    {
        get
        {
            foreach (var ((subject, pair, region), people) in alike) Add(OfOne(subject, pair), [IsoCountries.Codes[region]], people);
            alike.Clear();
            return new(byReason, byRegion);
        }
    }

    /// <summary>Counts somebody who is active in one region.</summary>
    /// <param name="region">Its place among <see cref="IsoCountries.Codes"/>.</param>
    /// <returns>False where the table does not cover them, and they were not counted.</returns>
    public bool TryCount(int subject, int pair, int region)
    {
        ref var people = ref CollectionsMarshal.GetValueRefOrAddDefault(alike, (subject, pair, region), out var known);
        if (!known && contents.Any(content => table[subject, content, pair] == DecisionTable.Impossible))
        {
            alike.Remove((subject, pair, region));
            return false;
        }
        people++;
        return true;
    }

    public void Count(Standing? standing)
    {
        var regions = standing is { Regions.Count: > 0 } ? standing.Regions : [Nowhere];
        var pair = table.Pairs.CodeOf(standing?.Birth, table.Terms.At, standing?.ObjectedSince(table.Terms.Purpose));
        var reason = regions.Count == 1 ? OfOne(table.Subjects.CodeOf(standing, regions[0]), pair) : OfSeveral(standing, regions, pair);
        Add(reason, regions.Select(region => region.IsUnderstood ? region.Code : "").Distinct(), 1);
    }

    private void Add(Reason reason, IEnumerable<string> regions, long people)
    {
        byReason[reason.Text] = byReason.GetValueOrDefault(reason.Text) + people;
        var state = UseStates.Of(reason.Text);
        foreach (var code in regions) byRegion[code] = byRegion.GetValueOrDefault(code).With(state, people);
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
