using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>What is said of a policy that tells too many cases apart: the field that has most values, counted exactly, and the limits.</summary>
public sealed class BudgetTests
{
    private static readonly Instant At = Instant.FromDate(new(2026, 3, 1));

    /// <summary>A field wins against one that has a value less, and loses against one that has a value more: so many it has.</summary>
    [Theory]
    [InlineData("region", 4, "- { deny: x, when: { region: GB } }", "- { deny: y, when: { region: [US, DE] } }", "- { deny: z, when: { region: { not: FR } } }")]
    [InlineData("content", 3, "- { deny: x, when: { content: post } }", "- { deny: y, when: { content: photo } }")]
    [InlineData("labels", 8, "- { deny: x, when: { labels: a } }", "- { deny: y, when: { labels: [a, b] } }")]
    [InlineData("age", 6, "- { deny: x, when: { age: { under: 16 } } }", "- { deny: y, when: { age: [{ under: 16 }, { from: 65 }] } }")]
    [InlineData("age-at-creation", 6, "- { deny: x, when: { age-at-creation: { under: 16 } } }", "- { deny: y, when: { age-at-creation: { under: 18 } } }")]
    [InlineData("created", 4, "- { deny: x, when: { created: { from: 2020-01-01 } } }", "- { deny: y, when: { created: { from: 2020-01-01, to: 2021-01-01 } } }")]
    [InlineData("collected", 5, "- { deny: x, when: { collected: { from: 2020-01-01 } } }", "- { deny: y, when: { collected: { from: 2022-01-01, to: 2023-01-01 } } }")]
    [InlineData("notice", 9, "- { grant: x, basis: contract, after: { notice: told, window: 1d } }", "- { grant: y, basis: consent, after: { notice: told, window: 2d } }", "- { grant: z, basis: consent, after: { notice: told, window: 2d } }")]
    [InlineData("objection", 3)]
    public void the_field_that_tells_most_apart_is_named(string field, int values, params string[] rules)
    {
        Assert.Equal(field, Refused(values - 1).Dimension);
        Assert.Equal("service", Refused(values + 1).Dimension);
        var names = rules.Select(rule => $"`{rule.Split(' ')[3].TrimEnd(',')}`").ToList();
        Assert.Equal($"the policy tells at least 9 cases apart, and 8 is the most; most of them by `{field}`{(names.Count == 0 ? "" : $", which {string.Join(", ", names)} name")}", Refused(values - 1).Message);

        TableTooLargeException Refused(int rival) => new Budget(Live(rival, rules)).TooMany(9, 8);
    }

    [Fact]
    public void services_are_counted_with_the_unknown_one()
    {
        Assert.Equal("service", new Budget(Live(5, "- { deny: x, when: { created: { from: 2020-01-01, to: 2021-01-01 } } }")).TooMany(9, 8).Dimension);
        Assert.Equal("service", new Budget(Live(4, "- { deny: x, when: { created: { from: 2020-01-01, to: 2021-01-01 } } }")).TooMany(9, 8).Dimension);
        Assert.Equal("created", new Budget(Live(3, "- { deny: x, when: { created: { from: 2020-01-01, to: 2021-01-01 } } }")).TooMany(9, 8).Dimension);
    }

    [Fact]
    public void more_than_can_be_counted_is_most_of_all()
    {
        var labels = string.Join(", ", Enumerable.Range(0, 70).Select(i => $"l{i}"));
        var policy = Read($"labels: [{labels}]\nrules:\n  - {{ deny: x, when: {{ labels: [{labels}] }} }}\n  - {{ grant: it, when: {{ region: GB }}, basis: contract }}\n");
        Assert.Equal("labels", new Budget(new LiveRules([new(policy, [], policy.Purposes["train"], At)])).TooMany(9, 8).Dimension);
        var grants = string.Concat(Enumerable.Range(1, 50).Select(days => $"  - {{ grant: g{days}, basis: consent, after: {{ notice: told, window: {days}d }} }}\n"));
        policy = Read($"notices: {{ told: {{ version: 1 }} }}\nrules:\n{grants}");
        Assert.Equal("notice", new Budget(new LiveRules([new(policy, [], policy.Purposes["train"], At)])).TooMany(9, 8).Dimension);
    }

    [Fact]
    public void a_step_may_be_as_large_as_the_limits_and_no_larger()
    {
        const long Combinations = 1 << 22;
        const long Bytes = 48L << 20;
        var live = Live(3);
        var budget = new Budget(live);
        budget.Check(Combinations, 0, 0);
        Assert.Equal("the policy tells at least 4,194,305 cases apart, and 4,194,304 is the most", Start(() => budget.Check(Combinations + 1, 0, 0)));
        budget.Check(0, 0, Bytes / 128);
        Assert.Equal($"the policy tells at least 393,217 cases apart, and {Bytes / (live.Slots + 384):N0} is the most", Start(() => budget.Check(0, 0, Bytes / 128 + 1)));
        var classes = Bytes / (live.Slots + 256);
        budget.Check(0, classes, 0);
        Assert.Throws<TableTooLargeException>(() => budget.Check(0, classes + 1, 0));
        Assert.Throws<TableTooLargeException>(() => budget.Check(0, classes, 10));

        static string Start(Action check) => Assert.Throws<TableTooLargeException>(check).Message.Split(';')[0];
    }

    [Fact]
    public void a_table_and_a_comparison_have_their_own_limits()
    {
        var labels = Enumerable.Range(1, 11).Select(i => $"l{i}").ToList();
        var grants = labels.Select(label => $"labels: {label}").Concat(Enumerable.Range(1, 40).SelectMany(age => (string[])[$"age: {{ from: {age} }}", $"age-at-creation: {{ from: {age} }}"]));
        var policy = Read($"labels: [{string.Join(", ", labels)}]\nrules:\n{string.Concat(grants.Select((when, i) => $"  - {{ grant: g{i}, when: {{ {when} }}, basis: contract }}\n"))}");
        var cells = new Cells(new LiveRules([new(policy, [], policy.Purposes["train"], At)])).Count;
        var refused = Assert.Throws<TableTooLargeException>(() => DecisionTable.Compile(new(policy, [], policy.Purposes["train"], At)));
        Assert.StartsWith($"the policy tells at least {cells:N0} cases apart, and 16,777,216 is the most; most of them by `labels`, which `g0`", refused.Message, StringComparison.Ordinal);
        refused = Assert.Throws<TableTooLargeException>(() => new PolicyChange(null, policy, "train", At, null));
        Assert.StartsWith($"the policy tells at least {cells:N0} cases apart, and 67,108,864 is the most; most of them by `labels`, which `g0`", refused.Message, StringComparison.Ordinal);
    }

    /// <param name="services">How many services are told apart, the unknown one counted in.</param>
    private static LiveRules Live(int services, params string[] rules)
    {
        var names = string.Join(", ", Enumerable.Range(1, services - 1).Select(i => $"s{i}"));
        var told = rules.Any(rule => rule.Contains("told", StringComparison.Ordinal)) ? "notices: { told: { version: 1 } }\n" : "";
        var objection = rules.Length == 0 ? "objection: [{ region: GB, effect: prospective, full-if-before: 2020-01-01 }, { region: US, effect: prospective, full-if-before: 2021-01-01 }, { region: DE, effect: prospective, full-if-before: 2021-01-01 }]\n" : "";
        var policy = Read($"services: [{names}]\n{told}{objection}rules:\n{string.Concat(rules.Select(rule => $"  {rule}\n"))}  - {{ deny: rival, when: {{ service: [{names}] }} }}\n  - {{ grant: it, basis: contract }}\n");
        return new([new(policy, [], policy.Purposes["train"], At)]);
    }

    private static Policy Read(string rest)
    {
        var reading = PolicyReader.Read($"headgate: 1\npolicy: p\nversion: 1\npurposes: {{ train: {{ title: Train }} }}\ncontent: [post, photo, video]\n{(rest.StartsWith("labels", StringComparison.Ordinal) ? "" : "labels: [a, b]\n")}{rest}");
        return reading.Policy ?? throw new ArgumentException(string.Join('\n', reading.Problems));
    }
}
