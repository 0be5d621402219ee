using Headgate.Engine.Scenarios;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Scenarios;

public sealed class ScenarioReaderTests
{
    private const string Head =
        """
        scenario: 1
        title: A story
        purpose: train-generative-ai
        story:
          - at: 2025-01-02
            do:
              - { join: ann, region: GB, born: 1990-01-01 }
              - { post: hello, by: ann }

        """;

    [Theory]
    [InlineData("      - { joyn: bo }", "9:11: `joyn` is nothing that can be done", "did you mean `join`?")]
    [InlineData("      - { join: bo, regoin: GB }", "9:21: unknown key `regoin` in `join`", "did you mean `region`?")]
    [InlineData("      - { object: anne }", "9:19: there is no person `anne` until here", "did you mean `ann`? Somebody of whom the platform knows nothing is listed under `strangers`")]
    [InlineData("      - { post: hello, by: ann }", "9:17: the post `hello` is declared twice", "it stands at line 8 too")]
    [InlineData("      - { lift: uk, after: told }", "9:17: there is no suspension `uk` until here", "none was declared")]
    [InlineData("      - { repost: again, by: ann, of: helo }", "9:39: there is no post `helo` until here", "did you mean `hello`?")]
    [InlineData("      - { serve: told, to: { region: Wakanda } }", "9:38: `Wakanda` is no region", null)]
    [InlineData("      - { commit: report, text: a report, due: 2025-02-30, authority: DPC }", "9:48: `due` must be a date that exists, not `2025-02-30`", "write `2025-11-03` or `2025-11-03T12:00:00Z`")]
    [InlineData("      - { publish: p.yaml, by: Jo }", "9:9: `override` is missing", "add `override:`")]
    [InlineData("    expect:\n      - { allow: hello, reason: no-grant }", "10:33: `no-grant` is no reason to allow", "write `granted:` and the name of a grant")]
    [InlineData("    expect:\n      - { deny: hello }", "10:9: `reason` is missing", "add `reason:`")]
    [InlineData("    expect:\n      - { deny: hello, reason: suspended:uk }", "10:32: there is no suspension `uk` until here", "none was declared")]
    [InlineData("    expect:\n      - { deny: { regoin: GB }, reason: no-grant }", "10:19: unknown key `regoin` in a case", "did you mean `region`?")]
    [InlineData("  - at: 2025-01-01", "9:9: this lies before the step in line 5", "tell the story in order of time")]
    [InlineData("  - tell: when?", "9:5: a step needs a time", "write `at: 2025-09-18` or `at: 2025-09-18T12:00:00Z`")]
    public void what_is_wrong_is_said_with_its_place(string lines, string problem, string? help)
    {
        var error = Assert.Throws<BadInputException>(() => ScenarioFile.Parse(Head + lines, "story.yaml"));
        Assert.Equal($"story.yaml:{problem}", error.Message);
        if (help is not null) Assert.Equal(help, error.Help);
    }

    [Theory]
    [InlineData("", "1:1: the file is empty")]
    [InlineData("scenario: 2\ntitle: a\npurpose: b\nstory: []", "1:11: `scenario` must be 1, not `2`")]
    [InlineData("headgate: 1", "1:1: unknown key `headgate` in a story")]
    [InlineData("scenario: 1\ntitle: a\npurpose: b\nboard: { born: 1980-01-01, posts: { created: 2019-01-01 }, expect: { GB: used } }\nstory: []", "4:74: the row of `GB` has 1 states, and the story 0 gates")]
    [InlineData("scenario: 1\ntitle: a\npurpose: b\nboard: { born: 1980-01-01, posts: { created: 2019-01-01 }, expect: { GB: open } }\nstory: [{ at: 2025-01-01, do: [gate: one] }]", "4:74: `open` is no state")]
    public void what_is_no_story_is_refused(string text, string problem) =>
        Assert.Equal($"story.yaml:{problem}", Assert.Throws<BadInputException>(() => ScenarioFile.Parse(text, "story.yaml")).Message);

    [Fact]
    public void a_file_that_is_not_there_is_named() =>
        Assert.Equal("there is no file `nowhere.yaml`", Assert.Throws<BadInputException>(() => ScenarioFile.Read("nowhere.yaml")).Message);
}
