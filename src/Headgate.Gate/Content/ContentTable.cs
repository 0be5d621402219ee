using System.Globalization;

namespace Headgate.Gate;

/// <summary>A file of content, ready to be queried: a Parquet file whose rows have positions, and how its records and its output are read from it.</summary>
/// <param name="Parquet">The file itself, or the one it was staged to.</param>
/// <param name="Records">The select list of <see cref="RecordColumns"/>.</param>
/// <param name="Output">The select list of the eligible part as Parquet.</param>
/// <param name="Lines">The column of the raw JSON lines; null where the input is no JSON.</param>
/// <param name="First">The position of its first row in the whole input.</param>
internal sealed record ContentTable(ScannedFile Input, string Parquet, string Records, string Output, string? Lines, long First, long Rows)
{
    /// <summary>Whether files beside the content say who else is in a record.</summary>
    public bool HasEdges { get; init; }

    /// <summary>The author by the file's own columns, in SQL; empty or null where it names nobody.</summary>
    public string Author { get; init; } = "hg_author";

    /// <summary>The file's own column of the time of creation, where it holds times as Parquet knows them: of it a file says the least and greatest.</summary>
    public string? CreatedTimes { get; init; }

    /// <summary>The columns that decide, and are not there.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>A table of those of its records that are looked at, with everybody in them; null where all are.</summary>
    public string? Narrowed { get; init; }

    /// <summary>How many records the file has, where <see cref="Rows"/> are fewer.</summary>
    public long All { get; init; } = Rows;

    /// <summary>Whether its records can derive from others.</summary>
    public bool MayDerive => !Records.Contains("NULL::VARCHAR[] AS hg_sources", StringComparison.Ordinal);

    /// <summary>Whether its records can claim regions themselves.</summary>
    public bool MayClaimRegions => !Records.Contains("NULL::VARCHAR[] AS hg_regions", StringComparison.Ordinal);

    /// <summary>Whether its records can speak of anybody but their authors.</summary>
    public bool SpeaksOfOthers => HasEdges || !Records.Contains(RecordColumns.NoOthers, StringComparison.Ordinal);

    /// <summary>A query for positions and records as the file has them, in the order of its rows.</summary>
    public string Query() => Narrowed is { } some ? $"SELECT * FROM {some}" : Query("");

    /// <summary>The same of every record of the file, with more columns.</summary>
    /// <param name="more">Begins with a comma; empty for none.</param>
    public string Query(string more) => $"SELECT file_row_number + {First} AS pos,\n  {Records}{more} FROM {Sql.Parquet(Parquet)}";

    /// <summary>A query for the records of some authors, with everybody whom they speak of. The condition stands by the file's own columns, so that of other records nothing else is made out.</summary>
    /// <param name="condition">That an id is one of theirs.</param>
    public string Of(Func<string, string> condition)
    {
        var theirs = $"{Query("")} WHERE {condition(Author)}";
        return HasEdges ? WithEdges(theirs) : theirs;
    }

    /// <summary>A query for the positions of the records that were created after a time.</summary>
    /// <param name="time">In microseconds.</param>
    public string CreatedAfter(long time)
    {
        var some = CreatedTimes is { } column ? string.Create(CultureInfo.InvariantCulture, $" WHERE {column} > make_timestamp({time})") : "";
        return string.Create(CultureInfo.InvariantCulture, $"SELECT pos FROM ({Query("")}{some}) WHERE hg_created > {time}");
    }

    /// <summary>A query for the same with everybody whom a record speaks of, in no particular order.</summary>
    public string Everybody() => HasEdges && Narrowed is null ? WithEdges(Query()) : Query();

    /// <summary>The same of every record of the file, with more columns.</summary>
    /// <param name="more">Begins with a comma.</param>
    public string Everybody(string more) => HasEdges ? WithEdges(Query(more)) : Query(more);

    /// <summary>A query like <see cref="Everybody()"/>, in which an author may also be empty where the file names nobody: looking an id up finds nobody then, and to make it null for each record takes longer.</summary>
    public string Unmended() => Narrowed is null ? $"SELECT * REPLACE (hg_unmended AS hg_author) FROM ({Everybody($", {Author} AS hg_unmended")})" : Everybody();

    private static string WithEdges(string query) =>
        $"SELECT c.* REPLACE (list_concat(c.hg_others, e.others) AS hg_others) FROM ({query}) c LEFT JOIN {EdgeTable.Name} e ON e.pos = c.pos";
}
