using System.CommandLine;
using System.CommandLine.Help;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Cli;

/// <summary>A command: its words, an example, and what it does.</summary>
internal static class Verb
{
    private const string UnknownOption = "there is no option";
    private const int Faulted = 1;
    private const int Bad = 2;
    private const int Refused = 3;
    private const int DoesNotHold = 4;
    private const int Interrupted = 130;

    /// <summary>A command that an interruption ends at once: what it writes, it writes whole or not at all.</summary>
    /// <param name="example">Shown by <c>--help</c>.</param>
    /// <param name="run">Returns the exit code.</param>
    public static Command Of(string name, string description, string example, IEnumerable<Symbol> symbols, Func<ParseResult, Output, int> run)
    {
        var command = Bare(name, description, example, symbols);
        command.SetAction(parsed => Guard(parsed, output => run(parsed, output)));
        return command;
    }

    /// <summary>A command that clears away what it has begun when it is interrupted.</summary>
    /// <inheritdoc cref="Of(string, string, string, IEnumerable{Symbol}, Func{ParseResult, Output, int})"/>
    public static Command Of(string name, string description, string example, IEnumerable<Symbol> symbols, Func<ParseResult, Output, CancellationToken, int> run)
    {
        var command = Bare(name, description, example, symbols);
        // System.CommandLine listens for an interruption only once it holds the task: work done before that could not be interrupted.
        command.SetAction((parsed, cancellation) => Task.Run(() => Guard(parsed, output => run(parsed, output, cancellation)), CancellationToken.None));
        return command;
    }

    /// <summary>A command that only holds others.</summary>
    public static Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands) group.Subcommands.Add(command);
        return group;
    }

    public static int Run(Command root, string[] arguments)
    {
        root.Options.Add(new HelpOption { Action = new HelpWithExample() });
        root.Options.Add(new VersionOption());
        var parsed = root.Parse(arguments);
        var json = arguments.Contains(Common.Json.Name);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExample)
            return new Output(json).Fail(Bad, Lower(Misread(parsed)), $"see `headgate {Path(parsed)}--help`");
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
    }

    internal static Dictionary<Command, string> Examples { get; } = [];

    private static Command Bare(string name, string description, string example, IEnumerable<Symbol> symbols)
    {
        var command = new Command(name, description);
        Examples[command] = example;
        foreach (var symbol in symbols)
        {
            if (symbol is Option option) command.Options.Add(option);
            else if (symbol is Argument argument)
            {
                argument.Validators.Add(NoOption);
                command.Arguments.Add(argument);
            }
        }
        return command;
    }

    /// <summary>The error that says most: a word that is not known, before one that is missing.</summary>
    private static string Misread(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var word, ..])
            return command.Subcommands.Count > 0
                ? $"there is no command `{word}`: {Nearest.Hint(word, command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name))}"
                : $"`{word}` is not understood here";
        return (parsed.Errors.FirstOrDefault(error => error.Message.StartsWith(UnknownOption, StringComparison.Ordinal)) ?? parsed.Errors[0]).Message;
    }

    /// <summary>What begins with two dashes is an option that the command has not, never a value.</summary>
    private static void NoOption(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } token)
            result.AddError($"{UnknownOption} `{token.Value}` here: {Nearest.Hint(token.Value, Known(result))}");
    }

    private static IEnumerable<string> Known(System.CommandLine.Parsing.ArgumentResult result) =>
        (result.Parent as System.CommandLine.Parsing.CommandResult)?.Command.Options.Select(option => option.Name) ?? [];

    private static int Guard(ParseResult parsed, Func<Output, int> run)
    {
        var output = new Output(parsed.GetValue(Common.Json));
        try
        {
            return run(output);
        }
        catch (BadInputException error)
        {
            return output.Fail(Bad, error.Message, error.Help);
        }
        catch (UnknownPurposeException error)
        {
            return output.Fail(Bad, error.Message, error.Help);
        }
        catch (TableTooLargeException error)
        {
            return output.Fail(Bad, error.Message, error.Help);
        }
        catch (LedgerRefusalException error)
        {
            return output.Fail(Bad, error.Message, null);
        }
        catch (QuietOptInException error)
        {
            return output.Fail(Refused, error.Message, error.Help, error.Admitted.Select(one => new
            {
                words = one.Words,
                subjects = one.Subjects,
                purpose = one.OptIn.Purpose,
                grant = one.OptIn.Grant.Name,
                from = one.OptIn.At.ToString(),
                objected = one.OptIn.AgainstObjection,
            }));
        }
        catch (RefusedException error)
        {
            return output.Fail(Refused, error.Message, error.Help);
        }
        catch (LedgerDamageException error)
        {
            return output.Fail(DoesNotHold, error.Message, null);
        }
        catch (InterruptedImportException error)
        {
            return output.Fail(Interrupted, error.Message, null);
        }
        catch (GateInterruptedException error)
        {
            return output.Fail(Interrupted, error.Message, null);
        }
        catch (OperationCanceledException)
        {
            return output.Fail(Interrupted, "interrupted: nothing was written", null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return output.Fail(Bad, error.Message, "check the path, the space left on the disk and who may write there");
        }
        catch (Exception error)
        {
            return output.Fail(Faulted, $"something unexpected happened: {error.Message}", "this is a fault of Headgate: please report it with the command that you ran");
        }
    }

    private static string Path(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (var at = parsed.CommandResult; at.Parent is System.CommandLine.Parsing.CommandResult parent; at = parent) words.Push(at.Command.Name);
        return words.Count == 0 ? "" : string.Join(' ', words) + " ";
    }

    private static string Lower(string message) =>
        message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.').Replace('\'', '`');
}
