using Headgate.Engine;
using Headgate.Engine.Scenarios;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Scenarios;

public sealed class ScenarioRunTests : IDisposable
{
    private const string Policy =
        """
        headgate: 1
        policy: told-first
        version: 1
        purposes: { train-generative-ai: { aipref: train-ai } }
        content: [post]
        services: [network]
        notices: { told: { version: 1 } }
        rules:
          - grant: interest
            when: { visibility: public }
            basis: legitimate-interests
            after: { notice: told, window: 30d }
        """;

    private const string Head =
        """
        scenario: 1
        title: A story
        purpose: train-generative-ai
        strangers: [noor]
        posts: { kind: post, visibility: public, labels: [], service: network }
        board:
          born: 1980-01-01
          posts:
            first: { created: 2019-01-01 }
            second: { created: 2025-02-15 }
          expect:
            GB first: waiting used
            GB second: waiting used
        story:
          - at: 2025-01-01
            do:
              - publish: policy.yaml
              - { join: ann, region: [GB], born: 1990-01-01 }
              - { join: kim, region: GB, born: 2007-02-20 }
              - { post: hello, by: ann, created: 2024-01-01 }
              - { post: about-noor, by: ann, mentions: noor }
              - { serve: told, to: { region: GB } }
            expect:
              - { deny: hello, reason: "window-open:interest" }
              - { allow: hello, at: 2025-01-31, reason: "granted:interest" }
              - { told: [ann, kim], notice: told }
          - at: 2025-02-20
            do:
              - { gate: first }
              - { suspend: uk, region: GB, authority: ICO }
            expect:
              - { birthday: kim, age: 18 }
              - { deny: [hello, about-noor], reason: GIVEN }
          - at: 2025-03-01
            do:
              - { lift: uk, refused: no-notice }
              - { lift: uk, override: a test, by: Jo }
              - { gate: second }

        """;

    private readonly TempFolder folder = new();

    public ScenarioRunTests() => File.WriteAllText(folder.In("policy.yaml"), Policy);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void what_does_not_hold_is_said_with_line_and_what_was_found()
    {
        var result = Run(Head.Replace("GIVEN", "objected", StringComparison.Ordinal));
        Assert.False(result.Holds);
        Assert.Equal(
            [
                (12, "GB first at first: waiting", "used (granted:interest)"), (13, "GB second at first: waiting", "used (granted:interest)"),
                (33, "hello: objected", "suspended:uk, ann in GB"), (33, "about-noor: objected", "unknown-subject, noor"),
            ],
            result.Problems.Select(problem => (problem.Line, problem.Expected, problem.Found)));
    }

    [Fact]
    public void the_example_of_the_documentation_holds()
    {
        var result = Run(File.ReadAllText(Repository.File("docs/scenario.md")).Split("```yaml\n")[1].Split("```")[0]);
        Assert.Empty(result.Problems);
        Assert.Equal(["paused", "used"], result.Board.Single().Cells.Select(cell => UseStates.Word(cell!.State)));
    }

    [Fact]
    public void the_board_has_a_span_for_each_state_that_lasts()
    {
        var row = Run(Head).Board.Single(row => row.Name == "GB second");
        Assert.Equal(
            [("2025-01-01", null), ("2025-02-15", "granted:interest"), ("2025-02-20", "suspended:uk"), ("2025-03-01", "granted:interest")],
            row.Spans.Select(span => (span.From.ToString()[..10], span.Cell?.Reason)));
        Assert.Equal(row.Spans.Skip(1).Select(span => span.From), row.Spans.SkipLast(1).Select(span => span.To));
    }

    [Fact]
    public void what_is_refused_unexpectedly_or_not_refused_does_not_hold()
    {
        var result = Run(
            """
            scenario: 1
            title: A story
            purpose: train-generative-ai
            story:
              - at: 2025-01-01
                do:
                  - { publish: policy.yaml, refused: quiet-opt-in }
                  - { publish: quiet.yaml }
            """);
        Assert.Equal([(7, "it was taken"), (8, "refused")], result.Problems.Select(problem => (problem.Line, problem.Found.Split(':')[0])));
    }

    [Fact]
    public void what_cannot_be_done_is_bad_input_with_its_place()
    {
        var error = Assert.Throws<BadInputException>(() => Run(Head + "      - { serve: tolt, to: { region: GB } }\n"));
        Assert.Equal($"{folder.In("story.yaml")}:39:9: no policy declares the notice `tolt`", error.Message);
        Assert.Equal("did you mean `told`?", error.Help);
    }

    [Fact]
    public void a_gate_before_anything_was_posted_is_bad_input()
    {
        var error = Assert.Throws<BadInputException>(() => Run("scenario: 1\ntitle: A story\npurpose: train-generative-ai\nstory:\n  - at: 2025-01-01\n    do:\n      - { gate: early }\n"));
        Assert.Equal($"{folder.In("story.yaml")}:7:9: nothing was posted until here that could pass the gate", error.Message);
    }

    [Fact]
    public void whoever_has_objected_is_not_addressed_again()
    {
        var result = Run(
            """
            scenario: 1
            title: A story
            purpose: train-generative-ai
            story:
              - at: 2025-01-01
                do:
                  - publish: policy.yaml
                  - { join: ann, region: GB }
                  - { join: bo, region: GB }
                  - { join: cem, region: TR }
                  - { join: dot, region: GB }
                  - { object: ann }
                  - { leave: dot }
                  - { serve: told, to: { region: GB } }
                expect:
                  - { told: bo, notice: told }
                  - { not-told: [ann, cem, dot], notice: told }
            """);
        Assert.Empty(result.Problems);
        Assert.Equal("told v1 served to 1 person", result.Told.Single(told => told.Act == "notice").Detail);
    }

    private ScenarioResult Run(string story)
    {
        File.WriteAllText(folder.In("quiet.yaml"), Policy.Replace("    after: { notice: told, window: 30d }", "", StringComparison.Ordinal).Replace("notices: { told: { version: 1 } }\n", "", StringComparison.Ordinal));
        File.WriteAllText(folder.In("story.yaml"), story);
        return ScenarioRun.Run(ScenarioFile.Read(folder.In("story.yaml")), _ => { }, TestContext.Current.CancellationToken);
    }
}
