namespace Headgate.Engine.Scenarios;

/// <summary>Reads a story (docs/scenario.md). What is wrong with it is gathered with line and column, as of a policy.</summary>
internal sealed class ScenarioReader
{
    private readonly Fields fields = new();
    private readonly string path;

    private ScenarioReader(string path) => this.path = path;

    /// <param name="path">Where the text lies.</param>
    /// <returns>The story, or null where a problem is an error.</returns>
    public static (Scenario? Scenario, IReadOnlyList<PolicyProblem> Problems) Read(string text, string path)
    {
        if (string.IsNullOrWhiteSpace(text)) return (null, [new(1, 1, "the file is empty", "start with `scenario: 1`")]);
        var reader = new ScenarioReader(path);
        try
        {
            var scenario = reader.Document(YamlTree.Read(text));
            return (reader.fields.HasErrors ? null : scenario, reader.fields.Problems);
        }
        catch (TooManyProblemsException)
        {
            return (null, reader.fields.Problems);
        }
        catch (YamlProblemException error)
        {
            return (null, [error.Problem]);
        }
    }

    private Scenario? Document(YamlNode root)
    {
        if (fields.Map(root, "a story", ScenarioLanguage.Story.Words) is not { } map) return null;
        foreach (var required in (string[])["scenario", "title", "purpose", "story"])
            if (map[required] is null or YamlText { IsNull: true })
                fields.Error(map, $"`{required}` is missing", $"add `{required}:` at the top level");
        fields.Number(map["scenario"], "`scenario`", 1, 1);
        var title = map["title"] is { } written ? fields.Text(written, "`title`") ?? "" : "";
        var purpose = map["purpose"] is { } named ? fields.Text(named, "`purpose`") ?? "" : "";

        var names = new ScenarioNames(fields);
        foreach (var stranger in fields.Texts(map["strangers"], "`strangers`")) names.Declare(NameKind.Person, stranger);
        var posts = new PostReader(fields, names);
        posts.Defaults(map["posts"]);
        var board = new BoardReader(fields, posts).Read(map["board"]);
        foreach (var region in board?.Regions ?? [])
        {
            names.Add(NameKind.Person, ScenarioBoard.PersonOf(region).Value);
            foreach (var (name, _) in board!.Posts) names.Add(NameKind.Post, ScenarioBoard.PostOf(region, name));
        }
        var steps = Steps(map["story"], new ActReader(fields, names, posts, purpose), new ExpectationReader(fields, names, posts, purpose));
        var scenario = new Scenario(path, title, purpose, board, steps);
        CheckRows(scenario, map["board"]);
        return scenario;
    }

    private List<ScenarioStep> Steps(YamlNode? node, ActReader acts, ExpectationReader expectations)
    {
        var steps = new List<ScenarioStep>();
        if (node is not (null or YamlList)) fields.Error(node, "`story` must be a list", "write `- at: 2025-09-18`, then what was done and what must hold");
        foreach (var item in (node as YamlList)?.Items ?? [])
        {
            if (fields.Map(item, "a step of the story", ScenarioLanguage.Step.Words) is not { } map) continue;
            if (map["at"] is null) fields.Error(map, "a step needs a time", "write `at: 2025-09-18` or `at: 2025-09-18T12:00:00Z`");
            var at = fields.Time(map["at"], "`at`") ?? steps.LastOrDefault()?.At ?? Instant.MinValue;
            if (steps.LastOrDefault() is { } before && at < before.At) fields.Error(map["at"]!, $"this lies before the step in line {before.Line}", "tell the story in order of time");
            var tell = map["tell"] is { } told ? fields.Text(told, "`tell`") : null;
            steps.Add(new(
                map.Line, at, [.. fields.Texts(map["event"], "`event`").Select(text => text.Value)], map["source"] is { } source ? fields.Text(source, "`source`") : null, tell,
                [.. List(map["do"], "`do`").Select(act => acts.Read(act, at)).OfType<ScenarioAct>()],
                [.. List(map["expect"], "`expect`").SelectMany(one => expectations.Read(one, at))]));
        }
        return steps;
    }

    private IReadOnlyList<YamlNode> List(YamlNode? node, string what)
    {
        if (node is not (null or YamlList)) fields.Error(node, $"{what} must be a list", "write `- …`, one a line");
        return (node as YamlList)?.Items ?? [];
    }

    private void CheckRows(Scenario scenario, YamlNode? board)
    {
        var gates = scenario.Gates.Count();
        foreach (var row in scenario.Board?.Expected ?? [])
            if (row.States.Count != gates)
                fields.Error(board! with { Line = row.Line, Column = row.Column }, $"the row of `{row.Region}` has {row.States.Count} states, and the story {gates} gates", "write one a `gate`");
    }
}
