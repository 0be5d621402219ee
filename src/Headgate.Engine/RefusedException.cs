namespace Headgate.Engine;

/// <summary>What was asked is refused, or the answer is no. Ends a command with exit code 3.</summary>
/// <param name="message">What is refused and why: lower case, no full stop.</param>
/// <param name="help">What to do about it.</param>
public class RefusedException(string message, string help) : Exception(message)
{
    public string Help { get; } = help;
}
