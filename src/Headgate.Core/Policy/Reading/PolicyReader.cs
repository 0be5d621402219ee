using System.Collections.Frozen;

namespace Headgate;

/// <summary>What reading a policy file came to.</summary>
/// <param name="Policy">Null where a problem is an error.</param>
public sealed record PolicyReading(Policy? Policy, IReadOnlyList<PolicyProblem> Problems);

/// <summary>Reads a policy file (semantics.md, Policy file).</summary>
public sealed class PolicyReader
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly Fields fields = new();
    private readonly Dictionary<string, YamlNode> declared = new(StringComparer.Ordinal);

    private PolicyReader()
    {
    }

    public static PolicyReading Read(string text)
    {
        var reader = new PolicyReader();
        try
        {
            var policy = reader.Document(YamlTree.Read(text.StartsWith(ByteOrderMark) ? text[1..] : text));
            return new(reader.fields.HasErrors ? null : policy, reader.fields.Problems);
        }
        catch (TooManyProblemsException)
        {
            return new(null, reader.fields.Problems);
        }
        catch (YamlProblemException error)
        {
            return new(null, [error.Problem]);
        }
    }

    private Policy? Document(YamlNode root)
    {
        if (fields.Map(root, "a policy", PolicyLanguage.Policy.Words) is not { } map)
        {
            if (root is YamlText { IsNull: true }) fields.Error(root with { Line = 1, Column = 1 }, "the file is empty", "start with `headgate: 1`");
            return null;
        }
        foreach (var required in PolicyLanguage.Policy.Keys.Where(key => key.Required).Select(key => key.Name))
            if (map[required] is null or YamlText { IsNull: true })
                fields.Error(map, $"`{required}` is missing", $"add `{required}:` at the top level");
        fields.Number(Said(map["headgate"]), "`headgate`", 1, 1);

        var purposes = Purposes(map["purposes"]).ToFrozenDictionary(purpose => purpose.Name, StringComparer.Ordinal);
        var (content, labels, services) = (NameSet(map["content"], "content"), NameSet(map["labels"], "label"), NameSet(map["services"], "service"));
        var groupReader = new GroupReader(fields);
        var groups = groupReader.Read(map["regions"]);
        var notices = Notices(map["notices"]).ToFrozenDictionary(notice => notice.Version.Notice, StringComparer.Ordinal);
        Func<string, IReadOnlyCollection<string>?> regionsOf = word =>
            groups.GetValueOrDefault(word) ?? (IReadOnlyCollection<string>?)BuiltInGroups.Find(word) ?? (IsoCountries.Codes.Contains(word) ? [word] : null);
        var words = new Vocabulary(
            purposes, content, labels, services, regionsOf,
            groups.Keys.Concat(BuiltInGroups.Names).Concat(IsoCountries.Codes).ToFrozenSet(StringComparer.Ordinal));
        var ruleReader = new RuleReader(fields, words, notices);
        var rules = ruleReader.Read(map["rules"]);

        if (!ruleReader.MissesANotice) UseEveryNotice(notices, rules.Select(rule => rule.Rule));
        var effective = fields.Time(Said(map["effective"]), "`effective`");
        new Contradictions(fields, words, effective).Find(rules);
        // A rule with an error may say less than was meant, and seem to cover others.
        if (!fields.HasErrors) new Overtaken(fields, words).Warn(rules);
        new Territories(fields, purposes, groupReader.Mentions).Warn(rules);

        return new Policy
        {
            Name = Name(Said(map["policy"]), "policy") ?? "",
            Version = fields.Number(Said(map["version"]), "`version`", 1, int.MaxValue) ?? 1,
            Effective = effective,
            Objection = Objection(map["objection"], words),
            Purposes = purposes,
            Content = content,
            Labels = labels,
            Services = services,
            Groups = groups,
            Notices = notices,
            Permits = Permits(map["permits"]),
            Rules = [.. rules.Select(rule => rule.Rule)],
        };
    }

    private List<Purpose> Purposes(YamlNode? node)
    {
        var purposes = new List<Purpose>();
        Level(node, null);
        return purposes;

        void Level(YamlNode? children, Purpose? parent)
        {
            foreach (var (key, value) in fields.Entries(children, "purposes"))
            {
                if (!Declare(key, "purpose")) continue;
                var map = fields.Map(value, $"the purpose `{key.Value}`", PolicyLanguage.Purpose.Words);
                var purpose = new Purpose(
                    key.Value, parent, Optional(map?["title"], "`title`"), Optional(map?["dpv"], "`dpv`"), Optional(map?["aipref"], "`aipref`"));
                new Vocabularies(fields).Check(map);
                purposes.Add(purpose);
                Level(map?["children"], purpose);
            }
        }
    }

    private void UseEveryNotice(FrozenDictionary<string, PolicyNotice> notices, IEnumerable<Rule> rules)
    {
        var used = rules.OfType<GrantRule>().Select(grant => grant.After?.Notice.Notice).ToHashSet(StringComparer.Ordinal);
        foreach (var notice in notices.Keys.Where(notice => !used.Contains(notice)))
            fields.Error(declared[$"notice {notice}"], $"no rule asks for the notice `{notice}`", "use it in a grant's `after`, or drop it");
    }

    private List<PolicyNotice> Notices(YamlNode? node)
    {
        var notices = new List<PolicyNotice>();
        foreach (var (key, value) in fields.Entries(node, "notices"))
        {
            if (value is YamlText { IsNull: true }) fields.Error(key, $"the notice `{Names.Show(key.Value)}` has no version", "add `version: 1`");
            if (!Declare(key, "notice") || fields.Map(value, $"the notice `{key.Value}`", PolicyLanguage.Notice.Words) is not { } map) continue;
            if (map["version"] is null) fields.Error(key, $"the notice `{key.Value}` has no version", "add `version: 1`");
            var version = fields.Number(map["version"], "`version`", 1, int.MaxValue) ?? 1;
            var languages = fields.Texts(map["languages"], "`languages`").Select(language => language.Value);
            notices.Add(new(new(key.Value, version), Optional(map["title"], "`title`"), Optional(map["text"], "`text`"), [.. languages], key.Line, key.Column));
        }
        return notices;
    }

    private FrozenSet<string> NameSet(YamlNode? node, string what)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in fields.Texts(Said(node), $"`{what}`"))
            if (Declare(text, what))
                names.Add(text.Value);
        return names.ToFrozenSet(StringComparer.Ordinal);
    }

    private IReadOnlyList<ObjectionRule> Objection(YamlNode? node, Vocabulary words)
    {
        if (node is null or YamlText { IsNull: true }) return [];
        if (node is YamlText) return [new(null, fields.Word(node, "objection", PolicyLanguage.Effects) == "prospective", null)];
        if (node is not YamlList list)
        {
            fields.Error(node, "`objection` must be `full` or a list", "write `- { region: EEA, effect: prospective }`");
            return [];
        }
        var rules = new List<ObjectionRule>();
        foreach (var item in list.Items)
        {
            if (fields.Map(item, "an objection", PolicyLanguage.Objection.Words) is not { } map) continue;
            var prospective = fields.Word(map["effect"], "effect", PolicyLanguage.Effects) == "prospective";
            if (map["effect"] is null) fields.Error(map, "`effect` is missing", "write `effect: full` or `effect: prospective`");
            rules.Add(new(Regions(map["region"], words), prospective, fields.Time(map["full-if-before"], "`full-if-before`")));
        }
        return rules;
    }

    private FrozenSet<string>? Regions(YamlNode? node, Vocabulary words)
    {
        if (node is null) return null;
        if (node is YamlList { Items: [] }) fields.Error(node, "`region` names nothing", "name a region, or drop the line: it then holds everywhere");
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in fields.Texts(node, "`region`"))
        {
            if (words.RegionsOf(text.Value) is { } found) codes.UnionWith(found);
            else fields.Error(text, $"`{Names.Show(text.Value)}` is no region of this policy", Nearest.Hint(text.Value, words.RegionWords));
        }
        return codes.ToFrozenSet(StringComparer.Ordinal);
    }

    private PermitTerms Permits(YamlNode? node)
    {
        var map = fields.Map(node, "`permits`", PolicyLanguage.Permits.Words);
        var lease = fields.Duration(map?["lease"], "`lease`") ?? TimeSpan.FromSeconds(60);
        if (lease == TimeSpan.Zero) fields.Error(map!["lease"]!, "a lease of no time can never be held", "write `lease: 60s`");
        if (map?["on-objection"] is not { } objection || fields.Text(objection, "`on-objection`") is not { } word || word == "revoke") return new(lease, null);
        var parts = word.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["redo-within", var time] && Durations.TryParse(time, out var within)) return new(lease, within);
        fields.Error(objection, $"`{Names.Show(word)}` is no answer to an objection", "write `revoke` or `redo-within 30d`");
        return new(lease, null);
    }

    private string? Optional(YamlNode? node, string what) => Said(node) is { } said ? fields.Text(said, what) : null;

    /// <summary>The node; null where nothing stands there.</summary>
    private static YamlNode? Said(YamlNode? node) => node is YamlText { IsNull: true } ? null : node;

    private string? Name(YamlNode? node, string what)
    {
        if (node is null || fields.Text(node, $"`{what}`") is not { } name) return null;
        if (!Names.IsName(name)) fields.Error(node, $"`{Names.Show(name)}` is no name", Names.Help(name));
        return name;
    }

    private bool Declare(YamlText key, string what)
    {
        if (!Names.IsName(key.Value))
        {
            fields.Error(key, $"`{Names.Show(key.Value)}` is no name", Names.Help(key.Value));
            return false;
        }
        if (declared.TryAdd($"{what} {key.Value}", key)) return true;
        fields.Error(key, $"the {what} `{key.Value}` is declared twice", $"it stands at line {declared[$"{what} {key.Value}"].Line} too");
        return false;
    }
}
