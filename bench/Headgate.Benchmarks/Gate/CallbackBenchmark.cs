using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Headgate.Engine;

namespace Headgate.Benchmarks.Gate;

/// <summary>The same filter as curation pipelines write it: a function that is called for every record and says whether to keep it. The people are in a dictionary beforehand.</summary>
internal static class CallbackBenchmark
{
    private const int Records = 1_000_000;

    public static void Run(World world, Session session, string purpose)
    {
        var moment = session.MomentOf(null, null);
        var table = DecisionTable.Compile(session.TermsOf(purpose, moment));
        using var duck = new DuckDBConnection("DataSource=:memory:;threads=2;memory_limit=1GB");
        duck.Open();
        var people = People(duck, session, world, moment);
        using var command = duck.CreateCommand();
        command.CommandText = $"SELECT record_id, author, kind, visibility, service, epoch_us(created), text FROM read_parquet('{world.Content}') LIMIT {Records}";
        command.UseStreamingMode = true;
        var clock = Stopwatch.StartNew();
        var (kept, bytes) = (0, 0L);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var record = new Record
            {
                Id = reader.GetString(0),
                Author = SubjectId.From(reader.GetString(1)),
                Kind = reader.GetString(2),
                Visibility = reader.GetString(3),
                Service = reader.GetString(4),
                Labels = [],
                Created = Instant.FromMicroseconds(reader.GetInt64(5)),
            };
            if (!Keep(record)) continue;
            kept++;
            bytes += reader.GetString(6).Length;
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"a callback for each of {Records:N0} records, nothing written: {Records / clock.Elapsed.TotalSeconds / 1e6:0.00} M records/s; kept {100.0 * kept / Records:0.0} % ({bytes / 1e6:0} MB)"));

        bool Keep(Record record) =>
            people.TryGetValue(record.Author!.Value.Value, out var standing) && standing.Regions.Count > 0 && standing.Regions.All(region => table.Decide(standing, region, record).Allows);
    }

    /// <summary>The authors of those records.</summary>
    private static Dictionary<string, Standing> People(DuckDBConnection duck, Session session, World world, Moment moment)
    {
        using var command = duck.CreateCommand();
        command.CommandText = $"SELECT DISTINCT author FROM (SELECT author FROM read_parquet('{world.Content}') LIMIT {Records})";
        using var reader = command.ExecuteReader();
        var people = new Dictionary<string, Standing>(StringComparer.Ordinal);
        while (reader.Read())
            if (SubjectId.From(reader.GetString(0)) is { } subject && StandingFold.At(session.Store.Of(subject, moment.AsOf), moment.At) is { } standing)
                people[subject.Value] = standing;
        return people;
    }
}
