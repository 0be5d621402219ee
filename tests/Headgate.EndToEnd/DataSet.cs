using System.Text.Json;
using DuckDB.NET.Data;

namespace Headgate.EndToEnd;

/// <summary>Reads the files of a data set with nothing of ours.</summary>
internal static class DataSet
{
    /// <summary>The ids of the eligible records, in order.</summary>
    public static List<string> Eligible(string folder) => Directory.Exists(Path.Combine(folder, "eligible"))
        ? [.. Files(folder).SelectMany(file => Rows(file, "record_id")).Select(row => row[0])]
        : [];

    /// <summary>The lines of the eligible records, in order, where they are JSON lines.</summary>
    public static List<string> EligibleLines(string folder) => [.. Files(folder).SelectMany(File.ReadLines)];

    /// <summary>Id and reason of the denied records, in order.</summary>
    public static List<(string Id, string Reason)> Denied(string folder) =>
        [.. Rows(Directory.EnumerateFiles(folder, "denied.*").Single(), "record_id", "reason").Select(row => (row[0], row[1]))];

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Path.Combine(folder, "eligible")).Order(StringComparer.Ordinal);

    private static List<string[]> Rows(string file, params string[] columns) =>
        [.. file.EndsWith(".jsonl", StringComparison.Ordinal) ? Lines(file, columns) : Parquet(file, columns)];

    private static IEnumerable<string[]> Lines(string file, string[] columns)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var row = JsonDocument.Parse(line);
            yield return [.. columns.Select(column => row.RootElement.GetProperty(column).ToString())];
        }
    }

    private static IEnumerable<string[]> Parquet(string file, string[] columns)
    {
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(column => $"{column}::VARCHAR"))} FROM read_parquet('{file.Replace("'", "''", StringComparison.Ordinal)}')";
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return [.. columns.Select((_, i) => reader.GetString(i))];
    }
}
