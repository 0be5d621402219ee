namespace Headgate.Gate;

/// <summary>Standings as tables of raw facts: <c>people</c>, <c>choices</c> and <c>served</c>, which share the numbers of people. They hold nothing that depends on T, so that a snapshot serves every T after its last statement (house.md).</summary>
internal static class StandingTables
{
    private static readonly string[] Names = ["people", "choices", "served"];

    /// <summary>Fills the tables from standings.</summary>
    public static void Load(DuckSession duck, IEnumerable<(SubjectId Subject, Standing Standing)> standings)
    {
        duck.Execute(
            """
            CREATE TABLE people (number INTEGER, subject VARCHAR, regions VARCHAR[], birth_earliest DATE, birth_latest DATE, status TINYINT);
            CREATE TABLE choices (number INTEGER, purpose VARCHAR, choice TINYINT, since BIGINT);
            CREATE TABLE served (number INTEGER, notice VARCHAR, version INTEGER, time BIGINT)
            """);
        using var people = duck.Connection.CreateAppender("people");
        using var choices = duck.Connection.CreateAppender("choices");
        using var served = duck.Connection.CreateAppender("served");
        var number = 0;
        foreach (var (subject, standing) in standings)
        {
            var row = people.CreateRow().AppendValue((int?)number).AppendValue(subject.Value).AppendValue(standing.Regions.Select(region => region.Code).ToList());
            row = standing.Birth is { } birth ? row.AppendValue((DateOnly?)birth.Earliest).AppendValue((DateOnly?)birth.Latest) : row.AppendNullValue().AppendNullValue();
            row.AppendValue((sbyte?)standing.Status).EndRow();
            foreach (var choice in standing.Choices)
                choices.CreateRow().AppendValue((int?)number).AppendValue(choice.Purpose).AppendValue((sbyte?)choice.Choice).AppendValue((long?)choice.Since.Microseconds).EndRow();
            foreach (var notice in standing.Notices)
                foreach (var time in notice.Times)
                    served.CreateRow().AppendValue((int?)number).AppendValue(notice.Notice.Notice).AppendValue((int?)notice.Notice.Version).AppendValue((long?)time.Microseconds).EndRow();
            number++;
        }
    }

    /// <summary>Reads the tables from a snapshot.</summary>
    public static void Open(DuckSession duck, string snapshot)
    {
        foreach (var name in Names)
            duck.Execute($"CREATE VIEW {name} AS SELECT * FROM read_parquet({Sql.Text(Path.Combine(snapshot, $"{name}.parquet"))})");
    }

    /// <summary>Leaves in the tables only some people, with numbers of their own.</summary>
    /// <param name="subjects">A query for their ids.</param>
    public static void Narrow(DuckSession duck, string subjects)
    {
        duck.Execute($"CREATE TABLE some AS SELECT p.number AS before, (row_number() OVER () - 1)::INTEGER AS number FROM people p WHERE subject IN ({subjects})");
        foreach (var name in Names)
        {
            duck.Execute($"CREATE TABLE some_{name} AS SELECT t.* REPLACE (s.number AS number) FROM {name} t JOIN some s ON s.before = t.number");
            duck.Execute($"CREATE OR REPLACE VIEW {name} AS SELECT * FROM some_{name}");
        }
    }

    /// <summary>Writes the tables to a snapshot.</summary>
    public static void Save(DuckSession duck, string snapshot)
    {
        foreach (var name in Names)
            duck.Execute($"COPY {name} TO {Sql.Text(Path.Combine(snapshot, $"{name}.parquet"))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
    }
}
