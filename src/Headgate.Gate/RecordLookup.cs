using DuckDB.NET.Data;

namespace Headgate.Gate;

/// <summary>Finds single records in content by their ids, read by the same projection as the bulk gate's.</summary>
public sealed class RecordLookup : IDisposable
{
    private readonly DuckSession duck;
    private readonly List<ContentTable> contents = [];
    private readonly List<ContentTable> sources = [];
    private readonly Dictionary<string, Record?> known = new(StringComparer.Ordinal);

    /// <exception cref="BadInputException">A file cannot be parsed, or does not fit the map.</exception>
    public RecordLookup(IReadOnlyList<ContentFile> content, IReadOnlyList<ContentFile> sources, ContentMap map, Bounds bounds, IReadOnlyList<ContentFile>? edges = null)
    {
        edges ??= [];
        duck = new DuckSession(bounds, content.Concat(sources).Concat(edges).Select(file => file.Path), []);
        var staging = new Staging(duck, map, bounds.Temp);
        foreach (var (file, index) in content.Concat(sources).Select((file, index) => (file, index)))
            (index < content.Count ? contents : this.sources).Add(staging.Stage(ScannedFile.Read(file, bounds.Temp, index, CancellationToken.None), index, (long)index << 40) with { HasEdges = edges.Count > 0 });
        if (edges.Count == 0) return;
        var first = content.Count + sources.Count;
        EdgeTable.Load(duck, [.. edges.Select((file, i) => staging.StageEdges(ScannedFile.Read(file, bounds.Temp, first + i, CancellationToken.None), first + i, 0))], [.. contents, .. this.sources]);
    }

    /// <summary>The record with an id in the content itself.</summary>
    public Record? InContent(string id) => Find(contents, id);

    /// <summary>The record with an id in the content, else in its sources.</summary>
    public Record? Anywhere(string id)
    {
        if (!known.TryGetValue(id, out var record)) known[id] = record = Find(contents, id) ?? Find(sources, id);
        return record;
    }

    public void Dispose() => duck.Dispose();

    private Record? Find(List<ContentTable> tables, string id)
    {
        foreach (var table in tables)
        {
            try
            {
                var found = duck.Rows($"SELECT {string.Join(", ", RecordColumns.Names)} FROM ({table.Everybody()}) WHERE hg_id = {Sql.Text(id)} ORDER BY pos LIMIT 1", Read);
                if (found.Count > 0) return found[0];
            }
            catch (DuckDBException error)
            {
                throw Staging.Unreadable(table.Input.File.Path, error);
            }
        }
        return null;
    }

    private static Record Read(DuckDBDataReader reader)
    {
        var row = new Row(reader);
        return new()
        {
            Id = row.Text("hg_id"),
            HasWrongType = row.Flag("hg_wrong"),
            Author = SubjectId.From(row.Text("hg_author")),
            Others = [.. (row.Texts("hg_others") ?? []).Select(SubjectId.From)],
            Kind = row.Text("hg_kind"),
            Labels = row.Texts("hg_labels"),
            Visibility = row.Text("hg_visibility"),
            Service = row.Text("hg_service"),
            Created = row.Time("hg_created"),
            Collected = row.Time("hg_collected"),
            IsCollectedUnknown = row.Flag("hg_uncollected"),
            Regions = [.. (row.Texts("hg_regions") ?? []).Select(region => string.IsNullOrEmpty(region) ? Region.Unknown : Region.Understand(region))],
            DerivedFrom = row.Texts("hg_sources") ?? [],
            Signals = new([.. (row.Texts("hg_usage") ?? []).OfType<string>()], row.Flag("hg_tdm"), row.Flag("hg_iptc"), row.Flag("hg_c2pa")),
        };
    }

    private readonly struct Row(DuckDBDataReader reader)
    {
        public string? Text(string name) => Is(name, out var column) ? reader.GetString(column) : null;

        public bool Flag(string name) => Is(name, out var column) && reader.GetBoolean(column);

        public Instant? Time(string name) => Is(name, out var column) ? Instant.FromMicroseconds(reader.GetInt64(column)) : null;

        public List<string?>? Texts(string name) => Is(name, out var column) ? reader.GetFieldValue<List<string?>>(column) : null;

        private bool Is(string name, out int column) => !reader.IsDBNull(column = reader.GetOrdinal(name));
    }
}
