namespace Headgate.Gate;

/// <summary>The first pass: reads only the columns that decide, and yields a verdict a position (house.md, How a decision becomes fast).</summary>
/// <remarks>A function that reports something stands in what is selected: DuckDB may test the parts of a condition in any order.</remarks>
internal sealed class VerdictPass(DuckSession duck, DecisionTable table, Verdicts verdicts)
{
    private const string Cell = $"number, created, {RecordPlan.Values}";

    private readonly RecordPlan records = new(table);

    /// <param name="tracing">Whether every record must say which subject and region its verdict comes from.</param>
    public void Run(IReadOnlyList<ContentTable> contents, bool tracing)
    {
        duck.Execute(Alone(contents, tracing));
        foreach (var content in contents)
            if (IsOpen(content))
                duck.Execute(Together(content));
    }

    /// <summary>Records that speak of one person in one region: one join, one cell.</summary>
    private string Alone(IReadOnlyList<ContentTable> contents, bool tracing) =>
        $"""
        SELECT bool_or(headgate_decide(pos, id, own, {(tracing ? "false" : "alone")}, {Cell})) FROM (
          SELECT c.pos, c.own, c.created, {RecordPlan.Values}, CASE WHEN c.hg_id IS NULL THEN 0::UBIGINT ELSE hash(c.hg_id) END AS id,
            c.hg_others IS NULL AND c.hg_regions IS NULL AS alone,
            coalesce(s.number, CASE WHEN c.hg_author IS NULL THEN {RecordFacts.Unnamed} ELSE {People.Stranger} END) AS number
          FROM ({string.Join(" UNION ALL ", contents.Select(content => records.Select(content.Query())))}) c LEFT JOIN people s ON s.subject = c.hg_author)
        """;

    /// <summary>All others: a row for each subject in each region, and the least of them.</summary>
    private string Together(ContentTable content) =>
        $"""
        SELECT bool_or(headgate_settle(pos, least)) FROM (
          SELECT pos, min(headgate_weigh(ord, place, region, {Cell})) AS least FROM ({Claims(content, "headgate_open(pos)")}) GROUP BY pos)
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
            FROM (SELECT *, list_prepend(hg_author, coalesce(hg_others, []::VARCHAR[])) AS everybody FROM ({records.Select(content.Query())}) c WHERE own < 0 AND {which})) p
          LEFT JOIN people s ON s.subject = p.subject)
        """;

    private bool IsOpen(ContentTable content) => verdicts.Codes.Slice((int)content.First, (int)content.Rows).Contains(Verdicts.Open);
}
