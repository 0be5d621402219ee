using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>What <c>policy check</c> says about a policy's every case, each with a position and a case that shows it.</summary>
public sealed class PolicyCheckTests
{
    private const string Head = "headgate: 1\npolicy: p\nversion: 1\npurposes: { train: { title: Train } }\ncontent: [post, photo]\nregions: { waiting: [EEA, CH] }\nrules:\n";

    private static readonly Instant Start = Instant.FromDate(new(2026, 1, 1));

    [Fact]
    public void an_overtaken_rule_comes_with_a_case()
    {
        var found = Assert.Single(Check("  - deny: minors\n    when: { age: { under: 18 } }\n  - deny: children\n    when: { age: { under: 13 } }\n  - grant: all\n    basis: contract\n"));
        Assert.Equal("children", found.Rule);
        Assert.Matches(@"^a 1?\d-year-old in [A-Z].*, public p(ost|hoto), choice unset: denied, minors$", found.Case);
    }

    [Fact]
    public void a_grant_that_only_several_rules_together_make_impossible_is_found()
    {
        var found = Assert.Single(Check("  - deny: posts\n    when: { content: post }\n  - deny: photos\n    when: { content: photo }\n  - grant: all\n    when: { visibility: public }\n    basis: contract\n"));
        Assert.Equal((12, 5, "all"), (found.Line, found.Column, found.Rule));
        Assert.StartsWith("nobody can ever meet `all`", found.Problem, StringComparison.Ordinal);
        Assert.EndsWith(": denied, posts", found.Case!.Replace("photos", "posts", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void a_group_that_holds_the_EEA_says_where_overseas_territories_fall_and_shows_it()
    {
        var found = Assert.Single(Check("  - grant: there\n    when: { region: waiting, visibility: public }\n    basis: contract\n  - grant: elsewhere\n    when: { region: US }\n    basis: contract\n"));
        Assert.StartsWith("`EEA` does not hold EU-overseas, Faroes, Svalbard (no grant holds there", found.Problem, StringComparison.Ordinal);
        Assert.EndsWith(", choice unset: denied, no grant", found.Case, StringComparison.Ordinal);
        Assert.Contains("Saint Barth", found.Case, StringComparison.Ordinal);
    }

    [Fact]
    public void a_case_is_said_as_a_person_would()
    {
        var policy = PolicyReader.Read(Head + "  - deny: minors\n    when: { age: { under: 18 } }\n  - grant: all\n    basis: contract\n").Policy!;
        var standing = new Standing { Status = SubjectStatus.Active, Regions = [Region.Understand("FR")], Birth = BirthRange.Born(new(2008, 6, 1)) };
        Assert.Equal(
            "a 17-year-old in France, public photo, choice unset: denied, minors",
            CaseWords.Say(new(policy, [], policy.Purposes["train"], Start), standing, Region.Understand("FR"), new Record { Kind = "photo", Visibility = "public" }));
    }

    private static IReadOnlyList<PolicyProblem> Check(string rules)
    {
        var reading = PolicyReader.Read(Head + rules);
        Assert.NotNull(reading.Policy);
        return PolicyCheck.Of(reading.Policy, reading.Problems, Start);
    }
}
