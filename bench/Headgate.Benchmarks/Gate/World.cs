using System.Globalization;
using DuckDB.NET.Data;
using Headgate.Stores;

namespace Headgate.Benchmarks.Gate;

/// <summary>Content and a ledger of its people, drawn from a seed: made once for a size, and used again.</summary>
/// <remarks>
/// For <see cref="Everything"/> all records may be used, for <see cref="Half"/> about half: the same rules and the same facts are weighed for both.
/// The ledger is filled straight through the store: reading a members file is not what is measured here.
/// </remarks>
internal sealed class World
{
    public const string Everything = "train-generative-ai";
    public const string Half = "assist-writing";

    private const int BatchSize = 1 << 19;
    private static readonly Instant Told = Instant.FromDate(new(2025, 6, 1));
    private static readonly string[] Regions = ["DE", "FR", "NL", "IE", "GB", "CH", "CA", "HK", "US", "IN", "BR", "ES", "IT", "PL", "SE", "AU"];

    private readonly string folder;
    private readonly int people;

    private World(string folder, int records, int people) => (this.folder, Records, this.people) = (folder, records, people);

    public int Records { get; }

    public string Content => In("content.parquet");

    /// <summary>The same, where 30 in 100 speak of somebody else too.</summary>
    public string WithOthers => In("content-others.parquet");

    public string Ledger => In("ledger");

    public string In(string name) => Path.Combine(folder, name);

    /// <param name="work">Where worlds are kept.</param>
    public static World Of(string work, int records, int people)
    {
        var world = new World(Path.GetFullPath(Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"world-{records}-{people}"))), records, people);
        Directory.CreateDirectory(world.folder);
        world.Make("content.parquet", world.MakeContent);
        world.Make("content-others.parquet", world.MakeOthers);
        world.Make("ledger", world.MakeLedger);
        return world;
    }

    private void Make(string name, Action<string> make)
    {
        if (Path.Exists(In(name))) return;
        Console.Error.WriteLine($"making {In(name)} …");
        var aside = In($"{name}.new");
        make(aside);
        Directory.Move(aside, In(name));
    }

    /// <summary>Texts of about 150 characters, strung together from a thousand fragments; authors drawn evenly.</summary>
    private void MakeContent(string path)
    {
        using var duck = new DuckDBConnection("DataSource=:memory:;threads=2;memory_limit=2GB");
        duck.Open();
        using var command = duck.CreateCommand();
        var text = string.Join(" || ", Enumerable.Range(0, 8).Select(part => $"fragments[1 + (hash(i * 8 + {part}) % 1000)::INTEGER]"));
        command.CommandText =
            $"""
            COPY (
              WITH pool AS (SELECT list(word || ' ' || thing || ' ' || ending ORDER BY hash(word || thing || ending)) AS fragments FROM
                (SELECT unnest(['quiet', 'open', 'late', 'early', 'small', 'strong', 'plain', 'brief', 'honest', 'second']) AS word),
                (SELECT unnest(['bridge', 'meeting', 'harvest', 'office', 'question', 'journey', 'team', 'paper', 'garden', 'answer']) AS thing),
                (SELECT unnest(['with us. ', 'at last, ', 'in spring ', 'and why ', 'for now. ', 'we saw ', 'but then ', 'is here; ', 'of old ', 'they say ']) AS ending))
              SELECT printf('r%08d', i) AS record_id, printf('m%07d', (hash(i + 1000000007) % {people})::INTEGER) AS author,
                ['post', 'post', 'comment', 'comment', 'photo'][1 + (hash(i + 2000000011) % 5)::INTEGER] AS kind,
                CASE WHEN hash(i + 3000000019) % 10 = 0 THEN 'connections' ELSE 'public' END AS visibility,
                'network' AS service, []::VARCHAR[] AS labels,
                make_timestamp(1546300800000000 + 1000 * (hash(i + 4000000007) % 200000000000)::BIGINT) AS created,
                {text} AS text
              FROM range({Records}) r(i), pool
            ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
            """;
        command.ExecuteNonQuery();
    }

    private void MakeOthers(string path)
    {
        using var duck = new DuckDBConnection("DataSource=:memory:;threads=2;memory_limit=2GB");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText =
            $"""
            COPY (SELECT *, CASE WHEN hash(record_id || 'o') % 10 < 3 THEN [printf('m%07d', (hash(record_id || 'p') % {people})::INTEGER)] ELSE []::VARCHAR[] END AS other_people
                  FROM read_parquet('{Content}')) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>Goes on where it was stopped: the ledger of five million people takes its time.</summary>
    private void MakeLedger(string path)
    {
        using var ledger = Directory.Exists(path) ? SqliteLedger.Open(path) : SqliteLedger.Create(path);
        using var policy = new StreamReader(typeof(World).Assembly.GetManifestResourceStream("gate.yaml")!);
        var start = Told + -TimeSpan.FromDays(30);
        if (ledger.Head.Size == 0) ledger.Append([new(new PolicyPublished(policy.ReadToEnd(), new Dictionary<string, string>(), new Override("a benchmark", "nobody")))], Told, start);
        foreach (var batch in Enumerable.Range(0, people).SelectMany(Statements).Skip((int)ledger.Head.Size - 1).Chunk(BatchSize)) ledger.Append(batch, Told, Told);
    }

    /// <summary>Everybody is an adult and was told of the training; 55 in 100 were told of the assistant; 8 in 100 objected to it.</summary>
    private static IEnumerable<NewStatement> Statements(int number)
    {
        var draw = new Random(number);
        var subject = SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{number:D7}"))!.Value;
        var born = BirthRange.Born(new DateOnly(1950, 1, 1).AddDays(draw.Next(17_000)));
        yield return new(new MemberDescribed(subject, [Region.Understand(Regions[draw.Next(Regions.Length)])], "declared", new(born), SubjectStatus.Active));
        yield return new(new NoticeServed(subject, new("training", 1)));
        if (draw.Next(100) < 55) yield return new(new NoticeServed(subject, new("assistant", 1)));
        if (draw.Next(100) < 8) yield return new(new ChoiceMade(subject, Half, Choice.Objected, "settings"));
    }
}
