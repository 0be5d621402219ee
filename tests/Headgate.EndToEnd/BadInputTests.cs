using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Input that cannot be used ends a command with 2 and one message that says where, and nothing is written: no data set, nothing beside it, not a byte in the ledger's folder.</summary>
public sealed partial class BadInputTests(BadInputTests.Beginning beginning) : IClassFixture<BadInputTests.Beginning>, IDisposable
{
    private const string Policy =
        """
        headgate: 1
        policy: strict
        version: 1
        purposes: { train-generative-ai: { title: Train AI that writes } }
        content: [post]
        rules:
          - grant: consent
            basis: consent
        """;

    private const string Post = """{"record_id": "a", "author": "ann", "kind": "post"}""";
    private const string Member = """{"subject": "ann", "regions": ["GB"], "status": "active"}""";

    private readonly Place place = beginning.Copy();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("gate")]
    [InlineData("members")]
    [InlineData("choices")]
    [InlineData("publish")]
    public void a_missing_file(string command) => Refused(command, "nowhere.jsonl", "nowhere.jsonl");

    [Theory]
    [InlineData("gate", "jsonl")]
    [InlineData("gate", "csv")]
    [InlineData("gate", "parquet")]
    [InlineData("members", "jsonl")]
    [InlineData("members", "parquet")]
    [InlineData("choices", "csv")]
    public void an_empty_file(string command, string ending)
    {
        File.WriteAllBytes(place.In($"bad.{ending}"), []);
        Refused(command, $"bad.{ending}", "is empty");
    }

    [Theory]
    [InlineData("gate", 2)]
    [InlineData("gate", 100)]
    [InlineData("members", 2)]
    public void a_parquet_file_that_was_cut_short(string command, int part)
    {
        using (var duck = new DuckDBConnection("DataSource=:memory:"))
        {
            duck.Open();
            using var query = duck.CreateCommand();
            query.CommandText = $"COPY (SELECT 'r' || i AS record_id, 'ann' AS author, 'm' || i AS subject, 'post' AS kind, md5(i::VARCHAR) AS text FROM range(20000) t(i)) TO '{place.In("whole.parquet")}' (FORMAT parquet)";
            query.ExecuteNonQuery();
        }
        var whole = File.ReadAllBytes(place.In("whole.parquet"));
        File.WriteAllBytes(place.In("bad.parquet"), whole[..^(whole.Length / part)]);
        Refused(command, "bad.parquet", "bad.parquet");
    }

    [Fact]
    public void record_ids_that_stand_twice()
    {
        place.Write("bad.jsonl", [.. Enumerable.Range(0, 5000).Select(i => Post.Replace("\"a\"", $"\"r{i}\"", StringComparison.Ordinal)), Post.Replace("\"a\"", "\"r7\"", StringComparison.Ordinal)]);
        Assert.Equal("error: the record id `r7` stands twice: at row 8 of `bad.jsonl` and row 5001 of `bad.jsonl`", Refused("gate", "bad.jsonl", "r7"));
    }

    [Theory]
    [InlineData("gate", Post, "jsonl")]
    [InlineData("gate", Post, "csv")]
    [InlineData("members", Member, "jsonl")]
    [InlineData("choices", Member, "jsonl")]
    public void a_nul_byte(string command, string line, string ending)
    {
        place.Write($"bad.{ending}", line, line.Replace("ann", "a\0n", StringComparison.Ordinal));
        Refused(command, $"bad.{ending}", "NUL byte at line 2");
    }

    [Theory]
    [InlineData("gate", "jsonl")]
    [InlineData("gate", "csv")]
    [InlineData("members", "jsonl")]
    public void a_line_of_100_megabytes(string command, string ending)
    {
        using (var file = File.Create(place.In($"bad.{ending}")))
        {
            file.Write(Encoding.UTF8.GetBytes(ending == "csv" ? "record_id,author,text\na,ann," : $"{Member}\n{{\"record_id\": \"a\", \"author\": \"ann\", \"text\": \""));
            var block = new byte[1 << 20];
            block.AsSpan().Fill((byte)'x');
            for (var i = 0; i < 100; i++) file.Write(block);
            file.Write("\"}\n"u8);
        }
        Refused(command, $"bad.{ending}", $"bad.{ending}");
    }

    [Fact]
    public void a_line_that_is_not_json_after_many_that_are()
    {
        place.Write("bad.jsonl", [.. Enumerable.Range(0, 3000).Select(i => $$"""{"subject": "m{{i}}", "record_id": "r{{i}}", "author": "ann"}"""), "{\"subject\": \"m3001\", "]);
        foreach (var command in (string[])["gate", "members"]) Refused(command, "bad.jsonl", "bad.jsonl:3001:");
    }

    [Theory]
    [InlineData("content: [post]", "content: [post]\nlables: [group]", "policy.yaml:6:1: ", "lables")]
    [InlineData("basis: consent", "basis: consent\n    becuase: they said so", "policy.yaml:9:5: ", "becuase")]
    [InlineData("basis: consent", "basis: consnet", "policy.yaml:8:12: ", "consnet")]
    [InlineData("version: 1", "version: 1\neffective: 2025-02-30", "policy.yaml:4:12: ", "2025-02-30")]
    [InlineData("basis: consent", "basis: consent\n    not-before: 2025-13-01", "policy.yaml:9:17: ", "2025-13-01")]
    public void a_policy_with_an_unknown_word_or_a_date_that_does_not_exist(string right, string wrong, string where, string what)
    {
        place.Write("policy.yaml", Policy.Replace(right, wrong, StringComparison.Ordinal));
        Assert.StartsWith($"error: {where}", Refused("publish", "policy.yaml", $"`{what}`"), StringComparison.Ordinal);
        var before = Everything();
        Assert.Contains(where, place.Run("policy", "check", "policy.yaml").Ends(2).Output, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Theory]
    [InlineData("autor: author", "map.yaml:1:1: ", "autor")]
    [InlineData("created: { column: created, unit: min }", "map.yaml:1:35: ", "min")]
    public void a_map_with_an_unknown_word(string map, string where, string what)
    {
        place.Write("map.yaml", map);
        Assert.StartsWith($"error: {where}", Refused(["gate", "posts.jsonl", "--map", "map.yaml", "--purpose", Place.Purpose, "--out", "out", "--temp", "temp"], $"`{what}`"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--purpose", "train-generative-al")]
    [InlineData("--at", "2025-02-30")]
    [InlineData("--as-of", "99")]
    [InlineData("--format", "xml")]
    [InlineData("--memory", "much")]
    [InlineData("--map", "nowhere.yaml")]
    [InlineData("--out", "posts.jsonl")]
    public void an_option_whose_value_cannot_be_used(string option, string value)
    {
        string[] options = ["--purpose", Place.Purpose, "--out", "out", "--temp", "temp"];
        var at = Array.IndexOf(options, option);
        if (at >= 0) options[at + 1] = value;
        else options = [.. options, option, value];
        Refused(["gate", "posts.jsonl", .. options], value);
    }

    [Fact]
    public void what_is_refused_here_is_refused_for_what_is_wrong_with_it()
    {
        place.Run(Command("gate", "posts.jsonl")).Ends(0);
        place.Run(Command("members", "members.jsonl")).Ends(0);
        place.Run(Command("publish", "policy.yaml")).Ends(0);
    }

    private string Refused(string command, string file, string says) => Refused(Command(command, file), says);

    /// <summary>Runs what must be refused, for people and for programs, and returns the line that says why.</summary>
    private string Refused(string[] command, string says)
    {
        var before = Everything();
        var (_, output, errors) = place.Run(command).Ends(2);
        Assert.Equal("", output);
        Assert.Matches(OneMessage(), errors);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Equal(before, Everything());

        var json = place.Run([.. command, "--json"]).Ends(2).Json();
        Assert.Equal(errors.Split('\n')[0], $"error: {json.GetProperty("error").GetString()}");
        Assert.Equal(before, Everything());
        return errors.Split('\n')[0];
    }

    private static string[] Command(string command, string file) => command switch
    {
        "gate" => ["gate", file, "--purpose", Place.Purpose, "--out", "out", "--temp", "temp"],
        "publish" => ["policy", "publish", file],
        _ => [command, file],
    };

    /// <summary>What there is, hidden or not: folders by name, files by their bytes.</summary>
    private string Everything() => $"{place.Bytes(".")}\n{string.Join('\n', Directory.EnumerateDirectories(place.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Order(StringComparer.Ordinal))}";

    /// <summary>A ledger with a policy, made once and copied for each test.</summary>
    public sealed class Beginning : IDisposable
    {
        private readonly Place place = new();

        public Beginning()
        {
            place.Write("policy.yaml", Policy);
            place.Write("posts.jsonl", Post);
            place.Write("members.jsonl", Member);
            place.Do("init");
            place.Do("policy", "publish", "policy.yaml");
        }

        public void Dispose() => place.Dispose();

        internal Place Copy()
        {
            var copy = new Place();
            place.CopyTo(copy.Path);
            // For temporary files, to see that nothing stays there either.
            Directory.CreateDirectory(copy.In("temp"));
            return copy;
        }
    }

    [GeneratedRegex(@"\Aerror: [^\n]+\n(  help: [^\n]+\n)?\z")]
    private static partial Regex OneMessage();
}
