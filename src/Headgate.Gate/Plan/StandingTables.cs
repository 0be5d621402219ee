
namespace Headgate.Gate;

/// <summary>Standings as tables of raw facts: <c>people</c>, <c>choices</c> and <c>served</c>. They hold nothing that depends on T, so that a snapshot serves every T after its last statement (house.md).</summary>
internal static class StandingTables
{
    private static readonly string[] Names = ["people", "choices", "served"];

    /// <summary>Fills the tables from standings.</summary>
    public static void Load(DuckSession duck, IEnumerable<(SubjectId Subject, Standing Standing)> standings)
    {
        duck.Execute("CREATE TABLE people (subject VARCHAR, regions VARCHAR[], birth_earliest DATE, birth_latest DATE, status TINYINT)");
        duck.Execute("CREATE TABLE choices (subject VARCHAR, purpose VARCHAR, choice TINYINT, since BIGINT)");
        duck.Execute("CREATE TABLE served (subject VARCHAR, notice VARCHAR, version INTEGER, time BIGINT)");
        using var people = duck.Connection.CreateAppender("people");
        using var choices = duck.Connection.CreateAppender("choices");
        using var served = duck.Connection.CreateAppender("served");
        foreach (var (subject, standing) in standings)
        {
            var row = people.CreateRow().AppendValue(subject.Value).AppendValue(standing.Regions.Select(region => region.Code).ToList());
            row = standing.Birth is { } birth ? row.AppendValue((DateOnly?)birth.Earliest).AppendValue((DateOnly?)birth.Latest) : row.AppendNullValue().AppendNullValue();
            row.AppendValue((sbyte?)standing.Status).EndRow();
            foreach (var choice in standing.Choices)
                choices.CreateRow().AppendValue(subject.Value).AppendValue(choice.Purpose).AppendValue((sbyte?)choice.Choice).AppendValue((long?)choice.Since.Microseconds).EndRow();
            foreach (var notice in standing.Notices)
                foreach (var time in notice.Times)
                    served.CreateRow().AppendValue(subject.Value).AppendValue(notice.Notice.Notice).AppendValue((int?)notice.Notice.Version).AppendValue((long?)time.Microseconds).EndRow();
        }
    }

    /// <summary>Reads the tables from a snapshot.</summary>
    public static void Open(DuckSession duck, string snapshot)
    {
        foreach (var name in Names)
            duck.Execute($"CREATE VIEW {name} AS SELECT * FROM read_parquet({Sql.Text(Path.Combine(snapshot, $"{name}.parquet"))})");
    }

    /// <summary>Writes the tables to a snapshot.</summary>
    public static void Save(DuckSession duck, string snapshot)
    {
        foreach (var name in Names)
            duck.Execute($"COPY {name} TO {Sql.Text(Path.Combine(snapshot, $"{name}.parquet"))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
    }
}
