using System.Globalization;

namespace Headgate.Gate;

/// <summary>What time alone changes between two instants under the same policy and suspensions.</summary>
public sealed class Drift
{
    private readonly DecisionTable before;
    private readonly DecisionTable now;

    private Drift(DecisionTable before, DecisionTable now) => (this.before, this.now) = (before, now);

    /// <returns>Null where the same classes lead to other verdicts at the two instants: a rule begins or ends in between. Else only into which class of age or notice somebody falls can differ.</returns>
    public static Drift? Between(Terms before, Terms now)
    {
        var drift = new Drift(DecisionTable.Compile(before), DecisionTable.Compile(now));
        return drift.LeavesTableAlone() ? drift : null;
    }

    private bool LeavesTableAlone() =>
        before.Codes.SequenceEqual(now.Codes)
        && (before.SubjectCodes, before.RecordCodes, before.PairCodes) == (now.SubjectCodes, now.RecordCodes, now.PairCodes)
        && before.Reasons.All.Select(reason => (reason.Text, reason.Rank)).SequenceEqual(now.Reasons.All.Select(reason => (reason.Text, reason.Rank)))
        && IsoCountries.Codes.All(code => before.Subjects.RegionClass(code) == now.Subjects.RegionClass(code))
        && before.Subjects.Ages.Thresholds.SequenceEqual(now.Subjects.Ages.Thresholds)
        && before.Pairs.Ages.Thresholds.SequenceEqual(now.Pairs.Ages.Thresholds)
        && before.Subjects.Notices.Select(notice => (notice.Notice, notice.Demands.Count)).SequenceEqual(now.Subjects.Notices.Select(notice => (notice.Notice, notice.Demands.Count)));

    /// <summary>The people whose age or window may have come into another class: rather too many than one too few.</summary>
    /// <param name="most">Beyond so many, the first of them.</param>
    public IReadOnlyCollection<string> Among(string snapshot, Bounds bounds, int most)
    {
        using var duck = new DuckSession(bounds, [], [snapshot]);
        StandingTables.Open(duck, snapshot);
        List<string> conditions = [];
        foreach (var age in now.Subjects.Ages.Thresholds)
        {
            var (from, to) = (before.Terms.At.Date.AddDays(-2).AddYears(-age), now.Terms.At.Date.AddDays(2).AddYears(-age));
            foreach (var column in new[] { "birth_earliest", "birth_latest" })
                conditions.Add(string.Create(CultureInfo.InvariantCulture, $"{column} BETWEEN DATE '{from:yyyy-MM-dd}' AND DATE '{to:yyyy-MM-dd}'"));
        }
        var windows = now.Subjects.Notices.Zip(before.Subjects.Notices).SelectMany(pair => pair.First.Demands.Zip(pair.Second.Demands).Select(demands => string.Create(
            CultureInfo.InvariantCulture,
            $"notice = {Sql.Text(pair.First.Notice.Notice)} AND version = {pair.First.Notice.Version} AND time BETWEEN {pair.Second.LatestMet(demands.Second).Microseconds} AND {pair.First.LatestMet(demands.First).Microseconds}"))).ToList();
        if (windows.Count > 0) conditions.Add($"number IN (SELECT number FROM served WHERE {string.Join(" OR ", windows)})");
        return conditions.Count == 0
            ? []
            : duck.Rows(string.Create(CultureInfo.InvariantCulture, $"SELECT subject FROM people WHERE {string.Join(" OR ", conditions)} LIMIT {most + 1}"), reader => reader.GetString(0));
    }
}
