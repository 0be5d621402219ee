using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>People of a snapshot whom nothing tells apart: the class of their age, of their choice and of each notice, and the regions that they claim.</summary>
internal sealed record PeopleGroup(int[] Profile, IReadOnlyList<string> Regions, long Count);

/// <summary>Counts everybody in a snapshot by what policies can tell apart. Whoever is not active, or claims a region that is not understood, or none, is left out: no policy allows them.</summary>
internal static class PeopleCensus
{
    public static IReadOnlyList<PeopleGroup> Count(string snapshot, Bounds bounds, SubjectClasses classes, Purpose purpose, IReadOnlyList<string> lostTo, Instant at)
    {
        using var duck = new DuckSession(bounds, [], [snapshot]);
        StandingTables.Open(duck, snapshot);
        var (of, profiles) = PeopleReading.Profiles(duck, classes, purpose, lostTo, at.Date);
        DuckFunction.Register(duck.Connection, "headgate_profile", DuckDBType.Integer, [DuckDBType.Integer], call =>
        {
            var (numbers, results) = (call.Argument(0), call.Result);
            for (var row = 0; row < call.Rows; row++) results.Set(row, of[numbers.Get<int>(row)]);
        });
        return [.. duck.Rows(
            "SELECT headgate_profile(number) AS profile, array_to_string(regions, ' ') AS claimed, count(*) FROM people GROUP BY ALL ORDER BY ALL",
            reader => (Profile: reader.GetInt32(0), Regions: reader.GetString(1).Split(' '), Count: reader.GetInt64(2)))
            .Where(group => profiles[group.Profile] is not null && group.Regions.All(IsoCountries.Codes.Contains))
            .Select(group => new PeopleGroup(profiles[group.Profile]!, group.Regions, group.Count))];
    }
}
