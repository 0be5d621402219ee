using System.Text.Json;
using Headgate.Engine.Scenarios;
using Xunit;

namespace Headgate.Tests.Scenarios;

/// <summary>The stories that come with Headgate: what companies and their regulators did, as policies and acts that run.</summary>
public sealed class StoryTests
{
    private static readonly string[] Names = ["linkedin", "meta", "x"];

    public static TheoryData<string> Stories => [.. Names];

    [Theory]
    [MemberData(nameof(Stories))]
    public void every_expectation_of_a_story_holds(string name)
    {
        var result = ScenarioRun.Run(Read(name), _ => { }, TestContext.Current.CancellationToken);
        Assert.Empty(result.Problems.Select(problem => $"{result.Scenario.Path}:{problem.Line}: expected {problem.Expected}, found {problem.Found}"));
        Assert.True(result.Outcomes.Count > 100, "a story that expects little shows little");
        Assert.All(result.Board, row => Assert.Equal(result.Gates.Count, row.Cells.Count));
        Assert.Contains(ScenarioSvg.Draw(result), ScenarioPage.Html(result), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void every_event_that_has_an_effect_is_told_on_its_day_or_in_its_month(string name)
    {
        var story = Read(name);
        using var facts = JsonDocument.Parse(File.ReadAllText(Shared.Need("facts/timelines.json")));
        var events = facts.RootElement.GetProperty(name).EnumerateArray().ToDictionary(fact => fact.GetProperty("id").GetString()!);
        foreach (var (id, fact) in events)
            Assert.True(
                fact.GetProperty("effect").GetString()!.StartsWith("none", StringComparison.Ordinal)
                || story.Steps.Any(step => step.Events.Contains(id) && step.At.ToString().StartsWith(fact.GetProperty("date").GetString()!, StringComparison.Ordinal)),
                $"{id} is not told on {fact.GetProperty("date")}");
        foreach (var step in story.Steps)
        {
            Assert.All(step.Events, id => Assert.Contains(id, events.Keys));
            Assert.True(step.Events.Count > 0 || step.Source is not null, $"{story.Path}:{step.Line}: nothing says where this comes from");
        }
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void a_story_has_somebody_who_moves_somebody_who_turns_18_and_somebody_of_whom_only_others_speak(string name)
    {
        var story = Read(name);
        var acts = story.Steps.SelectMany(step => step.Acts).ToList();
        Assert.Contains(acts, act => act is MemberAct { Verb: "move" });
        Assert.Contains(story.Steps.SelectMany(step => step.Expectations), expectation => expectation is BirthdayExpectation { Age: 18 });
        var posts = acts.OfType<PostAct>().Select(post => post.Record).ToList();
        Assert.Contains(posts.SelectMany(post => post.Others), other => posts.All(post => post.Author != other));
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void every_rule_of_a_storys_policies_says_why_and_on_what_it_rests(string name)
    {
        foreach (var path in Directory.EnumerateFiles(Folder(name), "*.yaml").Where(path => Path.GetFileName(path) != "story.yaml"))
        {
            var reading = PolicyReader.Read(File.ReadAllText(path));
            Assert.Empty(reading.Problems.Where(problem => !problem.IsWarning).Select(problem => $"{path}:{problem.Line}: {problem.Problem}"));
            Assert.All(reading.Policy!.Rules, rule => Assert.True(!string.IsNullOrWhiteSpace(rule.Because) && rule.Cites.Count > 0, $"{path}:{rule.Line}"));
        }
    }

    private static string Folder(string name) => Repository.File($"samples/stories/{name}");

    private static Scenario Read(string name) => ScenarioFile.Read(Path.Combine(Folder(name), "story.yaml"));
}
