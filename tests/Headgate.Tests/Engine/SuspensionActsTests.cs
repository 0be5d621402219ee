using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>Resuming needs a notice, and time to object (semantics.md, Suspension, and its end).</summary>
public sealed class SuspensionActsTests
{
    private const string Policy =
        """
        headgate: 1
        policy: network
        version: 1
        purposes: { train: { title: T } }
        content: [post]
        services: [network]
        notices: { told: { version: 1 }, other: { version: 1 } }
        rules:
          - grant: told
            when: { visibility: public }
            basis: legitimate-interests
            after: { notice: told, window: 46d }
          - grant: other
            when: { visibility: public }
            basis: legitimate-interests
            after: { notice: other, window: 46d }
        """;

    private static readonly Override Answer = new("a court", "Robin Example");

    [Fact]
    public void how_long_a_pause_took_to_take_hold_is_a_public_act_of_its_own()
    {
        using var place = Paused(out var id);
        var appended = SuspensionActs.SayTookHold(place.Session, id, TimeSpan.FromTicks(32_179));
        Assert.Equal(new TookHold(id, TimeSpan.FromMicroseconds(3_217)), place.Session.Store.Acts(long.MaxValue).Single(act => act.Position == appended.First).Statement);
        var size = place.Session.Store.Head.Size;
        Assert.Throws<BadInputException>(() => SuspensionActs.SayTookHold(place.Session, appended.First, TimeSpan.Zero));
        Assert.Throws<BadInputException>(() => SuspensionActs.SayTookHold(place.Session, 99, TimeSpan.Zero));
        Assert.Equal(size, place.Session.Store.Head.Size);
    }

    [Theory]
    [InlineData(null, null, "a pause ends only after people were told")]
    [InlineData("told", null, "a window of less than a day leaves nobody the time to object")]
    [InlineData("told", 0, "a window of less than a day leaves nobody the time to object")]
    [InlineData("told", 23, "a window of less than a day leaves nobody the time to object")]
    public void a_lift_without_a_notice_or_time_to_object_is_refused(string? notice, int? hours, string why)
    {
        using var place = Paused(out var id);
        var (head, window) = (place.Session.Store.Head, hours is { } given ? TimeSpan.FromHours(given) : (TimeSpan?)null);
        Assert.Equal(why, Assert.Throws<RefusedException>(() => SuspensionActs.Lift(place.Session, id, notice, window, null, null)).Message);
        Assert.Equal(head, place.Session.Store.Head);
        SuspensionActs.Lift(place.Session, id, notice, window, Answer, null);
    }

    [Theory]
    [InlineData("told", 29, true)]
    [InlineData("told", 30, false)]
    [InlineData("told", 60, false)]
    [InlineData("other", 60, true)]
    public void what_people_were_told_is_not_taken_back_by_a_second_lift(string notice, int days, bool isRefused)
    {
        using var place = Paused(out var id);
        SuspensionActs.Lift(place.Session, id, "told", TimeSpan.FromDays(30), null, null);
        if (!isRefused) SuspensionActs.Lift(place.Session, id, notice, TimeSpan.FromDays(days), null, null);
        else
            Assert.Equal(
                $"`{id}` was lifted for those who were told by `told`, 30d later, and no sooner",
                Assert.Throws<RefusedException>(() => SuspensionActs.Lift(place.Session, id, notice, TimeSpan.FromDays(days), null, null)).Message);
        SuspensionActs.Lift(place.Session, id, notice, TimeSpan.FromDays(days), Answer, null);
    }

    [Theory]
    [InlineData("trian", "GB", null, null)]
    [InlineData("train", "Wakanda", null, null)]
    [InlineData("train", "GB", "jobs", null)]
    [InlineData("train", "GB", null, "2024-01-01")]
    public void a_pause_of_what_is_not_there_is_refused_before_anything_is_said_of_it(string purpose, string region, string? service, string? to)
    {
        using var place = Paused(out _);
        var request = new PauseRequest(purpose, [region], service, Workplace.At("2024-01-01"), to is null ? null : Workplace.At(to), "ICO", "letter");
        Assert.ThrowsAny<Exception>(() => SuspensionActs.ReachOf(place.Session, request));
        Assert.ThrowsAny<Exception>(() => SuspensionActs.Suspend(place.Session, request, null));
    }

    [Fact]
    public void a_notice_that_no_policy_declares_ends_no_pause()
    {
        using var place = Paused(out var id);
        Assert.Equal("it can be `other`, `told`", Assert.Throws<BadInputException>(() => SuspensionActs.Lift(place.Session, id, "newsletter", TimeSpan.FromDays(30), null, null)).Help);
    }

    private static Workplace Paused(out long id)
    {
        var place = new Workplace();
        PolicyPublication.Publish(place.Session, PolicyFile.Read(place.Write("policy.yaml", Policy)), null, Workplace.At("2025-10-01"));
        place.Record(Workplace.At("2025-11-01"), new NewStatement(new Suspended("train", ["GB"], ["GB"], null, null, null, "ICO", "letter")));
        id = place.Session.Store.Head.Size - 1;
        return place;
    }
}
