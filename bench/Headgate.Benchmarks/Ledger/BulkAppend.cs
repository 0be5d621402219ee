using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headgate.Engine;
using Headgate.Stores;
using Microsoft.Data.Sqlite;

namespace Headgate.Benchmarks.Ledger;

/// <summary>Appending statements beside inserting the same bytes into one bare table: a prepared statement, batches of the same size, the same durability.</summary>
internal static class BulkAppend
{
    public static int Run(Options options)
    {
        var (statements, batch) = (options.Number("statements", 1_000_000), options.Number("batch", 20_000));
        var ratios = new List<double>();
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            using var temp = new TempFolder(options.Text("work", "") is { Length: > 0 } work ? work : null);
            var (bare, ours) = (Bare(Path.Combine(temp.Path, "bare.db"), statements, batch), Append(Path.Combine(temp.Path, "ledger"), statements, batch));
            ratios.Add(bare / ours);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"bare insert {bare:0.00} s ({statements / bare:N0}/s) · append {ours:0.00} s ({statements / ours:N0}/s) · {bare / ours:0.000} of the bare rate"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in the middle: {ratios.Order().ElementAt(ratios.Count / 2):0.000}"));
        return 0;
    }

    private static double Append(string folder, int statements, int batch)
    {
        var now = Instant.FromDate(new(2025, 9, 18));
        Stopwatch clock;
        using (var ledger = SqliteLedger.Create(folder))
        {
            clock = Stopwatch.StartNew();
            foreach (var part in Enumerable.Range(0, statements).Chunk(batch)) ledger.AppendAsync([.. part.Select(Statement)], now).GetAwaiter().GetResult();
        }
        // closing publishes the rest
        return clock.Elapsed.TotalSeconds;
    }

    private static NewStatement Statement(int number) => new(new ChoiceMade(Subject(number), "train-generative-ai", Choice.Objected, "settings"));

    private static SubjectId Subject(int number) => SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{number:D7}"))!.Value;

    private static double Bare(string path, int statements, int batch)
    {
        using var database = new SqliteConnection($"Data Source={path}");
        database.Open();
        using (var setup = database.CreateCommand())
        {
            setup.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE statement(position INTEGER PRIMARY KEY, subject TEXT NOT NULL, recorded_at INTEGER NOT NULL, body BLOB NOT NULL) STRICT";
            setup.ExecuteNonQuery();
        }
        var body = Encoding.UTF8.GetBytes("""{"kind":"choice","effective_at":"2025-09-18T00:00:00.000000Z","subject":"m0000000","purpose":"train-generative-ai","choice":"objected","channel":"settings"}""");
        RandomNumberGenerator.Fill(body.AsSpan(0, 8));
        var clock = Stopwatch.StartNew();
        using var insert = database.CreateCommand();
        insert.CommandText = "INSERT INTO statement VALUES (@position, @subject, @at, @body)";
        var position = insert.Parameters.Add("@position", SqliteType.Integer);
        var subject = insert.Parameters.Add("@subject", SqliteType.Text);
        insert.Parameters.AddWithValue("@at", 1_758_153_600_000_000L);
        insert.Parameters.AddWithValue("@body", body);
        foreach (var part in Enumerable.Range(0, statements).Chunk(batch))
        {
            using var transaction = database.BeginTransaction();
            insert.Transaction = transaction;
            insert.Prepare();
            foreach (var i in part)
            {
                position.Value = (long)i;
                subject.Value = Subject(i).Value;
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        return clock.Elapsed.TotalSeconds;
    }
}
