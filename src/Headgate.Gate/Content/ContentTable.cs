namespace Headgate.Gate;

/// <summary>A file of content, ready to be queried: a Parquet file whose rows have positions, and how its records and its output are read from it.</summary>
/// <param name="Parquet">The file itself, or the one it was staged to.</param>
/// <param name="Records">The select list of <see cref="RecordColumns"/>.</param>
/// <param name="Output">The select list of the eligible part as Parquet.</param>
/// <param name="Lines">The column of the raw JSON lines; null where the input is no JSON.</param>
/// <param name="First">The position of its first row in the whole input.</param>
internal sealed record ContentTable(ScannedFile Input, string Parquet, string Records, string Output, string? Lines, long First, long Rows)
{
    /// <summary>A query for positions and records, and further columns where asked.</summary>
    public string Query(string further = "") =>
        $"SELECT file_row_number + {First} AS pos,\n  {Records}{further} FROM read_parquet({Sql.Text(Parquet)})";
}
