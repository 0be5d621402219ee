namespace Headgate.Gate;

/// <summary>The first pass: reads only the columns that decide, and yields a verdict a position (house.md, How a decision becomes fast).</summary>
/// <remarks>A function that reports something stands in what is selected: DuckDB may test the parts of a condition in any order.</remarks>
internal sealed class VerdictPass(DuckSession duck, DecisionTable table, Verdicts verdicts)
{
    private readonly RecordPlan records = new(table);

    /// <param name="tracing">Whether every record must say which subject and region its verdict comes from.</param>
    public void Run(IReadOnlyList<ContentTable> contents, bool tracing)
    {
        duck.Execute($"SELECT max(code) FROM ({Everybody(contents, tracing)})");
        foreach (var content in contents)
            if (IsOpen(content))
                duck.Execute(Together(content));
    }

    /// <summary>A query that decides all records once, of which only standings claim regions: the id and the code of each, in order.</summary>
    public string AtOnce(IReadOnlyList<ContentTable> contents) => Everybody(contents, false);

    /// <summary>Makes records undecided that were decided before.</summary>
    /// <returns>Their positions.</returns>
    public IReadOnlyList<long> Reopen(IReadOnlyList<ContentTable> contents)
    {
        var positions = contents.SelectMany(content => duck.Rows($"SELECT pos FROM {content.Narrowed}", reader => reader.GetInt64(0))).ToList();
        foreach (var position in positions) verdicts.Set(position, Verdicts.Open);
        return positions;
    }

    /// <summary>All records with everybody in them, in the regions of their standings: for most that is all there is.</summary>
    private string Everybody(IReadOnlyList<ContentTable> contents, bool tracing) =>
        $"""
        SELECT hg_id, headgate_decide(pos, hg_id, hg_wrong, {(tracing ? "false" : "hg_regions IS NULL")}, hg_author, hg_others, {RecordPlan.Values}) AS code
        FROM ({string.Join(" UNION ALL ", contents.Select(content => records.Select(content.Unmended())))})
        """;

    /// <summary>Records that claim regions themselves, or of which it must be said whom the verdict is about: a row for each subject in each region, and the least of them.</summary>
    private string Together(ContentTable content) =>
        $"""
        SELECT bool_or(headgate_settle(pos, least)) FROM (
          SELECT pos, min(headgate_weigh(ord, place, region, number, {RecordPlan.Values})) AS least FROM ({Claims(content, "headgate_open(pos)")}) GROUP BY pos)
        """;

    /// <summary>A row for each subject in each region that their standing or the record claims, numbered as semantics.md orders them.</summary>
    /// <param name="which">Which positions, in SQL.</param>
    public string Claims(ContentTable content, string which) =>
        $"""
        SELECT * EXCLUDE (claims), unnest(claims) AS region, generate_subscripts(claims, 1) - 1 AS place
        FROM (
          SELECT p.*, coalesce(s.number, {People.Stranger}) AS number,
            CASE WHEN len(coalesce(s.regions, []::VARCHAR[])) + len(coalesce(p.hg_regions, []::VARCHAR[])) = 0 THEN [NULL::VARCHAR]
              ELSE list_sort(list_distinct(list_concat(coalesce(s.regions, []::VARCHAR[]), coalesce(p.hg_regions, []::VARCHAR[])))) END AS claims
          FROM (
            SELECT * EXCLUDE (everybody), unnest(everybody) AS subject, generate_subscripts(everybody, 1) - 1 AS ord
            FROM (SELECT *, list_prepend(hg_author, coalesce(hg_others, []::VARCHAR[])) AS everybody FROM ({records.Select(content.Everybody())}) c WHERE {which})) p
          LEFT JOIN people s ON s.subject = p.subject)
        """;

    private bool IsOpen(ContentTable content) => verdicts.Codes.Slice((int)content.First, (int)content.All).Contains(Verdicts.Open);
}
