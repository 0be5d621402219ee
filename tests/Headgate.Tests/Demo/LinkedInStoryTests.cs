using Headgate.Engine;
using Headgate.Engine.Demo;
using Xunit;

namespace Headgate.Tests.Demo;

public sealed class LinkedInStoryTests
{
    private static readonly SampleWorld World = new(new SampleNetwork(people: 900, records: 6_000));

    private static readonly Dictionary<string, List<(SampleRecord Record, Reason Reason)>> Gated =
        LinkedInTimeline.Gates.ToDictionary(gate => gate.Name, gate => World.Gate(gate.At).ToList());

    [Fact]
    public void every_region_is_used_paused_waiting_or_never_as_expected_at_every_gate()
    {
        foreach (var (region, states) in LinkedInTimeline.Expected)
            foreach (var (gate, state) in LinkedInTimeline.Gates.Zip(states))
                Assert.Equal((region, gate.Name, state), (region, gate.Name, Typical(region, gate.At)));
    }

    [Fact]
    public void the_united_kingdom_is_usable_from_2025_11_03_and_not_a_tick_before()
    {
        var start = Instant.FromDate(new(2025, 11, 3));
        Assert.Equal(UseState.Paused, Typical("GB", Instant.FromMicroseconds(start.Microseconds - 1)));
        Assert.Equal(UseState.Used, Typical("GB", start));
    }

    [Fact]
    public void nothing_of_anybody_who_was_told_is_used_before_the_window_is_over()
    {
        var told = World.People.Where(person => person.Claims.Any(claim => claim.Regions?.Any(region => LinkedInTimeline.Told.Contains(Region.Understand(region).Code)) == true)).Select(person => person.Id).ToHashSet();
        foreach (var gate in (string[])["2025-09-18", "2025-09-23", "2025-11-02"])
            Assert.DoesNotContain(Gated[gate], judged => judged.Reason.Allows && (told.Contains(judged.Record.Author!) || judged.Record.OtherPeople.Any(told.Contains)));
    }

    [Fact]
    public void every_larger_region_has_something_used_once_it_may_be()
    {
        var authors = Gated["2025-11-03"].Where(judged => judged.Reason.Allows).Select(judged => judged.Record.Author).ToHashSet();
        var homes = World.People.Where(person => authors.Contains(person.Id)).Select(person => person.Home).ToHashSet();
        Assert.Subset(homes, new HashSet<string> { "GB", "DE", "FR", "NL", "PL", "ES", "IE", "SE", "CH", "CA", "HK", "US", "IN", "BR" });
        Assert.DoesNotContain("JE", homes);
        Assert.InRange(Gated["2025-11-03"].Count(judged => judged.Reason.Allows) / (double)Gated["2025-11-03"].Count, 0.15, 0.6);
    }

    [Fact]
    public void every_reason_that_the_story_is_about_occurs()
    {
        var reasons = Gated.Values.SelectMany(judged => judged).Select(judged => judged.Reason.Text).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "granted:quiet-start", "granted:legitimate-interests", "granted:elsewhere", "malformed-record", "unknown-subject", "unknown-content-kind", "unknown-source", "unknown-region",
                "not-active", "suspended:1", "suspended:2", "denied:private-messages", "denied:salaries", "denied:minors", "denied:minors/unknown-age", "denied:written-as-a-minor", "denied:sensitive-groups",
                "denied:sensitive-groups/unknown-labels", "objected", "signal:content-usage", "signal:iptc-data-mining", "not-yet:legitimate-interests", "notice-not-served:legitimate-interests",
                "window-open:legitimate-interests", "no-grant",
            },
            reasons);
    }

    [Fact]
    public void no_minor_no_objector_and_no_closed_account_is_used_after_the_notice()
    {
        var at = LinkedInTimeline.Gates.Single(gate => gate.Name == "2025-11-07").At;
        var kept = Gated["2025-11-07"].Where(judged => judged.Reason.Allows).SelectMany(judged => judged.Record.OtherPeople.Append(judged.Record.Author!)).ToHashSet();
        Assert.All(World.People.Where(person => kept.Contains(person.Id)), person =>
        {
            Assert.Equal("active", person.Status);
            Assert.True(BirthRange.FullYears(SampleWorld.Birth(person)!.Value.Latest, at.Date) >= 18);
        });
        Assert.DoesNotContain(kept, id => id.StartsWith("guest-", StringComparison.Ordinal));
    }

    private static UseState Typical(string region, Instant at)
    {
        var served = LinkedInTimeline.Told.Contains(region) && at >= LinkedInTimeline.FirstMail;
        var standing = new Standing
        {
            Regions = [Region.Understand(region)],
            Birth = BirthRange.Born(new(1980, 5, 17)),
            Status = SubjectStatus.Active,
            Notices = served ? [new(LinkedInTimeline.Notice, [LinkedInTimeline.FirstMail])] : [],
        };
        var record = new Record { Id = "r", Author = SubjectId.From("m"), Kind = "post", Labels = [], Visibility = "public", Service = "network", Created = Instant.FromDate(new(2019, 6, 1)) };
        return UseStates.Of(SampleWorld.Policy(at, _ => standing, _ => null).Decide(record).Reason.Text);
    }
}
