namespace Headgate.Gate;

/// <summary>Counts what data sets kept.</summary>
public static class KeptCounts
{
    /// <summary>How many records were kept for each value of a column, in no particular order; read as they are asked for.</summary>
    /// <param name="dataSets">Folders of sealed data sets in Parquet.</param>
    public static IEnumerable<(string? Value, long Kept)> By(string column, IReadOnlyList<string> dataSets, Bounds bounds)
    {
        var files = dataSets.SelectMany(dataSet => Directory.EnumerateFiles(Path.Combine(dataSet, "eligible"), "*.parquet")).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0) yield break;
        using var duck = new DuckSession(bounds, files, []);
        using var command = duck.Connection.CreateCommand();
        command.CommandText = $"SELECT {Sql.Name(column)}::VARCHAR, count(*) FROM read_parquet({Sql.Texts(files)}, union_by_name=true) GROUP BY 1";
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return (reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetInt64(1));
    }
}
