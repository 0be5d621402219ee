namespace CareerNetwork;

/// <summary>Asks for the export once a night, at an hour of this machine's day.</summary>
public sealed class NightlyExport(NetworkOptions options, TrainerBoard board, TimeProvider clock) : BackgroundService
{
    // Timers are early by a little; and a machine that slept, or whose clock was set, is noticed within the hour.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>When the next export begins.</summary>
    public DateTimeOffset Next => After(clock.GetUtcNow(), options.ExportAt, clock.LocalTimeZone);

    /// <summary>The first time after a moment at which the clocks of a place show an hour. An hour that is left out as clocks go forward is the one after it.</summary>
    public static DateTimeOffset After(DateTimeOffset now, int hour, TimeZoneInfo zone)
    {
        for (var day = TimeZoneInfo.ConvertTime(now, zone).Date; ; day = day.AddDays(1))
        {
            var local = day.AddHours(hour);
            if (zone.IsInvalidTime(local)) local = local.AddHours(1);
            var at = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
            if (at > now) return at;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var at = Next; !stoppingToken.IsCancellationRequested;)
        {
            if (at <= clock.GetUtcNow())
            {
                board.AskAgain();
                at = Next;
            }
            var left = at - clock.GetUtcNow() + Margin;
            await Task.Delay(left < Longest ? left : Longest, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
