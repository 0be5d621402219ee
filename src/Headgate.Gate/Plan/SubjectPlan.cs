using System.Globalization;

namespace Headgate.Gate;

/// <summary>The tables that give every subject a code: <c>subjects</c>, and for those of whom a record claims a region, <c>region_classes</c> and <c>codes</c> (house.md, What belongs to whom).</summary>
internal sealed class SubjectPlan(DecisionTable table)
{
    private readonly SubjectClasses classes = table.Subjects;
    private readonly Terms terms = table.Terms;

    public void Build(DuckSession duck)
    {
        duck.Execute($"CREATE TABLE profiles AS {Profiles()}");
        Codes(duck);
        duck.Execute(
            $"""
            CREATE TABLE subjects AS
            SELECT p.subject, p.key, p.regions, len(p.regions) > 1 AS many,
              CASE WHEN len(p.regions) = 0 OR r.class IS NULL THEN {SubjectClasses.UnknownRegion} ELSE c.code END::INTEGER AS code{PairColumns("p.")}
            FROM profiles p LEFT JOIN region_classes r ON r.region = p.regions[1] LEFT JOIN codes c ON c.key = p.key AND c.class = r.class
            """);
        duck.Execute("DROP TABLE profiles");
    }

    /// <summary>The pair code's part of a subject, and what of it to carry along.</summary>
    public string PairColumns(string alias)
    {
        if (table.PairCodes == 1) return "";
        var births = table.Pairs.Ages.Thresholds.Select((_, i) => $", {alias}young{i}, {alias}old{i}");
        return string.Concat(births) + (table.Pairs.LooksForward ? $", {alias}objected" : "");
    }

    /// <summary>The pair value: twice the class of the age at creation, and one more where the record is in reach of the objection.</summary>
    /// <param name="created">The known creation time in SQL; null where unknown.</param>
    public string PairValue(string alias, string created)
    {
        if (table.PairCodes == 1) return "1";
        var thresholds = table.Pairs.Ages.Thresholds;
        var youngest = Sum(thresholds.Select((_, i) => $"coalesce({created} >= {alias}young{i}, false)"));
        var oldest = Sum(thresholds.Select((_, i) => $"coalesce({created} >= {alias}old{i}, true)"));
        var reached = table.Pairs.LooksForward ? $"coalesce({created} >= {alias}objected, true)::INTEGER" : "1";
        return $"(2 * ({oldest} * ({oldest} + 1) // 2 + {youngest}) + {reached})";
    }

    private static string Sum(IEnumerable<string> conditions) =>
        string.Join(" + ", conditions.Select(condition => $"({condition})::INTEGER")) is { Length: > 0 } sum ? $"({sum})" : "0";

    private string Profiles()
    {
        var on = terms.At.Date;
        var youngest = Sum(classes.Ages.Thresholds.Select(years => $"coalesce(birth_latest <= DATE '{BirthRange.LatestBirth(years, on):yyyy-MM-dd}', false)"));
        var oldest = Sum(classes.Ages.Thresholds.Select(years => $"coalesce(birth_earliest <= DATE '{BirthRange.LatestBirth(years, on):yyyy-MM-dd}', true)"));
        var objected = Sum(classes.Objections.Boundaries.Select(cut => $"objected >= {cut.Microseconds}"));
        var notices = classes.Notices.Select((notice, i) => (States: States(notice, i), Radix: Power(notice.Demands.Count))).ToList();

        var key = $"(CASE WHEN status = {(int)SubjectStatus.Active} THEN 1 ELSE 0 END)::BIGINT";
        key = $"({key} * {classes.Ages.Count} + {oldest} * ({oldest} + 1) // 2 + {youngest})";
        key = $"({key} * {2 * (classes.Objections.Count + 1)} + CASE WHEN objected IS NULL THEN 0 ELSE 2 + 2 * {objected} END + coalesce(consented, false)::INTEGER)";
        foreach (var (states, radix) in notices) key = $"({key} * {radix} + {states})";

        var pairs = table.PairCodes == 1 ? "" : string.Concat(table.Pairs.Ages.Thresholds.Select((years, i) =>
            $", {Birthday("birth_latest", years)} AS young{i}, {Birthday("birth_earliest", years)} AS old{i}")) + (table.Pairs.LooksForward ? ", objected" : "");
        return
            $"""
            SELECT people.subject, regions, {key} AS key{pairs}
            FROM people
            LEFT JOIN (
              SELECT subject, bool_or(purpose = {Sql.Text(terms.Purpose.Name)} AND choice = {(int)Choice.Consented}) AS consented,
                min(since) FILTER (purpose IN ({string.Join(", ", Lineage().Select(Sql.Text))}) AND choice = {(int)Choice.Objected}) AS objected
              FROM choices GROUP BY subject) c ON c.subject = people.subject
            {string.Join("\n", classes.Notices.Select(Served))}
            """;
    }

    /// <summary>00:00 UTC of the day on which somebody reaches an age. 29 February counts as 1 March.</summary>
    private static string Birthday(string birth, int years) =>
        $"CASE WHEN {birth} IS NOT NULL THEN epoch_us(CASE WHEN month({birth}) = 2 AND day({birth}) = 29 " +
        $"THEN make_date(year({birth}) + {years}, 3, 1) ELSE make_date(year({birth}) + {years}, month({birth}), day({birth})) END::TIMESTAMP) END";

    private IEnumerable<string> Lineage()
    {
        for (var purpose = terms.Purpose; purpose is not null; purpose = purpose.Parent) yield return purpose.Name;
    }

    private string Served(NoticeClasses notice, int index) =>
        $"""
        LEFT JOIN (
          SELECT subject, {string.Join(", ", notice.Demands.Select((demand, i) => $"min(time) FILTER (time >= {demand.Since.Microseconds}) AS t{i}"))}
          FROM served WHERE notice = {Sql.Text(notice.Notice.Notice)} AND version = {notice.Notice.Version} GROUP BY subject) s{index} ON s{index}.subject = people.subject
        """;

    private static string States(NoticeClasses notice, int index) => string.Join(" + ", notice.Demands.Select((demand, i) => string.Create(
        CultureInfo.InvariantCulture,
        $"(CASE WHEN s{index}.t{i} IS NULL THEN 0 WHEN s{index}.t{i} > {notice.LatestMet(demand).Microseconds} THEN 1 ELSE 2 END) * {Power(i)}")));

    private static long Power(int exponent) => (long)Math.Pow(3, exponent);

    /// <summary>Decides each distinct profile once, in each class of regions.</summary>
    private void Codes(DuckSession duck)
    {
        duck.Execute("CREATE TABLE region_classes (region VARCHAR, class INTEGER)");
        duck.Execute("CREATE TABLE codes (key BIGINT, class INTEGER, code INTEGER)");
        var byClass = IsoCountries.Codes.GroupBy(classes.RegionClass).ToList();
        using (var regions = duck.Connection.CreateAppender("region_classes"))
            foreach (var group in byClass)
                foreach (var code in group)
                    regions.CreateRow().AppendValue(code).AppendValue((int?)group.Key).EndRow();
        var keys = duck.Rows("SELECT DISTINCT key FROM profiles", reader => reader.GetInt64(0));
        using var codes = duck.Connection.CreateAppender("codes");
        foreach (var key in keys)
            foreach (var group in byClass)
                codes.CreateRow().AppendValue((long?)key).AppendValue((int?)group.Key).AppendValue((int?)CodeOf(key, group.First())).EndRow();
    }

    private int CodeOf(long key, string region)
    {
        var notices = new int[classes.Notices.Count];
        for (var i = notices.Length - 1; i >= 0; i--)
        {
            (key, var states) = Math.DivRem(key, Power(classes.Notices[i].Demands.Count));
            notices[i] = classes.Notices[i].ClassOf(states);
        }
        (key, var choice) = Math.DivRem(key, 2 * (classes.Objections.Count + 1));
        (var active, var age) = Math.DivRem(key, classes.Ages.Count);
        return active == 0 ? SubjectClasses.NotActive : classes.CodeOf(region, (int)age, (int)choice, notices);
    }
}
