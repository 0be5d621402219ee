using CsCheck;
using Xunit;

namespace Headgate.Tests.Values;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("46d", 46 * 86_400)]
    [InlineData("12h", 12 * 3600)]
    [InlineData("30m", 1800)]
    [InlineData("60s", 60)]
    [InlineData("0d", 0)]
    [InlineData("007d", 7 * 86_400)]
    [InlineData("36525d", 36_525L * 86_400)]
    public void a_duration_is_a_number_and_a_unit(string text, long seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("46")]
    [InlineData("46 d")]
    [InlineData(" 46d")]
    [InlineData("46D")]
    [InlineData("-1d")]
    [InlineData("+1d")]
    [InlineData("1.5d")]
    [InlineData("1w")]
    [InlineData("1d12h")]
    [InlineData("36526d")]
    [InlineData("3155760001s")]
    [InlineData("99999999999999999999d")]
    [InlineData("٤٦d")]
    [InlineData("P46D")]
    public void what_is_no_duration_is_not_read(string text) => Assert.False(Durations.TryParse(text, out _), text);

    [Fact]
    public void what_is_written_is_read_back() => Gen.Long[0, 36_525L * 86_400].Sample(seconds =>
    {
        var duration = TimeSpan.FromSeconds(seconds);
        Assert.True(Durations.TryParse(Durations.Write(duration), out var read));
        Assert.Equal(duration, read);
    });

    [Theory]
    [InlineData(46 * 24 * 60 * 60, "46d")]
    [InlineData(25 * 60 * 60, "25h")]
    [InlineData(90 * 60, "90m")]
    [InlineData(61, "61s")]
    public void the_largest_unit_that_fits_is_written(int seconds, string text) => Assert.Equal(text, Durations.Write(TimeSpan.FromSeconds(seconds)));
}
