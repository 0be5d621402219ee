using System.Collections.Frozen;

namespace Headgate;

/// <summary>The dimensions of a subject in a comparison, their values in groups that nothing tells apart, and the words for them: region, age, choice, and each notice.</summary>
internal sealed class SubjectAxes
{
    private const int Region = 0;
    private const int Age = 1;
    private const int Choice = 2;
    private const int FirstNotice = 3;

    private readonly SubjectClasses classes;
    private readonly IReadOnlyList<IReadOnlyList<string>> regions;
    private readonly IReadOnlyList<IReadOnlyList<int>>[] groups;
    private readonly LiveRules live;
    private readonly FrozenDictionary<string, FrozenSet<string>> named;

    public SubjectAxes(SubjectClasses classes, LiveRules live)
    {
        (this.classes, this.live, regions) = (classes, live, classes.Regions);
        named = live.Sides.Select(terms => terms.Policy?.Groups).LastOrDefault(declared => declared is not null) ?? FrozenDictionary<string, FrozenSet<string>>.Empty;
        groups = [[.. Enumerable.Range(0, regions.Count).Select(index => (int[])[index])], .. classes.Groups];
        Sizes = [.. groups.Select(axis => axis.Count)];
    }

    /// <summary>The number of groups of each dimension.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The class of every point, the last dimension running fastest; -1 where there is none.</summary>
    public int[] ClassesOfPoints => field ??= CellWords.Points(Sizes, ClassOf);

    /// <summary>The class of a point, each value being the number of a group; -1 where there is none.</summary>
    public int ClassOf(int[] point)
    {
        Span<int> values = stackalloc int[point.Length];
        for (var axis = 0; axis < values.Length; axis++) values[axis] = groups[axis][point[axis]][0];
        return classes.ClassOf(values);
    }

    /// <summary>The values that stand in some groups.</summary>
    public IReadOnlyList<int>[] Values(IReadOnlyList<int>[] box) => [.. box.Select((chosen, axis) => (IReadOnlyList<int>)[.. chosen.SelectMany(group => groups[axis][group]).Order()])];

    /// <summary>Such as <c>adults in GB</c>.</summary>
    public string Who(IReadOnlyList<int>[] values)
    {
        var ages = IsAll(values, Age) ? "people" : Phrases.Ages(classes.Ages, values[Age], "people", "adults");
        return IsAll(values, Region) ? $"{ages} everywhere" : $"{ages} {Phrases.Regions(values[Region].SelectMany(index => regions[index]).ToHashSet(StringComparer.Ordinal), named)}";
    }

    /// <summary>Such as <c>choice unset</c> and <c>told of gen-ai-2025 v1</c>.</summary>
    public IEnumerable<string> Said(IReadOnlyList<int>[] values)
    {
        if (!IsAll(values, Choice)) yield return Choices(values[Choice]);
        for (var i = 0; i < classes.Notices.Count; i++)
            if (!IsAll(values, FirstNotice + i))
                yield return Phrases.Or([.. values[FirstNotice + i].Select(value => Told(classes.Notices[i], value)).Distinct()]);
    }

    /// <summary>Whether some values hold for a standing in any region that it claims.</summary>
    public bool Holds(Standing standing, IReadOnlyList<int>[] values) => standing.Regions.Any(region =>
        classes.Values(standing, region) is { } point && Fits(point, values));

    /// <summary>Whether some values hold for a point of the dimensions.</summary>
    public static bool Fits(IReadOnlyList<int> point, IReadOnlyList<int>[] values) => point.Index().All(value => values[value.Index].Contains(value.Item));

    private bool IsAll(IReadOnlyList<int>[] values, int axis) => values[axis].Count == groups[axis].Sum(group => group.Count);

    private string Choices(IReadOnlyList<int> values)
    {
        var choices = values.Where(classes.IsPossible).Select(classes.ChoiceAt).ToList();
        var words = new List<string>();
        if (choices.Any(choice => choice is { Consented: false, Objected: 0 })) words.Add("choice unset");
        if (choices.Any(choice => choice is { Consented: true, Objected: 0 })) words.Add("consented");
        Objected(ChoiceSeen.ByAll, "objected");
        Objected(ChoiceSeen.ByFirst, $"objected to `{live.Ancestry.Lost}`");
        Objected(ChoiceSeen.ByLast, $"objected to `{live.Ancestry.Gained}`");
        return Phrases.Or(words);

        void Objected(ChoiceSeen seen, string word)
        {
            var those = choices.Where(choice => choice.Objected > 0 && choice.Seen == seen).ToList();
            var starts = those.Select(choice => choice.Objected - 1).Distinct().Order().ToList();
            if (starts.Count == 0) return;
            var consent = seen != ChoiceSeen.ByAll && those.TrueForAll(choice => choice.Consented) ? "consented but " : "";
            words.Add(starts.Count == classes.Objections.Count ? consent + word : $"{consent}{word} {Phrases.Spans(classes.Objections, starts)}");
        }
    }

    private static string Told(NoticeClasses notice, int value)
    {
        var states = notice.Demands.Select((demand, i) => (demand.Window, State: notice.StateOf(value, i))).OrderBy(state => state.Window).ToList();
        if (states.TrueForAll(state => state.State == NoticeState.NotServed)) return $"not told of {notice.Notice}";
        var (met, open) = (states.FindLastIndex(state => state.State == NoticeState.Met), states.FindIndex(state => state.State == NoticeState.WindowOpen));
        return $"told of {notice.Notice}" + (met, open) switch
        {
            (_, < 0) => "",
            ( < 0, _) => $" less than {Durations.Write(states[open].Window)} ago",
            _ => $" {Durations.Write(states[met].Window)} to {Durations.Write(states[open].Window)} ago",
        };
    }
}
