using System.Globalization;

namespace Headgate;

/// <summary>The earliest and the latest day on which somebody can have been born, as far as the data tells; both included (semantics.md, Standing of a subject: age).</summary>
public readonly record struct BirthRange
{
    private BirthRange(DateOnly earliest, DateOnly latest) => (Earliest, Latest) = (earliest, latest);

    public DateOnly Earliest { get; }

    public DateOnly Latest { get; }

    public static BirthRange Born(DateOnly date) => new(date, date);

    /// <exception cref="ArgumentOutOfRangeException">The latest day comes before the earliest.</exception>
    public static BirthRange Between(DateOnly earliest, DateOnly latest) => latest < earliest
        ? throw new ArgumentOutOfRangeException(nameof(latest), "the latest day comes before the earliest")
        : new(earliest, latest);

    /// <summary>The births of somebody who was <paramref name="years"/> full years old on a date.</summary>
    public static BirthRange Aged(int years, DateOnly on) => Band(years, years, on);

    /// <summary>The births of somebody between <paramref name="from"/> and <paramref name="to"/> full years old on a date, both included; with no <paramref name="to"/>, at least <paramref name="from"/>.</summary>
    public static BirthRange Band(int from, int? to, DateOnly on)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        if (to < from) throw new ArgumentOutOfRangeException(nameof(to), to, "a band ends before it begins");
        var latest = LatestBirth(from, on);
        var earliest = to is { } most && LatestBirth(most + 1, on) is var older && older < DateOnly.MaxValue && older > DateOnly.MinValue
            ? older.AddDays(1)
            : DateOnly.MinValue;
        return new(earliest, latest);
    }

    /// <summary>Reads a band as members files write it: <c>16-17</c>, <c>65+</c> or <c>30</c>.</summary>
    public static bool TryBand(string text, DateOnly on, out BirthRange range)
    {
        range = default;
        text = text.Trim();
        var open = text.EndsWith('+');
        var ends = (open ? text[..^1] : text).Split('-');
        if (ends.Length > (open ? 1 : 2) || !TryYears(ends[0], out var from) || !TryYears(ends[^1], out var to) || to < from) return false;
        range = Band(from, open ? null : to, on);
        return true;
    }

    /// <summary>The latest birth with which somebody is at least <paramref name="years"/> full years old on a date. 29 February counts as 1 March.</summary>
    public static DateOnly LatestBirth(int years, DateOnly on)
    {
        if (on.Year - years < 1) return DateOnly.MinValue;
        var (month, day) = (on.Month, on.Day);
        var year = on.Year - years;
        return month == 2 && day == 29 ? new DateOnly(year, 2, 28) : new DateOnly(year, month, day);
    }

    /// <summary>Full years from a birth to a date; negative before it. 29 February counts as 1 March.</summary>
    public static int FullYears(DateOnly birth, DateOnly on)
    {
        var years = on.Year - birth.Year;
        var (month, day) = birth is { Month: 2, Day: 29 } ? (3, 1) : (birth.Month, birth.Day);
        return (on.Month, on.Day).CompareTo((month, day)) < 0 ? years - 1 : years;
    }

    /// <summary>The day on which somebody reaches an age; null where the calendar ends before. 29 February counts as 1 March.</summary>
    public static DateOnly? Birthday(DateOnly birth, int years)
    {
        if (birth.Year + years > DateOnly.MaxValue.Year) return null;
        var (month, day) = birth is { Month: 2, Day: 29 } ? (3, 1) : (birth.Month, birth.Day);
        return new DateOnly(birth.Year + years, month, day);
    }

    private static bool TryYears(string text, out int years) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out years) && years <= 150;
}
