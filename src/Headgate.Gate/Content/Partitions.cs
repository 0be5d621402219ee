using System.Text.RegularExpressions;

namespace Headgate.Gate;

/// <summary>The columns that a path itself tells: each folder named <c>key=value</c>, as Hive, Spark and DuckDB lay out partitions.</summary>
internal static partial class Partitions
{
    private const string Null = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>Names and values, in the order of the path; a null value is one that the writer did not know.</summary>
    public static IEnumerable<(string Name, string? Value)> Of(string path)
    {
        foreach (var folder in path.Split('/', '\\')[..^1])
            if (Form().Match(folder) is { Success: true } part)
                yield return (Uri.UnescapeDataString(part.Groups["name"].Value), part.Groups["value"].Value is Null ? null : Uri.UnescapeDataString(part.Groups["value"].Value));
    }

    [GeneratedRegex("^(?<name>[^=]+)=(?<value>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
