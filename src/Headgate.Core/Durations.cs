using System.Globalization;

namespace Headgate;

/// <summary>Durations as a policy writes them: a whole number and <c>d</c>, <c>h</c>, <c>m</c> or <c>s</c>. <c>46d</c> is 46 × 24 hours (semantics.md, Time and knowledge).</summary>
public static class Durations
{
    private const int MostDays = 36_525;

    /// <returns>False where the text is not of that form, or is longer than a hundred years.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 86_400L * MostDays)
            return false;
        TimeSpan? unit = text[^1] switch
        {
            'd' => TimeSpan.FromDays(1),
            'h' => TimeSpan.FromHours(1),
            'm' => TimeSpan.FromMinutes(1),
            's' => TimeSpan.FromSeconds(1),
            _ => null,
        };
        if (unit is null || count > TimeSpan.FromDays(MostDays) / unit.Value) return false;
        duration = unit.Value * count;
        return true;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads back as <paramref name="duration"/>.</summary>
    public static string Write(TimeSpan duration) => duration switch
    {
        _ when duration.Ticks % TimeSpan.TicksPerDay == 0 => $"{duration.Ticks / TimeSpan.TicksPerDay}d",
        _ when duration.Ticks % TimeSpan.TicksPerHour == 0 => $"{duration.Ticks / TimeSpan.TicksPerHour}h",
        _ when duration.Ticks % TimeSpan.TicksPerMinute == 0 => $"{duration.Ticks / TimeSpan.TicksPerMinute}m",
        _ => $"{duration.Ticks / TimeSpan.TicksPerSecond}s",
    };
}
