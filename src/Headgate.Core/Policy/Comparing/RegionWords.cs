using System.Globalization;

namespace Headgate;

/// <summary>Says regions by the names that people know, such as <c>the European Economic Area, Switzerland and the United Kingdom</c>.</summary>
public static class RegionWords
{
    private const int MostListed = 14;

    private static readonly Dictionary<string, string> GroupNames = new(StringComparer.Ordinal)
    {
        ["EU"] = "the European Union",
        ["EEA"] = "the European Economic Area",
        ["UK-crown-dependencies"] = "the Crown Dependencies",
        ["EU-overseas"] = "overseas territories of EU members",
    };

    private static readonly string[] WithArticle = ["United ", "Netherlands", "Philippines", "Russian Federation", "Bahamas", "Gambia", "Maldives", "Seychelles", "Comoros", "Holy See", "Isle of Man", "Dominican Republic", "Central African Republic"];

    /// <summary>Some regions, or everywhere but the others where that is shorter.</summary>
    /// <param name="codes">Alpha-2 codes; null means everywhere.</param>
    public static string Say(IReadOnlyCollection<string>? codes)
    {
        if (codes is null || codes.Count >= IsoCountries.Codes.Count) return "everywhere";
        var left = IsoCountries.Codes.Where(code => !codes.Contains(code)).ToList();
        return left.Count < codes.Count ? $"everywhere but {Names(left)}" : Names(codes);
    }

    /// <summary>The name of a country as it stands in a sentence: <c>the United Kingdom</c>, <c>Bolivia</c>.</summary>
    /// <param name="code">An alpha-2 code; anything else is given back.</param>
    public static string Name(string code)
    {
        if (!IsoCountries.Codes.Contains(code)) return code;
        var name = Short(code);
        return WithArticle.Any(start => name.StartsWith(start, StringComparison.Ordinal)) || name.EndsWith(" Islands", StringComparison.Ordinal) ? $"the {name}" : name;
    }

    private static string Names(IReadOnlyCollection<string> codes)
    {
        var left = codes.ToHashSet(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var (group, name) in GroupNames.OrderByDescending(pair => BuiltInGroups.Find(pair.Key)!.Count))
        {
            if (BuiltInGroups.Find(group)!.All(left.Contains) is false) continue;
            names.Add(name);
            left.ExceptWith(BuiltInGroups.Find(group)!);
        }
        names.AddRange(left.Select(Name).Order(StringComparer.Ordinal));
        return names.Count <= MostListed + 1 ? Phrases.And(names) : Phrases.And([.. names.Take(MostListed), string.Create(CultureInfo.InvariantCulture, $"{names.Count - MostListed} more")]);
    }

    /// <summary>What stands before the comma of an ISO name; turned round where two countries share it.</summary>
    private static string Short(string code)
    {
        var name = IsoCountries.NameOf(code);
        if (name.Split(", ") is not [var before, var after]) return name;
        return IsoCountries.Codes.Any(other => other != code && (IsoCountries.NameOf(other) == before || IsoCountries.NameOf(other).StartsWith($"{before}, ", StringComparison.Ordinal)))
            ? $"{(after.StartsWith("The ", StringComparison.Ordinal) ? after[4..] : after)} {before}"
            : before;
    }
}
