using DuckDB.NET.Data;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>A gate run: content in, the eligible part out, a reason for each record left out.</summary>
public sealed class GateRun : IDisposable
{
    private const int FilesAtOnce = 64;

    /// <summary>What copying the eligible part takes of writing a data set, about; the rest is the list of what was left out.</summary>
    private const double EligiblePart = 0.9;

    private readonly GateRequest request;
    private readonly ProgressReport progress;
    private readonly CancellationToken cancellation;
    private readonly DuckSession duck;
    private readonly DecisionTable table;
    private readonly Staging staging;
    private readonly List<ContentTable> contents = [];
    private readonly List<ContentTable> sources = [];
    private Verdicts verdicts = null!;
    private RecordFacts facts = null!;
    private People people = null!;

    private GateRun(GateRequest request, Action<GateProgress> report, CancellationToken cancellation)
    {
        (this.request, this.cancellation) = (request, cancellation);
        duck = new DuckSession(
            request.Bounds, request.Content.Concat(request.Sources).Select(file => file.Path), [request.Out, request.Snapshot], cancellation);
        progress = new ProgressReport(report, duck.Progress);
        staging = new Staging(duck, request.Map, request.Bounds.Temp);
        table = DecisionTable.Compile(request.Terms);
    }

    /// <exception cref="BadInputException">The content cannot be read, or does not fit the map.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public static GateResult Run(GateRequest request, Action<GateProgress> report, CancellationToken cancellation)
    {
        using var run = new GateRun(request, report, cancellation);
        try
        {
            return run.Run();
        }
        catch (DuckDBException error) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("interrupted", error, cancellation);
        }
        catch (DuckDBException error)
        {
            throw Staging.Unreadable(string.Join("`, `", request.Content.Select(file => file.Path).Take(3)), error);
        }
    }

    public void Dispose()
    {
        progress.Dispose();
        duck.Dispose();
    }

    private GateResult Run()
    {
        Read();
        Decide();
        CheckIds(contents);
        CheckIds(sources);
        Derive();
        return Write();
    }

    private long Rows => contents.Sum(content => content.Rows);

    private static double Part(long some, long all) => all == 0 ? 0 : (double)some / all;

    private void Read()
    {
        var first = 0L;
        foreach (var (file, index) in request.Content.Concat(request.Sources).Select((file, index) => (file, index)))
        {
            progress.Begin($"reading {file.Path}", first);
            var input = ScannedFile.Read(file, request.Bounds.Temp, index, cancellation);
            var content = staging.Stage(input, index, first);
            (index < request.Content.Count ? contents : sources).Add(content);
            first += content.Rows;
        }
    }

    private void CheckIds(List<ContentTable> tables)
    {
        if (tables.Count == 0) return;
        progress.Begin("looking for repeated record ids", Rows);
        if (!facts.MayRepeat(tables[0].First, tables.Sum(content => content.Rows))) return;
        var ids = string.Join(" UNION ALL ", tables.Select(content => $"SELECT pos, hg_id FROM ({content.Query()})"));
        var repeated = duck.Rows(
            $"SELECT hg_id, min(pos), max(pos) FROM ({ids}) WHERE hg_id IS NOT NULL GROUP BY hg_id HAVING count(*) > 1 ORDER BY 2 LIMIT 1",
            reader => (Id: reader.GetString(0), One: reader.GetInt64(1), Other: reader.GetInt64(2)));
        if (repeated is not [var (id, one, other)]) return;
        throw new BadInputException(
            $"the record id `{id}` stands twice: at {Place(tables, one)} and {Place(tables, other)}", "every record needs an id of its own; nothing was written");
    }

    private static string Place(List<ContentTable> tables, long position)
    {
        var content = tables.Last(content => content.First <= position);
        return $"row {position - content.First + 1} of `{content.Input.File.Path}`";
    }

    private void Decide()
    {
        var total = Rows + sources.Sum(content => content.Rows);
        progress.Begin("reading the people", 0);
        StandingTables.Open(duck, request.Snapshot);
        var regions = new RegionClasses(table.Subjects);
        people = PeopleReading.Read(duck, table, regions);
        (verdicts, facts) = (new Verdicts(table, total, request.WithSubjects), new RecordFacts(total));
        verdicts.Register(duck.Connection);
        new Deciding(table, people, regions, verdicts, facts).Register(duck.Connection);
        var pass = new VerdictPass(duck, table, verdicts);
        progress.Begin("deciding", total);
        foreach (var some in contents.Concat(sources).Chunk(FilesAtOnce))
        {
            progress.Next(Part(some.Sum(content => content.Rows), total));
            pass.Run(some, request.WithSubjects);
        }
        if (verdicts.Codes.Contains(Verdicts.Open)) throw new InvalidOperationException("a record was left undecided");
    }

    private void Derive()
    {
        var all = contents.Concat(sources).ToList();
        var edges = string.Join(" UNION ALL ", all.Select(content => $"SELECT pos, hg_sources FROM ({content.Query()}) WHERE hg_sources IS NOT NULL"));
        duck.Execute($"CREATE TABLE edges AS SELECT pos, generate_subscripts(hg_sources, 1) AS ord, unnest(hg_sources) AS source FROM ({edges})");
        if (duck.Scalar<long>("SELECT count(*) FROM edges") == 0) return;
        progress.Begin("following what records derive from", Rows);
        var ids = string.Join(" UNION ALL ", all.Select(content => $"SELECT pos, hg_id FROM ({content.Query()})"));
        duck.Execute($"CREATE TABLE targets AS SELECT hg_id AS id, min(pos) AS pos FROM ({ids}) WHERE hg_id IN (SELECT source FROM edges) GROUP BY hg_id");
        var derived = new SourcePass(verdicts);
        foreach (var (record, source) in duck.Rows(
            "SELECT e.pos, t.pos FROM edges e LEFT JOIN targets t ON t.id = e.source ORDER BY e.pos, e.ord",
            reader => (reader.GetInt64(0), reader.IsDBNull(1) ? -1 : reader.GetInt64(1))))
        {
            if (source < 0) verdicts.Refuse(record, table.Reasons.UnknownSource);
            else derived.Add((int)record, (int)source);
        }
        derived.Run();
        foreach (var (record, origin) in derived.Origins.Where(pair => pair.Key != pair.Value)) origins[record] = origin;
    }

    private readonly Dictionary<int, int> origins = [];

    private GateResult Write()
    {
        var rows = Rows;
        var (kept, byCode) = Count(rows);
        var writer = new DataSetWriter(duck, verdicts, request.Out, request.Format);
        progress.Begin("writing the data set", rows);
        if (request.VerdictsOnly) writer.VerdictList(contents, rows);
        else
        {
            var typed = (request.Format == OutputFormat.Parquet ? staging.WithTypes(contents) : contents).ToList();
            for (var i = 0; i < typed.Count; i++)
            {
                progress.Next(Part(typed[i].Rows, rows) * EligiblePart);
                writer.Eligible(typed[i], i, KeptIn(typed[i]));
            }
            progress.Next(1 - EligiblePart);
            writer.Denied(contents, rows - kept, request.WithSubjects ? Origins() : null);
        }
        progress.Begin("sealing", rows);
        var root = writer.VerdictFile(rows);
        var reasons = table.Reasons.All;
        return new(
            [.. Inputs()], writer.Outputs,
            new(rows, kept, rows - kept, byCode.Where(pair => !reasons[pair.Key].Allows).GroupBy(pair => reasons[pair.Key].Text, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal)),
            new SubjectCensus(duck, people, verdicts).Count(contents, facts.Authors[..(int)rows]),
            new(root, [.. byCode.Keys.Order().Select(code => new VerdictCode((ushort)code, reasons[code].Text, reasons[code].Allows))]));
    }

    private (long Kept, SortedDictionary<int, long> ByCode) Count(long rows)
    {
        var counts = new long[table.Reasons.All.Count];
        foreach (var code in verdicts.Codes[..(int)rows]) counts[code]++;
        var byCode = new SortedDictionary<int, long>();
        for (var code = 0; code < counts.Length; code++)
            if (counts[code] > 0)
                byCode[code] = counts[code];
        return (byCode.Where(pair => table.Reasons.All[pair.Key].Allows).Sum(pair => pair.Value), byCode);
    }

    private long KeptIn(ContentTable content)
    {
        var kept = 0L;
        foreach (var code in verdicts.Codes.Slice((int)content.First, (int)content.Rows))
            if (table.Reasons.All[code].Allows)
                kept++;
        return kept;
    }

    private IEnumerable<InputFile> Inputs() =>
        contents.Select(content => Input(InputRole.Content, content)).Concat(sources.Select(content => Input(InputRole.Sources, content)));

    private static InputFile Input(InputRole role, ContentTable content) =>
        new(role, content.Input.File.Path, Digest.From(Convert.FromHexString(content.Input.Sha256)), content.Input.Bytes, content.Rows);

    /// <summary>A query for the subject and region that each dropped record's reason comes from.</summary>
    private string Origins()
    {
        duck.Execute("CREATE TABLE origins (pos BIGINT, origin BIGINT, ord BIGINT, place BIGINT)");
        using (var appender = duck.Connection.CreateAppender("origins"))
            for (var position = 0; position < Rows; position++)
                if (!verdicts.Allows(position) && verdicts.OriginOf(position) is var (subject, region))
                    appender.CreateRow().AppendValue((long?)position).AppendValue((long?)origins.GetValueOrDefault(position, position)).AppendValue((long?)subject).AppendValue((long?)region).EndRow();
        var pass = new VerdictPass(duck, table, verdicts);
        var claims = string.Join(" UNION ALL ", contents.Concat(sources).Select(content => $"SELECT pos, ord, place, subject, region FROM ({pass.Claims(content, "pos IN (SELECT origin FROM origins)")})"));
        return $"SELECT o.pos, c.subject, c.region FROM origins o JOIN ({claims}) c ON c.pos = o.origin AND c.ord = o.ord AND c.place = o.place";
    }
}
