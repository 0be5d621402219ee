using System.Reflection;

namespace Headgate.Cli;

/// <summary>The policy files that <c>init</c> offers.</summary>
internal static class PolicyTemplates
{
    public const string Default = "consent-first";

    private const string Prefix = "Headgate.Cli.Templates.";
    private const string Ending = ".yaml";

    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..^Ending.Length]).Order(StringComparer.Ordinal)];

    public static string? Find(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}{Ending}");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
