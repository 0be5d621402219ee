using System.Globalization;

namespace Headgate.Gate;

/// <summary>Whom and what the records of a data set are about, as files: <c>people.parquet</c>, everybody once, and <c>classes.parquet</c>, every distinct (region, service, collected) of a record and one of its people. Of the records that others derive from too.</summary>
/// <remarks>Enough to say exactly whether a suspension matches any of the records, without reading them again.</remarks>
public sealed class DataSetReach : IDisposable
{
    private const string People = "people";
    private const string Classes = "classes";

    private readonly DuckSession duck;

    private DataSetReach(DuckSession duck) => this.duck = duck;

    /// <summary>Reads content and sources and writes the files.</summary>
    /// <param name="snapshot">The folder of the standings, whose regions count.</param>
    /// <param name="at">A record created later is one whose creation is unknown.</param>
    /// <exception cref="BadInputException">A file cannot be read.</exception>
    public static void Write(
        IReadOnlyList<ContentFile> content, IReadOnlyList<ContentFile> sources, IReadOnlyList<ContentFile> edges, ContentMap map, string snapshot, Instant at, string folder, Bounds bounds, CancellationToken cancellation)
    {
        using var duck = new DuckSession(bounds, content.Concat(sources).Concat(edges).Select(file => file.Path), [folder, snapshot], cancellation);
        var staging = new Staging(duck, map, bounds.Temp);
        var tables = content.Concat(sources)
            .Select((file, index) => staging.Stage(ScannedFile.Read(file, bounds.Temp, index, cancellation), index, (long)index << 40) with { HasEdges = edges.Count > 0 }).ToList();
        if (edges.Count > 0)
            EdgeTable.Load(duck, [.. edges.Select((file, i) => staging.StageEdges(ScannedFile.Read(file, bounds.Temp, tables.Count + i, cancellation), tables.Count + i, 0))], tables);
        StandingTables.Open(duck, snapshot);
        duck.Execute($"CREATE TABLE used AS {(sources.Count == 0 ? "SELECT NULL::VARCHAR AS id WHERE false" : Used(tables.Take(content.Count), tables.Skip(content.Count)))}");
        duck.Execute(
            $"""
            CREATE VIEW everybody AS
            SELECT DISTINCT unnest(list_prepend(hg_author, coalesce(hg_others, []::VARCHAR[]))) AS subject, hg_service AS service,
              CASE WHEN NOT hg_uncollected THEN coalesce(hg_collected, CASE WHEN hg_created <= {at.Microseconds} THEN hg_created END) END AS collected, hg_regions AS claimed
            FROM ({Union(tables.Take(content.Count))}{(sources.Count == 0 ? "" : $" UNION ALL SELECT * FROM ({Union(tables.Skip(content.Count))}) WHERE hg_id IN (SELECT id FROM used)")})
            """);
        Save(duck, folder, People, "SELECT DISTINCT subject FROM everybody WHERE subject IS NOT NULL ORDER BY subject");
        Save(
            duck, folder, Classes,
            """
            SELECT DISTINCT unnest(list_concat(coalesce(s.regions, []::VARCHAR[]), coalesce(e.claimed, []::VARCHAR[]))) AS region, e.service, e.collected
            FROM everybody e LEFT JOIN people s ON s.subject = e.subject ORDER BY ALL
            """);
    }

    /// <summary>Leaves somebody out of the people in what <see cref="Write"/> left; what the records are about stays.</summary>
    /// <returns>False where they were not among them.</returns>
    /// <exception cref="BadInputException">It is not there, or cannot be read.</exception>
    public static bool Forget(string folder, SubjectId subject, Bounds bounds)
    {
        var aside = Place(folder, "people.new");
        using (var known = Open(folder, bounds))
        {
            if (known.Among([subject]).Count == 0) return false;
            known.duck.Execute($"COPY (SELECT subject FROM {People} WHERE subject <> {Sql.Text(subject.Value)} ORDER BY subject) TO {Sql.Text(aside)} (FORMAT parquet, COMPRESSION zstd)");
        }
        File.Move(aside, Place(folder, People), overwrite: true);
        return true;
    }

    /// <summary>Opens what <see cref="Write"/> left.</summary>
    /// <exception cref="BadInputException">It is not there, or cannot be read.</exception>
    public static DataSetReach Open(string folder, Bounds bounds)
    {
        var duck = new DuckSession(bounds, [], [folder]);
        try
        {
            foreach (var name in (string[])[People, Classes]) duck.Execute($"CREATE VIEW {name} AS SELECT * FROM read_parquet({Sql.Text(Place(folder, name))})");
            return new(duck);
        }
        catch (DuckDB.NET.Data.DuckDBException error)
        {
            duck.Dispose();
            throw new BadInputException($"what is known of the data set in `{folder}` cannot be read: {error.Message.ReplaceLineEndings(" ")}", "request a new permit");
        }
    }

    /// <summary>Whether a suspension of everybody, or of some regions, matches one of the records.</summary>
    /// <param name="regions">Alpha-2 codes; null means everywhere.</param>
    /// <param name="services">The services that the policy declares: any other is unknown, and matches.</param>
    public bool Matches(IReadOnlyCollection<string>? regions, string? service, IReadOnlyCollection<string> services, Instant? from, Instant? to)
    {
        var where = new List<string> { "true" };
        if (regions is not null) where.Add($"region IN (SELECT unnest({Sql.Texts(regions)}))");
        if (service is not null) where.Add($"(service IS NULL OR service = {Sql.Text(service)} OR NOT list_contains({Sql.Texts(services)}, service))");
        if (from is { } begin) where.Add(Time($"(collected IS NULL OR collected >= {begin.Microseconds})"));
        if (to is { } end) where.Add(Time($"(collected IS NULL OR collected < {end.Microseconds})"));
        return duck.Scalar<bool>($"SELECT count(*) > 0 FROM (SELECT 1 FROM {Classes} WHERE {string.Join(" AND ", where)} LIMIT 1)");
    }

    /// <summary>Those of some people of whom the records speak.</summary>
    public IReadOnlyList<SubjectId> Among(IReadOnlyCollection<SubjectId> subjects) => subjects.Count == 0
        ? []
        : duck.Rows($"SELECT subject FROM {People} WHERE subject IN (SELECT unnest({Sql.Texts(subjects.Select(subject => subject.Value))}))", reader => SubjectId.From(reader.GetString(0))!.Value);

    public void Dispose() => duck.Dispose();

    private static string Time(FormattableString condition) => condition.ToString(CultureInfo.InvariantCulture);

    private static string Union(IEnumerable<ContentTable> tables) =>
        string.Join(" UNION ALL ", tables.Select(table => $"SELECT {string.Join(", ", RecordColumns.Names)} FROM ({table.Everybody()})"));

    /// <summary>The sources that the content derives from, directly or through others.</summary>
    private static string Used(IEnumerable<ContentTable> content, IEnumerable<ContentTable> sources) =>
        $"""
        WITH RECURSIVE reached(id) AS (
          SELECT DISTINCT unnest(hg_sources) FROM ({Union(content)})
          UNION SELECT unnest(hg_sources) FROM ({Union(sources)}) s JOIN reached r ON r.id = s.hg_id)
        SELECT DISTINCT id FROM reached WHERE id IS NOT NULL
        """;

    private static void Save(DuckSession duck, string folder, string name, string query) =>
        duck.Execute($"COPY ({query}) TO {Sql.Text(Place(folder, name))} (FORMAT parquet, COMPRESSION zstd)");

    private static string Place(string folder, string name) => Path.Combine(folder, $"{name}.parquet");
}
