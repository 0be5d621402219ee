using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headgate.Engine;
using Headgate.Stores;
using Microsoft.Data.Sqlite;

namespace Headgate.Benchmarks.Ledger;

/// <summary>Appending statements beside inserting the same bytes into one bare table: a prepared statement, one transaction, the same durability.</summary>
internal static class LedgerBenchmark
{
    public static int Run(Options options)
    {
        var statements = options.Number("statements", 1_000_000);
        var ratios = new List<double>();
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            using var temp = new TempFolder();
            var (bare, ours) = (Bare(Path.Combine(temp.Path, "bare.db"), statements), Append(Path.Combine(temp.Path, "ledger"), statements));
            ratios.Add(ours / bare);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"bare insert {bare:0.00} s ({statements / bare:N0}/s) · append {ours:0.00} s ({statements / ours:N0}/s) · {ours / bare:0.00} times the bare insert"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in the middle: {ratios.Order().ElementAt(ratios.Count / 2):0.00}"));
        return 0;
    }

    private static double Append(string folder, int statements)
    {
        using var ledger = SqliteLedger.Create(folder);
        var now = Instant.FromDate(new(2025, 9, 18));
        var clock = Stopwatch.StartNew();
        ledger.Append(Enumerable.Range(0, statements).Select(Statement), now, now);
        return clock.Elapsed.TotalSeconds;
    }

    private static NewStatement Statement(int number) => new(new ChoiceMade(Subject(number), "train-generative-ai", Choice.Objected, "settings"));

    private static SubjectId Subject(int number) => SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{number:D7}"))!.Value;

    private static double Bare(string path, int statements)
    {
        using var database = new SqliteConnection($"Data Source={path}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE statement(position INTEGER PRIMARY KEY, subject TEXT NOT NULL, recorded_at INTEGER NOT NULL, body BLOB NOT NULL) STRICT";
        command.ExecuteNonQuery();
        var body = Encoding.UTF8.GetBytes("""{"at":"2025-09-18T00:00:00.000000Z","channel":"settings","choice":"objected","purpose":"train-generative-ai","subject":"m0000000"}""");
        RandomNumberGenerator.Fill(body.AsSpan(0, 8));
        var clock = Stopwatch.StartNew();
        using var transaction = database.BeginTransaction();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO statement VALUES (@position, @subject, @at, @body)";
        var position = command.Parameters.Add("@position", SqliteType.Integer);
        var subject = command.Parameters.Add("@subject", SqliteType.Text);
        command.Parameters.AddWithValue("@at", 1_758_153_600_000_000L);
        command.Parameters.AddWithValue("@body", body);
        command.Prepare();
        for (var i = 0; i < statements; i++)
        {
            position.Value = (long)i;
            subject.Value = Subject(i).Value;
            command.ExecuteNonQuery();
        }
        transaction.Commit();
        return clock.Elapsed.TotalSeconds;
    }
}
