namespace Headgate.Gate;

/// <summary>Input that cannot be used: a file that is missing, cannot be parsed, or does not fit its map. Ends a command with exit code 2.</summary>
/// <param name="message">What is wrong and where: lower case, no full stop, the user's own words in backticks.</param>
/// <param name="help">What to do about it.</param>
public sealed class BadInputException(string message, string help) : Exception(message)
{
    public string Help { get; } = help;
}
