using System.Globalization;
using CareerNetwork;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>The career network's nightly export begins by the clock.</summary>
public sealed class NightlyExportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task it_is_asked_for_once_a_night_at_its_hour()
    {
        var clock = new HandClock(At("2026-01-10T01:30:00Z"));
        var board = new TrainerBoard(clock);
        using var nightly = new NightlyExport(Options(3), board, clock);
        Assert.Equal(At("2026-01-10T03:00:00Z"), nightly.Next);
        await nightly.StartAsync(Cancellation);

        clock.Turn(TimeSpan.FromMinutes(89));
        await Task.Delay(100, Cancellation);
        Assert.False(board.IsAsked);
        await TurnUntilAskedAsync(clock, board);
        Assert.Equal(At("2026-01-10T03:00:00Z"), clock.GetUtcNow(), TimeSpan.FromMinutes(5));
        Assert.Equal(At("2026-01-11T03:00:00Z"), nightly.Next);
        await TurnUntilAskedAsync(clock, board);
        Assert.Equal(At("2026-01-11T03:00:00Z"), clock.GetUtcNow(), TimeSpan.FromMinutes(90));

        await nightly.StopAsync(Cancellation);
        clock.Turn(TimeSpan.FromDays(2));
        await Task.Delay(100, Cancellation);
        Assert.False(board.IsAsked);
    }

    [Theory]
    [InlineData("2026-01-10T12:00:00Z", 3, "2026-01-11T02:00:00Z")]
    [InlineData("2026-07-10T12:00:00Z", 3, "2026-07-11T01:00:00Z")]
    // The hour itself is over.
    [InlineData("2026-01-10T02:00:00Z", 3, "2026-01-11T02:00:00Z")]
    [InlineData("2026-01-10T22:59:59Z", 0, "2026-01-10T23:00:00Z")]
    // Clocks go forward over it; they go back, and it comes but once.
    [InlineData("2026-03-28T23:30:00Z", 2, "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T23:30:00Z", 2, "2026-10-25T01:00:00Z")]
    [InlineData("2026-10-25T01:00:00Z", 2, "2026-10-26T01:00:00Z")]
    public void the_next_one_is_by_the_clocks_of_the_place(string now, int hour, string next)
    {
        var lastSundays = (Forward: Sunday(3, 2), Back: Sunday(10, 3));
        var summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), lastSundays.Forward, lastSundays.Back);
        var place = TimeZoneInfo.CreateCustomTimeZone("place", TimeSpan.FromHours(1), "place", "place", "place in summer", [summer]);
        Assert.Equal(At(next), NightlyExport.After(At(now), hour, place));
    }

    [Theory]
    [InlineData("24")]
    [InlineData("-1")]
    [InlineData("three")]
    public void an_hour_that_no_day_has_is_refused(string hour)
    {
        Assert.Null(NetworkOptions.Read(["--headgate", "http://localhost:1", "--data", "somewhere", "--export-at", hour], out var problem));
        Assert.Contains("--export-at", problem, StringComparison.Ordinal);
    }

    /// <summary>Turns the clock on, a minute before the hour or an hour far from it, until it has been asked for once.</summary>
    private static async Task TurnUntilAskedAsync(HandClock clock, TrainerBoard board)
    {
        for (var i = 0; i < 1000 && !board.IsAsked; i++)
        {
            clock.Turn(clock.GetUtcNow().Hour is 2 or 3 ? TimeSpan.FromMinutes(1) : TimeSpan.FromMinutes(30));
            await Task.Delay(5, Cancellation);
        }
        await board.UntilAskedAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(1), Cancellation);
    }

    private static TimeZoneInfo.TransitionTime Sunday(int month, int hour) => TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, hour, 0, 0), month, 5, DayOfWeek.Sunday);

    private static NetworkOptions Options(int hour) => new("http://127.0.0.1:0", "", new("http://localhost:1"), null, null, [], "", hour);

    private static DateTimeOffset At(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
}
