namespace Headgate.Gate;

/// <summary>Standings as tables of raw facts: <c>people</c>, <c>choices</c> and <c>served</c>, which share the numbers of people. They hold nothing that depends on T, so that a snapshot serves every T after its last statement (house.md).</summary>
internal static class StandingTables
{
    /// <summary>The numbers of those whose standing has changed since the tables were written.</summary>
    private const string Gone = "gone.parquet";

    private const string Changed = ".changed";

    private static readonly string[] Names = ["people", "choices", "served"];

    /// <summary>Fills the tables from standings.</summary>
    /// <param name="first">The number of the first person.</param>
    public static void Load(DuckSession duck, IEnumerable<(SubjectId Subject, Standing Standing)> standings, int first = 0)
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
        var number = first;
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
        var isForward = File.Exists(Path.Combine(snapshot, Gone));
        foreach (var name in Names)
            duck.Execute($"CREATE VIEW {name} AS " + (isForward
                ? $"SELECT * FROM {Read(snapshot, name)} WHERE number NOT IN (SELECT number FROM {Read(snapshot, "gone")}) UNION ALL SELECT * FROM {Read(snapshot, name + Changed)}"
                : $"SELECT * FROM {Read(snapshot, name)}"));
    }

    /// <summary>How many rows one snapshot has that another has not, and the other way round; numbers apart, which only join the tables of one.</summary>
    public static long Differences(DuckSession duck, string one, string other)
    {
        foreach (var (schema, snapshot) in new[] { ("one", one), ("other", other) })
        {
            duck.Execute($"CREATE SCHEMA {schema}; USE {schema}");
            Open(duck, snapshot);
        }
        return Rows.Sum(rows => duck.Scalar<long>(
            $"SELECT count(*) FROM ((SELECT {rows("one")} EXCEPT ALL SELECT {rows("other")}) UNION ALL (SELECT {rows("other")} EXCEPT ALL SELECT {rows("one")}))"));
    }

    private static readonly Func<string, string>[] Rows =
    [
        schema => $"subject, regions, birth_earliest, birth_latest, status FROM {schema}.people",
        schema => $"subject, purpose, choice, since FROM {schema}.choices JOIN {schema}.people USING (number)",
        schema => $"subject, notice, version, time FROM {schema}.served JOIN {schema}.people USING (number)",
    ];

    /// <summary>Takes the tables of an older snapshot into a new one, which <see cref="BringForward"/> makes current.</summary>
    public static void Copy(string older, string snapshot)
    {
        foreach (var name in Names) File.Copy(Path.Combine(older, $"{name}.parquet"), Path.Combine(snapshot, $"{name}.parquet"));
    }

    /// <summary>Writes beside the tables of a snapshot what has changed since: whose rows no longer count, and their new ones.</summary>
    /// <param name="standings">Of everybody of whom something was stated since.</param>
    public static void BringForward(DuckSession duck, string snapshot, IReadOnlyList<(SubjectId Subject, Standing Standing)> standings)
    {
        duck.Execute("CREATE TABLE changed (subject VARCHAR)");
        using (var changed = duck.Connection.CreateAppender("changed"))
            foreach (var (subject, _) in standings) changed.CreateRow().AppendValue(subject.Value).EndRow();
        duck.Execute($"COPY (SELECT number FROM {Read(snapshot, "people")} WHERE subject IN (SELECT subject FROM changed)) TO {Sql.Text(Path.Combine(snapshot, Gone))} (FORMAT parquet)");
        Load(duck, standings, duck.Scalar<int>($"SELECT coalesce(max(number) + 1, 0)::INTEGER FROM {Read(snapshot, "people")}"));
        Save(duck, snapshot, Changed);
    }

    /// <summary>Leaves in the tables only some people, with numbers of their own.</summary>
    /// <param name="subjects">A query for their ids.</param>
    public static void Narrow(DuckSession duck, string subjects)
    {
        duck.Execute($"CREATE TABLE chosen AS SELECT p.number AS before, (row_number() OVER () - 1)::INTEGER AS number FROM people p WHERE subject IN ({subjects})");
        foreach (var name in Names)
        {
            duck.Execute($"CREATE TABLE chosen_{name} AS SELECT t.* REPLACE (s.number AS number) FROM {name} t JOIN chosen s ON s.before = t.number");
            duck.Execute($"CREATE OR REPLACE VIEW {name} AS SELECT * FROM chosen_{name}");
        }
    }

    /// <summary>Writes the tables to a snapshot.</summary>
    public static void Save(DuckSession duck, string snapshot, string ending = "")
    {
        foreach (var name in Names)
            duck.Execute($"COPY {name} TO {Sql.Text(Path.Combine(snapshot, $"{name}{ending}.parquet"))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
    }

    private static string Read(string snapshot, string name) => Sql.Parquet(Path.Combine(snapshot, $"{name}.parquet"));
}
