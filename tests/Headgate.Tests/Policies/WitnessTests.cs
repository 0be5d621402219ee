using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>A range of births is found exactly where there is one: a day more or less would make an impossible case of a policy possible, or the other way round.</summary>
public sealed class WitnessTests
{
    private static readonly DateOnly Day = new(2000, 5, 17);

    private static BirthRange? Range(int? youngestAfter, int? youngestUpto, int? oldestAfter, int? oldestUpto)
    {
        return Witness.Range((At(youngestAfter), At(youngestUpto)), (At(oldestAfter), At(oldestUpto)));

        static DateOnly? At(int? days) => days is { } some ? Day.AddDays(some) : null;
    }

    [Theory]
    // The youngest they can be is born after a day and up to it: on none.
    [InlineData(0, 0, null, null)]
    [InlineData(1, 0, null, null)]
    // So too the oldest.
    [InlineData(null, null, 0, 0)]
    [InlineData(null, null, 1, 0)]
    // The oldest would be born after the youngest.
    [InlineData(null, 0, 0, null)]
    [InlineData(null, 0, 3, 9)]
    public void where_no_day_is_left_there_is_no_range(int? youngestAfter, int? youngestUpto, int? oldestAfter, int? oldestUpto) =>
        Assert.Null(Range(youngestAfter, youngestUpto, oldestAfter, oldestUpto));

    [Theory]
    // One day for the youngest; one for the oldest; one for both.
    [InlineData(0, 1, null, null)]
    [InlineData(null, null, 0, 1)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(null, 1, 0, null)]
    public void one_day_is_enough(int? youngestAfter, int? youngestUpto, int? oldestAfter, int? oldestUpto)
    {
        var range = Range(youngestAfter, youngestUpto, oldestAfter, oldestUpto);
        Assert.NotNull(range);
        Assert.Equal(youngestUpto is { } upto ? Day.AddDays(upto) : DateOnly.MaxValue, range.Value.Latest);
        Assert.Equal(oldestAfter is { } after ? Day.AddDays(after + 1) : DateOnly.MinValue, range.Value.Earliest);
    }

    [Fact]
    public void it_is_the_widest() => Assert.Equal((Day.AddDays(-9), Day.AddDays(7)), (Range(2, 7, -10, -4)!.Value.Earliest, Range(2, 7, -10, -4)!.Value.Latest));
}
