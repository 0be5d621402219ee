using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>The warning of semantics.md, Policy file: a rule that names the UK or the EU says where the islands and overseas territories fall.</summary>
public sealed class TerritoriesTests
{
    [Theory]
    [InlineData("UK", "`UK` does not hold UK-crown-dependencies, Gibraltar (no grant holds there, so nothing is allowed)")]
    [InlineData("EU", "`EU` does not hold EU-overseas, Faroes (no grant holds there, so nothing is allowed)")]
    [InlineData("EEA", "`EEA` does not hold EU-overseas, Faroes, Svalbard (no grant holds there, so nothing is allowed)")]
    [InlineData("[UK, UK-crown-dependencies]", "`UK` does not hold Gibraltar (no grant holds there, so nothing is allowed)")]
    [InlineData("[UK, JE, GI]", "`UK` does not hold GG IM (no grant holds there, so nothing is allowed)")]
    [InlineData("kingdom", "`UK` does not hold UK-crown-dependencies, Gibraltar (no grant holds there, so nothing is allowed)")]
    [InlineData("outer", "`UK` does not hold UK-crown-dependencies, Gibraltar (no grant holds there, so nothing is allowed)")]
    public void a_grant_that_names_a_union_says_what_it_leaves_out(string region, string warning)
    {
        var found = Assert.Single(Warnings($"  - grant: g\n    when: {{ region: {region} }}\n    basis: consent\n"));
        Assert.Equal((8, region[0] == '[' ? 22 : 21, warning), (found.Line, found.Column, found.Problem));
    }

    [Theory]
    [InlineData("[UK, UK-crown-dependencies, Gibraltar]")]
    [InlineData("[EU, EU-overseas, Faroes]")]
    [InlineData("[UK, islands]")]
    [InlineData("GB")]
    [InlineData("[DE, FR]")]
    [InlineData("{ not: UK }")]
    [InlineData("EU-overseas")]
    public void a_rule_that_leaves_nothing_out_or_names_no_union_is_not_warned_of(string region) =>
        Assert.Empty(Warnings($"  - grant: g\n    when: {{ region: {region} }}\n    basis: consent\n"));

    [Fact]
    public void where_another_grant_holds_the_warning_names_it()
    {
        var found = Assert.Single(Warnings(
            """
              - deny: not-in-the-kingdom
                when: { region: UK }
              - grant: everywhere
                basis: consent
              - grant: jersey
                when: { region: JE }
                basis: consent
              - grant: not-gibraltar
                when: { region: { not: Gibraltar }, purpose: train }
                basis: consent
              - grant: elsewhere
                when: { region: US }
                basis: consent

            """));
        Assert.Equal(
            "`UK` does not hold JE (they fall to `everywhere` and `jersey` and `not-gibraltar`); GG IM (they fall to `everywhere` and `not-gibraltar`); Gibraltar (they fall to `everywhere`)",
            found.Problem);
    }

    [Fact]
    public void a_grant_for_another_purpose_takes_nothing_over()
    {
        var found = Assert.Single(Warnings(
            "  - grant: g\n    when: { region: UK, purpose: train }\n    basis: consent\n  - grant: h\n    when: { purpose: assist }\n    basis: consent\n"));
        Assert.EndsWith("(no grant holds there, so nothing is allowed)", found.Problem, StringComparison.Ordinal);
    }

    private static IReadOnlyList<PolicyProblem> Warnings(string rules)
    {
        var reading = PolicyReader.Read(
            "headgate: 1\npolicy: p\nversion: 1\ncontent: [post]\npurposes: { train: , assist: }\nrules:\n" + rules + "regions: { outer: [kingdom], kingdom: [UK], islands: [UK-crown-dependencies, GI] }\n");
        Assert.NotNull(reading.Policy);
        Assert.All(reading.Problems, problem => Assert.True(problem.IsWarning));
        return [.. reading.Problems.Where(problem => problem.Problem.Contains("does not hold", StringComparison.Ordinal))];
    }
}
