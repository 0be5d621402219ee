using System.CommandLine;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli;

/// <summary>The options that many commands share.</summary>
internal static class Common
{
    public static Option<string> Ledger { get; } = new("--ledger")
    {
        Description = "the ledger's folder",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("HEADGATE_LEDGER") is { Length: > 0 } given ? given : ".headgate",
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "print one JSON document and nothing else", Recursive = true };

    public static Option<string?> At() => new("--at") { Description = "decide at this instant (default: now)", HelpName = "T" };

    public static Option<long?> AsOf() => new("--as-of") { Description = "decide by the ledger's first N statements (default: all)", HelpName = "N" };

    public static Option<string?> RecordedAt() =>
        new("--recorded-at") { Description = "record as of this instant, for imports of history: not before the last statement, not after now", HelpName = "T" };

    public static Option<bool> Again() => new("--again") { Description = "record a file anew that was recorded before" };

    public static Option<string> Purpose() => new("--purpose") { Description = "what the data would be used for", HelpName = "P", Required = true };

    public static Option<string?> Map() => new("--map") { Description = "a YAML file that says how columns are read", HelpName = "FILE" };

    public static Option<string[]> Sources() =>
        new("--sources") { Description = "files of records from which others derive", HelpName = "PATH", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    public static Option<string[]> Edges() =>
        new("--edges") { Description = "files that say who else is in a record: `record_id`, `subject`", HelpName = "FILE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    public static Option<string> Memory() => new("--memory") { Description = "the most memory the work may take", HelpName = "SIZE", DefaultValueFactory = _ => "4GB" };

    public static Option<int> Threads() => new("--threads") { Description = "threads to use", HelpName = "N", DefaultValueFactory = _ => Math.Max(2, Environment.ProcessorCount) };

    public static Option<string?> Temp() => new("--temp") { Description = "where to put what does not fit in memory", HelpName = "DIR" };

    /// <summary>The instant of an option; null where it was not given.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Instant? InstantOf(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is not { } text ? null
        : Instant.TryParse(text, out var instant) ? instant
        : throw new BadInputException($"`{text}` is not a date that exists", $"write `{option.Name} 2025-11-03` or `{option.Name} 2025-11-03T12:00:00Z`");

    public static ContentMap MapOf(string? path) =>
        path is null ? ContentMap.Default
        : File.Exists(path) ? ContentMap.Read(File.ReadAllText(path), path)
        : throw new BadInputException($"there is no file `{path}`", "check the path given with `--map`");

    /// <summary>An override, if one was given: a reason and a name, or neither.</summary>
    /// <exception cref="BadInputException">One is missing.</exception>
    public static Override? OverrideOf(string? reason, string? by) => (reason, by) switch
    {
        (null, null) => null,
        ({ } why, { } who) when !string.IsNullOrWhiteSpace(why) && !string.IsNullOrWhiteSpace(who) => new(why, who),
        _ => throw new BadInputException("an override needs a reason and a name", "give both `--override REASON` and `--by NAME`"),
    };

    public static Session Open(ParseResult parsed) => Session.Open(parsed.GetValue(Ledger)!, TimeProvider.System);
}
