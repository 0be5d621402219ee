namespace Headgate;

/// <summary>Says cells as a person would: the one place where that is done.</summary>
internal static class CellWords
{
    private const int MostPoints = 1 << 22;

    /// <param name="rule">The name of the rule that makes the difference.</param>
    public static IEnumerable<DescribedCases> Describe(PolicyChange change, CellSet set, string rule)
    {
        var (people, records) = (change.People, change.Content);
        if (TooMany(people.Sizes) || TooMany(records.Sizes))
        {
            yield return new($"cases of `{rule}`, of more kinds than can be listed", "", "", standing => standing.Status == SubjectStatus.Active);
            yield break;
        }
        var profiles = new List<int[]>();
        var profileOf = Enumerable.Range(0, change.Cells.Subjects.Classes.Count).Select(subject => ProfileOf(set, subject, profiles)).ToArray();
        foreach (var (profile, who) in Boxes.Of(people.Sizes, Array.ConvertAll(people.ClassesOfPoints, subject => subject >= 0 ? profileOf[subject] : Boxes.Any)))
        {
            var (about, values) = (profiles[profile - 1], people.Values(who));
            foreach (var (_, what) in Boxes.Of(records.Sizes, Array.ConvertAll(records.CellsOfPoints, cell => about[cell])))
                yield return new(people.Who(values), string.Join(", ", records.What(records.Values(what))), string.Join(", ", people.Said(values)), standing => people.Holds(standing, values)) { Fits = point => SubjectAxes.Fits(point, values) };
        }
    }

    /// <summary>The number of a profile, from 1; that of a class of which nothing is in the set is the same for all.</summary>
    private static int ProfileOf(CellSet set, int subject, List<int[]> profiles)
    {
        if (!set.Has(subject)) return set.IsReachable(subject) ? Boxes.Out : Boxes.Any;
        var profile = set.Profile(subject);
        var index = profiles.FindIndex(other => Boxes.Merge(other, profile));
        if (index >= 0) return index + 1;
        profiles.Add(profile);
        return profiles.Count;
    }

    /// <summary>Whether there are more points than are looked at.</summary>
    internal static bool TooMany(IReadOnlyList<int> sizes) => sizes.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue)) > MostPoints;

    /// <summary>What stands at each point, the last dimension running fastest.</summary>
    internal static int[] Points(IReadOnlyList<int> sizes, Func<int[], int> at)
    {
        var points = new int[sizes.Aggregate(1, (product, size) => product * size)];
        var point = new int[sizes.Count];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = at(point);
            for (var dimension = sizes.Count - 1; dimension >= 0 && ++point[dimension] == sizes[dimension]; dimension--) point[dimension] = 0;
        }
        return points;
    }
}
