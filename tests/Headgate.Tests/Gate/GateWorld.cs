using Headgate.Gate;
using Headgate.Tests.Policies;

namespace Headgate.Tests.Gate;

/// <summary>A drawn world: a policy, suspensions, people, and records in files of every format; and what the reference says of it.</summary>
internal sealed class GateWorld
{
    private readonly Dictionary<SubjectId, Standing> standings = [];
    private readonly Dictionary<string, Record> records = new(StringComparer.Ordinal);

    private GateWorld(string policy, Terms terms, WorldMap map) => (PolicyText, Terms, Map) = (policy, terms, map);

    public string PolicyText { get; }

    public Terms Terms { get; }

    public WorldMap Map { get; }

    public IReadOnlyDictionary<SubjectId, Standing> Standings => standings;

    public List<WorldFile> Content { get; } = [];

    public List<WorldFile> Sources { get; } = [];

    public IEnumerable<Record> Records => Content.SelectMany(file => file.Records);

    /// <param name="alone">Whether all records lie in Parquet files that claim no regions and derive from nothing.</param>
    /// <returns>Null where the policy drawn has an error.</returns>
    public static GateWorld? Draw(Random random, int count, bool alone = false)
    {
        var text = new RandomPolicy(random).Draw();
        var hasPolicy = random.Next(25) > 0;
        var policy = PolicyReader.Read(text).Policy;
        if (policy is null) return null;
        var drawing = new RandomWorld(random);
        var terms = drawing.Terms(hasPolicy ? policy : null, RandomPolicy.Purposes[random.Next(RandomPolicy.Purposes.Length)]);
        var map = new WorldMap(Numeric: random.Next(3) == 0, IsGiven: random.Next(4) == 0);
        var world = new GateWorld(hasPolicy ? text : "none", terms, map);
        string[] people = map.Numeric ? ["-1", "7", "12", "101", "123456789012345678901234567890", "404"] : ["ann", "bo", "cy d'", "Δημήτρης", "e\"ve", "nobody"];
        foreach (var person in people[..^1]) world.standings[SubjectId.From(person)!.Value] = drawing.Standing(terms);

        var ids = Enumerable.Range(0, count).Select(i => map.Numeric ? $"{i}{(i % 3 == 0 ? "00000000000000000000" : "")}" : $"r'{i}").ToList();
        if (map.Numeric) ids[0] = "0";
        var named = map.Numeric ? ids : [.. ids, "r\"?"];
        for (var i = random.Next(1, 4); i > 0; i--) world.Content.Add(alone ? WorldFile.Draw(random, map, "parquet") with { Region = false, Sources = false } : WorldFile.Draw(random, map));
        for (var i = alone ? 0 : random.Next(0, 3); i > 0; i--) world.Sources.Add(WorldFile.Draw(random, map));
        for (var i = 0; i < count; i++)
        {
            var first = i < world.Content.Count + world.Sources.Count;
            var files = (first ? i >= world.Content.Count : random.Next(3) == 0 && world.Sources.Count > 0) ? world.Sources : world.Content;
            var file = files[first ? i - (files == world.Sources ? world.Content.Count : 0) : random.Next(files.Count)];
            var record = drawing.Record(terms, people, named, ids[i]);
            file.Add(map.Numeric ? Numbers(record) : record, random);
        }
        foreach (var file in world.Content.Concat(world.Sources))
            foreach (var record in file.Records)
                if (record.Id is not null)
                    world.records.TryAdd(record.Id, record);
        return world;
    }

    /// <summary>What the reference says of every record, in the order of the input.</summary>
    public List<(string? Id, Finding Finding)> Expected()
    {
        var reference = new ReferencePolicy(Terms, new Reasons(Terms), subject => standings.GetValueOrDefault(subject), id => records.GetValueOrDefault(id));
        return [.. Records.Select(record => (record.Id, reference.Decide(record)))];
    }

    /// <summary>Writes the files and the snapshot of the standings.</summary>
    public GateRequest Write(string folder, OutputFormat format = OutputFormat.Parquet, bool verdictsOnly = false, bool withSubjects = false, int threads = 2)
    {
        string In(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var (content, snapshot, output, temp) = (In("content"), In("snapshot"), In("out"), In("temp"));
        using (var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, temp), [], [content, snapshot]))
        {
            StandingTables.Load(duck, standings.Select(pair => (pair.Key, pair.Value)));
            StandingTables.Save(duck, snapshot);
            foreach (var (file, i) in Content.Concat(Sources).Select((file, i) => (file, i)))
            {
                file.Name = Path.Combine(content, $"{i}.{file.Ending}");
                file.Write(file.Name, duck);
            }
        }
        return new(Terms, Found(Content), Found(Sources), Map.Read(), snapshot, output, format, verdictsOnly, withSubjects, new(MemorySize.Megabytes(512), threads, temp));
    }

    private static IReadOnlyList<ContentFile> Found(List<WorldFile> files) => ContentFiles.Find([.. files.Select(file => file.Name)]);

    /// <summary>A record whose every id is a number.</summary>
    private static Record Numbers(Record record) => new()
    {
        Id = record.Id,
        HasWrongType = record.HasWrongType,
        Author = record.Author,
        Others = record.Others,
        Kind = record.Kind,
        Labels = record.Labels,
        Visibility = record.Visibility,
        Service = record.Service,
        Created = record.Created,
        Collected = record.Collected,
        IsCollectedUnknown = record.IsCollectedUnknown,
        Regions = record.Regions,
        DerivedFrom = [.. record.DerivedFrom.Select(id => id == "nowhere" ? "999999" : id)],
        Signals = record.Signals,
    };
}
