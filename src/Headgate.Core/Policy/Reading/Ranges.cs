namespace Headgate;

/// <summary>Tries ranges of ages and times on every value at which they change.</summary>
internal static class Ranges
{
    private static readonly Terms Always = new(null, [], new Purpose("", null, null, null, null), Instant.FromDate(new(9000, 1, 1)));
    private static readonly Region Anywhere = Region.Understand("GB");

    /// <summary>Whether no known age or time meets the condition.</summary>
    public static bool HoldNowhere(AnyOf condition) => condition.Dimension switch
    {
        Dimension.Age or Dimension.AgeAtCreation => Ages(condition).All(age => condition.Test(Of(age, null)) != Truth.True),
        Dimension.Created or Dimension.Collected => Times(condition).All(time => condition.Test(Of(0, time)) != Truth.True),
        _ => false,
    };

    private static IEnumerable<int> Ages(AnyOf condition) =>
        condition.Parts.Select(part => part is Aged age ? age.Years : ((AgedAtCreation)part).Years).Append(0).Distinct();

    /// <summary>The starts of the intervals and of what lies between them. A record is not created after it is decided on, but it may be collected then.</summary>
    private static IEnumerable<Instant> Times(AnyOf condition) =>
        condition.Parts.OfType<Within>().SelectMany(part => (Instant?[])[part.From, part.To]).OfType<Instant>().Append(Instant.MinValue).Distinct();

    private static Case Of(int age, Instant? time) => new(
        Always, new Standing { Birth = BirthRange.Born(Always.At.Date.AddYears(-age)) }, Anywhere, new Record { Created = time ?? Always.At, Collected = time });
}
