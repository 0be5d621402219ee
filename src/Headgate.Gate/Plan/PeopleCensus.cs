using System.Globalization;

namespace Headgate.Gate;

/// <summary>People of a snapshot whom nothing tells apart: the class of their age, of their choice and of each notice, and the regions that they claim.</summary>
internal sealed record PeopleGroup(int[] Profile, IReadOnlyList<string> Regions, long Count);

/// <summary>Counts everybody in a snapshot by what policies can tell apart, in one query. Whoever is not active, or claims no region or one that is not understood, is left out: no policy allows them.</summary>
internal static class PeopleCensus
{
    /// <param name="before">The purpose in the tree of the first of several terms: an objection to it or an ancestor counts there.</param>
    /// <param name="purpose">In that of the last; and a consent to it counts.</param>
    public static IReadOnlyList<PeopleGroup> Count(string snapshot, Bounds bounds, SubjectClasses classes, Purpose before, Purpose purpose, Instant at)
    {
        using var duck = new DuckSession(bounds, [], [snapshot]);
        StandingTables.Open(duck, snapshot);
        var demands = classes.Notices.SelectMany(notice => notice.Demands.Select(demand => (Notice: notice, Demand: demand))).ToList();
        return [.. duck.Rows(
            Query(classes, before, purpose, at, demands),
            reader => (Claimed: reader.GetString(0), Count: reader.GetInt64(1), Values: Enumerable.Range(2, 5 + demands.Count).Select(reader.GetInt32).ToArray()))
            .Select(row => new PeopleGroup(Profile(classes, row.Values), row.Claimed.Split(' '), row.Count))
            .Where(group => group.Regions.All(IsoCountries.Codes.Contains))];
    }

    private static string Query(SubjectClasses classes, Purpose before, Purpose purpose, Instant at, List<(NoticeClasses Notice, ServedDemand Demand)> demands)
    {
        var told = demands.Select((asked, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"min(time) FILTER (notice = {Sql.Text(asked.Notice.Notice.Notice)} AND version = {asked.Notice.Notice.Version} AND time >= {asked.Demand.Since.Microseconds}) AS d{i}"));
        string[] values =
        [
            Reached(classes, "birth_latest", "0", at), Reached(classes, "birth_earliest", Number(classes.Ages.Thresholds.Count), at),
            "coalesce(consented, false)::INTEGER", Start(classes, "objected"), Start(classes, "objected_before"),
            .. demands.Select((asked, i) => $"CASE WHEN d{i} IS NULL THEN {(int)NoticeState.NotServed} WHEN d{i} > {Number(asked.Notice.LatestMet(asked.Demand).Microseconds)} THEN {(int)NoticeState.WindowOpen} ELSE {(int)NoticeState.Met} END"),
        ];
        return
            $"""
            WITH chose AS (
              SELECT number, bool_or(choice = {(int)Choice.Consented} AND purpose = {Sql.Text(purpose.Name)}) AS consented,
                min(since) FILTER (choice = {(int)Choice.Objected} AND purpose IN ({Lineage(purpose)})) AS objected,
                min(since) FILTER (choice = {(int)Choice.Objected} AND purpose IN ({Lineage(before)})) AS objected_before
              FROM choices GROUP BY number),
            told AS (SELECT {string.Join(", ", told.Prepend("number"))} FROM served GROUP BY number)
            SELECT array_to_string(regions, ' '), count(*), {string.Join(", ", values.Select(value => $"({value})::INTEGER"))}
            FROM people LEFT JOIN chose USING (number) LEFT JOIN told USING (number)
            WHERE status = {(int)SubjectStatus.Active} GROUP BY ALL ORDER BY ALL
            """;
    }

    /// <summary>The purpose and its ancestors, as a list in SQL.</summary>
    private static string Lineage(Purpose? purpose)
    {
        var names = new List<string>();
        for (var one = purpose; one is not null; one = one.Parent) names.Add(Sql.Text(one.Name));
        return string.Join(", ", names);
    }

    /// <summary>How many of the ages a birth has reached.</summary>
    private static string Reached(SubjectClasses classes, string birth, string unknown, Instant at) => classes.Ages.Thresholds.Count == 0 ? "0"
        : $"CASE WHEN {birth} IS NULL THEN {unknown} ELSE {string.Join(" + ", classes.Ages.Thresholds.Select(years => $"({birth} <= DATE '{BirthRange.LatestBirth(years, at.Date).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}')::INTEGER"))} END";

    /// <summary>The class of the start of an objection, counted from 1; 0 for none.</summary>
    private static string Start(SubjectClasses classes, string since) =>
        $"CASE WHEN {since} IS NULL THEN 0 ELSE {string.Join(" + ", classes.Objections.Boundaries.Select(cut => $"({since} >= {Number(cut.Microseconds)})::INTEGER").Prepend("1"))} END";

    /// <param name="values">Ages reached by the youngest and the oldest that they can be, consent, objection, objection before, and a state for each demand.</param>
    private static int[] Profile(SubjectClasses classes, int[] values)
    {
        var (profile, next) = (new List<int> { AgeClasses.IndexOf(values[0], values[1]), classes.ChoiceSeenBy(values[2] != 0, values[4], values[3]) }, 5);
        foreach (var notice in classes.Notices)
        {
            var (states, digit) = (0L, 1L);
            for (var i = 0; i < notice.Demands.Count; i++, digit *= 3) states += digit * values[next++];
            profile.Add(notice.ClassOf(states));
        }
        return [.. profile];
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
