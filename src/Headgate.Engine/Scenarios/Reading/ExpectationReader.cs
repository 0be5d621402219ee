using System.Globalization;

namespace Headgate.Engine.Scenarios;

/// <summary>Reads what must hold: the first key says what is asked, the others what the answer must be.</summary>
internal sealed class ExpectationReader(Fields fields, ScenarioNames names, PostReader posts, string purpose)
{
    private const string Granted = "granted:";
    private const string Suspended = "suspended:";

    private static readonly Dictionary<string, string[]> Keys = ScenarioLanguage.Besides(ScenarioLanguage.Expectations);

    /// <returns>One for each record or person that it names; none, with a problem, where it is no expectation.</returns>
    public IEnumerable<Expectation> Read(YamlNode node, Instant at)
    {
        if (fields.Map(node, "an expectation") is not { Entries: [var first, ..] } map) return [];
        if (!Keys.TryGetValue(first.Key.Value, out var keys))
        {
            fields.Error(first.Key, $"`{Names.Show(first.Key.Value)}` is nothing that can be expected", Nearest.Hint(first.Key.Value, Keys.Keys));
            return [];
        }
        fields.Map(map, $"`{first.Key.Value}`", [first.Key.Value, .. keys]);
        foreach (var key in keys.Where(key => key is not ("purpose" or "at") && map[key] is null)) fields.Error(map, $"`{key}` is missing", $"add `{key}:`");
        at = fields.Time(map["at"], "`at`") ?? at;
        return Expected(first.Key.Value, first.Value, map, at).ToList();
    }

    private IEnumerable<Expectation> Expected(string verb, YamlNode what, YamlMap map, Instant at)
    {
        var (line, column) = (map.Line, map.Column);
        switch (verb)
        {
            case "allow" or "deny":
                var (reason, about) = (Reason(map, verb == "allow"), map["purpose"] is { } other ? fields.Text(other, "`purpose`") ?? "" : purpose);
                if (what is YamlMap described) return [Case(described, at, line, column, about, reason)];
                return fields.Texts(what, $"`{verb}`").Select(record => new RecordExpectation(line, column, at, names.Use(NameKind.Post, record), about, reason));
            case "told" or "not-told":
                var notice = Text(map, "notice");
                return fields.Texts(what, $"`{verb}`").Select(person => new ToldExpectation(line, column, at, names.Person(person), notice, verb == "told"));
            case "birthday":
                var age = fields.Number(map["age"], "`age`", 0, 150) ?? 0;
                return fields.Texts(what, "`birthday`").Select(person => new BirthdayExpectation(line, column, at, names.Person(person), age));
            default:
                var isCommitment = verb == "commitment";
                var state = map["is"] is { } word ? fields.Word(word, "state", isCommitment ? ["owed", "overdue", "fulfilled"] : ["open", "overdue", "answered", "closed"]) ?? "" : "";
                return fields.Texts(what, $"`{verb}`").Select(one => new ConcernExpectation(
                    line, column, at, names.Use(isCommitment ? NameKind.Commitment : NameKind.Concern, one), isCommitment, state));
        }
    }

    private string Reason(YamlMap map, bool allow)
    {
        var reason = Text(map, "reason");
        if (reason.Length == 0) return reason;
        if (reason.StartsWith(Granted, StringComparison.Ordinal) != allow)
            fields.Error(map["reason"]!, $"`{Names.Show(reason)}` is no reason to {(allow ? "allow" : "deny")}", allow ? "write `granted:` and the name of a grant" : "expect `allow:`, or give another reason");
        if (reason.StartsWith(Suspended, StringComparison.Ordinal) && map["reason"] is YamlText written)
            names.Use(NameKind.Suspension, written with { Value = reason[Suspended.Length..].Split('/')[0] });
        return reason;
    }

    private CaseExpectation Case(YamlMap map, Instant at, int line, int column, string about, string reason)
    {
        fields.Map(map, "a case", ScenarioLanguage.Case.Words);
        var choice = map["choice"] is { } chosen ? fields.Word(chosen, "choice", ["unset", "consented", "objected"]) : null;
        var since = fields.Time(map["since"], "`since`") ?? at;
        var standing = new Standing
        {
            Regions = [.. PersonReader.Regions(fields, map["region"], "`region`").Order()],
            Birth = PersonReader.Birth(fields, map, at.Date),
            Status = PersonReader.Status(fields, map["status"], SubjectStatus.Active) ?? SubjectStatus.Active,
            Choices = choice switch
            {
                "consented" => [new(about, Choice.Consented, since)],
                "objected" => [new(about, Choice.Objected, since)],
                _ => [],
            },
        };
        var served = new SortedDictionary<string, Instant>(StringComparer.Ordinal);
        foreach (var (notice, when) in fields.Entries(map["served"], "`served`"))
            if (fields.Time(when, "the time of a notice") is { } time)
                served[notice.Value] = time;
        var asked = SubjectId.From("asked");
        var withoutRegion = map with { Entries = [.. map.Entries.Where(entry => entry.Key.Value != "region")] };
        return new(line, column, at, standing, served, posts.Read(withoutRegion, "asked", asked, [], null, withDefaults: false), Words(map), about, reason);
    }

    private static string Words(YamlMap map) => string.Join(", ", map.Entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key.Value} {Words(entry.Value)}")));

    private static string Words(YamlNode node) => node switch
    {
        YamlText text => text.Value,
        YamlList list => string.Join(' ', list.Items.Select(Words)),
        YamlMap map => Words(map),
        _ => "",
    };

    private string Text(YamlMap map, string key) => map[key] is { } node ? fields.Text(node, $"`{key}`") ?? "" : "";
}
