using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Headgate.Tests;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Files that are damaged, strange or made to do harm: each is read whole or refused by its name; nothing is let through, and nothing half-done is left.</summary>
/// <remarks>More mutations than a quick test makes: <c>HEADGATE_MUTANTS=1000</c>.</remarks>
public sealed partial class HostileCorpusTests(HostileCorpusTests.Beginning beginning) : IClassFixture<HostileCorpusTests.Beginning>
{
    private const int Records = 300;

    private static int Mutants => int.TryParse(Environment.GetEnvironmentVariable("HEADGATE_MUTANTS"), out var count) ? count : 6;

    private readonly Place place = beginning.Place;

    [Theory]
    [InlineData("data/parquet-testing/data", "*.parquet")]
    [InlineData("data/parquet-testing/bad_data", "*.parquet")]
    public void what_others_test_their_readers_with(string folder, string pattern)
    {
        var files = Directory.EnumerateFiles(Shared.Need(folder), pattern).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        var refused = 0;
        while (files.Count > 0)
        {
            var ran = place.Run(["gate", .. files, "--purpose", Place.Purpose, "--out", "corpus", "--json"]);
            if (ran.Code == 0)
            {
                Assert.Equal(0, ran.Json().GetProperty("kept").GetInt64());
                place.Run("verify", "corpus").Ends(0);
                Directory.Delete(place.In("corpus"), recursive: true);
                return;
            }
            // Whoever is named is at fault: without it the others are read.
            Assert.Equal(2, ran.Code);
            var named = files.Where(file => ran.Errors.Contains(file, StringComparison.Ordinal)).MaxBy(file => file.Length);
            Assert.True(named is not null, $"no file is named: {ran.Errors}");
            Assert.Matches(OneMessage(), ran.Errors);
            NothingIsLeft("corpus");
            files.Remove(named);
            refused++;
            Assert.True(refused < 60, "nearly every file is refused");
        }
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("jsonl.gz")]
    public void mutations_of_a_good_file(string ending)
    {
        var good = File.ReadAllBytes(beginning.Good(ending));
        var read = 0;
        Parallel.For(0, Mutants, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var name = $"mutant-{seed}.{ending}";
            File.WriteAllBytes(place.In(name), Mutate(good, new Random(seed)));
            var ran = place.Run("gate", name, "--purpose", Place.Purpose, "--out", $"{name}.set", "--json");
            Assert.True(ran.Code is 0 or 2, $"{name}: {ran.Code}\n{ran.Errors}");
            if (ran.Code == 2)
            {
                Assert.True(ran.Errors.Contains(name, StringComparison.Ordinal), $"{name} is not named: {ran.Errors}");
                Assert.Matches(OneMessage(), ran.Errors);
                NothingIsLeft($"{name}.set");
                return;
            }
            Interlocked.Increment(ref read);
            place.Run("verify", $"{name}.set").Ends(0);
            var said = ran.Json();
            Assert.Equal(said.GetProperty("input").GetInt64(), said.GetProperty("kept").GetInt64() + said.GetProperty("dropped").GetInt64());
            if (said.GetProperty("kept").GetInt64() > 0) Assert.All(Authors($"{name}.set", ending), author => Assert.Equal("ann", author));
            Directory.Delete(place.In($"{name}.set"), recursive: true);
            File.Delete(place.In(name));
        });
    }

    private List<string> Authors(string dataSet, string ending)
    {
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"SELECT DISTINCT author::VARCHAR FROM read_parquet('{place.In(dataSet)}/eligible/*.parquet')";
        using var reader = command.ExecuteReader();
        var authors = new List<string>();
        while (reader.Read()) authors.Add(reader.GetString(0));
        Assert.NotEmpty(ending);
        return authors;
    }

    private void NothingIsLeft(string name)
    {
        Assert.False(Path.Exists(place.In(name)));
        Assert.Empty(Directory.EnumerateDirectories(place.Path, $".{name}.*"));
    }

    /// <summary>Flips, overwrites, removes, repeats or cuts off some bytes.</summary>
    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 1 << random.Next(1, 9)), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: for (var i = 0; i < length; i++) bytes[at + i] = (byte)random.Next(256); break;
                case 2: for (var i = 0; i < length; i++) bytes[at + i] = 0xff; break;
                case 3: if (bytes.Count > length) bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                // The footer of a Parquet file is where most harm can be done.
                default: bytes[Math.Max(0, bytes.Count - 1 - random.Next(600))] ^= (byte)random.Next(1, 256); break;
            }
        }
        return [.. bytes];
    }

    [GeneratedRegex(@"\Aerror: [^\n]+\n  help: [^\n]+\n\z")]
    private static partial Regex OneMessage();

    /// <summary>A ledger in which only Ann may be used, and a good file of each format.</summary>
    public sealed class Beginning : IDisposable
    {
        private const string Policy =
            """
            headgate: 1
            policy: hostile
            version: 1
            purposes: { train-generative-ai: { title: Train AI that writes } }
            content: [post]
            rules:
              - grant: agreed
                basis: consent
            """;

        public Beginning()
        {
            Place.Write("policy.yaml", Policy);
            Place.Write("members.jsonl", """{"subject": "ann", "regions": ["US"], "status": "active"}""", """{"subject": "bo", "regions": ["US"], "status": "active"}""");
            Place.Write("choices.jsonl", """{"subject": "ann", "purpose": "train-generative-ai", "choice": "consented"}""");
            Place.Do("init");
            Place.Do("policy", "publish", "policy.yaml");
            Place.Do("members", "members.jsonl");
            Place.Do("choices", "choices.jsonl");
            using var duck = new DuckDBConnection("DataSource=:memory:");
            duck.Open();
            using var command = duck.CreateCommand();
            var rows = $"SELECT 'r' || i AS record_id, CASE WHEN i % 3 = 0 THEN 'bo' ELSE 'ann' END AS author, 'post' AS kind, CASE WHEN i % 5 = 0 THEN '[\"bo\"]' ELSE '[]' END AS other_people, md5(i::VARCHAR) AS text FROM range({Records}) t(i)";
            command.CommandText =
                $"COPY (SELECT * REPLACE (from_json(other_people, '[\"VARCHAR\"]') AS other_people) FROM ({rows})) TO '{Good("parquet")}' (FORMAT parquet, ROW_GROUP_SIZE 2048); " +
                $"COPY (SELECT * REPLACE (from_json(other_people, '[\"VARCHAR\"]') AS other_people) FROM ({rows})) TO '{Good("jsonl")}' (FORMAT json); COPY ({rows}) TO '{Good("csv")}' (FORMAT csv, HEADER)";
            command.ExecuteNonQuery();
            using var packed = new System.IO.Compression.GZipStream(File.Create(Good("jsonl.gz")), System.IO.Compression.CompressionLevel.Fastest);
            packed.Write(File.ReadAllBytes(Good("jsonl")));
        }

        internal Place Place { get; } = new();

        public string Good(string ending) => Place.In($"good.{ending}");

        public void Dispose() => Place.Dispose();
    }
}
