using System.Globalization;

namespace Headgate.Gate;

/// <summary>People of a snapshot whom nothing tells apart: the class of their age, of their choice and of each notice, and the regions that they claim.</summary>
internal sealed record PeopleGroup(int[] Profile, IReadOnlyList<string> Regions, long Count);

/// <summary>Counts everybody in a snapshot by what policies can tell apart, in one query. Whoever is not active, or claims no region or one that is not understood, is left out: no policy allows them.</summary>
internal static class PeopleCensus
{
    /// <param name="purpose">An objection to it or an ancestor counts, and a consent to it.</param>
    /// <param name="lostTo">Purposes an objection to which only the first of several terms sees.</param>
    public static IReadOnlyList<PeopleGroup> Count(string snapshot, Bounds bounds, SubjectClasses classes, Purpose purpose, IReadOnlyList<string> lostTo, Instant at)
    {
        using var duck = new DuckSession(bounds, [], [snapshot]);
        StandingTables.Open(duck, snapshot);
        var demands = classes.Notices.SelectMany(notice => notice.Demands.Select(demand => (Notice: notice, Demand: demand))).ToList();
        return [.. duck.Rows(
            Query(classes, purpose, lostTo, at, demands),
            reader => (Claimed: reader.GetString(0), Count: reader.GetInt64(1), Values: Enumerable.Range(2, 5 + demands.Count).Select(reader.GetInt32).ToArray()))
            .Select(row => new PeopleGroup(Profile(classes, row.Values), row.Claimed.Split(' '), row.Count))
            .Where(group => group.Regions.All(IsoCountries.Codes.Contains))];
    }

    private static string Query(SubjectClasses classes, Purpose purpose, IReadOnlyList<string> lostTo, Instant at, List<(NoticeClasses Notice, ServedDemand Demand)> demands)
    {
        var lineage = new List<string>();
        for (var one = purpose; one is not null; one = one.Parent) lineage.Add(one.Name);
        var told = demands.Select((asked, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"min(time) FILTER (notice = {Sql.Text(asked.Notice.Notice.Notice)} AND version = {asked.Notice.Notice.Version} AND time >= {asked.Demand.Since.Microseconds}) AS d{i}"));
        string[] values =
        [
            Reached(classes, "birth_latest", "0", at), Reached(classes, "birth_earliest", Number(classes.Ages.Thresholds.Count), at),
            "coalesce(consented, false)::INTEGER", Start(classes, "objected"), Start(classes, "lost"),
            .. demands.Select((asked, i) => $"CASE WHEN d{i} IS NULL THEN {(int)NoticeState.NotServed} WHEN d{i} > {Number(asked.Notice.LatestMet(asked.Demand).Microseconds)} THEN {(int)NoticeState.WindowOpen} ELSE {(int)NoticeState.Met} END"),
        ];
        return
            $"""
            WITH chose AS (
              SELECT number, bool_or(choice = {(int)Choice.Consented} AND purpose = {Sql.Text(purpose.Name)}) AS consented,
                min(since) FILTER (choice = {(int)Choice.Objected} AND purpose IN ({string.Join(", ", lineage.Select(Sql.Text))})) AS objected,
                min(since) FILTER (choice = {(int)Choice.Objected} AND purpose IN ({string.Join(", ", lostTo.Append("").Select(Sql.Text))})) AS lost
              FROM choices GROUP BY number),
            told AS (SELECT {string.Join(", ", told.Prepend("number"))} FROM served GROUP BY number)
            SELECT array_to_string(regions, ' '), count(*), {string.Join(", ", values.Select(value => $"({value})::INTEGER"))}
            FROM people LEFT JOIN chose USING (number) LEFT JOIN told USING (number)
            WHERE status = {(int)SubjectStatus.Active} GROUP BY ALL ORDER BY ALL
            """;
    }

    /// <summary>How many of the ages a birth has reached.</summary>
    private static string Reached(SubjectClasses classes, string birth, string unknown, Instant at) => classes.Ages.Thresholds.Count == 0 ? "0"
        : $"CASE WHEN {birth} IS NULL THEN {unknown} ELSE {string.Join(" + ", classes.Ages.Thresholds.Select(years => $"({birth} <= DATE '{BirthRange.LatestBirth(years, at.Date).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}')::INTEGER"))} END";

    /// <summary>The class of the start of an objection, counted from 1; 0 for none.</summary>
    private static string Start(SubjectClasses classes, string since) =>
        $"CASE WHEN {since} IS NULL THEN 0 ELSE {string.Join(" + ", classes.Objections.Boundaries.Select(cut => $"({since} >= {Number(cut.Microseconds)})::INTEGER").Prepend("1"))} END";

    /// <param name="values">Ages reached by the youngest and the oldest that they can be, consent, objection, lost objection, and a state for each demand.</param>
    private static int[] Profile(SubjectClasses classes, int[] values)
    {
        var (consented, objected, lost) = (values[2] != 0, values[3], values[4]);
        var choice = objected == 0 && lost > 0 ? classes.LostValue(lost - 1) : SubjectClasses.ChoiceValue(consented, objected);
        var (profile, next) = (new List<int> { AgeClasses.IndexOf(values[0], values[1]), choice }, 5);
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
