using System.Collections.Frozen;

namespace Headgate;

/// <summary>What a rule's <c>when</c> may refer to.</summary>
internal sealed record Vocabulary(
    FrozenDictionary<string, Purpose> Purposes, FrozenSet<string> Content, FrozenSet<string> Labels, FrozenSet<string> Services,
    Func<string, IReadOnlyCollection<string>?> RegionsOf, FrozenSet<string> RegionWords)
{
    public FrozenSet<string> PurposeWords { get; } = Purposes.Keys.ToFrozenSet(StringComparer.Ordinal);

    public FrozenSet<string> VisibilityWords { get; } = Visibilities.All.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every known value of a dimension whose conditions are words.</summary>
    public IReadOnlyCollection<string> Domain(Dimension dimension) => dimension switch
    {
        Dimension.Region => IsoCountries.Codes,
        Dimension.Kind => Content,
        Dimension.Visibility => VisibilityWords,
        Dimension.Service => Services,
        _ => [],
    };
}

/// <summary>Reads a rule's <c>when</c> (semantics.md, Policy file).</summary>
internal sealed class WhenReader(Fields fields, Vocabulary words)
{
    private const int OldestAge = 150;

    /// <returns>The conditions in the order of the file; none where there is no <c>when</c>.</returns>
    public IReadOnlyList<Condition> Read(YamlNode? when)
    {
        var conditions = new List<Condition>();
        if (when is YamlText { IsNull: true }) fields.Error(when, "`when` says nothing", "write `when: { region: … }`, or drop the line: the rule then always applies");
        if (fields.Map(when, "`when`", PolicyLanguage.When.Words) is not { } map) return conditions;
        foreach (var (key, value) in map.Entries)
            conditions.AddRange(Field(key.Value, value));
        var (from, until) = (Time(conditions, "from"), Time(conditions, "until"));
        if (from >= until) fields.Error(map["until"]!, "`until` is not after `from`: this can never hold", "swap them, or drop the rule");
        return conditions;
    }

    private IEnumerable<Condition> Field(string key, YamlNode value) => key switch
    {
        "purpose" => OneOf(key, "purpose", Dimension.Run, value, words.PurposeWords),
        "region" => OneOf(key, "region", Dimension.Region, value, words.RegionWords),
        "service" => OneOf(key, "service", Dimension.Service, value, words.Services),
        "content" => OneOf(key, "kind of content", Dimension.Kind, value, words.Content),
        "labels" => OneOf(key, "label", Dimension.Labels, value, words.Labels),
        "visibility" => OneOf(key, "visibility", Dimension.Visibility, value, words.VisibilityWords),
        "age" => Several(key, Dimension.Age, value, one => Age(one, key, (years, under) => new Aged(years, under))),
        "age-at-creation" => Several(key, Dimension.AgeAtCreation, value, one => Age(one, key, (years, under) => new AgedAtCreation(years, under))),
        "created" => Several(key, Dimension.Created, value, one => Interval(key, Dimension.Created, one)),
        "collected" => Several(key, Dimension.Collected, value, one => Interval(key, Dimension.Collected, one)),
        "from" or "until" => fields.Time(value, $"`{key}`") is { } time ? [new TimeIs(key, time, key == "until")] : [],
        _ => [],
    };

    private IEnumerable<Condition> OneOf(string key, string what, Dimension dimension, YamlNode value, FrozenSet<string> valid)
    {
        var negated = value is YamlMap;
        if (negated) value = fields.Map(value, $"`{key}`", PolicyLanguage.Not)?["not"] ?? value;
        if (value is YamlMap)
        {
            fields.Error(value, $"`{key}` must be a value, a list, or `{{not: …}}`", $"write `{key}: {{ not: … }}`");
            return [];
        }
        var texts = fields.Texts(value, $"`{key}`");
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (!valid.Contains(text.Value)) fields.Error(text, $"`{Names.Show(text.Value)}` is no {what} of this policy", Nearest.Hint(text.Value, valid));
            else if (dimension == Dimension.Region) values.UnionWith(words.RegionsOf(text.Value)!);
            else values.Add(text.Value);
        }
        if (value is YamlList { Items: [] })
            fields.Error(value, $"`{key}` names nothing: this {(negated ? "always holds" : "can never hold")}", $"name a {what}, or drop the line");
        var condition = new OneOf(key, dimension, values.ToFrozenSet(StringComparer.Ordinal), negated);
        if (negated && LeavesNothing(condition)) fields.Error(value, $"every {what} is excluded: this can never hold", "name fewer");
        return [condition];
    }

    /// <summary>A range, a list of ranges, or <c>{not: …}</c> of either.</summary>
    private IEnumerable<Condition> Several(string key, Dimension dimension, YamlNode value, Func<YamlNode, IEnumerable<Condition>> read)
    {
        var negated = value is YamlMap { Entries: [{ Key.Value: "not" }] };
        if (negated) value = ((YamlMap)value)["not"]!;
        if (value is not YamlList list) return negated ? [new AnyOf(key, dimension, [[.. read(value)]], true)] : read(value);
        if (list.Items.Count == 0) fields.Error(list, $"`{key}` names nothing: this {(negated ? "always holds" : "can never hold")}", "name a range, or drop the line");
        return [new AnyOf(key, dimension, [.. list.Items.Select(item => (IReadOnlyList<Condition>)[.. read(item)])], negated)];
    }

    /// <summary>Whether no value is left that a rule could meet: an unknown region or kind is denied before any rule is read, and a purpose is never unknown.</summary>
    private bool LeavesNothing(OneOf condition) => condition.Dimension switch
    {
        Dimension.Run => words.Purposes.Values.All(purpose => condition.Values.Any(purpose.IsWithin)),
        Dimension.Region => IsoCountries.Codes.All(condition.Values.Contains),
        Dimension.Kind => words.Content.All(condition.Values.Contains),
        _ => false,
    };

    private IEnumerable<Condition> Age(YamlNode value, string key, Func<int, bool, Condition> condition)
    {
        if (fields.Map(value, $"`{key}`", PolicyLanguage.Age.Words) is not { } map)
        {
            if (value is YamlText { IsNull: true }) fields.Error(value, $"`{key}` says nothing", $"write `{key}: {{ under: 18 }}`");
            yield break;
        }
        if (map.Entries.Count == 0) fields.Error(map, $"`{key}` says nothing", $"write `{key}: {{ under: 18 }}`");
        var under = fields.Number(map["under"], "`under`", 1, OldestAge);
        var from = fields.Number(map["from"], "`from`", 0, OldestAge);
        if (from >= under) fields.Error(map, "nobody is of this age: this can never hold", "`from` must be less than `under`");
        foreach (var (bound, _) in map.Entries)
        {
            if (bound.Value == "under" && under is { } most) yield return condition(most, true);
            if (bound.Value == "from" && from is { } least) yield return condition(least, false);
        }
    }

    private IEnumerable<Condition> Interval(string key, Dimension dimension, YamlNode value)
    {
        if (fields.Map(value, $"`{key}`", PolicyLanguage.Interval.Words) is not { } map || map.Entries.Count == 0)
        {
            if (value is YamlMap or YamlText { IsNull: true }) fields.Error(value, $"`{key}` says nothing", $"write `{key}: {{ from: 2024-01-01 }}`");
            yield break;
        }
        var (from, to) = (fields.Time(map["from"], "`from`"), fields.Time(map["to"], "`to`"));
        if (from >= to) fields.Error(map, "this interval is empty: it can never hold", "`to` must be after `from`; intervals are half-open");
        yield return new Within(key, dimension, from, to);
    }

    private static Instant? Time(List<Condition> conditions, string field) => conditions.OfType<TimeIs>().FirstOrDefault(time => time.Field == field)?.Time;
}
