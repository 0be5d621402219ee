namespace Headgate.Gate;

/// <summary>What SQL says of a record: the words that its code is made of, and the values of what is no word.</summary>
internal sealed class RecordPlan(DecisionTable table)
{
    /// <summary>The columns that the verdict needs of a record beside its subjects, as <see cref="RecordValues"/> reads them.</summary>
    public const string Values = "hg_created, hg_kind, hg_visibility, hg_service, labels, dates, signal";

    private readonly RecordClasses classes = table.Records;

    /// <summary>The creation time as far as it is known at T.</summary>
    private string Created => $"(CASE WHEN hg_created <= {table.Terms.At.Microseconds} THEN hg_created END)";

    /// <summary>Queries all that the verdict needs.</summary>
    public string Select(string records) =>
        $"""
        SELECT pos, hg_id, hg_wrong, hg_author, hg_others, hg_regions, hg_created, hg_kind, hg_visibility, hg_service, {Labels} AS labels, {Dates()} AS dates, {Signal()} AS signal
        FROM ({records})
        """;

    /// <summary>The labels, which are not read where no rule looks at them.</summary>
    private string Labels => classes.LabelGroups.Count == 0 ? "NULL::VARCHAR[]" : "hg_labels";

    private string Dates()
    {
        if (classes.Created.Count == 1 && classes.Collected.Count == 1) return $"{classes.DateValue(0, 0)}";
        var collectedTime = $"(CASE WHEN NOT hg_uncollected THEN coalesce(hg_collected, {Created}) END)";
        var created = Class(Created, classes.Created);
        var collected = Class(collectedTime, classes.Collected);
        return $"(CASE WHEN {Created} IS NULL THEN 0 ELSE 1 + {created} END * {classes.Collected.Count + 1} + CASE WHEN {collectedTime} IS NULL THEN 0 ELSE 1 + {collected} END)::INTEGER";
    }

    private static string Class(string time, Cuts<Instant> cuts) =>
        cuts.Boundaries.Count == 0 ? "0" : $"({string.Join(" + ", cuts.Boundaries.Select(cut => $"({time} >= {cut.Microseconds})::INTEGER"))})";

    private static string Signal() =>
        "(CASE WHEN coalesce(list_bool_or(list_transform(hg_usage, usage -> headgate_disallows(usage))), false) THEN 1 WHEN hg_tdm THEN 2 WHEN hg_iptc THEN 3 WHEN hg_c2pa THEN 4 ELSE 0 END)::INTEGER";
}
