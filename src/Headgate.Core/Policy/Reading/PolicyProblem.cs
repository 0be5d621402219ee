namespace Headgate;

/// <summary>Something wrong with a policy file, and where.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Problem">Lower case, no full stop, the author's own words in backticks.</param>
/// <param name="Help">What to do about it.</param>
/// <param name="IsWarning">Whether the policy can be published all the same.</param>
public sealed record PolicyProblem(int Line, int Column, string Problem, string Help, bool IsWarning = false)
{
    /// <summary>The rule that it is about; null where it is about none.</summary>
    public string? Rule { get; init; }

    /// <summary>A region, as a code, that the rule leaves to others.</summary>
    public string? Region { get; init; }

    /// <summary>A case that shows it, such as <c>a 30-year-old in Jersey, public post, choice unset: denied, no grant</c>.</summary>
    public string? Case { get; init; }
}
