using System.Globalization;

namespace Headgate.Gate;

/// <summary>In how many records of a data set somebody is.</summary>
/// <param name="Records">Those of which they are the author, or that speak of them.</param>
/// <param name="Through">Further ones that derive from such a record, directly or through others.</param>
public readonly record struct PersonRecords(string Subject, long Records, long Through);

/// <summary>What records are about, as far as a pause tells them apart.</summary>
/// <param name="Region">Of one of its people, or claimed by the record; null where none is known.</param>
/// <param name="From">The first day on which such a record was collected; null where that is not known of one of them.</param>
/// <param name="To">The last.</param>
public sealed record RecordClass(string? Region, string? Service, DateOnly? From, DateOnly? To);

/// <summary>Reads of a sealed data set's eligible part whom its records speak of, also in files beside it and through what they derive from.</summary>
public sealed class DataSetPeople : IDisposable
{
    private readonly DuckSession duck;
    private readonly bool derives;

    private DataSetPeople(DuckSession duck, bool derives) => (this.duck, this.derives) = (duck, derives);

    /// <param name="snapshot">The folder of the standings: whose standing it does not hold was erased, and is not named again.</param>
    /// <param name="at">A record created later is one whose creation is unknown.</param>
    /// <exception cref="BadInputException">A file cannot be read.</exception>
    public static DataSetPeople Read(
        IReadOnlyList<ContentFile> content, IReadOnlyList<ContentFile> sources, IReadOnlyList<ContentFile> edges, ContentMap map, string snapshot, Instant at, Bounds bounds, CancellationToken cancellation)
    {
        var duck = new DuckSession(bounds, content.Concat(sources).Concat(edges).Select(file => file.Path), [snapshot], cancellation);
        try
        {
            var staging = new Staging(duck, map, bounds.Temp);
            var tables = content.Concat(sources)
                .Select((file, index) => staging.Stage(ScannedFile.Read(file, bounds.Temp, index, cancellation), index, (long)index << 40) with { HasEdges = edges.Count > 0 }).ToList();
            if (edges.Count > 0)
                EdgeTable.Load(duck, [.. edges.Select((file, i) => staging.StageEdges(ScannedFile.Read(file, bounds.Temp, tables.Count + i, cancellation), tables.Count + i, 0))], tables);
            StandingTables.Open(duck, snapshot);
            var own = tables.Take(content.Count).ToList();
            duck.Execute(
                $"""
                CREATE VIEW direct AS
                SELECT pos, hg_service AS service, hg_regions AS claimed, unnest({(own.Any(table => table.SpeaksOfOthers) ? "list_distinct(list_prepend(hg_author, coalesce(hg_others, []::VARCHAR[])))" : "[hg_author]")}) AS subject,
                  CASE WHEN NOT hg_uncollected THEN coalesce(hg_collected, CASE WHEN hg_created <= {at.Microseconds.ToString(CultureInfo.InvariantCulture)} THEN hg_created END) END AS collected
                FROM ({Union(own)})
                """);
            var derives = own.Any(table => table.MayDerive) && duck.Scalar<bool>($"SELECT EXISTS (FROM ({Union(own)}) WHERE len(hg_sources) > 0)");
            if (derives) Follow(duck, own, tables);
            return new(duck, derives);
        }
        catch
        {
            duck.Dispose();
            throw;
        }
    }

    /// <summary>Everybody once, in no particular order; read as they are asked for.</summary>
    public IEnumerable<PersonRecords> Everybody() => duck.Stream(
        $"""
        SELECT subject, sum(own)::BIGINT, sum(through)::BIGINT FROM (
          SELECT subject, count(*) AS own, 0 AS through FROM direct GROUP BY subject
          {(derives ? "UNION ALL SELECT subject, 0, count(DISTINCT pos) FROM followed GROUP BY subject" : "")})
        WHERE subject IN (SELECT subject FROM people) GROUP BY subject
        """,
        reader => new PersonRecords(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));

    /// <summary>How many people of its records have no standing any more.</summary>
    public long Unknown() => duck.Scalar<long>("SELECT count(DISTINCT subject) FROM direct WHERE subject NOT IN (SELECT subject FROM people)");

    /// <summary>Every class of its records.</summary>
    public IReadOnlyList<RecordClass> Classes() => duck.Rows(
        """
        SELECT region, service, CASE WHEN count(*) = count(collected) THEN min(collected) END, CASE WHEN count(*) = count(collected) THEN max(collected) END
        FROM (
          SELECT unnest(CASE WHEN len(regions) = 0 THEN [NULL]::VARCHAR[] ELSE regions END) AS region, service, collected FROM (
            SELECT list_distinct(list_concat(coalesce(p.regions, []::VARCHAR[]), coalesce(d.claimed, []::VARCHAR[]))) AS regions, d.service, d.collected
            FROM direct d LEFT JOIN people p ON p.subject = d.subject))
        GROUP BY region, service ORDER BY ALL
        """,
        reader => new RecordClass(reader.IsDBNull(0) ? null : reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), Day(reader, 2), Day(reader, 3)));

    public void Dispose() => duck.Dispose();

    /// <summary>A table of who is in what a record derives from, and not in the record itself.</summary>
    private static void Follow(DuckSession duck, List<ContentTable> own, List<ContentTable> all)
    {
        duck.Execute(
            $"""
            CREATE TABLE everything AS SELECT hg_id AS id, hg_sources AS sources, list_prepend(hg_author, coalesce(hg_others, []::VARCHAR[])) AS people FROM ({Union(all)});
            CREATE TABLE followed AS
            WITH RECURSIVE reached(pos, source) AS (
              SELECT pos, unnest(hg_sources) FROM ({Union(own)})
              UNION SELECT r.pos, unnest(e.sources) FROM reached r JOIN everything e ON e.id = r.source)
            SELECT DISTINCT pos, subject FROM (SELECT r.pos, unnest(e.people) AS subject FROM reached r JOIN everything e ON e.id = r.source)
            WHERE subject IS NOT NULL
            EXCEPT SELECT pos, subject FROM direct
            """);
    }

    private static string Union(IEnumerable<ContentTable> tables) =>
        string.Join(" UNION ALL ", tables.Select(table => $"SELECT pos, hg_id, hg_author, hg_others, hg_service, hg_created, hg_collected, hg_uncollected, hg_regions, hg_sources FROM ({table.Everybody()})"));

    private static DateOnly? Day(DuckDB.NET.Data.DuckDBDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Instant.FromMicroseconds(reader.GetInt64(column)).Date;
}
