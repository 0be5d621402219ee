using CsCheck;
using Xunit;

namespace Headgate.Tests.Values;

public sealed class InstantTests
{
    private static readonly Gen<Instant> Any = Gen.Long[Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds].Select(Instant.FromMicroseconds);

    [Theory]
    [InlineData("2025-11-03", "2025-11-03T00:00:00.000000Z")]
    [InlineData("2025-11-03T12:30", "2025-11-03T12:30:00.000000Z")]
    [InlineData("2025-11-03T12:30Z", "2025-11-03T12:30:00.000000Z")]
    [InlineData("2025-11-03T12:30:15", "2025-11-03T12:30:15.000000Z")]
    [InlineData("2025-11-03t12:30:15z", "2025-11-03T12:30:15.000000Z")]
    [InlineData("2025-11-03 12:30:15", "2025-11-03T12:30:15.000000Z")]
    [InlineData("2025-11-03T12:30:15.1Z", "2025-11-03T12:30:15.100000Z")]
    [InlineData("2025-11-03T12:30:15,123456Z", "2025-11-03T12:30:15.123456Z")]
    [InlineData("2025-11-03T12:30:15.1234569999999999999999Z", "2025-11-03T12:30:15.123456Z")]
    [InlineData("2025-11-03T12:30:15+02:00", "2025-11-03T10:30:15.000000Z")]
    [InlineData("2025-11-03T00:30:00+0530", "2025-11-02T19:00:00.000000Z")]
    [InlineData("2025-11-03T20:00:00-08", "2025-11-04T04:00:00.000000Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.000000Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00.000000Z")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z")]
    public void a_time_is_read_in_each_of_its_forms(string text, string expected)
    {
        Assert.True(Instant.TryParse(text, out var instant));
        Assert.Equal(expected, instant.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025")]
    [InlineData("2025-11")]
    [InlineData("2025-1-1")]
    [InlineData("03/11/2025")]
    [InlineData("2025-02-29")]
    [InlineData("2025-02-30")]
    [InlineData("2025-13-01")]
    [InlineData("2025-00-10")]
    [InlineData("0000-01-01")]
    [InlineData("10000-01-01")]
    [InlineData(" 2025-11-03")]
    [InlineData("2025-11-03 ")]
    [InlineData("2025-11-03T")]
    [InlineData("2025-11-03T12")]
    [InlineData("2025-11-03T24:00")]
    [InlineData("2025-11-03T12:60")]
    [InlineData("2025-11-03T12:30:60")]
    [InlineData("2025-11-03T12:30:15.")]
    [InlineData("2025-11-03T12:30:15.Z")]
    [InlineData("2025-11-03T12:30:15 Z")]
    [InlineData("2025-11-03T12:30:15ZZ")]
    [InlineData("2025-11-03T12:30:15+2")]
    [InlineData("2025-11-03T12:30:15+24:00")]
    [InlineData("2025-11-03T12:30:15+02:60")]
    [InlineData("2025-11-03T12:30:15+02:0")]
    [InlineData("2025-11-03T12:30:15Europe/Berlin")]
    [InlineData("2025-11-03X12:30")]
    [InlineData("٢٠٢٥-١١-٠٣")]
    [InlineData("2025-11-03T١٢:30")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    public void what_is_no_time_that_exists_is_not_read(string text) => Assert.False(Instant.TryParse(text, out _), text);

    [Fact]
    public void what_is_written_is_read_back() => Any.Sample(instant =>
        Assert.True(Instant.TryParse(instant.ToString(), out var read) && read == instant, instant.ToString()));

    [Fact]
    public void an_offset_moves_the_instant_by_itself() => Gen.Select(Gen.Int[-86_399_999, 86_399_999], Gen.Int[-1439, 1439]).Sample((milliseconds, minutes) =>
    {
        var local = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.FromMinutes(minutes / 2)).AddMilliseconds(milliseconds);
        Assert.True(Instant.TryParse(local.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz"), out var instant));
        Assert.Equal(local.UtcDateTime, instant.ToDateTimeOffset().UtcDateTime);
    });

    [Fact]
    public void the_date_is_the_utc_day() => Any.Sample(instant =>
        Assert.Equal((instant.Date, true), (DateOnly.FromDateTime(instant.ToDateTimeOffset().UtcDateTime), Instant.FromDate(instant.Date) <= instant)));

    [Fact]
    public void a_fraction_below_the_microsecond_is_dropped_before_and_after_1970() => Gen.Long[DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks].Sample(ticks =>
    {
        var time = new DateTimeOffset(ticks, TimeSpan.Zero);
        Assert.True(Instant.TryParse(time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ"), out var read));
        Assert.Equal(read, Instant.FromDateTime(time));
    });

    [Fact]
    public void order_is_the_order_of_time() => Gen.Select(Any, Any).Sample((one, other) =>
    {
        var order = one.Microseconds.CompareTo(other.Microseconds);
        Assert.Equal((order > 0, order >= 0, order <= 0, order < 0), (one > other, one >= other, one <= other, one < other));
        Assert.Equal(order > 0 ? one : other, Instant.Later(one, other));
    });

    [Fact]
    public void adding_stays_within_the_years_1_to_9999()
    {
        Assert.Equal(Instant.MaxValue, Instant.MaxValue + TimeSpan.FromSeconds(1));
        Assert.Equal(Instant.MaxValue, Instant.MinValue + TimeSpan.MaxValue);
        Assert.Equal(Instant.MinValue, Instant.MinValue + -TimeSpan.FromSeconds(1));
        Assert.Equal(Instant.MinValue, Instant.MaxValue + TimeSpan.MinValue);
        Assert.Equal(Instant.FromMicroseconds(1_000_000), default(Instant) + TimeSpan.FromSeconds(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Instant.FromMicroseconds(Instant.MinValue.Microseconds - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Instant.FromMicroseconds(Instant.MaxValue.Microseconds + 1));
    }
}
