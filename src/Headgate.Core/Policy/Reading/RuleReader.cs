using System.Collections.Frozen;

namespace Headgate;

/// <summary>Reads the rules of a policy (semantics.md, Policy file).</summary>
internal sealed class RuleReader(Fields fields, Vocabulary words, FrozenDictionary<string, PolicyNotice> notices)
{
    private static readonly string[] Keys = [.. PolicyLanguage.Deny.Words.Union(PolicyLanguage.Grant.Words)];
    private static readonly string[] OnlyGrants = [.. PolicyLanguage.Grant.Words.Except(PolicyLanguage.Deny.Words).Where(word => word != "grant")];

    private readonly WhenReader when = new(fields, words);
    private readonly Dictionary<string, int> lineByName = new(StringComparer.Ordinal);

    /// <summary>Whether a rule asks for a notice that is not declared: one that seems unused may be meant.</summary>
    public bool MissesANotice { get; private set; }

    /// <returns>The rules in the order of the file, each with what was written.</returns>
    public IReadOnlyList<(Rule Rule, YamlMap Written)> Read(YamlNode? node)
    {
        var rules = new List<(Rule, YamlMap)>();
        if (node is not (null or YamlList or YamlText { IsNull: true })) fields.Error(node, "`rules` must be a list", "write `- deny: name` or `- grant: name`");
        foreach (var item in (node as YamlList)?.Items ?? [])
            if (fields.Map(item, "a rule", Keys) is { } map && Rule(map) is { } rule)
                rules.Add((rule, map));
        return rules;
    }

    private Rule? Rule(YamlMap map)
    {
        var (deny, grant) = (map["deny"], map["grant"]);
        if ((deny is null) == (grant is null))
        {
            fields.Error(map, "a rule must be either a deny or a grant", "write `- deny: name` or `- grant: name`");
            return null;
        }
        var name = Name((deny ?? grant)!);
        var conditions = when.Read(map["when"]);
        var because = map["because"] is { } words ? fields.Text(words, "`because`") : null;
        IReadOnlyList<string> cites = [.. fields.Texts(map["cites"], "`cites`").Select(text => text.Value)];
        if (grant is not null)
            return new GrantRule(name, conditions, Basis(map), After(map["after"]), fields.Time(map["not-before"], "`not-before`"), because, cites, map.Line) { Column = map.Column };
        foreach (var key in OnlyGrants)
            if (map[key] is { } value)
                fields.Error(value, $"a deny has no `{key}`", "take it out, or make the rule a grant");
        return new DenyRule(name, conditions, because, cites, map.Line) { Column = map.Column };
    }

    private string Name(YamlNode node)
    {
        if (fields.Text(node, "a rule's name") is not { } name) return "";
        if (!Names.IsName(name)) fields.Error(node, $"`{Names.Show(name)}` is no name", Names.Help(name));
        if (!lineByName.TryAdd(name, node.Line)) fields.Error(node, $"the rule `{name}` is declared twice", $"it stands at line {lineByName[name]} too");
        return name;
    }

    private LegalBasis Basis(YamlMap map)
    {
        if (map["basis"] is null) fields.Error(map, "a grant needs a `basis`", $"it can be {string.Join(", ", PolicyLanguage.Bases.Select(basis => $"`{basis}`"))}");
        return fields.Word(map["basis"], "basis", PolicyLanguage.Bases) switch
        {
            "legitimate-interests" => LegalBasis.LegitimateInterests,
            "contract" => LegalBasis.Contract,
            _ => LegalBasis.Consent,
        };
    }

    private NoticeDemand? After(YamlNode? node)
    {
        if (node is YamlText { IsNull: true }) fields.Error(node, "`after` says nothing", "write `after: { notice: name, window: 30d }`, or drop the line");
        if (node is null || fields.Map(node, "`after`", PolicyLanguage.After.Words) is not { } map) return null;
        if (map["notice"] is null) fields.Error(map, "`after` names no notice", "write `after: { notice: name, window: 30d }`");
        var notice = fields.Word(map["notice"], "notice of this policy", notices.Keys);
        if (notice is null) MissesANotice = true;
        var window = map["window"] is { } duration ? fields.Duration(duration, "`window`") : TimeSpan.Zero;
        return notice is null ? null : new(notices[notice].Version, window ?? TimeSpan.Zero);
    }
}
