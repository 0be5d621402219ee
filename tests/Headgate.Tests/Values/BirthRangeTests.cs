using CsCheck;
using Xunit;

namespace Headgate.Tests.Values;

/// <summary>Ages and births, held to counting day by day. 29 February counts as 1 March (semantics.md, Standing of a subject).</summary>
public sealed class BirthRangeTests
{
    private static readonly Gen<DateOnly> Days = Gen.OneOf(
        Gen.Int[0, 40_000].Select(day => new DateOnly(1960, 1, 1).AddDays(day)),
        Gen.Select(Gen.Int[1960, 2068], Gen.OneOf((2, 28), (2, 29), (3, 1), (12, 31), (1, 1)))
            .Select((year, day) => day is (2, 29) && !DateTime.IsLeapYear(year) ? new DateOnly(year, 3, 1) : new DateOnly(year, day.Item1, day.Item2)));

    [Theory]
    [InlineData("2006-11-23", "2024-11-22", 17)]
    [InlineData("2006-11-23", "2024-11-23", 18)]
    [InlineData("2004-02-29", "2022-02-28", 17)]
    [InlineData("2004-02-29", "2022-03-01", 18)]
    [InlineData("2004-02-29", "2024-02-29", 19)]
    [InlineData("2004-02-29", "2024-03-01", 20)]
    [InlineData("2004-02-28", "2024-02-28", 20)]
    [InlineData("2024-11-23", "2024-11-23", 0)]
    [InlineData("2024-11-24", "2024-11-23", -1)]
    public void full_years_are_counted_by_birthdays(string birth, string on, int years) => Assert.Equal(years, BirthRange.FullYears(Day(birth), Day(on)));

    [Fact]
    public void an_age_on_a_date_is_exactly_the_births_of_that_age() => Gen.Select(Gen.Int[0, 105], Days).Sample((years, on) =>
        Same(BirthRange.Aged(years, on), on, age => age == years), iter: 60);

    [Fact]
    public void a_band_is_exactly_the_births_within_it() => Gen.Select(Gen.Int[0, 80], Gen.Int[0, 25], Days).Sample((from, more, on) =>
        Same(BirthRange.Band(from, from + more, on), on, age => age >= from && age <= from + more), iter: 60);

    [Fact]
    public void an_open_band_has_no_earliest_birth() => Gen.Select(Gen.Int[0, 100], Days).Sample((from, on) =>
    {
        var range = BirthRange.Band(from, null, on);
        Assert.Equal(DateOnly.MinValue, range.Earliest);
        Assert.Equal(from, Age(range.Latest, on));
        Assert.True(Age(range.Latest.AddDays(1), on) < from);
    });

    [Fact]
    public void an_age_that_some_births_reach_and_others_do_not_is_unknown() => Gen.Select(Days, Gen.Int[0, 900], Gen.Int[10, 21], Days).Sample((earliest, days, years, on) =>
    {
        var range = BirthRange.Between(earliest, earliest.AddDays(days));
        var births = Enumerable.Range(0, days + 1).Select(earliest.AddDays).Select(birth => Age(birth, on) >= years).Distinct().ToList();
        var given = new Case(new(null, [], new("p", null, null, null, null), default), new() { Birth = range }, default, new());
        Assert.Equal(births is [var sure] ? Truths.Of(sure) : Truth.Unknown, given.WasAged(years, on));
        Assert.Equal(Truth.Unknown, given.WasAged(years, null));
    });

    [Theory]
    [InlineData("16-17", 16, 17)]
    [InlineData(" 16 - 17 ", 16, 17)]
    [InlineData("30", 30, 30)]
    [InlineData("0-12", 0, 12)]
    [InlineData("65+", 65, null)]
    [InlineData("150", 150, 150)]
    public void a_band_is_read_as_members_files_write_it(string text, int from, int? to)
    {
        var on = new DateOnly(2024, 2, 29);
        Assert.True(BirthRange.TryBand(text, on, out var range));
        Assert.Equal(BirthRange.Band(from, to, on), range);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("-5")]
    [InlineData("17-16")]
    [InlineData("16-")]
    [InlineData("16-17+")]
    [InlineData("16-17-18")]
    [InlineData("151")]
    [InlineData("65++")]
    [InlineData("adult")]
    [InlineData("1e2")]
    [InlineData("16.5")]
    [InlineData("16–17")]
    [InlineData("99999999999")]
    public void what_is_no_band_is_not_read(string text) => Assert.False(BirthRange.TryBand(text, new(2024, 2, 29), out _));

    [Fact]
    public void a_range_cannot_end_before_it_begins()
    {
        var day = new DateOnly(2024, 2, 29);
        Assert.Throws<ArgumentOutOfRangeException>(() => BirthRange.Between(day, day.AddDays(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BirthRange.Band(18, 17, day));
        Assert.Throws<ArgumentOutOfRangeException>(() => BirthRange.Band(-1, 17, day));
        Assert.Equal(BirthRange.Born(day), BirthRange.Between(day, day));
    }

    private static void Same(BirthRange range, DateOnly on, Func<int, bool> within)
    {
        var births = Enumerable.Range(0, on.DayNumber - new DateOnly(1840, 1, 1).DayNumber + 1).Select(back => on.AddDays(-back)).Where(birth => within(Age(birth, on))).ToList();
        Assert.Equal((births[^1], births[0]), (range.Earliest, range.Latest));
        Assert.Equal(births.Count, range.Latest.DayNumber - range.Earliest.DayNumber + 1);
    }

    /// <summary>Birthdays that have come, one after the other.</summary>
    private static int Age(DateOnly birth, DateOnly on)
    {
        if (birth is { Month: 2, Day: 29 }) birth = birth.AddDays(1);
        var years = on.Year - birth.Year - 1;
        while (birth.AddYears(years + 1) <= on) years++;
        return years;
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
