using Headgate.Engine;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>Content as it lies about: in partitions, nested, in many files of different columns; and data sets cut as they are asked for.</summary>
public sealed class AnyInputTests : IDisposable
{
    private readonly Workplace place = new();

    public AnyInputTests()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo"));
    }

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("parquet")]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public void folders_that_are_named_key_equals_value_tell_columns(string ending)
    {
        foreach (var (folder, i) in ((string[])["kind=post/visibility=public", "kind=post/visibility=private", "kind=essay/visibility=public", "kind=post/visibility=__HIVE_DEFAULT_PARTITION__", "kind=p%6Fst/visibility=public"]).Select((folder, i) => (folder, i)))
        {
            Directory.CreateDirectory(place.In($"lake/{folder}"));
            Write($"lake/{folder}/{i}.{ending}", $"SELECT 'r{i}' AS record_id, 'ann' AS author");
        }
        string[] expected = ["unknown-content-kind", "granted:interest", "granted:interest", "no-grant", "no-grant"];
        string[] given = [.. expected.Order(StringComparer.Ordinal)];
        Assert.Equal(given, place.Reasons(place.Gate([place.In("lake")], "out")).Order(StringComparer.Ordinal));
        Assert.Equal(given, place.Reasons(place.Gate([place.In($"lake/**/*.{ending}")], "globbed")).Order(StringComparer.Ordinal));
        Assert.Equal(["granted:interest"], place.Reasons(place.Gate([place.In($"lake/kind=post/*=public/?.{ending}")], "some")));
        Assert.Equal(["post", "public"], Rows($"SELECT kind, visibility FROM read_parquet('{place.In("some/eligible")}/*.parquet')")[0]);
    }

    [Fact]
    public void a_column_of_the_file_stands_before_one_of_its_path()
    {
        Directory.CreateDirectory(place.In("kind=post"));
        Write("kind=post/a.parquet", "SELECT 'a' AS record_id, 'ann' AS author, 'essay' AS kind, 'public' AS visibility");
        Assert.Equal(["unknown-content-kind"], place.Reasons(place.Gate([place.In("kind=post/a.parquet")], "out")));
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("jsonl")]
    public void a_map_reads_fields_within_columns(string ending)
    {
        Write($"a.{ending}", "SELECT {'id': 'a', 'by': {'id': 'ann'}} AS post, {'scope': 'public'} AS meta, [{'id': 1}] AS seen UNION ALL SELECT {'id': 'b', 'by': {'id': NULL}}, {'scope': 'public'}, NULL UNION ALL SELECT {'id': 'c', 'by': {'id': 'ann'}}, NULL, NULL");
        var map = place.Write("map.yaml", "id: post.id", "author: post.by.id", "visibility: meta.scope", "content: { constant: post }");
        Assert.Equal(["granted:interest", "unknown-subject", "no-grant"], place.Reasons(place.Gate([place.In($"a.{ending}")], "out", map: map)));
        var wrong = place.Write("wrong.yaml", "id: post.id", "author: post.by.name");
        Assert.Contains("no column `post.by.name`", Assert.Throws<BadInputException>(() => place.Gate([place.In($"a.{ending}")], "no", map: wrong)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("jsonl")]
    public void people_in_a_list_of_structures_are_others(string ending)
    {
        Write($"a.{ending}",
            """
            SELECT * FROM (VALUES
              ('all-known', [{'id': 'ann', 'at': 1}, {'id': 'bo', 'at': 2}]), ('a-stranger', [{'id': 'bo', 'at': 1}, {'id': 'nobody', 'at': 2}]), ('nobody-else', []),
              ('one-unnamed', [{'id': 'bo', 'at': 1}, {'id': NULL, 'at': 2}]), ('a-null-in-it', [NULL, {'id': 'bo', 'at': 1}]), ('a-null', NULL)) t(record_id, mentions),
              (SELECT 'ann' AS author, 'post' AS kind, 'public' AS visibility)
            """);
        var map = place.Write("map.yaml", "others: mentions.id");
        Assert.Equal(
            ["granted:interest", "unknown-subject", "granted:interest", "unknown-subject", "unknown-subject", "unknown-subject"],
            place.Reasons(place.Gate([place.In($"a.{ending}")], "out", map: map)));
        Assert.Equal(place.Reasons(place.Gate([place.In($"a.{ending}")], "traced", map: map, withSubjects: true)), place.Reasons(place.Gate([place.In($"a.{ending}")], "again", map: map)));
    }

    [Fact]
    public void a_list_where_one_value_is_meant_makes_a_record_malformed()
    {
        Write("a.parquet", "SELECT 'a' AS record_id, [{'id': 'ann'}] AS people, 'post' AS kind, 'public' AS visibility");
        Assert.Equal(["malformed-record"], place.Reasons(place.Gate([place.In("a.parquet")], "out", map: place.Write("map.yaml", "author: people.id"))));
    }

    [Fact]
    public void lists_are_followed_on_any_level_of_a_line()
    {
        string[] lines =
        [
            """{"record_id":"a","author":"ann","kind":"post","visibility":"public","talk":{"people":[{"who":{"id":"bo"}}]}}""",
            """{"record_id":"b","author":"ann","kind":"post","visibility":"public","talk":[{"people":[{"who":{"id":"bo"}},{"who":{"id":"nobody"}}]}]}""",
            """{"record_id":"c","author":"ann","kind":"post","visibility":"public","talk":{"people":[{"who":"bo"}]}}""",
            """{"record_id":"d","author":"ann","kind":"post","visibility":"public"}""",
        ];
        var reasons = place.Reasons(place.Gate([place.Write("a.jsonl", lines)], "out", map: place.Write("map.yaml", "others: talk.people.who.id")));
        Assert.Equal("granted:interest", reasons[0]);
        Assert.DoesNotContain("granted:interest", reasons[1..3]);
        Assert.Equal("granted:interest", reasons[3]);
    }

    [Fact]
    public void a_column_that_one_of_several_files_lacks_denies_as_unknown_or_is_remarked_upon()
    {
        Write("a.parquet", "SELECT 'a' AS record_id, 'ann' AS author, 'post' AS kind, 'public' AS visibility, ['nobody'] AS other_people");
        Write("b.parquet", "SELECT 'b' AS record_id, 'ann' AS author, 'post' AS kind, 1 AS more");
        Write("c.parquet", "SELECT 'c' AS record_id, 'ann' AS author, 'post' AS kind, 'public' AS visibility");
        var outcome = place.Gate([place.In("a.parquet"), place.In("b.parquet"), place.In("c.parquet")], "out");
        Assert.Equal(["unknown-subject", "no-grant", "granted:interest"], place.Reasons(outcome));
        Assert.Contains("2 files have no column `other_people`", Assert.Single(outcome.Remarks), StringComparison.Ordinal);
        Assert.Contains("no column <code>other_people</code>", File.ReadAllText(place.In("out/report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void a_line_that_lacks_a_key_states_nothing_and_a_null_is_unknown_whatever_file_it_lies_in()
    {
        string[] lines = [Workplace.Post("a", "ann").Replace("\"other_people\": [], ", "", StringComparison.Ordinal), Workplace.Post("b", "ann", "null"), Workplace.Post("c", "ann", "[\"bo\"]")];
        string[] expected = ["granted:interest", "unknown-subject", "granted:interest"];
        Assert.Equal(expected, place.Reasons(place.Gate([place.Write("all.jsonl", lines)], "all")));
        Assert.Equal(expected, place.Reasons(place.Gate([.. lines.Select((line, i) => place.Write($"{i}.jsonl", line))], "split")));
    }

    [Fact]
    public void files_are_cut_to_size_and_row_groups_to_rows()
    {
        Write("a.parquet", "SELECT 'r' || i AS record_id, CASE WHEN i % 3 = 0 THEN 'nobody' ELSE 'ann' END AS author, 'post' AS kind, 'public' AS visibility, md5(i::VARCHAR) || sha256(i::VARCHAR) AS text FROM range(60000) t(i)");
        place.Gate([place.In("a.parquet")], "whole");
        var outcome = place.Gate([place.In("a.parquet")], "cut", shape: new(2048, 1_000_000));
        var parts = Directory.EnumerateFiles(place.In("cut/eligible")).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(parts.Count, 2, 10);
        Assert.All(parts, part => Assert.InRange(new FileInfo(part).Length, 100_000, 1_500_000));
        Assert.Equal(40_000, outcome.Manifest.Counts.Kept);
        string Read(string folder) => string.Join(' ', Rows($"SELECT string_agg(record_id, ',' ORDER BY filename, file_row_number) FROM read_parquet('{place.In(folder)}/eligible/*.parquet', filename=true, file_row_number=true)")[0]);
        Assert.Equal(Read("whole"), Read("cut"));
        Assert.InRange(int.Parse(Rows($"SELECT max(row_group_num_rows) FROM parquet_metadata('{parts[0]}')")[0][0], System.Globalization.CultureInfo.InvariantCulture), 1, 2048);
    }

    [Fact]
    public void an_interrupted_run_of_many_files_leaves_its_finished_files_to_the_next()
    {
        string[] posts = [.. Enumerable.Range(0, 3).Select(i => place.Write($"{i}.jsonl", Workplace.Post($"a{i}", "ann"), Workplace.Post($"b{i}", "nobody")))];
        place.Gate(posts, "fresh");
        var interrupted = Assert.Throws<GateInterruptedException>(() => place.Gate(posts, "out", work: (folder, report, cancellation) =>
        {
            GateWorker.Run(folder, report, cancellation);
            throw new OperationCanceledException();
        }));
        Assert.Contains("3 finished files are kept", interrupted.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.In("out")));
        // As if that process were gone.
        var left = Directory.EnumerateDirectories(Path.GetDirectoryName(place.In("out"))!, ".out.*").Single();
        var died = place.In(".out.2000000000.partial");
        Directory.Move(left, died);
        foreach (var part in Directory.EnumerateFiles(Path.Combine(died, "eligible"))) File.SetLastWriteTimeUtc(part, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var damaged = Path.Combine(died, "eligible/part-00001.parquet");
        var bytes = File.ReadAllBytes(damaged);
        bytes[10] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        place.Gate(posts, "out");
        Assert.Equal([true, false, true], Directory.EnumerateFiles(place.In("out/eligible")).Order(StringComparer.Ordinal).Select(file => File.GetLastWriteTimeUtc(file).Year == 2001));
        static bool IsData(string file) => file.StartsWith("eligible", StringComparison.Ordinal) || file.StartsWith("denied", StringComparison.Ordinal);
        Assert.Equal(place.Bytes("fresh", IsData), place.Bytes("out", IsData));
        Assert.False(File.Exists(place.In("out/parts.jsonl")));
        Assert.Empty(Directory.EnumerateDirectories(Path.GetDirectoryName(place.In("out"))!, ".out.*"));
    }

    [Fact]
    public void input_that_vanishes_once_the_run_has_begun_ends_it()
    {
        var posts = place.Write("posts.jsonl", Workplace.Post("a", "ann"));
        var refusal = Assert.Throws<BadInputException>(() => place.Gate([posts], "out", work: (folder, report, cancellation) =>
        {
            File.Delete(posts);
            return GateWorker.Run(folder, report, cancellation);
        }));
        Assert.Contains("posts.jsonl", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.In("out")));
        Assert.Empty(place.LeftOvers());
    }

    private void Write(string name, string query)
    {
        using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("scratch")).FullName), [place.In(name)], []);
        duck.Execute($"COPY ({query}) TO {Sql.Text(place.In(name))} (FORMAT {(name.EndsWith("jsonl", StringComparison.Ordinal) ? "json" : Path.GetExtension(name)[1..])})");
    }

    private List<string[]> Rows(string query)
    {
        using var duck = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetValue(i)}")]);
        return rows;
    }
}
