using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Headgate.Gate;

namespace Headgate.Tests.Gate;

/// <summary>A file of drawn records: which columns it has, and the records as whoever reads it must understand them.</summary>
/// <param name="Ending">Such as <c>jsonl.gz</c>.</param>
/// <param name="Created">How a Parquet file holds times.</param>
/// <param name="IdType">How a Parquet file holds ids.</param>
internal sealed record WorldFile(
    string Ending, bool Others, bool Labels, bool Collected, bool Region, bool Sources, bool Usage, bool Flags, string Created, string IdType, WorldMap Map)
{
    private static readonly string[] NoTimes = ["2025-02-30", "yesterday", "2025-01-01T25:00:00Z", "2025-1-1", " 2025-01-01"];

    public List<Record> Records { get; } = [];

    /// <summary>The lines of a text file, without their ends; the header of a CSV file is not among them.</summary>
    public List<string> Lines { get; } = [];

    public bool IsJson => Ending.StartsWith("jsonl", StringComparison.Ordinal);

    public string Name { get; set; } = "";

    /// <summary>A file like this one, without records.</summary>
    public WorldFile Empty() => new(Ending, Others, Labels, Collected, Region, Sources, Usage, Flags, Created, IdType, Map);

    public static WorldFile Draw(Random random, WorldMap map, string? format = null)
    {
        bool Has(int odds) => random.Next(odds) > 0;
        format ??= random.Next(3) switch { 0 => "csv", 1 => "parquet", _ => "jsonl" };
        var ending = format == "parquet" ? format : format + (random.Next(4) switch { 0 => ".gz", 1 => ".zst", _ => "" });
        var times = map.Unit is null ? (string[])["TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "VARCHAR"] : ["BIGINT", "VARCHAR", "DECIMAL(20,0)"];
        return new(ending, Has(3), Has(8), Has(3), Has(3), Has(4), Has(4), Has(3), times[random.Next(times.Length)], map.Numeric && Has(2) ? "DECIMAL(38,0)" : "VARCHAR", map);
    }

    /// <summary>Takes a record as far as the format can say it, and writes it down in one of the ways in which it can be said.</summary>
    public void Add(Record drawn, Random random)
    {
        var record = Fit(drawn, random);
        Records.Add(record);
        Lines.Add(IsJson ? Json(record, random) : Ending.StartsWith("csv", StringComparison.Ordinal) ? Csv(record, random) : Row(record, random));
    }

    public void Write(string path, DuckSession duck)
    {
        if (Ending == "parquet")
        {
            duck.Execute("DROP TABLE IF EXISTS drawn");
            duck.Execute($"CREATE TABLE drawn ({string.Join(", ", Columns().Select(column => $"{Sql.Name(column.Name)} {column.Type}"))})");
            duck.Execute($"INSERT INTO drawn VALUES {string.Join(", ", Lines)}");
            duck.Execute($"COPY drawn TO {Sql.Text(path)} (FORMAT parquet)");
            return;
        }
        var text = new StringBuilder();
        if (!IsJson) text.AppendJoin(',', Columns().Select(column => $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        foreach (var line in Lines) text.Append(line).Append('\n');
        Compressed.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private Record Fit(Record drawn, Random random)
    {
        var (single, perLine) = (Ending.StartsWith("csv", StringComparison.Ordinal), IsJson);
        var others = !Others ? [] : single ? [drawn.Others.Count > 0 ? drawn.Others[0] : null] : drawn.Others;
        var labels = !Labels ? null : single ? drawn.Labels is [{ } label, ..] ? [label] : null : drawn.Labels;
        var collected = drawn.IsCollectedUnknown || !Collected ? null : drawn.Collected;
        var isWrong = drawn.HasWrongType && (perLine || Created is "VARCHAR" or "TIMESTAMP" || single);
        return new()
        {
            Id = drawn.Id,
            HasWrongType = isWrong,
            Author = drawn.Author,
            Others = others,
            Kind = drawn.Kind,
            Labels = labels,
            Visibility = drawn.Visibility,
            Service = drawn.Service,
            Created = isWrong ? null : drawn.Created,
            Collected = collected,
            IsCollectedUnknown = Collected && (perLine ? drawn.IsCollectedUnknown : collected is null),
            Regions = Region ? drawn.Regions : [],
            DerivedFrom = !Sources ? [] : single ? [.. drawn.DerivedFrom.Take(1)] : drawn.DerivedFrom,
            Signals = new(
                Usage ? drawn.Signals.ContentUsage : [], Flags && drawn.Signals.TdmReservation, Flags && (drawn.Signals.IptcDataMining || random.Next(30) == 0), Flags && drawn.Signals.C2pa),
        };
    }

    private IEnumerable<(string Name, string Type)> Columns()
    {
        yield return (Map.Id, IdType);
        yield return (Map.Author, IdType);
        yield return (Map.Kind, "VARCHAR");
        yield return ("visibility", "VARCHAR");
        yield return ("service", "VARCHAR");
        yield return (Map.Created, Created);
        if (Others) yield return ("other_people", $"{IdType}[]");
        if (Labels) yield return ("labels", "VARCHAR[]");
        if (Collected) yield return ("collected", Map.Unit is null ? Created : "VARCHAR");
        if (Region) yield return ("region", "VARCHAR");
        if (Sources) yield return ("derived_from", $"{IdType}[]");
        if (Usage) yield return ("content_usage", "VARCHAR[]");
        if (!Flags) yield break;
        yield return ("tdm_reservation", "BOOLEAN");
        yield return ("iptc_data_mining", "VARCHAR");
        yield return ("c2pa_training_mining", "VARCHAR");
    }

    private string Json(Record record, Random random)
    {
        var fields = new List<(string Name, string? Value)>
        {
            (Map.Id, record.Id is null ? OneOf(random, "null", "\"\"") : JsonId(record.Id, random)),
            (Map.Author, record.Author is null ? OneOf(random, "null", "\"\"") : JsonId(record.Author.Value.Value, random)),
            (Map.Kind, JsonText(Map.Word(record.Kind))),
            ("visibility", JsonText(record.Visibility)),
            ("service", JsonText(record.Service)),
            (Map.Created, record.Created is { } created ? Map.Unit is null ? JsonText(Time(created, random)) : Micro(created) : "null"),
            ("note", OneOf(random, "\"a \\\"quoted\\\" line\\nand another\"", "{\"deep\":[1,{\"author\":\"nobody\"}]}", "1.5e3")),
        };
        if (Others) fields.Add(("other_people", JsonList(record.Others.Select(one => one is null ? OneOf(random, "null", "\"\"") : JsonId(one.Value.Value, random)), random, record.Others.Count, "null")));
        if (Labels) fields.Add(("labels", record.Labels is null ? "null" : JsonList(record.Labels.Select(JsonText), random, record.Labels.Contains(null) ? 0 : record.Labels.Count, null)));
        if (Collected && (record.IsCollectedUnknown || record.Collected is not null))
            fields.Add(("collected", record.Collected is { } collected ? JsonText(Time(collected, random)) : "null"));
        if (Region && record.Regions.Count > 0) fields.Add(("region", OneOf(random, JsonText(record.Regions[0].Code), $"[{JsonText(record.Regions[0].Code)}]")));
        if (Sources) fields.Add(("derived_from", JsonList(record.DerivedFrom.Select(one => one is null ? OneOf(random, "null", "\"\"") : JsonId(one, random)), random, record.DerivedFrom is [null] ? 0 : record.DerivedFrom.Count, null)));
        if (Usage) fields.Add(("content_usage", JsonList(record.Signals.ContentUsage.Select(JsonText), random, record.Signals.ContentUsage.Count, null)));
        if (Flags)
        {
            fields.Add(("tdm_reservation", record.Signals.TdmReservation ? OneOf(random, "true", "1", "\"1\"", "\"yes\"") : OneOf(random, "false", "0", "\"0\"", "null")));
            fields.Add(("iptc_data_mining", record.Signals.IptcDataMining ? "\"DMI-PROHIBITED\"" : OneOf(random, "null", "\"DMI-ALLOWED\"")));
            fields.Add(("c2pa_training_mining", record.Signals.C2pa ? OneOf(random, "\"notAllowed\"", "\"constrained\"") : OneOf(random, "null", "\"allowed\"")));
        }
        if (record.HasWrongType) MakeWrong(fields, random);
        // An absent name and a null are the same, but for these: an absent one states nothing.
        if (!Map.IsGiven) fields.RemoveAll(field => field.Value == "null" && field.Name is not ("other_people" or "collected") && random.Next(2) == 0);
        if (Others && record.Others.Count == 0 && !record.HasWrongType && random.Next(2) == 0) fields.RemoveAll(field => field.Name == "other_people");
        var shuffled = fields.ToArray();
        random.Shuffle(shuffled);
        return $"{{{string.Join(random.Next(2) == 0 ? ", " : ",", shuffled.Select(field => $"{JsonText(field.Name)}: {field.Value}"))}}}";
    }

    private void MakeWrong(List<(string Name, string? Value)> fields, Random random)
    {
        (string Name, string Value) wrong = random.Next(10) switch
        {
            0 => (Map.Author, OneOf(random, "12.5", "true", "{}", "[\"a\"]", "1e3")),
            1 => (Map.Kind, OneOf(random, "5", "[\"post\"]", "false")),
            2 => ("labels", OneOf(random, "[5]", "{\"a\": 1}", "[[\"health\"]]", "true")),
            3 => ("visibility", OneOf(random, "{}", "1", "[\"public\"]")),
            4 => ("service", OneOf(random, "3", "[]")),
            5 => ("other_people", OneOf(random, "[1.5]", "{\"id\": \"a\"}", "[[\"a\"]]", "[true]")),
            6 => ("derived_from", OneOf(random, "[false]", "0.5", "[{}]")),
            7 => ("region", OneOf(random, "5", "[7]", "{}")),
            8 => ("content_usage", OneOf(random, "1", "[false]")),
            _ => (Map.Created, Map.Unit is null ? OneOf(random, JsonText(OneOf(random, NoTimes)), "1735689600", "[]", "true") : OneOf(random, "\"2025-01-01\"", "\"1735689600000000\"", "1.5", "99999999999999999999", "{}", "-99999999999999999")),
        };
        fields.RemoveAll(field => field.Name == wrong.Name);
        fields.Add(wrong);
    }

    private string Csv(Record record, Random random)
    {
        string Missing() => OneOf(random, "", "\"\"");
        string Cell(string? value) => value is null ? "" : value.IndexOfAny(['"', ',', '\n']) >= 0 || random.Next(4) == 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
        var cells = new List<string>
        {
            record.Id is null ? Missing() : Cell(record.Id),
            record.Author is null ? Missing() : Cell(record.Author.Value.Value),
            Cell(Map.Word(record.Kind)), Cell(record.Visibility), Cell(record.Service),
            record.HasWrongType ? Cell(OneOf(random, NoTimes)) : record.Created is { } created ? Cell(Map.Unit is null ? Time(created, random) : Micro(created)) : "",
        };
        if (Others) cells.Add(record.Others[0] is { } other ? Cell(other.Value) : Missing());
        if (Labels) cells.Add(Cell(record.Labels?[0]));
        if (Collected) cells.Add(record.Collected is { } collected ? Cell(Time(collected, random)) : "");
        if (Region) cells.Add(record.Regions is [var region] ? Cell(region.Code) : "");
        if (Sources) cells.Add(record.DerivedFrom is [var source] ? source is null ? "\"\"" : Cell(source) : "");
        if (Usage) cells.Add(record.Signals.ContentUsage is [var usage] ? Cell(usage) : "");
        if (Flags)
        {
            cells.Add(record.Signals.TdmReservation ? OneOf(random, "1", "true") : OneOf(random, "", "0", "false"));
            cells.Add(record.Signals.IptcDataMining ? "DMI-PROHIBITED-GENAIMLTRAINING" : OneOf(random, "", "DMI-UNSPECIFIED"));
            cells.Add(record.Signals.C2pa ? "notAllowed" : OneOf(random, "", "allowed"));
        }
        return string.Join(',', cells);
    }

    private string Row(Record record, Random random)
    {
        string Text(string? text) => text is null ? "NULL" : Sql.Text(text);
        string Id(string? id) => id is null ? IdType == "VARCHAR" ? OneOf(random, "NULL", "''") : "NULL" : IdType == "VARCHAR" ? Sql.Text(id) : $"{Sql.Text(id)}::DECIMAL(38,0)";
        string List(IEnumerable<string> items, string type) => $"[{string.Join(", ", items)}]::{type}[]";
        string When(Instant? time, string type) => time is not { } given ? "NULL"
            : type is "VARCHAR" ? Sql.Text(Map.Unit is null || type == "collected" ? Time(given, random) : Micro(given))
            : Map.Unit is null ? $"make_timestamp({given.Microseconds}){(type == "TIMESTAMP" ? "" : "::TIMESTAMP AT TIME ZONE 'UTC'")}" : Micro(given);
        var cells = new List<string>
        {
            Id(record.Id), Id(record.Author?.Value), Text(Map.Word(record.Kind)), Text(record.Visibility), Text(record.Service),
            record.HasWrongType ? Created == "TIMESTAMP" ? OneOf(random, "'infinity'", "'-infinity'", "'12000-01-01'") : Sql.Text(OneOf(random, NoTimes)) : When(record.Created, Created),
        };
        if (Others) cells.Add(record.Others is [null] && random.Next(2) == 0 ? "NULL" : List(record.Others.Select(one => Id(one?.Value)), IdType));
        if (Labels) cells.Add(record.Labels is null ? "NULL" : List(record.Labels.Select(Text), "VARCHAR"));
        if (Collected) cells.Add(Map.Unit is null ? When(record.Collected, Created) : record.Collected is { } collected ? Sql.Text(Time(collected, random)) : "NULL");
        if (Region) cells.Add(record.Regions is [var region] ? Text(region.Code) : "NULL");
        if (Sources) cells.Add(record.DerivedFrom.Count == 0 && random.Next(2) == 0 ? "NULL" : List(record.DerivedFrom.Select(Id), IdType));
        if (Usage) cells.Add(record.Signals.ContentUsage.Count == 0 ? "NULL" : List(record.Signals.ContentUsage.Select(Text), "VARCHAR"));
        if (Flags) cells.AddRange([record.Signals.TdmReservation ? "true" : "false", record.Signals.IptcDataMining ? "'prohibited'" : "NULL", record.Signals.C2pa ? "'notAllowed'" : "'allowed'"]);
        return $"({string.Join(", ", cells)})";
    }

    private string JsonId(string id, Random random) => Map.Numeric && random.Next(2) == 0 ? id : JsonText(id);

    private static string JsonText(string? text) => text is null ? "null" : JsonSerializer.Serialize(text);

    /// <summary>A list, or where it holds one value perhaps that value alone, or where it holds none perhaps a null.</summary>
    private static string JsonList(IEnumerable<string> items, Random random, int count, string? nobody)
    {
        var list = items.ToList();
        if (list is [var only] && count == 1 && (only is not ("null" or "\"\"") || only == nobody) && random.Next(2) == 0) return only;
        return $"[{string.Join(", ", list)}]";
    }

    /// <summary>A time in one of the ways of ISO 8601 that say it.</summary>
    private static string Time(Instant time, Random random)
    {
        var date = time.ToDateTimeOffset();
        return random.Next(5) switch
        {
            0 when time == Instant.FromDate(time.Date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            1 => date.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            2 => date.ToOffset(TimeSpan.FromMinutes(330)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
            3 => date.ToOffset(TimeSpan.FromHours(-8)).ToString("yyyy-MM-dd't'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture),
            _ => time.ToString(),
        };
    }

    private static string Micro(Instant time) => time.Microseconds.ToString(CultureInfo.InvariantCulture);

    private static T OneOf<T>(Random random, params T[] from) => from[random.Next(from.Length)];
}

/// <summary>What the columns of a drawn world's files are called.</summary>
/// <param name="Numeric">Whether its ids are integers, written as numbers in one file and as text in another.</param>
/// <param name="IsGiven">Whether there is a map file, and other names than those looked for.</param>
internal sealed record WorldMap(bool Numeric, bool IsGiven)
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal) { ["post"] = "p", ["comment"] = "a comment", ["photo"] = "it's", ["private-message"] = "m" };

    public string Id => IsGiven ? "line" : "record_id";

    public string Author => IsGiven ? "the author's \"id\"" : "author";

    public string Kind => IsGiven ? "problem" : "kind";

    public string Created => IsGiven ? "pos" : "created";

    public string? Unit => IsGiven ? "us" : null;

    public ContentMap Read() => !IsGiven
        ? ContentMap.Default
        : ContentMap.Read(
            """
            id: line
            author: "the author's \"id\""
            content: { column: problem, values: { p: post, "a comment": comment, "it's": photo, m: private-message } }
            created: { column: pos, unit: us }
            """,
            "map.yaml");

    /// <summary>What stands in the file for a kind; one that is not listed stands for nothing.</summary>
    public string? Word(string? kind) => !IsGiven || kind is null ? kind : Words.GetValueOrDefault(kind, "q");
}

/// <summary>Writes files compressed as their names say.</summary>
internal static class Compressed
{
    public static void Write(string path, byte[] bytes)
    {
        using var file = File.Create(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest)
            : path.EndsWith(".zst", StringComparison.Ordinal) ? new ZstdSharp.CompressionStream(file) : file;
        stream.Write(bytes);
    }
}
