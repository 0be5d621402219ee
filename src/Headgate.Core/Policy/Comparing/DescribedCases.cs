namespace Headgate;

/// <summary>Cases in words that a person would use.</summary>
/// <param name="Who">Such as <c>adults in GB</c>.</param>
/// <param name="What">Such as <c>public post</c>; empty where it is any content.</param>
/// <param name="Said">What they were told and chose, such as <c>choice unset</c>; empty where it does not matter.</param>
/// <param name="Holds">Whether it is about somebody with a standing, in any of the regions that it claims, whatever they wrote.</param>
public sealed record DescribedCases(string Who, string What, string Said, Func<Standing, bool> Holds)
{
    /// <summary>All of it, such as <c>adults in GB, public post, choice unset</c>.</summary>
    public string Words => string.Join(", ", ((string[])[Who, What, Said]).Where(words => words.Length > 0));

    /// <summary>Whether it is about somebody with these values: the class of a region, of the age, of the choice, and of each notice.</summary>
    internal Func<IReadOnlyList<int>, bool> Fits { get; init; } = _ => true;
}
