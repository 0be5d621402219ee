namespace Headgate.Engine.Scenarios;

/// <summary>Reads what is done in a story: the first key says what, the others how.</summary>
internal sealed class ActReader(Fields fields, ScenarioNames names, PostReader posts, string purpose)
{
    private const string DefaultSource = "declared";

    private static readonly Dictionary<string, string[]> Keys = ScenarioLanguage.Besides(ScenarioLanguage.Acts);

    /// <returns>Null, with a problem, where it is none.</returns>
    public ScenarioAct? Read(YamlNode node, Instant at)
    {
        if (fields.Map(node, "an act") is not { Entries: [var first, ..] } map) return null;
        if (!Keys.TryGetValue(first.Key.Value, out var keys))
        {
            fields.Error(first.Key, $"`{Names.Show(first.Key.Value)}` is nothing that can be done", Nearest.Hint(first.Key.Value, Keys.Keys));
            return null;
        }
        fields.Map(map, $"`{first.Key.Value}`", [first.Key.Value, .. keys]);
        var what = fields.Texts(first.Value, $"`{first.Key.Value}`");
        if (what.Count == 0 || (what.Count > 1 && first.Key.Value is not ("object" or "consent" or "unset")))
        {
            fields.Error(first.Value, $"`{first.Key.Value}` needs one name", $"write `{first.Key.Value}: name`");
            return null;
        }
        return Act(first.Key.Value, what, map, at);
    }

    private ScenarioAct Act(string verb, IReadOnlyList<YamlText> what, YamlMap map, Instant at)
    {
        var (name, line, column, tell) = (what[0], map.Line, map.Column, Optional(map, "tell"));
        switch (verb)
        {
            case "publish": return new PublishAct(line, column, tell, name.Value, Overriding(map), Refusal(map["refused"]));
            case "suspend":
                names.Declare(NameKind.Suspension, name);
                return new SuspendAct(line, column, tell, name.Value, Pause(map));
            case "lift":
                return new LiftAct(
                    line, column, tell, names.Use(NameKind.Suspension, name), Optional(map, "after"), fields.Duration(map["window"], "`window`"), Overriding(map),
                    map["refused"] is { } refused && fields.Word(refused, "reason for refusing a lift", ["no-notice"]) is not null);
            case "serve" or "bounce": return new NoticeAct(line, column, tell, name.Value, To(map), fields.Time(map["when"], "`when`"), verb == "bounce");
            case "concern":
                names.Declare(NameKind.Concern, name);
                return new ConcernAct(line, column, tell, name.Value, Need(map, "authority"), Need(map, "text"), Due(map), Optional(map, "reference") ?? "");
            case "answer" or "close-concern" or "fulfil":
                return new FollowUpAct(
                    line, column, tell, names.Use(verb == "fulfil" ? NameKind.Commitment : NameKind.Concern, name), verb switch { "answer" => FollowUp.Answer, "fulfil" => FollowUp.Fulfil, _ => FollowUp.Close },
                    verb == "answer" ? Need(map, "text") : Optional(map, "text") ?? "", Optional(map, "reference") ?? "");
            case "commit":
                names.Declare(NameKind.Commitment, name);
                var concern = map["concern"] is YamlText answered ? names.Use(NameKind.Concern, answered) : null;
                return new CommitAct(line, column, tell, name.Value, concern, concern is null ? Need(map, "authority") : Optional(map, "authority"), Need(map, "text"), Due(map), Optional(map, "reference") ?? "");
            case "join":
                names.Declare(NameKind.Person, name);
                var birth = PersonReader.BirthKeys.Any(key => map[key] is not null) ? new Said<BirthRange>(PersonReader.Birth(fields, map, at.Date)) : null;
                return Member(map["region"] is { } claimed ? PersonReader.Regions(fields, claimed, "`region`") : null, birth, PersonReader.Status(fields, map["status"], SubjectStatus.Active));
            case "move": return Member(PersonReader.Regions(fields, map["to"], "`to`"), null, null);
            case "leave": return Member(null, null, PersonReader.Status(fields, map["status"], SubjectStatus.Closed));
            case "object" or "consent" or "unset":
                return new ChooseAct(
                    line, column, tell, [.. what.Select(names.Person)], Optional(map, "purpose") ?? purpose,
                    verb switch { "object" => Choice.Objected, "consent" => Choice.Consented, _ => Choice.Unset }, Optional(map, "channel"), fields.Time(map["when"], "`when`"));
            case "gate":
                names.Declare(NameKind.Gate, name);
                return new GateAct(line, column, tell, name.Value);
            default: return Post(name, map, at, tell);
        }

        MemberAct Member(IReadOnlyList<Region>? regions, Said<BirthRange>? birth, SubjectStatus? status) => new(
            line, column, tell, verb, new(verb == "join" ? SubjectId.From(name.Value) ?? default : names.Person(name), regions, Optional(map, "source") ?? DefaultSource, birth, status));
    }

    private PostAct Post(YamlText id, YamlMap map, Instant at, string? tell)
    {
        if (map["by"] is null) fields.Error(map, "nobody is said to have written this", "write `by: name`");
        var author = map["by"] is YamlText { IsNull: false } by ? names.Person(by) : (SubjectId?)null;
        IReadOnlyList<string> sources = [.. fields.Texts(map["of"], "`of`").Select(text => names.Use(NameKind.Post, text))];
        names.Declare(NameKind.Post, id);
        return new(map.Line, map.Column, tell, posts.Read(map, id.Value, author, sources, at, withDefaults: true), Optional(map, "text") ?? "");
    }

    private PauseRequest Pause(YamlMap map)
    {
        if (map["region"] is null) fields.Error(map, "no region is named", "write `region: [GB]`, or `region: everywhere`");
        var window = fields.Map(map["collected"], "`collected`", ["from", "to"]);
        return new(
            Optional(map, "purpose") ?? purpose, [.. fields.Texts(map["region"], "`region`").Select(text => text.Value)], Optional(map, "service"),
            fields.Time(window?["from"], "`from`"), fields.Time(window?["to"], "`to`"), Optional(map, "authority") ?? "the platform itself", Optional(map, "reference") ?? "");
    }

    private Audience To(YamlMap map)
    {
        if (map["to"] is null) fields.Error(map, "nobody is named", "write `to: [name]`, or `to: { region: [GB] }`");
        if (map["to"] is not YamlMap audience) return new([.. fields.Texts(map["to"], "`to`").Select(names.Person)], new HashSet<string>());
        fields.Map(audience, "`to`", ["region"]);
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var word in fields.Texts(audience["region"], "`region`"))
        {
            if (BuiltInGroups.Find(word.Value) is { } group) codes.UnionWith(group);
            else if (IsoCountries.Codes.Contains(word.Value)) codes.Add(word.Value);
            else fields.Error(word, $"`{Names.Show(word.Value)}` is no region", Nearest.Hint(word.Value, [.. BuiltInGroups.Names, .. IsoCountries.Codes]));
        }
        return new([], codes);
    }

    private PolicyRefusal? Refusal(YamlNode? node) => node is null ? null
        : fields.Word(node, "reason for refusing a policy", ["quiet-opt-in", "objection"]) == "objection" ? PolicyRefusal.Objection : PolicyRefusal.QuietOptIn;

    private Override? Overriding(YamlMap map)
    {
        if (map["override"] is null && map["by"] is null) return null;
        return new(Need(map, "override"), Need(map, "by"));
    }

    private DateOnly? Due(YamlMap map) => fields.Time(map["due"], "`due`")?.Date;

    private string? Optional(YamlMap map, string key) => map[key] is { } node ? fields.Text(node, $"`{key}`") : null;

    private string Need(YamlMap map, string key)
    {
        if (map[key] is null) fields.Error(map, $"`{key}` is missing", $"add `{key}:`");
        return Optional(map, key) ?? "";
    }
}
