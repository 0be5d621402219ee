using DuckDB.NET.Data;

namespace Headgate.Gate;

/// <summary>Reads the rows of a Parquet or CSV file as JSON objects, in order. CSV values are texts; an empty one is null.</summary>
public static class TableRows
{
    /// <exception cref="BadInputException">The file cannot be parsed.</exception>
    public static IEnumerable<string> AsJson(ContentFile file, Bounds bounds)
    {
        var input = ScannedFile.Read(file, bounds.Temp, 0, CancellationToken.None);
        using var duck = new DuckSession(bounds, [input.Plain, file.Path], []);
        var relation = file.Format == ContentFormat.Parquet
            ? Sql.Parquet(input.Plain)
            : CsvTable.Relation(input.Plain, CsvHeader.Read(input.Plain, file.Path));
        using var command = duck.Connection.CreateCommand();
        var columns = Guard(file, () => duck.Describe($"SELECT * FROM {relation}"));
        command.CommandText = $"SELECT to_json(t)::VARCHAR FROM (SELECT {string.Join(", ", columns.All.Select(Column).OfType<string>().DefaultIfEmpty("NULL AS nothing"))} FROM {relation}) t";
        command.UseStreamingMode = true;
        using var reader = Guard(file, command.ExecuteReader);
        while (Guard(file, reader.Read)) yield return reader.GetString(0);
    }

    /// <summary>A column, if JSON can hold it: it has no word for what is not a number, nor for infinity.</summary>
    private static string? Column((string Name, string Type) column) =>
        column.Type is "DOUBLE" or "FLOAT" ? $"CASE WHEN isfinite({Sql.Name(column.Name)}) THEN {Sql.Name(column.Name)} END AS {Sql.Name(column.Name)}"
        : column.Type.Contains("DOUBLE", StringComparison.Ordinal) || column.Type.Contains("FLOAT", StringComparison.Ordinal) ? null
        : Sql.Name(column.Name);

    private static T Guard<T>(ContentFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDBException error)
        {
            throw Staging.Unreadable(file.Path, error);
        }
    }
}
