namespace Headgate.Gate;

/// <summary>The file of a data set that says what was denied; with subjects, also about whom.</summary>
public static class DeniedFile
{
    private static readonly string[] Names = ["denied.parquet", "denied.jsonl"];

    /// <summary>The denied file of a data set's folder; null where it has none.</summary>
    public static string? Find(string folder) => Names.FirstOrDefault(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Writes the file anew without a subject: their id and region are null where they were named. Records and reasons stay.</summary>
    /// <param name="file">The file.</param>
    /// <param name="aside">Where the new one goes.</param>
    /// <returns>In how many records the subject was named; with 0, nothing was written.</returns>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static long Redact(string file, string aside, SubjectId subject, Bounds bounds)
    {
        using var duck = new DuckSession(bounds, [file], [Path.GetDirectoryName(aside)!]);
        var isParquet = file.EndsWith(".parquet", StringComparison.Ordinal);
        var from = isParquet
            ? $"read_parquet({Sql.Text(file)})"
            : $"read_json({Sql.Text(file)}, format = 'newline_delimited', columns = {{record_id: 'VARCHAR', reason: 'VARCHAR', subject: 'VARCHAR', region: 'VARCHAR'}})";
        if (isParquet && !duck.Rows($"SELECT name FROM parquet_schema({Sql.Text(file)})", reader => reader.GetString(0)).Contains("subject")) return 0;
        var named = duck.Scalar<long>($"SELECT count(*) FROM {from} WHERE subject = {Sql.Text(subject.Value)}");
        if (named == 0) return 0;
        var gone = $"subject = {Sql.Text(subject.Value)}";
        duck.Execute(
            $"""
            COPY (SELECT record_id, reason, CASE WHEN {gone} THEN NULL ELSE subject END AS subject, CASE WHEN {gone} THEN NULL ELSE region END AS region FROM {from})
            TO {Sql.Text(aside)} ({(isParquet ? DataSetWriter.ParquetListOptions : DataSetWriter.JsonListOptions)})
            """);
        return named;
    }
}
