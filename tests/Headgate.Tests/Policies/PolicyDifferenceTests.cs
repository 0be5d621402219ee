using Headgate.Tests.Laws;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>Answers about policies hold for every case: what is found is what the reference says.</summary>
public sealed class PolicyDifferenceTests
{
    private const string Text =
        """
        headgate: 1
        policy: network
        version: 1
        purposes: { train: { title: Train } }
        content: [post, private-message]
        labels: [health]
        services: [network]
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - deny: private-messages
            when: { content: private-message }
          - grant: adults
            when: { region: [US, GB], visibility: public }
            basis: legitimate-interests
            not-before: 2026-01-01
        """;

    private static readonly Instant Start = Instant.FromDate(new(2025, 6, 1));

    [Fact]
    public void every_case_that_two_policies_decide_differently_is_found()
    {
        var tally = new Tally(("admitted", 100), ("withdrawn", 100), ("the same", 1000));
        tally.Fill(seed => Compare(new Random(seed), tally), 40);
    }

    [Theory]
    [InlineData("age: {under: 18}", true)]
    [InlineData("age: {under: 19}", false)]
    [InlineData("content: private-message", true)]
    [InlineData("content: post", false)]
    [InlineData("labels: health", false)]
    [InlineData("region: {not: [US, GB]}", true)]
    [InlineData("until: 2026-01-01", true)]
    [InlineData("until: 2026-01-02", false)]
    [InlineData("visibility: [connections, private]", true)]
    public void what_is_never_allowed_is_proven_or_broken_by_a_case(string condition, bool holds) =>
        Assert.Equal(holds, PolicyProof.Never(Read(Text), When(condition), Start).Count == 0);

    [Theory]
    [InlineData("age: {from: 18}", true)]
    [InlineData("age: {from: 21}", false)]
    [InlineData("region: [US, GB]", true)]
    [InlineData("region: US", false)]
    [InlineData("visibility: public", true)]
    [InlineData("service: network", false)]
    [InlineData("from: 2026-01-01", true)]
    [InlineData("labels: {not: health}", false)]
    public void what_is_allowed_only_under_a_condition_is_proven_or_broken_by_a_case(string condition, bool holds) =>
        Assert.Equal(holds, PolicyProof.OnlyIf(Read(Text), When(condition), Start).Count == 0);

    [Fact]
    public void a_counterexample_is_said_as_a_person_would()
    {
        var broken = Assert.Single(PolicyProof.Never(Read(Text), When("age: {under: 19}"), Start));
        Assert.Equal("people of 18 or of uncertain age in GB or US, public post, choice unset or consented", broken.Words);
        Assert.Equal(("granted:adults", Instant.FromDate(new(2026, 1, 1))), (broken.Reason.Text, broken.At));
    }

    [Fact]
    public void a_difference_is_said_as_a_person_would_and_knows_whom_it_is_about()
    {
        var found = PolicyDifferences.Find(Read(Text), Read(Text.Replace("[US, GB]", "[US, EEA]", StringComparison.Ordinal).Replace("under: 18", "under: 21", StringComparison.Ordinal)), Start);
        Assert.Equal(
            [
                "admitted: people of 21 or older in EEA, public post, choice unset or consented",
                "withdrawn: people of 18 to 20 in GB or US, public post, choice unset or consented",
                "withdrawn: people of uncertain age in GB or US, public post, choice unset or consented",
                "withdrawn: people of 21 or older in GB, public post, choice unset or consented",
            ],
            found.SelectMany(one => one.Cases.Select(cases => $"{(one.Admitted ? "admitted" : "withdrawn")}: {cases.Words}")).Order(StringComparer.Ordinal).OrderBy(words => words.Contains("21 or older in GB", StringComparison.Ordinal)).ThenBy(words => words.Contains("uncertain", StringComparison.Ordinal)));
        var adult = new Standing { Status = SubjectStatus.Active, Regions = [Region.Understand("DE")], Birth = BirthRange.Born(new(1990, 1, 1)) };
        Assert.Equal([true], found.Where(one => one.Admitted).SelectMany(one => one.Cases).Select(cases => cases.Holds(adult)));
        Assert.DoesNotContain(found.Where(one => !one.Admitted).SelectMany(one => one.Cases), cases => cases.Holds(adult));
    }

    /// <summary>Whoever objected to a purpose under which another is put is out, and the other way round; whatever else they chose.</summary>
    [Fact]
    public void an_objection_that_comes_to_count_or_no_longer_counts_is_a_difference()
    {
        const string Apart = "headgate: 1\npolicy: p\nversion: 1\npurposes: { all: { title: All }, train: { title: Train } }\ncontent: [post]\nrules: [{ grant: agreed, when: { region: GB }, basis: consent }, { grant: it, when: { region: US }, basis: contract }]\n";
        var below = Apart.Replace("{ title: All }, train: { title: Train }", "{ title: All, children: { train: { title: Train } } }", StringComparison.Ordinal);
        Assert.Equal(
            ["withdrawn train objected: people in GB, consented but objected to `all`", "withdrawn train objected: people in US, objected to `all`"], Said(Read(Apart), Read(below)));
        Assert.Equal(
            ["admitted train granted:agreed: people in GB, consented but objected to `all`", "admitted train granted:it: people in US, objected to `all`"], Said(Read(below), Read(Apart)));
        var moved = Apart.Replace("train: { title: Train }", "other: { title: Other, children: { train: { title: Train } } }", StringComparison.Ordinal);
        Assert.Equal(
            [
                "admitted train granted:agreed: people in GB, consented but objected to `all`", "admitted train granted:it: people in US, objected to `all`",
                "withdrawn train objected: people in GB, consented but objected to `other`", "withdrawn train objected: people in US, objected to `other`",
            ],
            Said(Read(below), Read(moved)));

        static IEnumerable<string> Said(Policy before, Policy after) => PolicyDifferences.Find(before, after, Start)
            .SelectMany(one => one.Cases.Select(cases => $"{(one.Admitted ? "admitted" : "withdrawn")} {one.Purpose} {one.After.Text}: {cases.Words}"))
            .Where(words => words.Contains(" train ", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void every_row_of_a_table_has_the_reason_that_the_reference_gives()
    {
        var rows = PolicyDifferences.Table(Read(Text), "train", Instant.FromDate(new(2026, 2, 1)));
        Assert.Equal(
            ["denied:minors", "denied:minors/unknown-age", "denied:private-messages", "granted:adults", "no-grant", "objected", "signal:c2pa", "signal:iptc-data-mining", "signal:tdm-reservation"],
            rows.Select(row => row.Reason.Text).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["adults in GB or US, public post, choice unset or consented"], rows.Where(row => row.Reason.Allows).Select(row => row.Cases.Words));
    }

    private static void Compare(Random random, Tally tally)
    {
        var first = new RandomPolicy(random, generous: true).Draw();
        var second = new RandomPolicy(random, generous: true).Draw();
        if (PolicyReader.Read(first).Policy is not { } before || PolicyReader.Read(second).Policy is not { } after) return;
        var world = new RandomWorld(random, generous: true);
        var start = world.Time();
        var found = PolicyDifferences.Find(before, after, start);
        for (var i = 0; i < 200; i++)
        {
            var at = random.Next(2) == 0 ? start : Instant.Later(start, world.Time());
            var purpose = RandomPolicy.Purposes[random.Next(RandomPolicy.Purposes.Length)];
            var (one, other) = (new Terms(before, [], before.Purposes[purpose], at), new Terms(after, [], after.Purposes[purpose], at));
            var (standing, record) = (world.Standing(other), world.Record(other, ["a"], ["r"], "r"));
            if (record.Kind is null || !after.Content.Contains(record.Kind)) continue;
            foreach (var region in standing.Regions.Where(region => region.IsUnderstood && standing.Status == SubjectStatus.Active))
            {
                var (was, becomes) = (Reason(one, standing, region, record), Reason(other, standing, region, record));
                tally.Count(was.Allows == becomes.Allows ? "the same" : becomes.Allows ? "admitted" : "withdrawn");
                if (was.Allows == becomes.Allows) continue;
                Assert.True(
                    found.Any(difference => difference.Purpose == purpose && difference.After.Text == becomes.Text && difference.At <= at),
                    $"{was.Text} → {becomes.Text} for {purpose} at {at}: {region} {record}\n{first}\n{second}");
            }
        }
    }

    private static Reason Reason(Terms terms, Standing standing, Region region, Record record) =>
        new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null).OfSubject(record, standing, region);

    private static Policy Read(string text) => PolicyReader.Read(text).Policy!;

    private static IReadOnlyList<Condition> When(string text) => ConditionReader.Read(Read(Text), text).When!;
}
