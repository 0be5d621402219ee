using System.Globalization;

namespace Headgate.Gate;

/// <summary>Who else is in a record, told in files beside the content: rows of <c>record_id</c> and <c>subject</c>, which is one id or a list of them.</summary>
/// <remarks>A row about a record that is not at hand says nothing. A subject that is missing or of the wrong type is somebody who was not named.</remarks>
internal static class EdgeTable
{
    /// <summary>The table of what was read: for the position of a record the others, in the order of the files.</summary>
    public const string Name = "edge_lists";

    /// <param name="edges">The files, staged with <see cref="ContentMap.Edges"/>.</param>
    /// <param name="records">All records at hand, each at its position.</param>
    /// <exception cref="BadInputException">A row does not say which record it is about: it could be any.</exception>
    public static void Load(DuckSession duck, IReadOnlyList<ContentTable> edges, IReadOnlyList<ContentTable> records)
    {
        var rows = Union(edges.Select((file, i) => $"SELECT {i} AS file, pos, hg_id, coalesce(hg_others, [NULL::VARCHAR]) AS subjects FROM ({file.Query()})"));
        foreach (var (file, row) in duck.Rows(
            $"SELECT file, pos FROM ({rows}) WHERE hg_id IS NULL ORDER BY 1, 2 LIMIT 1", reader => (reader.GetInt32(0), reader.GetInt64(1) - edges[reader.GetInt32(0)].First + 1)))
            throw new BadInputException(
                string.Create(CultureInfo.InvariantCulture, $"row {row} of `{edges[file].Input.File.Path}` names no record"), "every edge needs a `record_id`: nobody knows whom this one is about");
        var ids = Union(records.Select(content => $"SELECT pos, hg_id FROM ({content.Query()}) WHERE hg_id IS NOT NULL"));
        duck.Execute(
            $"""
            CREATE TABLE {Name} AS SELECT r.pos, flatten(list(e.subjects ORDER BY e.file, e.pos)) AS others
            FROM ({rows}) e JOIN ({ids}) r USING (hg_id) GROUP BY r.pos
            """);
    }

    private static string Union(IEnumerable<string> queries) => string.Join(" UNION ALL ", queries);
}
