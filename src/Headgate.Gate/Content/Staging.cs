using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>Makes files of content ready: Parquet is read where it lies; JSON lines and CSV are first written to Parquet, each record at the position of its line.</summary>
internal sealed partial class Staging
{
    /// <summary>The longest line of a text file.</summary>
    public const int LongestLine = 16 << 20;

    private readonly DuckSession duck;
    private readonly ContentMap map;
    private readonly string folder;
    private readonly LineNames names = new();
    private readonly LineNames everywhere = new();

    public Staging(DuckSession duck, ContentMap map, string folder)
    {
        (this.duck, this.map, this.folder) = (duck, map, folder);
        DuckFunction.Register(duck.Connection, "headgate_json", DuckDBType.TinyInt, [DuckDBType.Varchar], call =>
        {
            var (lines, results) = (call.Argument(0), call.Result);
            for (var row = 0; row < call.Rows; row++) results.Set(row, JsonLine.Check(lines.Utf8(row), names));
        });
        FieldFunctions.Register(duck.Connection);
    }

    /// <exception cref="BadInputException">The file cannot be parsed, or does not fit the map.</exception>
    public ContentTable Stage(ScannedFile input, int index, long first) => Stage(input, index, first, map);

    /// <summary>Makes a file of edges ready.</summary>
    /// <inheritdoc cref="Stage(ScannedFile, int, long)"/>
    public ContentTable StageEdges(ScannedFile input, int index, long first) => Stage(input, index, first, ContentMap.Edges);

    private ContentTable Stage(ScannedFile input, int index, long first, ContentMap map)
    {
        try
        {
            return input.File.Format switch
            {
                ContentFormat.Parquet => Parquet(input, first, map),
                ContentFormat.JsonLines => JsonLines(input, Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"stage-{index}.parquet")), first, map),
                _ => Csv(input, Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"stage-{index}.parquet")), first, map),
            };
        }
        catch (DuckDBException error)
        {
            throw (input.File.Format == ContentFormat.JsonLines ? Malformed(input) : null) ?? Unreadable(input.File.Path, error);
        }
    }

    /// <summary>The error that names the line that is not one JSON object, if there is one: DuckDB counts lines by its buffers.</summary>
    private static BadInputException? Malformed(ScannedFile input) => JsonLine.FirstProblem(input.Plain) is var (line, column, problem)
        ? new(string.Create(CultureInfo.InvariantCulture, $"`{input.File.Path}:{line}:{column}` {problem}"), "each line of a JSONL file is one JSON object; nothing was written")
        : null;

    /// <summary>The error that says which file could not be read, and where.</summary>
    public static BadInputException Unreadable(string path, DuckDBException error)
    {
        var message = error.Message.ReplaceLineEndings(" ");
        if (message.Contains("maximum_object_size", StringComparison.Ordinal) || message.Contains("max_line_size", StringComparison.OrdinalIgnoreCase) || message.Contains("Maximum line size", StringComparison.OrdinalIgnoreCase))
            return new($"`{path}` has a line of more than {LongestLine >> 20} MiB", "a record is at most that long: the file may lack line ends");
        if (IsFull(message)) return DiskFull();
        if (message.Contains("Out of Memory Error", StringComparison.OrdinalIgnoreCase))
            return new($"`{path}` needs more memory than the gate may take", "give it more, such as `--memory 8GB`; nothing was written");
        var at = CsvError().Match(message) is { Success: true } csv ? $":{csv.Groups["line"].Value}" : "";
        var said = message.Split(" LINE ")[0];
        return new($"`{path}{at}` cannot be read: {Shorten(said)}", "mend the file or leave it out; nothing was written");
    }

    /// <summary>The error that says that no more can be written.</summary>
    public static BadInputException DiskFull() => new("there is no space left on the disk for what the gate writes", "free some, or choose other places with `--out` and `--temp`; nothing was written");

    public static bool IsFull(string message) => message.Contains("No space left", StringComparison.OrdinalIgnoreCase) || message.Contains("disk is full", StringComparison.OrdinalIgnoreCase) || message.Contains("not enough space", StringComparison.OrdinalIgnoreCase);

    private ContentTable Parquet(ScannedFile input, long first, ContentMap map)
    {
        var relation = Sql.Parquet(input.Plain);
        var columns = duck.Describe($"SELECT * FROM {relation}");
        if (columns.All.Any(column => column.Name.Equals("file_row_number", StringComparison.OrdinalIgnoreCase)))
            throw new BadInputException($"`{input.File.Path}` has a column `file_row_number`", "rename it: DuckDB uses that name for the position of a row");
        var rows = duck.Scalar<long>($"SELECT count(*) FROM {relation}");
        columns = columns with { Further = Further(columns, relation, input.File.Path, map) };
        return new(input, input.Plain, RecordColumns.Select(columns, map, input.File.Path), "*" + Added(columns, input.File.Path), null, first, rows)
        {
            Absent = [.. RecordColumns.Silent(columns, map)],
            Author = RecordColumns.AuthorOf(columns, map, input.File.Path),
            CreatedTimes = RecordColumns.Times(columns, map.Created),
        };
    }

    private ContentTable JsonLines(ScannedFile input, string staged, long first, ContentMap map)
    {
        names.Clear();
        var objects = $"read_json_objects({Sql.Text(input.Plain)}, format='newline_delimited', compression='uncompressed', maximum_object_size={LongestLine}, hive_partitioning=false)";
        var checkedLines = Path.ChangeExtension(staged, ".lines.parquet");
        duck.Execute($"COPY (SELECT json::VARCHAR AS line, headgate_json(json::VARCHAR) AS problem FROM {objects}) TO {Sql.Text(checkedLines)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
        var lines = $"read_parquet({Sql.Text(checkedLines)})";
        if (duck.Scalar<long>($"SELECT count(*) FROM {lines} WHERE problem > {JsonLine.RepeatedName}") > 0)
            throw Malformed(input) ?? throw new InvalidOperationException("a line was refused that is found to be in order");
        var rows = duck.Scalar<long>($"SELECT count(*) FROM {lines}");
        if (rows == 0) throw new BadInputException($"`{input.File.Path}` holds no records", "give a file with records, or leave it out");

        if (map != ContentMap.Edges) everywhere.Add(names);
        var wanted = RecordColumns.Deciding(map).Distinct().ToList();
        var deciding = wanted.Where(name => names.All.Contains(name) || (IsWithin(name, names.All) && names.HaveBelow(name.Split('.')[0], name.Split('.').Skip(1)))).ToList();
        var extracted = string.Concat(deciding.Select((name, i) => $", {(names.All.Contains(name) ? Field("line", name) : Within("line", name.Split('.')))} AS {FileColumns.Numbered(i)}"));
        var columns = new FileColumns([.. deciding.Concat(names.All.Except(deciding)).Select(name => (name, "JSON"))], AreNumbered: true);
        columns = columns with { Further = Told(columns, input.File.Path) };
        var select = RecordColumns.Select(columns, map, input.File.Path);
        duck.Execute(
            $"COPY (SELECT line, {string.Join(", ", RecordColumns.Names.Select(name => name == "hg_wrong" ? $"hg_wrong OR problem = {JsonLine.RepeatedName} AS hg_wrong" : name))} " +
            $"FROM (SELECT line, problem, {select} FROM (SELECT line, problem{extracted} FROM {lines}))) TO {Sql.Text(staged)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
        System.IO.File.Delete(checkedLines);
        return new(input, staged, Plain(), "line", "line", first, rows) { Absent = [.. RecordColumns.Silent(columns, map)] };
    }

    private ContentTable Csv(ScannedFile input, string staged, long first, ContentMap map)
    {
        var header = CsvHeader.Read(input.Plain, input.File.Path);
        var columns = new FileColumns([.. header.Select(name => (name, Types.Csv))], AreNumbered: true);
        columns = columns with { Further = Told(columns, input.File.Path) };
        var select = RecordColumns.Select(columns, map, input.File.Path);
        var csv = CsvTable.Relation(input.Plain, header.Select((_, i) => FileColumns.Numbered(i)));
        duck.Execute($"COPY (SELECT *, {select} FROM {csv}) TO {Sql.Text(staged)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
        var rows = duck.Scalar<long>($"SELECT count(*) FROM read_parquet({Sql.Text(staged)})");
        return new(input, staged, Plain(), string.Join(", ", header.Select((name, i) => $"{FileColumns.Numbered(i)} AS {Sql.Name(name)}")) + Added(columns, input.File.Path), null, first, rows) { Absent = [.. RecordColumns.Silent(columns, map)] };
    }

    /// <summary>Whether a name such as <c>user.id</c> can lead into a column.</summary>
    private static bool IsWithin(string name, IEnumerable<string> columns) => name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && columns.Contains(name[..dot]);

    /// <summary>What a map can read beside the columns of a Parquet file: fields within them, and what the path tells.</summary>
    private Dictionary<string, (string, string)> Further(FileColumns columns, string relation, string path, ContentMap map)
    {
        var further = Told(columns, path);
        foreach (var name in RecordColumns.Deciding(map).Distinct().Where(name => columns.Find(name) is null && !further.ContainsKey(name) && IsWithin(name, columns.All.Select(column => column.Name))))
        {
            try
            {
                further[name] = Within(name.Split('.'), relation);
            }
            catch (DuckDBException)
            {
                // There is no such field: the map says whether one is needed.
            }
        }
        return further;
    }

    /// <summary>A field within a column of a Parquet file; of a list of structures that of each of them.</summary>
    private (string Sql, string Type) Within(string[] names, string relation)
    {
        var field = Sql.Name(names[0]);
        foreach (var name in names[1..])
            field = Type(field).EndsWith("[]", StringComparison.Ordinal) ? $"list_transform({field}, one -> one.{Sql.Name(name)})" : $"{field}.{Sql.Name(name)}";
        return (field, Type(field));

        string Type(string sql) => duck.Describe($"SELECT {sql} AS field FROM {relation}").All[0].Type;
    }

    /// <summary>The same of a line of JSON, where a list may stand on any level.</summary>
    private static string Within(string json, ReadOnlySpan<string> names)
    {
        if (names.IsEmpty) return json;
        var field = Field(json, names[0]);
        if (names.Length == 1) return field;
        var each = string.Create(CultureInfo.InvariantCulture, $"one{names.Length}");
        return $"(CASE json_type({field}) WHEN 'ARRAY' THEN to_json(list_transform({field}::JSON[], {each} -> {Within(each, names[1..])})) WHEN 'NULL' THEN {field} ELSE {Within(field, names[1..])} END)";
    }

    private static string Field(string json, string name) => $"json_extract({json}, {Sql.Text(Pointer(name))})";

    /// <summary>What the path tells, and no column of the file does.</summary>
    private static Dictionary<string, (string, string)> Told(FileColumns columns, string path) => Partitions.Of(path)
        .Where(part => columns.All.All(column => !column.Name.Equals(part.Name, StringComparison.OrdinalIgnoreCase)))
        .GroupBy(part => part.Name, StringComparer.Ordinal)
        .ToDictionary(parts => parts.Key, parts => parts.Last().Value is { } value ? (Sql.Text(value), "VARCHAR") : ("NULL::VARCHAR", "VARCHAR"), StringComparer.Ordinal);

    /// <summary>The same as columns of the output.</summary>
    private static string Added(FileColumns columns, string path) => string.Concat(
        Told(columns, path).DistinctBy(part => part.Key, StringComparer.OrdinalIgnoreCase).Select(part => $", {part.Value.Item1} AS {Sql.Name(part.Key)}"));

    /// <summary>The staged records, as they are.</summary>
    private static string Plain() => string.Join(", ", RecordColumns.Names);

    /// <summary>The tables with the JSON lines among them as typed columns: text stays text, integers beyond a <c>BIGINT</c> become text, what is mixed or has names that no table can have stays JSON. The types are those of all files together, so that the parts of a data set can be read as one. As one column of lines where no table can have such columns.</summary>
    public IEnumerable<ContentTable> WithTypes(IReadOnlyList<ContentTable> tables)
    {
        var files = tables.Where(table => table.Lines is not null).Select(table => table.Input.Plain).ToList();
        if (files.Count == 0 || everywhere.Collide) return tables;
        var detected = duck.Describe(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT * FROM read_json({Sql.Texts(files)}, format='newline_delimited', records=true, compression='uncompressed', sample_size=-1, maximum_sample_files={files.Count}, maximum_object_size={LongestLine}, map_inference_threshold=-1, ignore_errors=true, hive_partitioning=false)"));
        if (detected.All.Count == 0) return tables;
        var typed = Typed(detected, TypeOf) ?? Typed(detected, (name, type) => type.AsSpan().ContainsAny("([") ? "JSON" : TypeOf(name, type));
        return tables.Select(table => table.Lines is null || typed is null ? table : table with { Output = typed + Added(detected, table.Input.File.Path) });
    }

    /// <returns>Null where DuckDB has no such types: a name may be empty, or differ from another only in case.</returns>
    private string? Typed(FileColumns detected, Func<string, string, string> typeOf)
    {
        var structure = string.Join(", ", detected.All.Select(column => $"{Json(column.Name)}: {Json(typeOf(column.Name, column.Type))}"));
        var typed = $"unnest(from_json(line, {Sql.Text($"{{{structure}}}")}))";
        try
        {
            duck.Describe($"SELECT {typed} FROM (SELECT NULL::JSON AS line)");
            return typed;
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    private string TypeOf(string name, string detected)
    {
        if (everywhere.CollideBelow(name)) return "JSON";
        var isWide = everywhere.Wide.Contains(name);
        return TypeWord().Replace(detected, word => word.Value switch
        {
            ['"', ..] => word.Value,
            // What DuckDB detects where integers have both signs, or one of them is beyond a BIGINT; Parquet has none, and it would write doubles.
            "HUGEINT" => isWide ? "VARCHAR" : "BIGINT",
            "DOUBLE" => isWide ? "VARCHAR" : "DOUBLE",
            _ => "VARCHAR",
        });
    }

    private static string Json(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"";

    private static string Pointer(string name) => $"/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static string Shorten(string text) => text.Length <= 300 ? text.TrimEnd('.') : text[..300] + "…";

    [GeneratedRegex(@"CSV Error on Line: (?<line>\d+)")]
    private static partial Regex CsvError();

    /// <summary>A quoted name, or a type where a type stands: alone, or after a name. A name may be the word of a type.</summary>
    [GeneratedRegex(@"""(?:[^""]|"""")*""|(?<=^|[^,] )(?:TIMESTAMP WITH TIME ZONE|TIMESTAMP|DATE|TIME|UUID|HUGEINT|DOUBLE)\b")]
    private static partial Regex TypeWord();
}
