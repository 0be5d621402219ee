namespace Headgate;

/// <summary>Cases of a comparison, in words that a person would use.</summary>
/// <param name="Words">Such as <c>13 to 17 years old in GB, public post, choice unset</c>.</param>
/// <param name="Holds">Whether it is about somebody with a standing, in any of the regions that it claims, whatever they wrote.</param>
public sealed record DescribedCases(string Words, Func<Standing, bool> Holds);
