namespace Headgate.Gate;

/// <summary>The first pass: reads only the columns that decide, and yields a verdict a position (house.md, How a decision becomes fast).</summary>
/// <remarks>A function that reports a verdict stands in a CASE: DuckDB may test the parts of an AND in any order.</remarks>
internal sealed class VerdictPass(DuckSession duck, DecisionTable table, Verdicts verdicts)
{
    private readonly SubjectPlan subjects = new(table);
    private readonly RecordPlan records = new(table);

    /// <param name="tracing">Whether every record must say which subject and region its verdict comes from.</param>
    public void Run(ContentTable content, bool tracing)
    {
        var decided = records.Select(content.Query());
        if (!tracing) duck.Execute(Alone(decided));
        if (tracing || Open(content)) duck.Execute(Together(content));
        if (tracing) duck.Execute($"SELECT count(*) FROM ({decided}) WHERE CASE WHEN own >= 0 THEN headgate_decide(pos, own, 0, 0, 0, 0, 0, 0, 0, 1) ELSE false END");
    }

    /// <summary>Records that speak of one person in one region: one join, one cell.</summary>
    private string Alone(string decided) =>
        $"""
        SELECT count(*) FROM (
          SELECT c.pos, c.own, coalesce(s.code, {SubjectClasses.UnknownSubject}) AS code, c.kind, c.visibility, c.service, c.labels, c.dates, c.signal,
            {subjects.PairValue("s.", "c.created")} AS pair,
            c.own >= 0 OR (c.hg_others IS NULL AND c.hg_regions IS NULL AND NOT coalesce(s.many, false)) AS alone
          FROM ({decided}) c LEFT JOIN subjects s ON s.subject = c.hg_author)
        WHERE CASE WHEN alone THEN headgate_decide(pos, own, code, kind, visibility, service, labels, dates, signal, pair) ELSE false END
        """;

    /// <summary>All others: a row for each subject in each region, and the least of them.</summary>
    private string Together(ContentTable content) =>
        $"""
        SELECT count(*) FROM (SELECT pos, min(headgate_weigh(ord, place, code, kind, visibility, service, labels, dates, signal, pair)) AS least FROM ({Claims(content, "headgate_open(pos)")}) GROUP BY pos)
        WHERE headgate_settle(pos, least)
        """;

    /// <summary>A row for each subject in each region that their standing or the record claims, numbered as semantics.md orders them.</summary>
    /// <param name="which">Which positions, in SQL.</param>
    public string Claims(ContentTable content, string which) =>
        $"""
        SELECT x.pos, x.ord, x.subject, x.region, x.place, x.kind, x.visibility, x.service, x.labels, x.dates, x.signal, x.pair,
          CASE WHEN x.key IS NULL THEN {SubjectClasses.UnknownSubject} WHEN x.has_none OR r.class IS NULL THEN {SubjectClasses.UnknownRegion} ELSE codes.code END::INTEGER AS code
        FROM (
          SELECT * EXCLUDE (claims), unnest(claims) AS region, generate_subscripts(claims, 1) - 1 AS place
          FROM (
            SELECT p.*, s.key, len(s.regions) = 0 AS has_none, {subjects.PairValue("s.", "p.created")} AS pair,
              CASE WHEN len(coalesce(s.regions, []::VARCHAR[])) + len(coalesce(p.hg_regions, []::VARCHAR[])) = 0 THEN [NULL::VARCHAR]
                ELSE list_sort(list_distinct(list_concat(coalesce(s.regions, []::VARCHAR[]), coalesce(p.hg_regions, []::VARCHAR[])))) END AS claims
            FROM (
              SELECT * EXCLUDE (everybody), unnest(everybody) AS subject, generate_subscripts(everybody, 1) - 1 AS ord
              FROM (SELECT *, list_prepend(hg_author, coalesce(hg_others, []::VARCHAR[])) AS everybody FROM ({records.Select(content.Query())}) c WHERE own < 0 AND {which})) p
            LEFT JOIN subjects s ON s.subject = p.subject)) x
        LEFT JOIN region_classes r ON r.region = x.region
        LEFT JOIN codes ON codes.key = x.key AND codes.class = r.class
        """;

    private bool Open(ContentTable content) => verdicts.Codes.Slice((int)content.First, (int)content.Rows).Contains(Verdicts.Open);
}
