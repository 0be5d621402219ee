using System.Globalization;
using System.Text;

namespace Headgate.Tests.Policies;

/// <summary>Draws the text of a policy: every field of the language, with values close enough together that they collide.</summary>
internal sealed class RandomPolicy(Random random)
{
    public static readonly string[] Kinds = ["post", "comment", "photo", "private-message"];
    public static readonly string[] Labels = ["trade-union", "health", "salary"];
    public static readonly string[] Services = ["network", "jobs"];
    public static readonly string[] Regions = ["GB", "DE", "FR", "CH", "JE", "US", "EU", "EEA", "UK", "waiting", "rest"];
    public static readonly string[] Purposes = ["train-generative-ai", "artificial-intelligence", "assist-writing"];
    public static readonly string[] Dates = ["2010-02-28", "2020-02-29", "2024-06-01", "2025-01-01", "2025-06-15T12:00:00Z", "2025-11-03"];

    private readonly StringBuilder text = new();
    private bool usesNotice;

    public string Draw()
    {
        var rules = new StringBuilder();
        for (var i = random.Next(0, 4); i >= 0; i--) rules.Append(CultureInfo.InvariantCulture, $"  - deny: d{i}\n{When()}");
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
        if (usesNotice) text.Append("notices:\n  told: { version: 2 }\n");
        return text.Append("rules:\n").Append(rules).ToString();
    }

    private string Objection() => random.Next(4) switch
    {
        0 => "",
        1 => "objection: prospective\n",
        2 => $"objection:\n  - {{ region: {One(Regions)}, effect: prospective, full-if-before: {One(Dates)} }}\n  - {{ region: {One(Regions)}, effect: full }}\n  - {{ region: [{One(Regions)}, {One(Regions)}], effect: prospective }}\n",
        _ => $"objection:\n  - {{ region: {One(Regions)}, effect: {One(["full", "prospective"])} }}\n",
    };

    private string Grant(int index)
    {
        var grant = $"  - grant: g{index}\n{When()}    basis: {One(["consent", "legitimate-interests", "contract"])}\n";
        if (random.Next(2) == 0)
        {
            usesNotice = true;
            grant += $"    after: {{ notice: told, window: {One(["1d", "30d", "46d", "12h"])} }}\n";
        }
        return random.Next(3) == 0 ? grant + $"    not-before: {One(Dates)}\n" : grant;
    }

    private string When()
    {
        var fields = new List<string>();
        Maybe(fields, 3, () => $"region: {Values(Regions)}");
        Maybe(fields, 5, () => $"service: {Values(Services)}");
        Maybe(fields, 3, () => $"content: {Values(Kinds)}");
        Maybe(fields, 4, () => $"labels: {Values(Labels)}");
        Maybe(fields, 4, () => $"visibility: {Values(["public", "connections", "private"])}");
        Maybe(fields, 4, () => $"age: {Bounds()}");
        Maybe(fields, 4, () => $"age-at-creation: {Bounds()}");
        Maybe(fields, 5, () => $"purpose: {Values(Purposes)}");
        Maybe(fields, 5, () => $"created: {Interval()}");
        Maybe(fields, 6, () => $"collected: {Interval()}");
        Maybe(fields, 8, () => $"from: {One(Dates)}");
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
