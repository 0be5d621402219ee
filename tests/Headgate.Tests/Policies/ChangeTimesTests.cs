using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>The instants at which two policies are compared: each cut of either, the tick before it, and one past all of them; exactly, since one too few would let a quiet opt-in through.</summary>
public sealed class ChangeTimesTests
{
    private const string Head =
        """
        headgate: 1
        policy: p
        version: 1
        purposes: { train: { title: Train } }
        content: [post]

        """;

    [Fact]
    public void every_kind_of_date_in_either_policy_is_a_cut()
    {
        var first = Read("objection: [{ region: GB, effect: prospective, full-if-before: 2019-05-01 }]\nrules:\n  - { deny: old, when: { created: { from: 2020-01-01, to: 2021-01-01 } } }\n  - { grant: it, basis: contract }\n");
        var second = Read("rules:\n  - { deny: soon, when: { from: 2024-03-01, until: 2024-09-01 } }\n  - { deny: taken, when: { collected: { to: 2022-01-01 } } }\n  - { grant: it, basis: contract, not-before: 2025-02-01 }\n");
        string[] cuts = ["2019-05-01", "2020-01-01", "2021-01-01", "2022-01-01", "2024-03-01", "2024-09-01", "2025-02-01"];
        foreach (var policies in (Policy[][])[[first, second], [second, first]])
            Assert.Equal(
                [Time("2018-01-01"), .. cuts.Select(Time).SelectMany(cut => (Instant[])[cut + -Tick, cut]), Time("2025-02-01") + 2 * Tick],
                ChangeTimes.Of(policies, Time("2018-01-01"), null));
    }

    [Fact]
    public void of_one_policy_only_its_own_are_cuts() =>
        Assert.Equal([Time("2018-01-01"), Time("2020-01-01") + -Tick, Time("2020-01-01"), Time("2020-01-01") + 2 * Tick], ChangeTimes.Of([Read("rules:\n  - { grant: it, when: { created: { from: 2020-01-01 } }, basis: contract }\n")], Time("2018-01-01"), null));

    [Fact]
    public void what_lies_before_the_start_is_left_out_and_the_start_is_a_cut_itself()
    {
        var policy = Read("rules:\n  - { grant: it, basis: contract, not-before: 2025-02-01 }\n");
        Assert.Equal([Time("2025-02-01"), Time("2025-02-01") + 2 * Tick], ChangeTimes.Of([policy], Time("2025-02-01"), null));
        Assert.Equal([Time("2025-06-01"), Time("2025-06-01") + 2 * Tick], ChangeTimes.Of([policy], Time("2025-06-01"), null));
        Assert.Equal([Time("2025-02-01") + -Tick, Time("2025-02-01"), Time("2025-02-01") + 2 * Tick], ChangeTimes.Of([policy], Time("2025-02-01") + -Tick, null));
    }

    [Fact]
    public void the_last_instant_that_counts_is_the_tick_before_the_end()
    {
        var policy = Read("rules:\n  - { grant: it, basis: contract, not-before: 2025-02-01 }\n");
        Assert.Equal([Time("2024-01-01"), Time("2024-07-01") + -Tick], ChangeTimes.Of([policy], Time("2024-01-01"), Time("2024-07-01")));
        Assert.Equal([Time("2024-01-01"), Time("2025-02-01") + -Tick], ChangeTimes.Of([policy], Time("2024-01-01"), Time("2025-02-01")));
        Assert.Equal([Time("2024-01-01"), Time("2025-02-01") + -Tick, Time("2025-02-01")], ChangeTimes.Of([policy], Time("2024-01-01"), Time("2025-02-01") + Tick));
        Assert.Empty(ChangeTimes.Of([policy], Time("2025-02-01"), Time("2025-02-01")));
    }

    /// <summary>Who was 16 on 1 June 2020 is 18 two years later, and 13 to 18 is five: around those days, somebody who had one age comes to have the other.</summary>
    [Fact]
    public void birthdays_that_fall_on_a_boundary_of_creation_are_looked_at_from_both_sides()
    {
        var policy = Read("rules:\n  - { deny: young, when: { age: { under: 18 } } }\n  - { deny: then, when: { age-at-creation: [{ under: 13 }, { from: 16 }], created: { from: 2020-06-01 } } }\n  - { grant: it, basis: contract }\n");
        Instant[] birthdays = [.. ((string[])["2022-06-01", "2025-06-01"]).SelectMany(day => Enumerable.Range(-2, 5).Select(days => Instant.FromDate(Time(day).Date.AddDays(days))))];
        Assert.Equal([Time("2018-01-01"), Time("2020-06-01") + -Tick, Time("2020-06-01"), Time("2020-06-01") + 2 * Tick, .. birthdays], ChangeTimes.Of([policy], Time("2018-01-01"), null));
    }

    [Theory]
    [InlineData("0003-01-01", 16, 18)]
    [InlineData("0002-01-01", 16, 18)]
    [InlineData("9995-06-01", 18, 16)]
    [InlineData("9996-06-01", 18, 16)]
    [InlineData("9998-06-01", 18, 16)]
    public void birthdays_past_either_end_of_the_calendar_are_none(string created, int now, int then)
    {
        var policy = Read($"rules:\n  - {{ deny: young, when: {{ age: {{ under: {now} }} }} }}\n  - {{ deny: then, when: {{ age-at-creation: {{ under: {then} }}, created: {{ from: {created} }} }} }}\n  - {{ grant: it, basis: contract }}\n");
        var birthdays = created.StartsWith("9995", StringComparison.Ordinal) ? Enumerable.Range(-2, 5).Select(days => Instant.FromDate(new DateOnly(9997, 6, 1).AddDays(days))) : [];
        Assert.Equal([Time(created) + -Tick, Time(created), Time(created) + 2 * Tick, .. birthdays], ChangeTimes.Of([policy], Time(created) + -Tick, null));
    }

    private static TimeSpan Tick { get; } = TimeSpan.FromMicroseconds(1);

    private static Policy Read(string rest) => PolicyReader.Read(Head + rest) is { Policy: { } policy } ? policy : throw new ArgumentException(string.Join('\n', PolicyReader.Read(Head + rest).Problems));

    private static Instant Time(string text) => Instant.TryParse(text, out var instant) ? instant : throw new ArgumentException(text);
}
