using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Headgate.Cli;

/// <summary>The help of a command, with an example below it.</summary>
internal sealed class HelpWithExample : SynchronousCommandLineAction
{
    private readonly HelpAction help = new();

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (Verb.Examples.TryGetValue(parseResult.CommandResult.Command, out var example))
            parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {example}\n");
        return code;
    }
}
