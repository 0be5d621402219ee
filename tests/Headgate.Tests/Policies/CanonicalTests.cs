using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>What is forgotten of a signature: all that stands behind a deny that applies by what has been looked at, and what grants ask for that cannot match; nothing else, of one policy or of two.</summary>
public sealed class CanonicalTests
{
    private const byte No = Signature.Impossible;
    private const byte Yes = Signature.Neutral;
    private const byte Unknown = Signature.First;
    private const byte Some = 7;

    private const string Rules =
        """
          - { deny: d0, when: { region: GB } }
          - { deny: d1, when: { region: US, age: { under: 18 } } }
          - { grant: g0, when: { visibility: public }, basis: consent }
          - { grant: g1, when: { content: post }, basis: contract }

        """;

    // d0 d1 g0 g1, then what g0 and g1 ask for, then objection, objected, signal, kind, then early.
    [Theory]
    [InlineData("region", new[] { Yes, Yes, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some }, new[] { Yes, Yes, Yes, Yes, Yes, Yes, Yes, Some, Yes, Yes, Some })]
    [InlineData("region", new[] { Unknown, No, No, Unknown, Some, Some, Some, Some, Some, No, Some }, new[] { Unknown, Yes, Yes, Yes, Yes, Yes, Yes, Some, Yes, No, Some })]
    [InlineData("none", new[] { Yes, Yes, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some }, new[] { Yes, Yes, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some })]
    [InlineData("region", new[] { No, Yes, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some }, new[] { No, Yes, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some })]
    [InlineData("age", new[] { No, Yes, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some }, new[] { No, Yes, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some })]
    [InlineData("region age", new[] { No, Unknown, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some }, new[] { No, Unknown, Yes, Yes, Yes, Yes, Yes, Some, Yes, Yes, Some })]
    [InlineData("region age", new[] { No, No, No, Yes, Some, Some, Some, Some, Some, Yes, Some }, new[] { No, No, No, Yes, Yes, Some, Some, Some, Some, Yes, Some })]
    [InlineData("region age", new[] { No, No, Yes, Unknown, Some, Some, Some, Some, Some, Yes, Some }, new[] { No, No, Yes, No, Some, Yes, Some, Some, Some, Yes, Some })]
    [InlineData("visibility content", new[] { No, No, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some }, new[] { No, No, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some })]
    public void of_one_policy(string seen, byte[] signature, byte[] expected) => Assert.Equal(expected, new Canonical(Live(Terms(Rules)), false, Seen(seen)).Of(new(signature)).Slots.ToArray());

    [Fact]
    public void of_two_policies_each_by_itself()
    {
        var live = Live(Terms(Rules), Terms(Rules));
        byte[] decided = [Yes, Yes, Yes, Yes], open = [No, No, Unknown, Yes], asked = [Some, Some], rest = [Some, Some, Some, Yes];
        var canonical = new Canonical(live, false, Dimension.Region);
        Assert.Equal(
            [.. decided, No, No, No, Yes, Yes, Yes, Yes, Some, Yes, Some, Yes, Yes, .. rest, Some], canonical.Of(new([.. decided, .. open, .. asked, .. asked, .. rest, .. rest, Some])).Slots.ToArray());
        Assert.Equal(
            [No, No, No, Yes, .. decided, Yes, Some, Yes, Yes, .. rest, Yes, Some, Yes, Yes, Some], canonical.Of(new([.. open, .. decided, .. asked, .. asked, .. rest, .. rest, Some])).Slots.ToArray());
    }

    /// <summary>A suspension that ends for whoever was told decides only where it is known who was.</summary>
    [Fact]
    public void a_pause_that_was_lifted_after_a_notice_decides_once_notices_are_known()
    {
        var pause = new Suspension(1, "train", null, null, null, null, Instant.MinValue, new(new("told", 1), TimeSpan.FromDays(30)));
        var live = Live(Terms(Rules) with { Suspensions = [pause] });
        byte[] signature = [Yes, No, No, Yes, Yes, Some, Some, Some, Some, Some, Yes, Some];
        Assert.Equal(signature, new Canonical(live, false).Of(new(signature)).Slots.ToArray());
        Assert.Equal([Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Some, Yes, Yes, Some], new Canonical(live, true).Of(new(signature)).Slots.ToArray());
    }

    [Fact]
    public void of_whoever_was_not_told_of_the_end_of_a_pause_nothing_else_is_told_apart()
    {
        var at = Instant.FromDate(new(2026, 3, 1));
        var (told, window) = (new NoticeVersion("told", 1), TimeSpan.FromDays(30));
        var pause = new Suspension(1, "train", null, null, null, null, Instant.MinValue, new(told, window));
        var subjects = new SubjectClasses(Live(Terms("  - { grant: g0, when: { region: GB }, basis: consent }\n  - { grant: g1, when: { region: US }, basis: contract }\n") with { Suspensions = [pause] }));
        Assert.Equal(Code("GB"), Code("US"));
        Assert.Equal(3, ((string[])["GB", "US", "DE"]).Select(region => Code(region, new ServedNotice(told, [at + -window]))).Append(Code("GB")).Distinct().Count() - 1);

        int Code(string region, params ServedNotice[] notices) => subjects.CodeOf(new() { Status = SubjectStatus.Active, Regions = [Region.Understand(region)], Notices = notices }, Region.Understand(region));
    }

    [Fact]
    public void where_there_are_only_denies_there_is_a_table_all_the_same()
    {
        var terms = Terms("  - { deny: d0, when: { region: GB } }\n  - { grant: other, when: { purpose: other }, basis: contract }\n");
        var table = DecisionTable.Compile(terms);
        foreach (var (region, reason) in ((string, string)[])[("GB", "denied:d0"), ("US", "no-grant")])
            Assert.Equal(reason, table.Decide(new() { Status = SubjectStatus.Active, Regions = [Region.Understand(region)] }, Region.Understand(region), new Record { Id = "r", Author = SubjectId.From("a"), Kind = "post" }).Text);
    }

    private static Dimension[] Seen(string seen) => [.. seen.Split(' ').Where(word => word != "none").Select(word => word == "content" ? Dimension.Kind : Enum.Parse<Dimension>(word, ignoreCase: true))];

    private static LiveRules Live(params Terms[] sides) => new(sides);

    private static Terms Terms(string rules)
    {
        var reading = PolicyReader.Read($"headgate: 1\npolicy: p\nversion: 1\npurposes: {{ train: {{ title: Train }}, other: {{ title: Other }} }}\ncontent: [post]\nrules:\n{rules}");
        return new(reading.Policy ?? throw new ArgumentException(string.Join('\n', reading.Problems)), [], reading.Policy.Purposes["train"], Instant.FromDate(new(2026, 3, 1)));
    }
}
