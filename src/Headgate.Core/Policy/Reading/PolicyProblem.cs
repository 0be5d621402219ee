namespace Headgate;

/// <summary>Something wrong with a policy file, and where.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Problem">Lower case, no full stop, the author's own words in backticks.</param>
/// <param name="Help">What to do about it.</param>
/// <param name="IsWarning">Whether the policy can be published all the same.</param>
public sealed record PolicyProblem(int Line, int Column, string Problem, string Help, bool IsWarning = false);
