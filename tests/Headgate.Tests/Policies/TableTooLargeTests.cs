using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>A policy that tells too many cases apart is refused with the field at fault, the rules that name it, and what to do.</summary>
public sealed class TableTooLargeTests
{
    private static readonly Instant At = Instant.FromDate(new(2026, 3, 1));

    [Fact]
    public void labels_at_fault_are_named_with_their_rules()
    {
        var labels = Enumerable.Range(1, 17).Select(i => $"l{i}").ToList();
        var refused = Assert.Throws<TableTooLargeException>(() => DecisionTable.Compile(Terms(
            $"labels: [{string.Join(", ", labels)}]", string.Join('\n', labels.Select(label => $"  - {{ deny: no-{label}, when: {{ labels: {label} }} }}")))));
        Assert.Equal("the policy tells at least 131,072 cases apart, and 65,536 is the most; most of them by `labels`, which `no-l1`, `no-l2`, `no-l3` and 14 more name", refused.Message);
        Assert.Equal(("labels", "let fewer rules name `labels`, give them the same values, or join rules that differ in nothing else"), (refused.Dimension, refused.Help));
    }

    [Fact]
    public void ages_and_dates_at_fault_are_named_with_their_rules()
    {
        var rules = Enumerable.Range(1, 110).Select(i => $"  - {{ deny: r{i}, when: {{ age: {{ under: {i} }}, age-at-creation: {{ under: {i} }}, created: {{ from: {new DateOnly(2020, 1, 1).AddDays(i):yyyy-MM-dd} }} }} }}");
        var refused = Assert.Throws<TableTooLargeException>(() => DecisionTable.Compile(Terms("", string.Join('\n', rules))));
        Assert.EndsWith("most of them by `age`, which `r1`, `r2`, `r3` and 107 more name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void suspensions_at_fault_are_named_by_their_ids()
    {
        const int Many = 1050;
        const int Fewer = 1000;
        var created = string.Join(", ", Enumerable.Range(0, Fewer).Select(i => $"{{ from: {Day(2 * i):yyyy-MM-dd}, to: {Day((2 * i) + 1):yyyy-MM-dd} }}"));
        var terms = Terms("", $"  - {{ deny: some, when: {{ created: [{created}] }} }}") with
        {
            Suspensions = [.. Enumerable.Range(0, Many).Select(i => new Suspension(i, "train", null, null, Instant.FromDate(Day(2 * i)), Instant.FromDate(Day((2 * i) + 3)), Instant.MinValue, null))],
        };
        var refused = Assert.Throws<TableTooLargeException>(() => DecisionTable.Compile(terms));
        Assert.Contains("most of them by `collected`, which `suspended:0`, `suspended:1`, `suspended:2` and 1047 more name", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the policy tells at least 5 cases apart, and 4 is the most; most of them by `age`")]
    [InlineData("the policy tells at least 5 cases apart, and 4 is the most; most of them by `age`, which `a` names", "a")]
    [InlineData("the policy tells at least 5 cases apart, and 4 is the most; most of them by `age`, which `a`, `b`, `c` name", "a", "b", "c")]
    [InlineData("the policy tells at least 5 cases apart, and 4 is the most; most of them by `age`, which `a`, `b`, `c` and 1 more name", "a", "b", "c", "d")]
    public void however_many_rules_there_are_it_reads_well(string words, params string[] rules) => Assert.Equal(words, new TableTooLargeException(5, 4, "age", rules).Message);

    private static DateOnly Day(int day) => new DateOnly(2000, 1, 1).AddDays(day);

    private static Terms Terms(string head, string rules)
    {
        var policy = PolicyReader.Read($"headgate: 1\npolicy: p\nversion: 1\npurposes: {{ train: {{ title: Train }} }}\ncontent: [post]\n{head}\nrules:\n{rules}\n  - {{ grant: it, basis: contract }}\n").Policy!;
        return new(policy, [], policy.Purposes["train"], At);
    }
}
