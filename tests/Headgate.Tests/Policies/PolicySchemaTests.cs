using CsCheck;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>The JSON Schema of the policy file says what the reader says, as far as a schema can.</summary>
public sealed class PolicySchemaTests
{
    private static readonly SchemaCheck Schema = new(PolicySchema.Text);

    /// <summary>A policy in which every key stands, each shape once.</summary>
    private const string Full =
        """
        headgate: 1
        policy: p
        version: 1
        effective: 2025-01-01
        objection: [{ region: CH, effect: prospective, full-if-before: 2025-02-01 }]
        purposes:
          ai: { title: T, dpv: "ai:ModelTraining", aipref: train-ai, children: { train: { title: T } } }
        content: [post]
        labels: [health]
        services: [network]
        regions: { here: [GB] }
        notices: { told: { version: 1, title: T, text: told.md, languages: [en] } }
        permits: { lease: 60s, on-objection: redo-within 30d }
        rules:
          - deny: d
            when: { purpose: ai, region: here, service: network, content: post, labels: health, visibility: public, age: { under: 18 }, age-at-creation: { from: 18 } }
            because: B
            cites: [C]
          - grant: g
            when: { purpose: { not: [train] }, created: { from: 2025-01-01, to: 2025-02-01 }, collected: [{ from: 2025-01-01 }], from: 2025-03-01, until: 2025-04-01, age: { under: 65, from: 18 } }
            basis: consent
            after: { notice: told, window: 1d }
            not-before: 2025-03-01
            because: B
            cites: C

        """;

    /// <summary>Every policy that comes with the product: the templates, and those of stories and of examples.</summary>
    public static TheoryData<string> Shipped =>
    [
        .. ((string[])["src/Headgate.Cli/Templates", "samples"])
            .SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.yaml", SearchOption.AllDirectories))
            .Where(path => File.ReadLines(path).Any(line => line.StartsWith("headgate:", StringComparison.Ordinal)))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void the_templates_and_the_policies_of_the_stories_are_among_those_that_are_checked()
    {
        var shipped = Shipped.Select(row => row.Data).ToList();
        Assert.Contains("src/Headgate.Cli/Templates/consent-first.yaml", shipped);
        Assert.Contains("samples/stories/linkedin/2024-09-18.yaml", shipped);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void every_shipped_policy_is_valid(string path) => Valid(File.ReadAllText(Repository.File(path)));

    [Fact]
    public void every_key_of_the_schema_is_one_that_the_reader_knows_and_the_other_way_round()
    {
        Assert.NotNull(PolicyReader.Read(Full.Replace(", age-at-creation: { from: 18 }", "", StringComparison.Ordinal)).Policy);
        Valid(Full);
        foreach (var shape in PolicyLanguage.Shapes)
        {
            var keys = (shape.Name == "policy" ? PropertiesOf(PolicySchema.Text) : Schema.Definitions[shape.Name]!["properties"]!.AsObject().Select(property => property.Key)).ToList();
            Assert.Equal(shape.Words, keys);
            foreach (var key in keys) Assert.Contains($"{key}:", Full, StringComparison.Ordinal);
        }
        foreach (var line in Full.Split('\n').Where(line => line.Length > 0))
            foreach (var key in line.Split(' ', '{', '[', '"').Where(word => word.EndsWith(':') && word is not ("ai:" or "train:" or "here:" or "told:")))
                Assert.Contains($"`{key[..^1]}x`", WithKey(line, key).Problems.Select(problem => problem.Problem).Aggregate("", string.Concat), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("headgate: 1", "headgate: 2")]
    [InlineData("headgate: 1", "hedgate: 1")]
    [InlineData("policy: p", "policy: two words")]
    [InlineData("policy: p", "policy: pоlicy")]
    [InlineData("policy: p\n", "")]
    [InlineData("version: 1\n", "version: 0\n")]
    [InlineData("version: 1\n", "version: one\n")]
    [InlineData("effective: 2025-01-01", "effective: soon")]
    [InlineData("effective: 2025-01-01", "effective: 01/02/2025")]
    [InlineData("effect: prospective", "effect: later")]
    [InlineData("effect: prospective", "effects: full")]
    [InlineData("title: T, dpv", "titel: T, dpv")]
    [InlineData("content: [post]", "content: [[post]]")]
    [InlineData("content: [post]", "content:")]
    [InlineData("labels: [health]", "labels: { health: true }")]
    [InlineData("regions: { here: [GB] }", "regions: { here: [] }")]
    [InlineData("regions: { here: [GB] }", "regions: { \"h é\": [GB] }")]
    [InlineData("told: { version: 1,", "told: {")]
    [InlineData("lease: 60s", "lease: 60")]
    [InlineData("redo-within 30d", "redo")]
    [InlineData("- deny: d", "- forbid: d")]
    [InlineData("- deny: d", "- deny: d\n    basis: consent")]
    [InlineData("    basis: consent\n", "")]
    [InlineData("basis: consent", "basis: interest")]
    [InlineData("visibility: public", "visibility: all")]
    [InlineData("visibility: public", "visibility: { not: [] }")]
    [InlineData("visibility: public", "visibilty: public")]
    [InlineData("age: { under: 18 }", "age: 18")]
    [InlineData("age: { under: 18 }", "age: {}")]
    [InlineData("age: { under: 18 }", "age: { under: 200 }")]
    [InlineData("age: { under: 18 }", "age: { below: 18 }")]
    [InlineData("created: { from: 2025-01-01,", "created: { after: 2025-01-01,")]
    [InlineData("from: 2025-03-01", "from: March")]
    [InlineData("notice: told, window: 1d", "window: 1d")]
    [InlineData("window: 1d", "window: 1 day")]
    [InlineData("rules:\n", "rules: none\nrule:\n")]
    public void what_the_schema_refuses_the_reader_refuses_too(string old, string written)
    {
        Assert.Contains(old, Full, StringComparison.Ordinal);
        var text = Full.Replace(old, written, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Problems(YamlJson.Read(text)));
        Assert.Null(PolicyReader.Read(text).Policy);
    }

    [Fact]
    public void whatever_the_reader_accepts_the_schema_accepts()
    {
        var accepted = 0;
        Gen.Int[0, int.MaxValue - 1].Sample(seed =>
        {
            var random = new Random(seed);
            var text = new RandomPolicy(random, generous: true).Draw();
            string[] oddities =
            [
                "", "labels:", "services:", "permits:", "objection:", "effective:", "regions:", "notices:", "policy: 7", "version: \"3\"", "objection: []",
                "permits: { on-objection: \" redo-within   2d \" }", "effective: 2025-01-01 10:00", "labels: trade-union",
            ];
            var odd = oddities[random.Next(oddities.Length)];
            text = odd.Length == 0 ? text : string.Join('\n', text.Split('\n').Where(line => !line.StartsWith(odd.Split(':')[0], StringComparison.Ordinal)).Prepend(odd));
            if (PolicyReader.Read(text).Policy is null) return;
            Interlocked.Increment(ref accepted);
            Valid(text);
        }, iter: 1000);
        Assert.InRange(accepted, 200, 1000);
    }

    private static PolicyReading WithKey(string line, string key) => PolicyReader.Read(Full.Replace(line, line.Replace($"{key}", $"{key[..^1]}x:", StringComparison.Ordinal), StringComparison.Ordinal));

    private static IEnumerable<string> PropertiesOf(string schema) => System.Text.Json.Nodes.JsonNode.Parse(schema)!["properties"]!.AsObject().Select(property => property.Key);

    private static void Valid(string text) => Assert.Empty(Schema.Problems(YamlJson.Read(text)));
}
