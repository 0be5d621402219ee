using Headgate.Tests.Laws;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>The warning of semantics.md, Policy file: a rule that another always overtakes.</summary>
public sealed class OvertakenTests
{
    private const string Denied = "wherever `b` applies, `a` denies before it: it never decides anything";

    [Theory]
    [InlineData("", "content: post")]
    [InlineData("content: [post, photo]", "content: post")]
    [InlineData("content: post", "content: post, age: { under: 18 }")]
    [InlineData("region: { not: DE }", "region: { not: [DE, FR] }")]
    [InlineData("content: { not: post }", "content: photo")]
    [InlineData("content: photo", "content: { not: post }")]
    [InlineData("region: EEA", "region: [DE, FR]")]
    [InlineData("region: { not: US }", "region: EU")]
    [InlineData("visibility: { not: public }", "visibility: [private, connections]")]
    [InlineData("labels: [health, union]", "labels: union")]
    [InlineData("labels: { not: union }", "labels: { not: [health, union] }")]
    [InlineData("age: { under: 18 }", "age: { under: 16 }")]
    [InlineData("age: { from: 13, under: 18 }", "age: { from: 14, under: 16 }")]
    [InlineData("age-at-creation: { under: 18 }", "age: { under: 18 }")]
    [InlineData("age: [{ under: 13 }, { from: 65 }]", "age: { from: 70 }")]
    [InlineData("age: [{ under: 13 }, { from: 65 }]", "age: [{ under: 10 }, { from: 80 }]")]
    [InlineData("age: { not: [{ under: 13 }, { from: 65 }] }", "age: { not: [{ under: 13 }, { from: 65 }] }")]
    [InlineData("created: { from: 2020-01-01 }", "created: { from: 2021-01-01, to: 2022-01-01 }")]
    [InlineData("purpose: ai", "purpose: train")]
    [InlineData("purpose: { not: train }", "purpose: assist")]
    [InlineData("from: 2025-01-01", "from: 2025-02-01")]
    [InlineData("until: 2025-03-01", "until: 2025-02-01")]
    public void a_deny_that_an_earlier_one_always_overtakes_is_warned_of(string first, string second) =>
        Assert.Equal([(13, 11, Denied)], Warnings(Deny("a", first), Deny("b", second)));

    [Theory]
    [InlineData("content: post", "")]
    [InlineData("content: post", "content: [post, photo]")]
    [InlineData("content: post, age: { under: 18 }", "content: post")]
    [InlineData("content: { not: post }", "content: post")]
    [InlineData("region: EU", "region: EEA")]
    [InlineData("region: { not: EU }", "region: [US, DE]")]
    [InlineData("labels: { not: health }", "labels: union")]
    [InlineData("labels: union", "labels: { not: health }")]
    [InlineData("service: { not: network }", "service: network")]
    [InlineData("age: { under: 16 }", "age: { under: 18 }")]
    [InlineData("age: { under: 18 }", "age-at-creation: { under: 18 }")]
    [InlineData("age-at-creation: { under: 16 }", "age: { under: 18 }")]
    [InlineData("age: { from: 18 }", "age-at-creation: { from: 18 }")]
    [InlineData("age: { from: 13, under: 18 }", "age: { under: 16 }")]
    [InlineData("age: { not: { from: 18 } }", "age: { not: [{ under: 13 }, { from: 65 }] }")]
    [InlineData("created: { from: 2020-01-01 }", "collected: { from: 2020-01-01 }")]
    [InlineData("created: { to: 2020-01-01 }", "created: { from: 2019-01-01 }")]
    [InlineData("purpose: train", "purpose: ai")]
    [InlineData("from: 2025-02-01", "from: 2025-01-01")]
    [InlineData("until: 2025-02-01", "from: 2025-02-01")]
    public void a_deny_that_can_decide_something_is_not(string first, string second) => Assert.Empty(Warnings(Deny("a", first), Deny("b", second)));

    [Fact]
    public void a_grant_that_a_deny_always_overtakes_can_never_allow_wherever_the_deny_stands()
    {
        const string Problem = "wherever `b` applies, `a` denies: it can never allow anything";
        Assert.Equal([(13, 12, Problem)], Warnings(Deny("a", "age: { under: 18 }"), Grant("b", "age: { from: 13, under: 16 }")));
        Assert.Equal([(11, 12, Problem)], Warnings(Grant("b", "content: photo, region: DE"), Deny("a", "region: EU")));
        Assert.Equal([(11, 12, Problem)], Warnings(Grant("b", ""), Deny("a", "")));
        Assert.Empty(Warnings(Deny("a", "age: { under: 18 }"), Grant("b", "content: photo")));
    }

    [Theory]
    [InlineData("legitimate-interests", "", "consent", "", true)]
    [InlineData("consent", "", "consent", "", true)]
    [InlineData("consent", "", "legitimate-interests", "", false)]
    [InlineData("contract", ", after: { notice: told, window: 1d }", "contract", ", after: { notice: told, window: 2d }", true)]
    [InlineData("contract", ", after: { notice: told, window: 2d }", "contract", ", after: { notice: told, window: 1d }", false)]
    [InlineData("contract", ", after: { notice: told, window: 1d }", "contract", ", after: { notice: more, window: 1d }", false)]
    [InlineData("contract", ", after: { notice: told, window: 1d }", "contract", "", false)]
    [InlineData("contract", ", not-before: 2025-01-01", "contract", ", not-before: 2025-02-01", true)]
    [InlineData("contract", ", not-before: 2025-02-01", "contract", ", not-before: 2025-01-01", false)]
    [InlineData("contract", ", not-before: 2025-02-01", "contract", "", false)]
    public void a_grant_after_one_that_is_as_wide_and_asks_for_no_more_is_warned_of(string basis, string asks, string otherBasis, string otherAsks, bool overtaken)
    {
        var warnings = Warnings(Grant("a", "region: EU", basis, asks), Grant("b", "region: DE", otherBasis, otherAsks), "  - { grant: uses-every-notice, basis: consent, after: { notice: told } }", "  - { grant: and-this, basis: consent, after: { notice: more } }")
            .Where(warning => warning.Problem.Contains("`b`", StringComparison.Ordinal));
        Assert.Equal(overtaken ? ["wherever `b` applies, `a` allows before it and asks for no more: it never decides anything"] : [], warnings.Select(warning => warning.Problem));
    }

    [Fact]
    public void an_unknown_creation_keeps_a_grant_from_overtaking_another() =>
        Assert.Empty(Warnings(Grant("a", "age-at-creation: { under: 18 }"), Grant("b", "age: { under: 18 }")));

    /// <summary>The warning is about meaning: over drawn policies and worlds, a rule that is warned of gives no reason, and without it nobody is answered otherwise.</summary>
    [Fact]
    public void a_rule_that_is_said_to_be_overtaken_never_decides() => LawWorld.Each(300, new(("warned of", 50), ("asked", 3000)), (world, tally) =>
    {
        var overtaken = PolicyReader.Read(world.Text).Problems.Where(problem => problem.Problem.StartsWith("wherever", StringComparison.Ordinal)).Select(problem => problem.Problem.Split('`')[1]).ToHashSet(StringComparer.Ordinal);
        if (overtaken.Count == 0) return;
        tally.Count("warned of");
        var reference = Executor.All(world.Terms)[0];
        var without = Executor.All(world.Terms with { Policy = world.Policy.Rules(world.Policy.Rules.Where(rule => !overtaken.Contains(rule.Name))) })[0];
        for (var i = 0; i < 60; i++)
        {
            var (record, standing, region) = (world.SomeRecord(), world.SomeStanding(), world.SomeRegion());
            var reason = reference.Ask(record, standing, region);
            tally.Count("asked");
            Assert.False(reason.Text.Split(':', '/') is [_, var name, ..] && overtaken.Contains(name), $"{reason} although it is overtaken");
            Assert.Equal(reason.Text, without.Ask(record, standing, region).Text);
        }
    });

    private static string Deny(string name, string when) => $"  - deny: {name}\n    when: {{ {when} }}";

    private static string Grant(string name, string when, string basis = "consent", string asks = "") =>
        $"  - grant: {name}\n    when: {{ {when} }}\n    basis: {basis}{(asks.Length == 0 ? "" : $"\n    {asks[2..]}")}";

    private static List<(int Line, int Column, string Problem)> Warnings(params string[] rules)
    {
        var notices = string.Concat(rules).Contains("notice: more", StringComparison.Ordinal) ? "notices: { told: { version: 1 }, more: { version: 1 } }" : "# nobody is told";
        var reading = PolicyReader.Read(
            $"headgate: 1\npolicy: p\nversion: 1\npurposes:\n  ai: {{ children: {{ train: , assist: }} }}\ncontent: [post, photo]\nlabels: [health, union]\nservices: [network]\n{notices}\nrules:\n{string.Join('\n', rules)}\n");
        Assert.NotNull(reading.Policy);
        return [.. reading.Problems.Where(problem => problem.Problem.StartsWith("wherever", StringComparison.Ordinal)).Select(problem => (problem.Line, problem.Column, problem.Problem))];
    }
}
