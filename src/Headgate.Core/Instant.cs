using System.Globalization;

namespace Headgate;

/// <summary>A point in time in UTC, in whole microseconds since 1970-01-01T00:00:00Z.</summary>
/// <remarks>Ordered by time. The default value is 1970-01-01T00:00:00Z. Years 1 to 9999.</remarks>
public readonly record struct Instant : IComparable<Instant>
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private Instant(long microseconds) => Microseconds = microseconds;

    /// <summary>Microseconds since 1970-01-01T00:00:00Z; negative before it.</summary>
    public long Microseconds { get; }

    public static Instant MinValue { get; } = FromDate(DateOnly.MinValue);

    public static Instant MaxValue { get; } = new(FromDate(DateOnly.MaxValue).Microseconds + MicrosecondsPerDay - 1);

    /// <summary>The UTC day in which this instant lies.</summary>
    public DateOnly Date => DateOnly.FromDayNumber((int)Math.DivRem(Microseconds - MinValue.Microseconds, MicrosecondsPerDay).Quotient);

    /// <exception cref="ArgumentOutOfRangeException">Outside the years 1 to 9999.</exception>
    public static Instant FromMicroseconds(long microseconds) =>
        microseconds >= MinValue.Microseconds && microseconds <= MaxValue.Microseconds
            ? new(microseconds)
            : throw new ArgumentOutOfRangeException(nameof(microseconds), microseconds, "outside the years 1 to 9999");

    /// <summary>The instant of a date and time; what lies below the microsecond is dropped.</summary>
    public static Instant FromDateTime(DateTimeOffset value) => new(value.UtcTicks / 10 - DateTime.UnixEpoch.Ticks / 10);

    /// <summary>00:00 UTC of <paramref name="date"/> (semantics.md, Time and knowledge).</summary>
    public static Instant FromDate(DateOnly date) =>
        new((date.ToDateTime(TimeOnly.MinValue).Ticks - DateTime.UnixEpoch.Ticks) / 10);

    /// <summary>Reads ISO 8601: a date, or a date and a time with an optional fraction and offset. Without an offset it is UTC; digits past the microsecond are dropped.</summary>
    /// <returns>False where the text is not of that form or names a day or time that does not exist.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        instant = default;
        if (text.Length < 10 || !TryDate(text, out var date)) return false;
        var rest = text[10..];
        if (rest.IsEmpty)
        {
            instant = FromDate(date);
            return true;
        }
        if (rest[0] is not ('T' or 't' or ' ') || !TryTime(rest[1..], out var time, out var offset)) return false;
        var microseconds = FromDate(date).Microseconds + time - offset;
        if (microseconds < MinValue.Microseconds || microseconds > MaxValue.Microseconds) return false;
        instant = new(microseconds);
        return true;
    }

    /// <summary>The instant plus a duration, held within the years 1 to 9999.</summary>
    public static Instant operator +(Instant instant, TimeSpan duration) =>
        new(Math.Clamp(instant.Microseconds + duration.Ticks / 10, MinValue.Microseconds, MaxValue.Microseconds));

    public static bool operator <(Instant left, Instant right) => left.Microseconds < right.Microseconds;

    public static bool operator >(Instant left, Instant right) => left.Microseconds > right.Microseconds;

    public static bool operator <=(Instant left, Instant right) => left.Microseconds <= right.Microseconds;

    public static bool operator >=(Instant left, Instant right) => left.Microseconds >= right.Microseconds;

    public static Instant Later(Instant one, Instant other) => one < other ? other : one;

    public int CompareTo(Instant other) => Microseconds.CompareTo(other.Microseconds);

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Microseconds * 10);

    /// <summary>RFC 3339 in UTC with six fractional digits.</summary>
    public override string ToString() => ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static bool TryDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (text[4] != '-' || text[7] != '-' || !TryTwo(text, 0, 99, out var century) || !TryTwo(text, 2, 99, out var ofCentury) || !TryTwo(text, 5, 12, out var month) || !TryTwo(text, 8, 31, out var day)) return false;
        var year = 100 * century + ofCentury;
        if (year == 0 || month == 0 || day == 0 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new(year, month, day);
        return true;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out long time, out long offset)
    {
        time = offset = 0;
        if (!TryTwo(text, 0, 23, out var hour) || text.Length < 5 || text[2] != ':' || !TryTwo(text, 3, 59, out var minute)) return false;
        var (position, second, fraction) = (5, 0, 0L);
        if (position < text.Length && text[position] == ':')
        {
            if (!TryTwo(text, position + 1, 59, out second)) return false;
            position += 3;
            if (position < text.Length && text[position] is '.' or ',')
            {
                var (digits, unit) = (0, 100_000L);
                for (position++; position < text.Length && char.IsAsciiDigit(text[position]); position++, digits++, unit /= 10)
                    fraction += (text[position] - '0') * unit;
                if (digits == 0) return false;
            }
        }
        time = ((hour * 60L + minute) * 60 + second) * 1_000_000 + fraction;
        return TryOffset(text[position..], out offset);
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out long offset)
    {
        offset = 0;
        if (text is "" or "Z" or "z") return true;
        if (text[0] is not ('+' or '-') || !TryTwo(text, 1, 23, out var hours)) return false;
        var minutes = 0;
        var read = text.Length switch
        {
            3 => true,
            5 => TryTwo(text, 3, 59, out minutes),
            6 => text[3] == ':' && TryTwo(text, 4, 59, out minutes),
            _ => false,
        };
        offset = (hours * 60L + minutes) * 60_000_000 * (text[0] == '-' ? -1 : 1);
        return read;
    }

    private static bool TryTwo(ReadOnlySpan<char> text, int start, int most, out int value)
    {
        value = 0;
        if (text.Length < start + 2 || !char.IsAsciiDigit(text[start]) || !char.IsAsciiDigit(text[start + 1])) return false;
        value = (text[start] - '0') * 10 + text[start + 1] - '0';
        return value <= most;
    }
}
