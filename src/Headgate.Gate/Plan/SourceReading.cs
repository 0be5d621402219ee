namespace Headgate.Gate;

/// <summary>Reads which records derive from which, and lets each bear the verdicts of those.</summary>
internal sealed class SourceReading(DuckSession duck, DecisionTable table, Verdicts verdicts)
{
    /// <returns>For each record that bears the verdict of another, the position of that one.</returns>
    public IReadOnlyDictionary<int, int> Run(IReadOnlyList<ContentTable> records)
    {
        var deriving = records.Where(content => content.MayDerive).ToList();
        var none = new Dictionary<int, int>();
        if (deriving.Count == 0) return none;
        var edges = string.Join(" UNION ALL ", deriving.Select(content => $"SELECT pos, hg_sources FROM ({content.Query()}) WHERE hg_sources IS NOT NULL"));
        duck.Execute($"CREATE TABLE edges AS SELECT pos, generate_subscripts(hg_sources, 1) AS ord, unnest(hg_sources) AS source FROM ({edges})");
        if (duck.Scalar<long>("SELECT count(*) FROM edges") == 0) return none;
        var ids = string.Join(" UNION ALL ", records.Select(content => $"SELECT pos, hg_id FROM ({content.Query()})"));
        duck.Execute($"CREATE TABLE targets AS SELECT hg_id AS id, min(pos) AS pos FROM ({ids}) WHERE hg_id IN (SELECT source FROM edges) GROUP BY hg_id");
        var derived = new SourcePass(verdicts);
        foreach (var (record, source) in duck.Rows(
            "SELECT e.pos, t.pos FROM edges e LEFT JOIN targets t ON t.id = e.source ORDER BY e.pos, e.ord",
            reader => (reader.GetInt64(0), reader.IsDBNull(1) ? -1 : reader.GetInt64(1))))
        {
            if (source < 0) verdicts.Refuse(record, table.Reasons.UnknownSource);
            else derived.Add((int)record, (int)source);
        }
        derived.Run();
        return derived.Origins.Where(pair => pair.Key != pair.Value).ToDictionary();
    }
}
