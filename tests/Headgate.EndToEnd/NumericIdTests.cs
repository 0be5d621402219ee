using System.Globalization;
using DuckDB.NET.Data;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Ids are text: what is a number in one file and text in another is the same person, and the same record.</summary>
public sealed class NumericIdTests : IDisposable
{
    private const string Policy =
        """
        headgate: 1
        policy: numbers
        version: 1
        purposes: { train-generative-ai: { title: Train AI that writes } }
        content: [post]
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - grant: consent
            basis: consent
        """;

    /// <summary>One is beyond what a double can tell from its neighbours.</summary>
    private static readonly string[] Narrow = ["7", "12", "-1", "9007199254740993"];

    /// <summary>One does not fit into 64 bits.</summary>
    private static readonly string[] Wide = [.. Narrow, "98765432109876543210987654321"];

    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("numbers.jsonl", "texts.jsonl", "texts.csv", false)]
    [InlineData("texts.jsonl", "numbers.csv", "numbers.parquet", false)]
    [InlineData("numbers.csv", "texts.csv", "texts.parquet", false)]
    [InlineData("texts.csv", "numbers.parquet", "numbers.jsonl", false)]
    [InlineData("numbers.parquet", "texts.parquet", "texts.jsonl", false)]
    [InlineData("texts.parquet", "numbers.jsonl", "numbers.csv", false)]
    [InlineData("numbers.jsonl", "texts.csv", "numbers.parquet", true)]
    [InlineData("numbers.parquet", "texts.jsonl", "numbers.jsonl", true)]
    public void ids_that_are_numbers_in_one_file_and_text_in_another_match(string members, string choices, string content, bool wide)
    {
        var people = wide ? Wide : Narrow;
        place.Write("policy.yaml", Policy);
        Write($"members-{members}", ("subject", people), ("regions", Each(people, "US")), ("born", Each(people, "1990-01-01")), ("status", Each(people, "active")));
        Write($"choices-{choices}", ("subject", people[1..]), ("purpose", Each(people[1..], Place.Purpose)), ("choice", Each(people[1..], "consented")));
        // By everybody; and where text can be, by some whose digits would be another's, were ids numbers.
        string[] others = content == "numbers.parquet" ? [] : ["007", "12.0"];
        Write($"content-{content}", ("record_id", [.. people, .. others.Select((_, i) => $"7{i}")]), ("author", [.. people, .. others]), ("kind", Each([.. people, .. others], "post")));

        place.Do("init");
        place.Do("policy", "publish", "policy.yaml");
        Assert.Equal(people.Length, place.Do("members", $"members-{members}").GetProperty("recorded").GetInt32());
        Assert.Equal(people.Length - 1, place.Do("choices", $"choices-{choices}").GetProperty("recorded").GetInt32());
        place.Do("gate", $"content-{content}", "--purpose", Place.Purpose, "--out", "out");

        Assert.Equal(people[1..], DataSet.Eligible(place.In("out")));
        Assert.Equal([("7", "consent-not-given:consent"), .. others.Select((_, i) => ($"7{i}", "unknown-subject"))], DataSet.Denied(place.In("out")));
        Assert.Equal("granted:consent", place.Do("explain", $"content-{content}", people[^1], "--purpose", Place.Purpose).GetProperty("reason").GetString());
    }

    [Fact]
    public void a_choice_typed_for_a_number_reaches_what_a_file_calls_by_text()
    {
        place.Write("policy.yaml", Policy);
        Write("members-numbers.jsonl", ("subject", Wide), ("regions", Each(Wide, "US")), ("born", Each(Wide, "1990-01-01")), ("status", Each(Wide, "active")));
        Write("content-texts.csv", ("record_id", Wide), ("author", Wide), ("kind", Each(Wide, "post")));
        place.Do("init");
        place.Do("policy", "publish", "policy.yaml");
        place.Do("members", "members-numbers.jsonl");
        place.Do("consent", "7", "--purpose", Place.Purpose);
        place.Do("gate", "content-texts.csv", "--purpose", Place.Purpose, "--out", "out");
        Assert.Equal(["7"], DataSet.Eligible(place.In("out")));
    }

    private static string[] Each(string[] rows, string value) => [.. rows.Select(_ => value)];

    /// <summary>Writes columns as a file in the form that its name says; ids are numbers in it, where they can be, or text.</summary>
    private void Write(string name, params (string Name, string[] Values)[] columns)
    {
        var asNumbers = name.Contains("numbers", StringComparison.Ordinal);
        var rows = Enumerable.Range(0, columns[0].Values.Length).ToList();
        string Json(string column, string value) => asNumbers && IsId(column) && IsWritableAsNumber(value) ? value : $"\"{value}\"";
        switch (Path.GetExtension(name))
        {
            case ".jsonl":
                place.Write(name, rows.Select(row => $"{{{string.Join(", ", columns.Select(column => $"\"{column.Name}\": {Json(column.Name, column.Values[row])}"))}}}"));
                break;
            case ".csv":
                // In CSV there is no other difference than quotes.
                var quote = asNumbers ? "" : "\"";
                place.Write(name, [string.Join(',', columns.Select(column => column.Name)), .. rows.Select(row => string.Join(',', columns.Select(column => $"{quote}{column.Values[row]}{quote}")))]);
                break;
            default:
                WriteParquet(name, columns, rows, asNumbers);
                break;
        }
    }

    /// <summary>As numbers, the ids of a Parquet file are 64-bit integers where all of them can be, else as wide as DuckDB has them.</summary>
    private void WriteParquet(string name, (string Name, string[] Values)[] columns, List<int> rows, bool asNumbers)
    {
        string Type(string column, string[] values) => asNumbers && IsId(column) && values.All(IsWritableAsNumber) ? values.All(value => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) ? "BIGINT" : "DECIMAL(38,0)" : "VARCHAR";
        var values = string.Join(", ", rows.Select(row => $"({string.Join(", ", columns.Select(column => $"'{column.Values[row]}'"))})"));
        var typed = string.Join(", ", columns.Select(column => $"{column.Name}::{Type(column.Name, column.Values)} AS {column.Name}"));
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"COPY (SELECT {typed} FROM (VALUES {values}) t({string.Join(", ", columns.Select(column => column.Name))})) TO '{place.In(name)}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }

    private static bool IsId(string column) => column is "subject" or "author" or "record_id";

    /// <summary>`007` and `12.0` are text wherever they stand.</summary>
    private static bool IsWritableAsNumber(string value) => value is not ("007" or "12.0");
}
