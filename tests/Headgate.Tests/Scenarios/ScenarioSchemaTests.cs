using Headgate.Engine.Scenarios;
using Headgate.Gate;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Scenarios;

/// <summary>The JSON Schema of a story says what the reader says, as far as a schema can.</summary>
public sealed class ScenarioSchemaTests
{
    private static readonly SchemaCheck Schema = new(ScenarioSchema.Text);

    private const string Small =
        """
        scenario: 1
        title: A story
        purpose: train
        strangers: [noor]
        posts: { kind: post, labels: [] }
        board: { born: 1980-01-01, posts: { created: 2019-01-01 }, expect: { GB: used } }
        story:
          - at: 2025-01-02
            do:
              - { join: ann, region: GB, born: 1990-01-01 }
              - { post: hello, by: ann, mentions: noor }
              - { serve: told, to: { region: GB } }
              - { gate: now }
            expect:
              - { deny: hello, reason: no-policy }
              - { deny: { region: GB, served: { told: 2025-01-01 } }, reason: no-policy }

        """;

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Repository.File("samples/stories"), "story.yaml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void every_shipped_story_is_valid(string path) => Assert.Empty(Schema.Problems(YamlJson.Read(File.ReadAllText(Repository.File(path)))));

    [Theory]
    [InlineData("scenario: 1", "scenario: 2")]
    [InlineData("title: A story\n", "")]
    [InlineData("strangers:", "stranger:")]
    [InlineData("kind: post,", "kinds: post,")]
    [InlineData("labels: []", "created: 2019-01-01")]
    [InlineData("GB: used", "GB: open")]
    [InlineData("born: 1980-01-01, posts", "posts")]
    [InlineData("at: 2025-01-02", "at: yesterday")]
    [InlineData("join: ann", "jion: ann")]
    [InlineData("region: GB, born: 1990", "regoin: GB, born: 1990")]
    [InlineData("by: ann, ", "")]
    [InlineData("to: { region: GB }", "to: { country: GB }")]
    [InlineData(", reason: no-policy }\n      - { deny: {", " }\n      - { deny: {")]
    [InlineData("served: { told", "severed: { told")]
    public void what_the_schema_refuses_the_reader_refuses_too(string old, string written)
    {
        Assert.Empty(Schema.Problems(YamlJson.Read(Small)));
        ScenarioFile.Parse(Small, "story.yaml");
        Assert.Contains(old, Small, StringComparison.Ordinal);
        var text = Small.Replace(old, written, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Problems(YamlJson.Read(text)));
        Assert.Throws<BadInputException>(() => ScenarioFile.Parse(text, "story.yaml"));
    }

    [Fact]
    public void every_act_and_expectation_of_the_documentation_is_in_the_schema()
    {
        var page = File.ReadAllText(Repository.File("docs/scenario.md"));
        foreach (var shape in ScenarioLanguage.Acts.Concat(ScenarioLanguage.Expectations)) Assert.Contains($"`{shape.Words[0]}", page, StringComparison.Ordinal);
        foreach (var key in ScenarioLanguage.Post.Words) Assert.Contains(key, page, StringComparison.Ordinal);
    }
}
