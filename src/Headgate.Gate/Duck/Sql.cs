namespace Headgate.Gate;

/// <summary>Quoting: nothing from outside reaches SQL but through here.</summary>
internal static class Sql
{
    /// <summary>A name in double quotes.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text in single quotes.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A Parquet file as a relation: its own columns, whatever its path may tell.</summary>
    public static string Parquet(string path) => $"read_parquet({Text(path)}, hive_partitioning=false)";

    /// <summary>A list of texts.</summary>
    public static string Texts(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Text))}]::VARCHAR[]";
}
