using System.Collections.Frozen;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>One tick before a boundary, on it, and one tick after it; values alone, in lists and negated: by the reference and by the table.</summary>
public sealed class BoundaryTests
{
    private static readonly Instant Noon = Time("2026-03-01T12:00:00Z");
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Theory]
    [InlineData("from: 2026-03-01T12:00:00Z", false, true, true)]
    [InlineData("until: 2026-03-01T12:00:00Z", true, false, false)]
    [InlineData("from: 2026-03-01T12:00:00Z, until: 2026-03-01T12:00:00.000001Z", false, true, false)]
    public void the_time_of_a_run_is_half_open(string when, params bool[] holds)
    {
        for (var i = -1; i <= 1; i++) Assert.Equal(holds[i + 1] ? "granted:it" : "no-grant", Said($"when: {{ {when} }}", Noon + (i * Tick), new(), Someone()));
    }

    [Theory]
    [InlineData("created: { from: 2026-01-01 }", false, true, true)]
    [InlineData("created: { to: 2026-01-01 }", true, false, false)]
    [InlineData("created: { not: { from: 2026-01-01 } }", true, false, false)]
    [InlineData("created: [{ to: 2025-12-31 }, { from: 2026-01-01 }]", false, true, true)]
    [InlineData("created: { not: [{ to: 2025-12-31 }, { from: 2026-01-01 }] }", true, false, false)]
    [InlineData("created: { not: [{ to: 2026-01-01 }, { to: 2025-12-31 }] }", false, true, true)]
    [InlineData("collected: { from: 2026-01-01 }", false, true, true)]
    public void a_time_of_the_record_is_half_open_alone_in_a_list_and_negated(string when, params bool[] holds)
    {
        for (var i = -1; i <= 1; i++) Assert.Equal(holds[i + 1] ? "granted:it" : "no-grant", Said($"when: {{ {when} }}", Noon, new() { Created = Time("2026-01-01") + (i * Tick) }, Someone()));
        Assert.Equal("no-grant", Said($"when: {{ {when} }}", Noon, new(), Someone()));
        Assert.Equal("no-grant", Said($"when: {{ {when} }}", Noon, new() { Created = Noon + Tick }, Someone()));
    }

    [Theory]
    [InlineData("age: [{ under: 13 }, { from: 65 }]", "12", "65")]
    [InlineData("age: { not: [{ under: 13 }, { from: 65 }] }", "13", "64")]
    [InlineData("age: { not: { under: 13 } }", "13", "64", "65")]
    [InlineData("age-at-creation: { from: 13 }", "13", "64", "65")]
    [InlineData("age-at-creation: { under: 13 }", "12")]
    public void an_age_is_tested_alone_in_a_list_and_negated(string when, params string[] holds)
    {
        foreach (var age in (string[])["12", "13", "64", "65"])
            Assert.Equal(holds.Contains(age) ? "granted:it" : "no-grant", Said($"when: {{ {when} }}", Noon, new() { Created = Noon }, Aged(age)));
        Assert.Equal("no-grant", Said($"when: {{ {when} }}", Noon, new() { Created = Noon }, Someone()));
    }

    [Theory]
    [InlineData("purpose: [train, sell]", "granted:it", "granted:it")]
    [InlineData("purpose: train", "granted:it", "no-grant")]
    [InlineData("purpose: { not: sell }", "granted:it", "no-grant")]
    public void a_purpose_is_one_of_several(string when, string train, string sell)
    {
        Assert.Equal(train, Said($"when: {{ {when} }}", Noon, new(), Someone()));
        Assert.Equal(sell, Said($"when: {{ {when} }}", Noon, new(), Someone(), purpose: "sell"));
    }

    [Fact]
    public void not_before_ends_on_its_tick()
    {
        Assert.Equal(["not-yet:it", "granted:it", "granted:it"], Around(Noon, at => Said("not-before: 2026-03-01T12:00:00Z", at, new(), Someone())));
    }

    [Fact]
    public void a_window_is_open_until_its_last_tick()
    {
        var told = Someone(new ServedNotice(new("told", 1), [Noon + -TimeSpan.FromDays(46)]));
        Assert.Equal(["window-open:it", "granted:it", "granted:it"], Around(Noon, at => Said("after: { notice: told, window: 46d }", at, new(), told)));
        Assert.Equal("notice-not-served:it", Said("after: { notice: told, window: 46d }", Noon, new(), Someone(new ServedNotice(new("told", 2), [Instant.MinValue]))));
    }

    [Fact]
    public void a_lifted_suspension_matches_until_the_last_tick_of_the_window_and_only_counts_notices_served_since_it_began()
    {
        var (begun, day) = (Noon + -TimeSpan.FromDays(3), TimeSpan.FromDays(1));
        var lifted = new Suspension(9, "train", null, null, null, null, begun, new(new("told", 1), day));
        Assert.Equal(["suspended:9", "granted:it", "granted:it"], Around(Noon, at => Said("", at, new(), Someone(new ServedNotice(new("told", 1), [Noon + -day])), lifted)));
        Assert.Equal("granted:it", Said("", Noon, new(), Someone(new ServedNotice(new("told", 1), [begun])), lifted));
        Assert.Equal("suspended:9", Said("", Noon, new(), Someone(new ServedNotice(new("told", 1), [begun + -Tick])), lifted));
        Assert.Equal("granted:it", Said("", Noon, new(), Someone(new ServedNotice(new("told", 1), [begun + -Tick, begun])), lifted));
        Assert.Equal("suspended:9", Said("", Noon, new(), Someone(new ServedNotice(new("told", 1), [begun])), lifted with { Resumed = new(null, day) }));
    }

    [Fact]
    public void a_suspension_of_a_region_service_or_window_matches_there_and_where_it_is_unknown()
    {
        Suspension In(string purpose, string? region) => new(9, purpose, region is null ? null : FrozenSet.Create(StringComparer.Ordinal, region), null, null, null, Instant.MinValue, null);
        Assert.Equal("suspended:9", Said("", Noon, new(), Someone(), In("train", "GB")));
        Assert.Equal("granted:it", Said("", Noon, new(), Someone(), In("train", "US")));
        Assert.Equal("granted:it", Said("", Noon, new(), Someone(), In("sell", null)));
        Assert.Equal("suspended:9/unknown-purpose", Said("", Noon, new(), Someone(), In("a name of before", null)));
        var service = new Suspension(9, "train", null, "network", null, null, Instant.MinValue, null);
        Assert.Equal(["suspended:9", "granted:it", "suspended:9/unknown-service"], ((string?[])["network", "other", "elsewhere"]).Select(one => Said("", Noon, new() { Service = one }, Someone(), service)));
        var window = new Suspension(9, "train", null, null, Time("2026-01-01"), Time("2026-01-02"), Instant.MinValue, null);
        Assert.Equal(["granted:it", "suspended:9", "suspended:9"], Around(Time("2026-01-01"), created => Said("", Noon, new() { Created = created }, Someone(), window)));
        Assert.Equal(["suspended:9", "granted:it", "granted:it"], Around(Time("2026-01-02"), created => Said("", Noon, new() { Created = created }, Someone(), window)));
        Assert.Equal("suspended:9/unknown-collected", Said("", Noon, new() { Created = Time("2025-01-01"), IsCollectedUnknown = true }, Someone(), window));
        Assert.Equal("granted:it", Said("", Noon, new() { Created = Time("2026-01-01"), Collected = Time("2026-02-01") }, Someone(), window));
    }

    private static string[] Around(Instant boundary, Func<Instant, string> said) => [said(boundary + -Tick), said(boundary), said(boundary + Tick)];

    /// <summary>What reference and table, which must agree, say of a policy with one grant.</summary>
    private static string Said(string grant, Instant at, Record record, Standing standing, Suspension? suspension = null, string purpose = "train")
    {
        var policy = PolicyReader.Read(
            $"""
             headgate: 1
             policy: p
             version: 1
             purposes: {"{ train: { title: Train }, sell: { title: Sell } }"}
             content: [post]
             services: [network, other]
             {(grant.StartsWith("after", StringComparison.Ordinal) || suspension?.Resumed is not null ? "notices: { told: { version: 1, title: Told } }" : "")}
             rules:
               - grant: it
                 basis: legitimate-interests
                 {grant}
               {(suspension?.Resumed is null ? "" : "- { grant: other, when: { region: DE }, basis: contract, after: { notice: told, window: 1d } }")}
             """).Policy!;
        var terms = new Terms(policy, suspension is null ? [] : [suspension], policy.Purposes[purpose], at);
        record = new() { Id = "r", Author = SubjectId.From("a"), Kind = "post", Created = record.Created, Collected = record.Collected, IsCollectedUnknown = record.IsCollectedUnknown, Service = record.Service };
        var said = new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null).OfSubject(record, standing, standing.Regions[0]).Text;
        Assert.Equal(said, DecisionTable.Compile(terms).Decide(standing, standing.Regions[0], record).Text);
        return said;
    }

    private static Standing Someone(params ServedNotice[] told) => new() { Status = SubjectStatus.Active, Regions = [Region.Understand("GB")], Notices = told };

    private static Standing Aged(string age) => new() { Status = SubjectStatus.Active, Regions = [Region.Understand("GB")], Birth = BirthRange.Born(Noon.Date.AddYears(-int.Parse(age, System.Globalization.CultureInfo.InvariantCulture))) };

    private static Instant Time(string text) => Instant.TryParse(text, out var instant) ? instant : throw new ArgumentException(text);
}
