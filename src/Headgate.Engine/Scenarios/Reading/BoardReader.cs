namespace Headgate.Engine.Scenarios;

/// <summary>Reads what a story draws.</summary>
internal sealed class BoardReader(Fields fields, PostReader posts)
{
    private const string NotYet = "-";

    private static readonly string[] States = [.. Enum.GetValues<UseState>().Select(UseStates.Word), NotYet];

    public ScenarioBoard? Read(YamlNode? node)
    {
        if (fields.Map(node, "`board`", ScenarioLanguage.Board.Words) is not { } map) return null;
        foreach (var required in ScenarioLanguage.Board.Words)
            if (map[required] is null) fields.Error(map, $"`{required}` is missing in `board`", "see docs/scenario.md");
        var born = fields.Time(map["born"], "`born`")?.Date ?? default;
        var typical = Posts(map["posts"]);
        var rows = new List<BoardExpectation>();
        foreach (var (key, value) in fields.Entries(map["expect"], "`expect`"))
            if (Row(key, value, typical) is { } row)
                rows.Add(row);
        return new(born, typical, rows);
    }

    private List<(string Name, Record Post)> Posts(YamlNode? node)
    {
        if (fields.Map(node, "`posts` of the board") is not { } map) return [];
        return map.Entries.All(entry => PostReader.Keys.Contains(entry.Key.Value))
            ? [("", Post(map))]
            : [.. map.Entries.Select(entry => (entry.Key.Value, fields.Map(entry.Value, $"the post `{Names.Show(entry.Key.Value)}`", PostReader.Keys) is { } one ? Post(one) : new()))];
    }

    private Record Post(YamlMap map)
    {
        if (map["created"] is null) fields.Error(map, "a post of the board needs a time", "write `created: 2019-06-01`");
        return posts.Read(map, null, null, [], null, withDefaults: true);
    }

    private BoardExpectation? Row(YamlText key, YamlNode value, List<(string Name, Record Post)> typical)
    {
        var (word, post) = key.Value.Split(' ', 2) is [var one, var two] ? (one, two.Trim()) : (key.Value, null);
        if (!IsoCountries.Codes.Contains(word)) fields.Error(key, $"`{Names.Show(word)}` is no region's code", Nearest.Hint(word, IsoCountries.Codes));
        if (post is not null && typical.All(known => known.Name != post)) fields.Error(key, $"the board has no post `{Names.Show(post)}`", Nearest.Hint(post, typical.Select(known => known.Name)));
        if (fields.Text(value, "a row") is not { } text) return null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var state in words.Where(state => !States.Contains(state)))
            fields.Error(value, $"`{Names.Show(state)}` is no state", Nearest.Hint(state, States));
        return new(value.Line, value.Column, word, post, [.. words.Select(State)]);
    }

    private static UseState? State(string word) => word == NotYet ? null : Enum.GetValues<UseState>().FirstOrDefault(state => UseStates.Word(state) == word);
}
