using System.Text;

namespace Headgate.Tests.Policies;

/// <summary>Draws the text of a policy: every field of the language, with values close enough together that they collide.</summary>
/// <param name="generous">Few and narrow deny rules, wide grants: so that much is allowed, and a law about what must not be can be broken.</param>
internal sealed class RandomPolicy(Random random, bool generous = false)
{
    public static readonly string[] Kinds = ["post", "comment", "photo", "private-message"];
    public static readonly string[] Labels = ["trade-union", "health", "salary"];
    public static readonly string[] Services = ["network", "jobs"];
    public static readonly string[] Regions = ["GB", "DE", "FR", "CH", "JE", "US", "EU", "EEA", "UK", "waiting", "rest"];
    public static readonly string[] Purposes = ["train-generative-ai", "artificial-intelligence", "assist-writing"];
    public static readonly string[] Dates = ["2010-02-28", "2020-02-29", "2024-06-01", "2025-01-01", "2025-06-15T12:00:00Z", "2025-11-03"];

    private readonly StringBuilder text = new();
    private readonly SortedSet<string> notices = new(StringComparer.Ordinal);

    public string Draw()
    {
        var rules = new StringBuilder();
        for (var i = generous ? random.Next(-1, 2) : random.Next(0, 4); i >= 0; i--) rules.Append(Deny(i));
        for (var i = random.Next(0, 4); i >= 0; i--) rules.Append(Grant(i));
        text.Append("headgate: 1\npolicy: random\nversion: 1\n");
        text.Append(Objection());
        text.Append(
            """
            purposes:
              artificial-intelligence:
                aipref: ai-everything
                children:
                  train-generative-ai: { aipref: train-ai }
                  assist-writing: { title: Help members write }
            content: [post, comment, photo, private-message]
            labels: [trade-union, health, salary]
            services: [network, jobs]
            regions: { waiting: [EEA, CH], rest: [US, waiting, JE] }

            """);
        if (notices.Count > 0) text.Append("notices:\n").AppendJoin("", notices.Select(notice => $"  {notice}: {{ version: {(notice == "told" ? 2 : 1)} }}\n"));
        return text.Append("rules:\n").Append(rules).ToString();
    }

    /// <summary>A policy with other words, another tree, another notice.</summary>
    public static string Twist(Random random, string text) => random.Next(9) switch
    {
        0 => text.Replace("content: [post, comment, photo, private-message]", "content: [post, photo, private-message, video]", StringComparison.Ordinal),
        1 => text.Replace("labels: [trade-union, health, salary]", "labels: [trade-union, health, salary, undeclared]", StringComparison.Ordinal),
        2 => text.Replace("services: [network, jobs]", "services: [network, jobs, other]", StringComparison.Ordinal),
        3 => text.Replace("{ aipref: train-ai }", "{ title: Train }", StringComparison.Ordinal),
        4 => text.Replace("told: { version: 2 }", "told: { version: 3 }", StringComparison.Ordinal),
        5 => text.Replace("    children:\n      train-generative-ai: { aipref: train-ai }", "    children:", StringComparison.Ordinal).Replace("content:", "  train-generative-ai: { aipref: train-ai }\ncontent:", StringComparison.Ordinal),
        6 => text.Replace("objection: prospective\n", "", StringComparison.Ordinal),
        7 => text.Replace("policy: random", "objection: prospective\npolicy: random", StringComparison.Ordinal),
        _ => text,
    };

    private string Objection() => random.Next(4) switch
    {
        0 => "",
        1 => "objection: prospective\n",
        2 => $"objection:\n  - {{ region: {One(Regions)}, effect: prospective, full-if-before: {One(Dates)} }}\n  - {{ region: {One(Regions)}, effect: full }}\n  - {{ region: [{One(Regions)}, {One(Regions)}], effect: prospective }}\n",
        _ => $"objection:\n  - {{ region: {One(Regions)}, effect: {One(["full", "prospective"])} }}\n",
    };

    private string Deny(int index) => $"  - deny: d{index}\n{When(1, generous ? 2 : 0)}";

    private string Grant(int index)
    {
        var grant = $"  - grant: g{index}\n{When(generous ? 3 : 1, 0)}    basis: {One(["consent", "legitimate-interests", "contract"])}\n";
        if (random.Next(2) == 0)
        {
            var notice = One(["told", "told", "told", "reminded"]);
            notices.Add(notice);
            grant += $"    after: {{ notice: {notice}, window: {One(["1d", "30d", "46d", "12h"])} }}\n";
        }
        return random.Next(generous ? 6 : 3) == 0 ? grant + $"    not-before: {One(Dates)}\n" : grant;
    }

    private string When(int rarity, int least)
    {
        var fields = new List<string>();
        Maybe(fields, 3 * rarity, () => $"region: {Values(Regions)}");
        Maybe(fields, 5 * rarity, () => $"service: {Values(Services)}");
        Maybe(fields, 3 * rarity, () => $"content: {Values(Kinds)}");
        Maybe(fields, 4 * rarity, () => $"labels: {Values(Labels)}");
        Maybe(fields, 4 * rarity, () => $"visibility: {Values(["public", "connections", "private"])}");
        Maybe(fields, 4 * rarity, () => $"age: {Bounds()}");
        Maybe(fields, 4 * rarity, () => $"age-at-creation: {Bounds()}");
        Maybe(fields, 5 * rarity, () => $"purpose: {Values(Purposes)}");
        Maybe(fields, 5 * rarity, () => $"created: {Interval()}");
        Maybe(fields, 6 * rarity, () => $"collected: {Interval()}");
        Maybe(fields, 8 * rarity, () => $"from: {One(Dates)}");
        if (fields.Count < least) return When(rarity, least);
        var shuffled = fields.ToArray();
        random.Shuffle(shuffled);
        return shuffled.Length == 0 ? "" : $"    when: {{ {string.Join(", ", shuffled)} }}\n";
    }

    private void Maybe(List<string> fields, int odds, Func<string> field)
    {
        if (random.Next(odds) == 0) fields.Add(field());
    }

    private string Values(string[] from)
    {
        var value = random.Next(2) == 0 ? One(from) : $"[{One(from)}, {One(from)}]";
        return random.Next(3) == 0 ? $"{{ not: {value} }}" : value;
    }

    private string Bounds() => random.Next(3) switch
    {
        0 => $"{{ from: {One(["13", "16", "18"])} }}",
        1 => $"{{ under: {One(["16", "18", "65"])} }}",
        _ => "{ from: 13, under: 18 }",
    };

    private string Interval()
    {
        var first = random.Next(Dates.Length - 1);
        return random.Next(3) switch
        {
            0 => $"{{ from: {Dates[first]} }}",
            1 => $"{{ to: {Dates[first + 1]} }}",
            _ => $"{{ from: {Dates[first]}, to: {Dates[first + 1]} }}",
        };
    }

    private string One(string[] from) => from[random.Next(from.Length)];
}
