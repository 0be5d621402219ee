using DuckDB.NET.Data;

namespace Headgate.Gate;

/// <summary>The text of a record that may be used, and everybody with whom it goes: its author, whom it speaks of, and the people of everything it derives from.</summary>
/// <param name="Language">As the content says it, in a column <c>language</c>; null where it does not.</param>
public sealed record EligibleText(string Author, IReadOnlyList<string> Others, string? Language, string Text);

/// <summary>Reads the texts of the eligible part of a sealed data set.</summary>
public static class EligibleTexts
{
    private const string Language = "language";

    /// <param name="content">The eligible files.</param>
    /// <param name="sources">What they may derive from besides.</param>
    /// <param name="edges">Who else is in their records, told beside them.</param>
    /// <param name="digests">The SHA-256 that each file must have, in lower-case hex, by path.</param>
    /// <param name="lost">Told how many records were left out because something that they derive from was not found.</param>
    /// <exception cref="BadInputException">A file is not the one that was sealed, or has no text.</exception>
    public static IEnumerable<EligibleText> Read(
        IReadOnlyList<ContentFile> content, IReadOnlyList<ContentFile> sources, IReadOnlyList<ContentFile> edges, IReadOnlyDictionary<string, string> digests, ContentMap map, Bounds bounds, Action<long> lost, CancellationToken cancellation)
    {
        using var duck = new DuckSession(bounds, content.Concat(sources).Concat(edges).Select(file => file.Path), [], cancellation);
        var staging = new Staging(duck, map, bounds.Temp);
        ScannedFile Scanned(ContentFile file, int index) =>
            ScannedFile.Read(file, bounds.Temp, index, cancellation) is var scanned && scanned.Sha256 == digests[file.Path] ? scanned : throw new BadInputException($"`{file.Path}` is not the file that was sealed", "gate the content again");
        var tables = content.Concat(sources).Select((file, index) => staging.Stage(Scanned(file, index), index, (long)index << 40) with { HasEdges = edges.Count > 0 }).ToList();
        if (edges.Count > 0) EdgeTable.Load(duck, [.. edges.Select((file, i) => staging.StageEdges(Scanned(file, tables.Count + i), tables.Count + i, 0))], tables);
        var derives = tables.Take(content.Count).Any(table => duck.Scalar<long>($"SELECT count(*) FROM ({table.Query()}) WHERE len(hg_sources) > 0") > 0);
        if (derives)
        {
            duck.Execute($"CREATE TABLE everything AS {string.Join(" UNION ALL ", tables.Select(table => $"SELECT hg_id AS id, hg_sources AS sources, list_prepend(hg_author, coalesce(hg_others, []::VARCHAR[])) AS people FROM ({table.Everybody()})"))}");
            duck.Execute(
                """
                CREATE TABLE further AS
                WITH RECURSIVE reached(id, source) AS (
                  SELECT id, unnest(sources) FROM everything
                  UNION SELECT r.id, unnest(e.sources) FROM reached r JOIN everything e ON e.id = r.source)
                SELECT r.id, flatten(list(e.people)) AS people, bool_or(e.id IS NULL) AS lost
                FROM reached r LEFT JOIN everything e ON e.id = r.source GROUP BY r.id
                """);
        }
        var without = 0L;
        foreach (var table in tables.Take(content.Count))
        {
            var query = table.Everybody($", {Column(duck, table, map.Text)} AS hg_text, {Column(duck, table, FieldMap.LookedFor(Language))} AS hg_language");
            var all = derives
                ? $"SELECT q.hg_author, list_concat(coalesce(q.hg_others, []::VARCHAR[]), coalesce(f.people, []::VARCHAR[])), q.hg_text, q.hg_language, coalesce(f.lost, false) FROM ({query}) q LEFT JOIN further f ON f.id = q.hg_id"
                : $"SELECT hg_author, hg_others, hg_text, hg_language, false FROM ({query})";
            foreach (var text in duck.Stream(all, Read))
            {
                if (text is null) without++;
                else if (text.Text.Length > 0) yield return text;
            }
        }
        lost(without);
    }

    /// <returns>Null where the record cannot be used: something that it derives from, or somebody whom it speaks of, is not known.</returns>
    private static EligibleText? Read(DuckDBDataReader reader)
    {
        var others = reader.IsDBNull(1) ? [] : reader.GetFieldValue<List<string?>>(1);
        return reader.GetBoolean(4) || reader.IsDBNull(0) || others.Contains(null)
            ? null
            : new(reader.GetString(0), others.Count == 0 ? [] : [.. others.OfType<string>()], reader.IsDBNull(3) ? null : reader.GetString(3), reader.IsDBNull(2) ? "" : reader.GetString(2));
    }

    /// <summary>A column that is carried along, as text.</summary>
    private static string Column(DuckSession duck, ContentTable table, FieldMap field)
    {
        if (field.Column is not { } name) throw new BadInputException("the map gives every record the same text", "name the column that holds it");
        if (table.Lines is { } lines) return $"json_extract_string({lines}, {Sql.Text($"/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}")})";
        if (duck.Describe($"SELECT * FROM read_parquet({Sql.Text(table.Parquet)})").Find(name) is var (column, _)) return $"{column}::VARCHAR";
        if (name == Language) return "NULL::VARCHAR";
        throw new BadInputException($"`{table.Input.File.Path}` has no column `{name}`", "name the column that holds the text in the map");
    }
}
