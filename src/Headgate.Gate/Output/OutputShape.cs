namespace Headgate.Gate;

/// <summary>How the files of a data set are cut.</summary>
/// <param name="RowGroupRows">Rows in a row group of a Parquet file; null for what DuckDB takes.</param>
/// <param name="FileBytes">About how large a file of eligible records may grow; null for one file for each that was read.</param>
public sealed record OutputShape(int? RowGroupRows, long? FileBytes)
{
    public static OutputShape Default { get; } = new(null, null);
}
