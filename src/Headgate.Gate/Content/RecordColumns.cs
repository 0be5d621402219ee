using System.Globalization;

namespace Headgate.Gate;

/// <summary>The columns of a file, by name, with DuckDB's words for their types.</summary>
/// <param name="AreNumbered">Whether SQL knows them as <see cref="Numbered"/>: names from outside may collide with each other and with ours.</param>
internal sealed record FileColumns(IReadOnlyList<(string Name, string Type)> All, bool AreNumbered = false)
{
    /// <summary>What else can be read by a name: a field within a column, or a column that the path tells; in SQL, with its type.</summary>
    public IReadOnlyDictionary<string, (string Sql, string Type)> Further { get; init; } = new Dictionary<string, (string, string)>();

    public static string Numbered(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    /// <summary>A column in SQL, and its type; null where there is none of that name.</summary>
    public (string Column, string Type)? Find(string name)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Name == name)
                return (AreNumbered ? Numbered(i) : Sql.Name(name), All[i].Type);
        return Further.TryGetValue(name, out var further) ? further : null;
    }
}

/// <summary>A value in SQL, and a condition under which it is of the wrong type; null where it cannot be.</summary>
internal readonly record struct SqlValue(string Value, string? Wrong)
{
    public static SqlValue Null(string type) => new($"NULL::{type}", null);
}

/// <summary>Reads the columns of a file as records: a projection in SQL, the same for every format (semantics.md, Record).</summary>
/// <remarks>Its columns are those of <see cref="Names"/>. A null list of others, regions or sources is an empty one.</remarks>
internal sealed class RecordColumns
{
    /// <summary>What the projection yields.</summary>
    public static readonly string[] Names =
        ["hg_id", "hg_wrong", "hg_author", "hg_others", "hg_kind", "hg_labels", "hg_visibility", "hg_service", "hg_created", "hg_collected", "hg_uncollected", "hg_regions", "hg_sources", "hg_usage", "hg_tdm", "hg_iptc", "hg_c2pa"];

    /// <summary>What stands in the projection of a file that speaks of nobody but authors.</summary>
    public const string NoOthers = "NULL::VARCHAR[] AS hg_others";

    private readonly FileColumns columns;
    private readonly string path;
    private readonly List<string> wrong = [];

    private RecordColumns(FileColumns columns, string path) => (this.columns, this.path) = (columns, path);

    /// <summary>The columns that a map reads; every other one is only carried along.</summary>
    public static IEnumerable<string> Deciding(ContentMap map) => Fields(map).Select(field => field.Column).OfType<string>();

    /// <returns>The select list.</returns>
    /// <exception cref="BadInputException">The map names a column that the file has not.</exception>
    public static string Select(FileColumns columns, ContentMap map, string path)
    {
        var reader = new RecordColumns(columns, path);
        string[] values =
        [
            reader.Id(map.Id), "", reader.Id(map.Author), reader.Others(map.Others), reader.Word(map.Content), reader.Labels(map.Labels),
            reader.Word(map.Visibility), reader.Word(map.Service), reader.Time(map.Created), reader.Time(map.Collected), reader.IsUnknown(map.Collected),
            reader.Regions(map.Region), reader.List(map.DerivedFrom, Types.Id, emptyIsNull: true),
            reader.List(map.ContentUsage, Types.Text, emptyIsNull: false), reader.Flag(map.TdmReservation, "'0', 'false'"),
            reader.Flag(map.IptcDataMining, "'DMI-ALLOWED', 'DMI-UNSPECIFIED', 'http://ns.useplus.org/ldf/vocab/DMI-ALLOWED', 'http://ns.useplus.org/ldf/vocab/DMI-UNSPECIFIED'"),
            reader.Flag(map.C2pa, "'allowed'"),
        ];
        values[1] = reader.wrong.Count == 0 ? "false" : string.Join(" OR ", reader.wrong.Select(condition => $"coalesce({condition}, false)"));
        return string.Join(",\n  ", values.Select((value, i) => $"{value} AS {Names[i]}"));
    }

    /// <summary>The columns that are looked for in the absence of which records say less: nobody else, no source, no signal, and created when collected.</summary>
    public static IEnumerable<string> Silent(FileColumns columns, ContentMap map) =>
        new[] { map.Others, map.Collected, map.Region, map.DerivedFrom, map.ContentUsage, map.TdmReservation, map.IptcDataMining, map.C2pa }
            .Select(field => field.Column).OfType<string>().Where(column => columns.Find(column) is null);

    /// <summary>The author as the file has them: empty, where it has nobody, or null.</summary>
    public static string AuthorOf(FileColumns columns, ContentMap map, string path) =>
        new RecordColumns(columns, path).Find(map.Author) is var (column, type) ? Types.Id(column, type).Value : "NULL::VARCHAR";

    /// <summary>A field's column, where it is a column of times to the microsecond; else null.</summary>
    public static string? Times(FileColumns columns, FieldMap field) =>
        field.Unit is null && field.Column is { } name && columns.Find(name) is (var column, "TIMESTAMP") ? column : null;

    private static FieldMap[] Fields(ContentMap map) =>
    [
        map.Id, map.Author, map.Others, map.Content, map.Labels, map.Visibility, map.Service, map.Created, map.Collected, map.Region, map.DerivedFrom,
        map.ContentUsage, map.TdmReservation, map.IptcDataMining, map.C2pa,
    ];

    private (string Column, string Type)? Find(FieldMap field)
    {
        if (field.Column is not { } column) return null;
        if (columns.Find(column) is { } found) return found;
        if (!field.IsRequired) return null;
        throw new BadInputException($"`{path}` has no column `{column}`", Nearest.Hint(column, columns.All.Select(pair => pair.Name)));
    }

    private string Take(SqlValue value)
    {
        if (value.Wrong is not null) wrong.Add(value.Wrong);
        return value.Value;
    }

    private string Id(FieldMap field) =>
        Find(field) is var (column, type) ? $"nullif({Take(Types.Id(column, type))}, '')" : "NULL::VARCHAR";

    private string Word(FieldMap field)
    {
        if (field.Constant is { } constant) return constant is [var one] ? Sql.Text(one) : "NULL::VARCHAR";
        if (Find(field) is not var (column, type)) return "NULL::VARCHAR";
        return Mapped(field, Take(Types.Text(column, type)));
    }

    private static string Mapped(FieldMap field, string value) => field.Values is { } values
        ? $"CASE {value} {string.Concat(values.Select(pair => $"WHEN {Sql.Text(pair.Key)} THEN {Sql.Text(pair.Value)} "))}END"
        : value;

    private string Labels(FieldMap field)
    {
        if (field.Constant is { } constant) return Sql.Texts(constant);
        if (Find(field) is not var (column, type)) return "NULL::VARCHAR[]";
        var list = Take(Types.ListOf(column, type, Types.Text));
        return field.Values is null ? list : $"list_transform({list}, label -> {Mapped(field, "label")})";
    }

    private string List(FieldMap field, Func<string, string, SqlValue> read, bool emptyIsNull)
    {
        if (Find(field) is not var (column, type)) return "NULL::VARCHAR[]";
        var list = Take(Types.ListOf(column, type, read));
        if (emptyIsNull) list = $"list_transform({list}, one -> nullif(one, ''))";
        return $"CASE WHEN len({list}) > 0 THEN {list} END";
    }

    /// <summary>Where the column is there and a row has no value in it, somebody is meant who was not named.</summary>
    private string Others(FieldMap field)
    {
        if (Find(field) is not var (column, type)) return "NULL::VARCHAR[]";
        var list = $"list_transform({Take(Types.ListOf(column, type, Types.Id))}, one -> nullif(one, ''))";
        return $"CASE WHEN {Types.IsNull(column, type)} THEN [NULL::VARCHAR] WHEN len({list}) > 0 THEN {list} END";
    }

    private string Regions(FieldMap field)
    {
        if (Find(field) is not var (column, type)) return "NULL::VARCHAR[]";
        var list = $"list_transform({Take(Types.ListOf(column, type, Types.Text))}, region -> nullif(region, ''))";
        return $"CASE WHEN NOT ({Types.IsNull(column, type)}) AND len({list}) > 0 THEN list_transform({list}, region -> headgate_region(region)) END";
    }

    /// <summary>Whether a time is given that is null, or cannot be read.</summary>
    private string IsUnknown(FieldMap field)
    {
        if (Find(field) is not var (column, type)) return "false";
        var wrong = Types.Time(column, type, field.Unit).Wrong;
        return wrong is null ? Types.IsNull(column, type) : $"{Types.IsNull(column, type)} OR coalesce({wrong}, false)";
    }

    private string Time(FieldMap field)
    {
        if (Find(field) is not var (column, type)) return "NULL::BIGINT";
        return Take(Types.Time(column, type, field.Unit));
    }

    /// <summary>Whether a signal disallows: any value that does not say otherwise.</summary>
    private string Flag(FieldMap field, string harmless)
    {
        if (Find(field) is not var (column, type)) return "false";
        var text = Types.IsJson(type) ? $"{column}->>'$'" : $"{column}::VARCHAR";
        return string.Create(CultureInfo.InvariantCulture, $"coalesce({text} NOT IN ({harmless}), false)");
    }
}
