using System.Text;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>Input that cannot be used: one message that says where, and nothing written.</summary>
public sealed class GateBadInputTests : IDisposable
{
    private readonly Workplace place = new();

    public GateBadInputTests()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("7"), Workplace.Member("123456789012345678901234567890"));
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void a_missing_file_is_named()
    {
        Assert.Contains("there is no file", Refused(place.In("nowhere.jsonl")), StringComparison.Ordinal);
        Assert.Contains("there is no file", Refused(place.In("no-folder/*.jsonl")), StringComparison.Ordinal);
        Directory.CreateDirectory(place.In("hollow"));
        Assert.Contains("no content lies in", Refused(place.In("hollow")), StringComparison.Ordinal);
        Assert.Contains("not known by its name", Refused(place.Write("posts.txt", "a")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.csv")]
    [InlineData("a.parquet")]
    [InlineData("a.jsonl.gz")]
    [InlineData("a.csv.zst")]
    public void an_empty_file_is_refused(string name)
    {
        File.WriteAllBytes(place.In(name), []);
        Assert.Contains("is empty", Refused(place.In(name)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jsonl.gz")]
    [InlineData("a.jsonl.zst")]
    public void a_compressed_file_that_holds_nothing_is_refused(string name) => Assert.Contains("is empty", Refused(place.Write(name)), StringComparison.Ordinal);

    [Theory]
    [InlineData("\n\n  \n")]
    [InlineData(" ")]
    public void a_file_of_blank_lines_holds_no_records(string text) => Refused(Bytes("a.jsonl", Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(9, 10)]
    [InlineData(-1, 1)]
    [InlineData(-9, 1)]
    public void a_truncated_parquet_file_is_refused(int numerator, int denominator)
    {
        var whole = File.ReadAllBytes(Parquet("whole.parquet", "SELECT 'r' || i AS record_id, 'ann' AS author, 'post' AS kind, md5(i::VARCHAR) AS text FROM range(5000) t(i)"));
        Refused(Bytes("cut.parquet", whole[..(numerator < 0 ? whole.Length + numerator : whole.Length * numerator / denominator)]));
    }

    [Fact]
    public void a_parquet_file_with_a_damaged_page_is_refused_or_read_but_never_in_part()
    {
        var whole = File.ReadAllBytes(Parquet("whole.parquet", "SELECT 'r' || i AS record_id, 'ann' AS author, 'post' AS kind, md5(i::VARCHAR) AS text FROM range(5000) t(i)"));
        Array.Fill(whole, (byte)0xff, whole.Length / 3, 64);
        var path = Bytes("damaged.parquet", whole);
        try
        {
            Assert.Equal(5000, place.Gate([path], "out").Manifest.Counts.Input);
        }
        catch (BadInputException)
        {
            Refused(path);
        }
    }

    [Theory]
    [InlineData("a.jsonl.gz")]
    [InlineData("a.jsonl.zst")]
    [InlineData("a.csv.gz")]
    [InlineData("a.csv.zst")]
    public void a_compressed_file_that_was_cut_short_is_refused(string name)
    {
        string[] lines = name.Contains("csv", StringComparison.Ordinal)
            ? ["record_id,author,text", .. Enumerable.Range(0, 3000).Select(i => $"r{i},ann,{Noise(i)}")]
            : [.. Enumerable.Range(0, 3000).Select(i => Workplace.Post($"r{i}", $"ann{Noise(i)}"))];
        var whole = File.ReadAllBytes(place.Write(name, lines));
        foreach (var length in (int[])[whole.Length / 2, whole.Length - 1, 10]) Refused(Bytes(name, whole[..length]));
        Refused(Bytes(name, [.. whole[..(whole.Length / 2)], .. new byte[200], .. whole[(whole.Length / 2 + 200)..]]));
    }

    [Fact]
    public void a_repeated_record_id_is_refused_and_both_its_places_are_named()
    {
        var one = place.Write("one.jsonl", Workplace.Post("a", "ann"), Workplace.Post("b", "ann"), Workplace.Post("a", "7"));
        var message = Refused(one);
        Assert.Contains("`a`", message, StringComparison.Ordinal);
        Assert.Contains("row 1 of", message, StringComparison.Ordinal);
        Assert.Contains("row 3 of", message, StringComparison.Ordinal);
        var two = place.Write("two.csv", "record_id,author,kind", "c,ann,post", "b,ann,post");
        message = Refused(place.Write("three.jsonl", Workplace.Post("a", "ann"), Workplace.Post("b", "ann")), two);
        Assert.Contains($"row 2 of `{place.In("three.jsonl")}`", message, StringComparison.Ordinal);
        Assert.Contains($"row 2 of `{two}`", message, StringComparison.Ordinal);
        // A number in one file and text in another are the same id.
        Refused(place.Write("n.jsonl", """{"record_id": 12}"""), place.Write("t.jsonl", """{"record_id": "12"}"""));
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.csv")]
    [InlineData("a.jsonl.gz")]
    public void a_nul_byte_is_refused_with_its_line(string name) =>
        Assert.Contains("NUL byte at line 3", Refused(place.Write(name, "record_id,author", "{\"record_id\": 1}", "a\0b")), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.jsonl", "{\"record_id\": \"a\", \"text\": \"", "\"}")]
    [InlineData("a.csv", "record_id,text\na,", "")]
    [InlineData("a.csv", "record_id,text\na,\"", "\"")]
    [InlineData("a.csv", "", "")]
    public void a_line_of_100_megabytes_is_refused(string name, string before, string after)
    {
        using (var file = File.Create(place.In(name)))
        {
            file.Write(Encoding.UTF8.GetBytes(before));
            var block = Encoding.UTF8.GetBytes(new string('x', 1 << 20));
            for (var i = 0; i < 100; i++) file.Write(block);
            file.Write(Encoding.UTF8.GetBytes(after + "\n"));
        }
        Refused(place.In(name));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("\"record_id\"")]
    [InlineData("null")]
    [InlineData("{\"record_id\": \"b\"} {\"record_id\": \"c\"}")]
    [InlineData("{\"record_id\": \"b\", \"score\": NaN}")]
    [InlineData("{\"record_id\": \"b\", \"score\": -Infinity}")]
    [InlineData("{\"record_id\": \"b\",}")]
    [InlineData("{'record_id': 'b'}")]
    [InlineData("{\"record_id\": \"b\" /* no */}")]
    [InlineData("{\"record_id\": \"b\"")]
    [InlineData("{\"record_id\": 01}")]
    [InlineData("{\"record_id\": \"b\", \"text\": \"a\tb\"}")]
    public void a_line_that_is_not_one_json_object_is_refused_with_its_line(string line)
    {
        var path = place.Write("a.jsonl", Workplace.Post("a", "ann"), "", line, Workplace.Post("z", "ann"));
        Assert.Contains($"`{path}:3", Refused(path), StringComparison.Ordinal);
    }

    [Fact]
    public void deep_nesting_is_refused()
    {
        foreach (var depth in (int[])[201, 5_000, 1_000_000])
            Assert.Contains("nests deeper", Refused(place.Write("a.jsonl", Workplace.Post("a", "ann"), $"{{\"record_id\": \"b\", \"x\": {new string('[', depth)}{new string(']', depth)}}}")), StringComparison.Ordinal);
        Assert.Equal(1, place.Gate([place.Write("b.jsonl", $"{{\"record_id\": \"b\", \"x\": {new string('[', 150)}{new string(']', 150)}}}")], "deep").Manifest.Counts.Input);
        Assert.Contains("is not JSON", Refused(place.Write("cut.jsonl", "{\"record_id\": \"b\"")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jsonl", "{\"record_id\": \"a\", \"text\": \"", "\"}\n")]
    [InlineData("a.jsonl", "{\"record_id\": \"a\", \"", "\": 1}\n")]
    [InlineData("a.csv", "record_id,author\na,", "\n")]
    [InlineData("a.csv", "record_id,", "\na,b\n")]
    public void bytes_that_are_not_utf_8_are_refused(string name, string before, string after)
    {
        foreach (var bytes in (byte[][])[[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98]])
            Refused(Bytes(name, [.. Encoding.UTF8.GetBytes(before), .. bytes, .. Encoding.UTF8.GetBytes(after)]));
    }

    [Theory]
    [InlineData("b")]
    [InlineData("b,ann,post,public")]
    [InlineData("\"b,ann,post")]
    [InlineData("\"b\"c,ann,post")]
    public void a_ragged_csv_row_is_refused_with_its_line(string row)
    {
        var path = place.Write("a.csv", "record_id,author,kind", "a,ann,post", row, "c,ann,post");
        Assert.Contains($"`{path}:3`", Refused(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record_id,,kind")]
    [InlineData("record_id,author,record_id")]
    [InlineData("record_id,\"author")]
    public void a_csv_header_that_names_no_columns_is_refused(string header) => Refused(place.Write("a.csv", header, "a,b,c"));

    [Fact]
    public void a_csv_file_of_a_header_alone_holds_no_records_and_that_is_fine()
    {
        foreach (var (text, i) in ((string[])["record_id,author\n", "record_id,author", "record_id\n", "record_id,author\r\n"]).Select((text, i) => (text, i)))
        {
            var outcome = place.Gate([Bytes("a.csv", Encoding.UTF8.GetBytes(text))], $"none{i}");
            Assert.Equal((0, 0, 0), (outcome.Manifest.Counts.Input, outcome.Manifest.Counts.Kept, outcome.Manifest.Counts.Dropped));
        }
    }

    [Fact]
    public void a_csv_file_with_a_byte_order_mark_and_crlf_is_read()
    {
        var path = Bytes("a.csv", [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes("record_id,author,kind,visibility,service,labels\r\na,ann,post,public,network,trade-union\r\n\"b\"\"c\",ann,post,public,network,trade-union\r\n")]);
        Assert.Equal(["granted:interest", "granted:interest"], place.Reasons(place.Gate([path], "out")));
    }

    [Fact]
    public void a_jsonl_file_with_a_byte_order_mark_is_read_or_refused()
    {
        var path = Bytes("a.jsonl", [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Workplace.Post("a", "ann") + "\r\n" + Workplace.Post("b", "ann") + "\r\n")]);
        try
        {
            Assert.Equal(["granted:interest", "granted:interest"], place.Reasons(place.Gate([path], "out")));
        }
        catch (BadInputException)
        {
            Assert.False(Directory.Exists(place.In("out")));
        }
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.csv")]
    [InlineData("a.parquet")]
    public void a_column_that_only_the_map_knows_is_refused_with_the_nearest_one(string name)
    {
        var path = name == "a.parquet" ? Parquet(name, "SELECT 'a' AS record_id, 'ann' AS writer")
            : name == "a.csv" ? place.Write(name, "record_id,writer", "a,ann")
            : place.Write(name, "{\"record_id\": \"a\", \"writer\": \"ann\"}");
        var (message, help) = Refusal([path], place.Write("map.yaml", "author: writter"));
        Assert.Equal($"`{path}` has no column `writter`", message);
        Assert.Contains("writer", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("autor: author", 1, "author")]
    [InlineData("id: record_id\ncontent: { colum: kind }", 2, "column")]
    [InlineData("created: { column: created, unit: msec }", 1, "ms")]
    public void a_map_with_an_unknown_word_is_refused_with_its_place_and_the_nearest_one(string map, int line, string nearest)
    {
        var path = place.Write("map.yaml", map);
        var (message, help) = Refusal([place.Write("a.jsonl", Workplace.Post("a", "ann"))], path);
        Assert.StartsWith($"{path}:{line}:", message, StringComparison.Ordinal);
        Assert.Contains($"`{nearest}`", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file_row_number")]
    [InlineData("File_Row_Number")]
    public void a_parquet_column_called_as_duckdb_calls_positions_is_refused(string name) =>
        Assert.Contains("file_row_number", Refused(Parquet("a.parquet", $"SELECT 'a' AS record_id, 7 AS \"{name}\"")), StringComparison.Ordinal);

    [Theory]
    [InlineData("pos", "region", "line")]
    [InlineData("hg_id", "hg_wrong", "x")]
    [InlineData("filename", "file_index", "own")]
    public void carried_columns_may_be_called_anything(string one, string two, string three)
    {
        string[] names = ["record_id", "author", "kind", "visibility", "service", "labels", "created", one, two, three];
        string[] values = ["a", "ann", "post", "public", "network", "trade-union", "2024-01-01", "US", "US", "US"];
        var csv = place.Write("a.csv", string.Join(',', names), string.Join(',', values));
        var json = place.Write("a.jsonl", $"{{{string.Join(", ", names.Zip(values, (name, value) => $"\"{name}\": \"{value}\""))}}}".Replace("\"a\"", "\"b\"", StringComparison.Ordinal));
        string[] content = [csv, json, Parquet("a.parquet", $"SELECT {string.Join(", ", names.Zip(values, (name, value) => $"'{(name == "record_id" ? "c" : value)}' AS \"{name}\""))}")];
        foreach (var format in Enum.GetValues<OutputFormat>())
        {
            var outcome = place.Gate(content, $"out-{format}", format: format);
            Assert.Equal(Enumerable.Repeat("granted:interest", content.Length), place.Reasons(outcome));
        }
    }

    [Theory]
    [InlineData("{\"b\": 1, \"B\": 2}")]
    [InlineData("{\"\": 1}")]
    [InlineData("[{\"b\": 12345678901234567890123}]")]
    [InlineData("{\"b\": {\"c\": 1, \"C\": \"x\"}}")]
    [InlineData("[1, \"2\", null]")]
    [InlineData("[7, -1, 9007199254740993]")]
    [InlineData("{\"DATE\": \"2024-01-01\", \"b\": 1}")]
    [InlineData("{\"a DATE\": {\"UUID\": [\"2024-01-01\"], \"TIME\": 1}, \"DOUBLE\": 1.5}")]
    [InlineData("\"2024-01-01\"")]
    [InlineData("\"2024-01-01T00:00:00+01:00\"")]
    [InlineData("\"00000000-0000-0000-0000-00000000000A\"")]
    [InlineData("\"a\\u0000b\"")]
    public void what_a_record_carries_comes_out_as_it_went_in(string value)
    {
        var outcome = place.Gate([place.Write("a.jsonl", Workplace.Post("a", "ann").Replace("\"kind\"", $"\"x\": {value}, \"kind\"", StringComparison.Ordinal))], "out");
        using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, Scratch), [], [outcome.Out]);
        var carried = duck.Scalar<string>($"SELECT to_json(x)::VARCHAR FROM read_parquet({Sql.Text(Path.Combine(outcome.Out, "eligible/part-00000.parquet"))})");
        Assert.Equal(value.Replace("12345678901234567890123", "\"12345678901234567890123\"", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), carried.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void names_that_differ_only_in_case_are_refused_in_csv_and_kept_as_lines_in_json()
    {
        Assert.Contains("differ only in case", Refused(place.Write("a.csv", "record_id,author,Author", "a,ann,bo")), StringComparison.Ordinal);
        var line = Workplace.Post("a", "ann").Replace("\"kind\"", "\"Author\": \"bo\", \"kind\"", StringComparison.Ordinal);
        var outcome = place.Gate([place.Write("a.jsonl", line)], "lines");
        using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, Scratch), [], [outcome.Out]);
        Assert.Equal(line, duck.Scalar<string>($"SELECT line FROM read_parquet({Sql.Text(Path.Combine(outcome.Out, "eligible/part-00000.parquet"))})"));
    }

    [Fact]
    public void a_row_with_a_value_of_the_wrong_type_or_a_date_that_does_not_exist_is_a_malformed_record_and_counted()
    {
        var json = place.Write(
            "a.jsonl", Workplace.Post("a", "ann"), Workplace.Post("b", "ann").Replace("2024-01-01", "2024-02-30", StringComparison.Ordinal), Workplace.Post("c", "ann").Replace("\"post\"", "5", StringComparison.Ordinal),
            Workplace.Post("d", "ann").Replace("\"ann\"", "1.5", StringComparison.Ordinal), Workplace.Post("e", "ann").Replace("\"labels\": []", "\"labels\": [{}]", StringComparison.Ordinal),
            "{\"record_id\": \"f\", \"record_id\": \"g\", \"author\": \"ann\"}", "{}");
        var csv = place.Write("b.csv", "record_id,author,created", "h,ann,2024-02-30", "i,ann,29/02/2024");
        var parquet = Parquet("c.parquet", "SELECT 'j' AS record_id, 'ann' AS author, 1.5::DOUBLE AS created UNION ALL SELECT 'k', 'ann', 'infinity'::DOUBLE");
        var outcome = place.Gate([json, csv, parquet], "out");
        Assert.Equal(["granted:interest", .. Enumerable.Repeat("malformed-record", 10)], place.Reasons(outcome));
        Assert.Equal(10, outcome.Manifest.Counts.ByReason["malformed-record"]);
    }

    [Fact]
    public void ids_that_are_numbers_in_one_file_and_text_in_another_match_also_beyond_64_bit()
    {
        const string long30 = "123456789012345678901234567890";
        var json = place.Write(
            "a.jsonl", Workplace.Post("a", "7"), Workplace.Post("b", "7").Replace("\"7\"", "7", StringComparison.Ordinal), Workplace.Post("c", long30),
            Workplace.Post("d", long30).Replace($"\"{long30}\"", long30, StringComparison.Ordinal), Workplace.Post("e", "07"), Workplace.Post("f", "7").Replace("\"7\"", "7.0", StringComparison.Ordinal));
        var parquet = Parquet("b.parquet", "SELECT 18446744073709551615::UBIGINT AS record_id, 7::TINYINT AS author, 'post' AS kind, 'public' AS visibility, []::VARCHAR[] AS labels, 'network' AS service");
        var wide = Parquet("c.parquet", $"SELECT 99999999999999999999::DECIMAL(38,0) AS record_id, {long30}::DECIMAL(38,0) AS author, 'post' AS kind, 'public' AS visibility, []::VARCHAR[] AS labels, 'network' AS service");
        var outcome = place.Gate([json, parquet, wide], "out");
        Assert.Equal(["granted:interest", "granted:interest", "granted:interest", "granted:interest", "unknown-subject", "malformed-record", "granted:interest", "granted:interest"], place.Reasons(outcome));
    }

    [Fact]
    public void a_number_beyond_64_bit_comes_out_of_the_gate_as_it_went_in()
    {
        const string digits = "123456789012345678901234567890";
        var line = Workplace.Post("a", "7").Replace("\"a\"", digits, StringComparison.Ordinal);
        var outcome = place.Gate([place.Write("a.jsonl", line)], "out");
        using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, Scratch), [], [outcome.Out]);
        Assert.Equal(digits, duck.Scalar<string>($"SELECT record_id::VARCHAR FROM read_parquet({Sql.Text(Path.Combine(outcome.Out, "eligible/part-00000.parquet"))})"));
    }

    [Theory]
    [InlineData("BIGINT", "7", "-1")]
    [InlineData("BIGINT", "9007199254740993", "-9007199254740993", "9223372036854775807", "-9223372036854775808")]
    [InlineData("VARCHAR", "7", "18446744073709551615")]
    [InlineData("VARCHAR", "-1", "18446744073709551615")]
    [InlineData("VARCHAR", "-1", "18446744073709551616")]
    public void integers_come_out_of_the_gate_digit_by_digit(string type, params string[] numbers)
    {
        var outcome = place.Gate([place.Write("a.jsonl", numbers.Select((number, i) => Workplace.Post($"r{i}", "ann").Replace("\"kind\"", $"\"x\": {number}, \"kind\"", StringComparison.Ordinal)))], "out");
        using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, Scratch), [], [outcome.Out]);
        Assert.Equal(numbers.Select(number => $"{type} {number}"), duck.Rows($"SELECT typeof(x) || ' ' || x FROM read_parquet({Sql.Text(Path.Combine(outcome.Out, "eligible/part-00000.parquet"))})", reader => reader.GetString(0)));
    }

    private static string Noise(int i) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i)));

    private string Scratch => Directory.CreateDirectory(place.In("scratch")).FullName;

    private string Bytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(place.In(name), bytes);
        return place.In(name);
    }

    private string Parquet(string name, string query)
    {
        using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, Scratch), [place.In(name)], []);
        duck.Execute($"COPY ({query}) TO {Sql.Text(place.In(name))} (FORMAT parquet)");
        return place.In(name);
    }

    [Fact]
    public void bytes_that_are_not_utf_8_are_refused_with_their_line_wherever_a_block_ends()
    {
        // The scan goes through blocks of 1 MiB: characters of every length lie across their ends.
        foreach (var shift in Enumerable.Range(0, 5))
        {
            byte[] Text(byte[] middle) => [.. Encoding.UTF8.GetBytes("record_id,author\nb," + new string('x', (1 << 20) - 24 + shift)), .. middle, .. Encoding.UTF8.GetBytes("\na,ann\n")];
            foreach (var (good, i) in ((string[])["ééé", "€€€", "😀😀😀", "é€😀é€😀"]).Select((good, i) => (good, i)))
                Assert.Equal(2, place.Gate([Bytes("good.csv", Text(Encoding.UTF8.GetBytes(good)))], $"good-{shift}-{i}").Manifest.Counts.Input);
            foreach (var bad in (byte[][])[[0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98, 0x80, 0x80]])
                Assert.Contains("bad.csv:2` is not UTF-8", Refused(Bytes("bad.csv", Text([0x78, .. bad]))), StringComparison.Ordinal);
        }
    }

    private string Refused(params string[] content)
    {
        var (message, _) = Refusal(content, null);
        Assert.Contains(content, path => message.Contains(path, StringComparison.Ordinal));
        return message;
    }

    /// <summary>Gates what cannot be: says how it was refused, and sees to it that nothing was written.</summary>
    private (string Message, string Help) Refusal(string[] content, string? map)
    {
        var before = place.Session.Store.Head.Size;
        var refusal = Assert.Throws<BadInputException>(() => place.Gate(content, "out", map: map));
        Assert.False(Directory.Exists(place.In("out")), "a data set was written");
        Assert.Empty(place.LeftOvers());
        Assert.Equal(before, place.Session.Store.Head.Size);
        Assert.DoesNotContain("\n", refusal.Message, StringComparison.Ordinal);
        return (refusal.Message, refusal.Help);
    }
}
