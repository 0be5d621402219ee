namespace Headgate.Gate;

/// <summary>Ages where births are days, counted as <see cref="DateOnly.DayNumber"/>: the class of an age now, and the days on which somebody reaches the ages that count at creation.</summary>
internal sealed class AgeDays
{
    /// <summary>Birthdays of those born within so many days of <see cref="FirstDay"/> are looked up.</summary>
    private const int Days = 200 * 366;

    private static readonly int FirstDay = new DateOnly(1880, 1, 1).DayNumber;

    /// <summary>For each age now that counts, the last day on which somebody who has reached it can be born.</summary>
    private readonly int[] latestBirths;
    private readonly int[] agesAtCreation;
    private readonly int[][] birthdays;

    public AgeDays(AgeClasses now, AgeClasses atCreation, DateOnly on)
    {
        latestBirths = [.. now.Thresholds.Select(years => on.Year - years < DateOnly.MinValue.Year ? -1 : BirthRange.LatestBirth(years, on).DayNumber)];
        agesAtCreation = [.. atCreation.Thresholds];
        birthdays = [.. agesAtCreation.Select(years => Enumerable.Range(FirstDay, Days).Select(birth => Reaches(birth, years)).ToArray())];
        Unknown = now.Unknown;
    }

    /// <summary>The class of an unknown age.</summary>
    public int Unknown { get; }

    /// <summary>The class of the age of somebody born within a range.</summary>
    public int ClassOf(int earliest, int latest)
    {
        var (youngest, oldest) = (0, 0);
        foreach (var birth in latestBirths)
        {
            youngest += latest <= birth ? 1 : 0;
            oldest += earliest <= birth ? 1 : 0;
        }
        return AgeClasses.IndexOf(youngest, oldest);
    }

    /// <summary>The day on which somebody reaches one of the ages that count at creation; never, where the calendar ends before.</summary>
    /// <param name="age">Which of them.</param>
    public int Birthday(int birth, int age) =>
        (uint)(birth - FirstDay) < Days ? birthdays[age][birth - FirstDay] : Reaches(birth, agesAtCreation[age]);

    private static int Reaches(int birth, int years) => BirthRange.Birthday(DateOnly.FromDayNumber(birth), years)?.DayNumber ?? int.MaxValue;
}
