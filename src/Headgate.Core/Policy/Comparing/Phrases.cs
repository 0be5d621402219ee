using System.Collections.Frozen;
using System.Globalization;

namespace Headgate;

/// <summary>Phrases of which the words for cases are made.</summary>
internal static class Phrases
{
    private const int MostListed = 8;

    public static string Or(IReadOnlyList<string> words) => Join(words, "or");

    public static string And(IReadOnlyList<string> words) => Join(words, "and");

    /// <summary>Regions by the names of groups where groups make them up, or by what they leave out where that is shorter.</summary>
    public static string Regions(IReadOnlySet<string> codes, IReadOnlyDictionary<string, FrozenSet<string>> groups)
    {
        var left = IsoCountries.Codes.Where(code => !codes.Contains(code)).ToHashSet(StringComparer.Ordinal);
        return left.Count < codes.Count ? $"everywhere but {And(Named(left, groups))}" : $"in {Or(Named(codes, groups))}";
    }

    /// <summary>The people of some ages.</summary>
    /// <param name="included">Classes of <paramref name="ages"/>, in ascending order.</param>
    /// <param name="people">What they are called where their age is not told.</param>
    /// <param name="grown">What they are called from 18 on; null where that has no name.</param>
    public static string Ages(AgeClasses ages, IReadOnlyList<int> included, string people, string? grown)
    {
        var bounds = included.Select(AgeClasses.Bounds).ToList();
        var known = bounds.Where(bound => bound.Youngest == bound.Oldest).Select(bound => bound.Youngest).Order().ToList();
        var words = new List<string>();
        for (var i = 0; i < known.Count;)
        {
            var last = i;
            while (last + 1 < known.Count && known[last + 1] == known[last] + 1) last++;
            int? from = known[i] > 0 ? ages.Thresholds[known[i] - 1] : null;
            int? under = known[last] < ages.Thresholds.Count ? ages.Thresholds[known[last]] : null;
            words.Add((from, under) switch
            {
                (null, null) => $"{people} of known age",
                (18, null) when grown is not null => grown,
                (null, { } end) => string.Create(CultureInfo.InvariantCulture, $"{people} under {end}"),
                ({ } begin, null) => string.Create(CultureInfo.InvariantCulture, $"{people} of {begin} or older"),
                ({ } begin, { } end) when begin == end - 1 => string.Create(CultureInfo.InvariantCulture, $"{people} of {begin}"),
                ({ } begin, { } end) => string.Create(CultureInfo.InvariantCulture, $"{people} of {begin} to {end - 1}"),
            });
            i = last + 1;
        }
        if (known.Count < bounds.Count) words.Add(words.Count == 0 ? $"{people} of uncertain age" : "of uncertain age");
        return Or(words);
    }

    /// <summary>Spans of a line that is cut into classes.</summary>
    /// <param name="included">Classes of <paramref name="cuts"/>, in ascending order.</param>
    public static string Spans(Cuts<Instant> cuts, IReadOnlyList<int> included)
    {
        var words = new List<string>();
        for (var i = 0; i < included.Count;)
        {
            var last = i;
            while (last + 1 < included.Count && included[last + 1] == included[last] + 1) last++;
            words.Add((cuts.Begin(included[i]), cuts.End(included[last])) switch
            {
                (null, null) => "at any time",
                (null, { } end) => $"before {Day(end)}",
                ({ } begin, null) => $"from {Day(begin)} on",
                ({ } begin, { } end) => $"from {Day(begin)} to {Day(end)}",
            });
            i = last + 1;
        }
        return Or(words);
    }

    /// <summary>The date alone where it is midnight.</summary>
    public static string Day(Instant instant) =>
        instant == Instant.FromDate(instant.Date) ? instant.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : instant.ToString();

    private static List<string> Named(IReadOnlySet<string> codes, IReadOnlyDictionary<string, FrozenSet<string>> groups)
    {
        var left = codes.ToHashSet(StringComparer.Ordinal);
        var names = new List<string>();
        var known = groups.Select(group => (Name: group.Key, Codes: (IReadOnlyCollection<string>)group.Value))
            .Concat(BuiltInGroups.Names.Select(name => (Name: name, Codes: (IReadOnlyCollection<string>)BuiltInGroups.Find(name)!)))
            .Where(group => group.Codes.Count > 1).OrderByDescending(group => group.Codes.Count);
        foreach (var (name, members) in known)
        {
            if (!members.All(left.Contains)) continue;
            names.Add(name);
            left.ExceptWith(members);
        }
        names.AddRange(left.Order(StringComparer.Ordinal));
        return names.Count <= MostListed ? names : [.. names.Take(MostListed), string.Create(CultureInfo.InvariantCulture, $"{names.Count - MostListed} more")];
    }

    private static string Join(IReadOnlyList<string> words, string last) => words switch
    {
        [] => "nothing",
        [var one] => one,
        _ => $"{string.Join(", ", words.SkipLast(1))} {last} {words[^1]}",
    };
}
