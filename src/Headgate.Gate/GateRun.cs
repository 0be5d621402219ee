using DuckDB.NET.Data;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>A gate run: content in, the eligible part out, a reason for each record left out.</summary>
public sealed class GateRun : IDisposable
{
    internal const int FilesAtOnce = 64;

    /// <summary>What copying the eligible part takes of writing a data set, about; the rest is the list of what was left out.</summary>
    private const double EligiblePart = 0.9;

    private readonly GateRequest request;
    private readonly ProgressReport progress;
    private readonly CancellationToken cancellation;
    private readonly DuckSession duck;
    private readonly Task<DecisionTable> compiling;
    private readonly ContentReading reading;
    private DuckSession? writing;
    private DataSetWriter? writer;
    private Verdicts verdicts = null!;
    private RecordFacts facts = null!;
    private People people = null!;

    private GateRun(GateRequest request, Action<GateProgress> report, CancellationToken cancellation)
    {
        (this.request, this.cancellation) = (request, cancellation);
        compiling = Task.Run(() => DecisionTable.Compile(request.Terms), cancellation);
        duck = new DuckSession(
            request.Bounds, Files.Select(file => file.Path), [request.Out, request.Snapshot], cancellation);
        progress = new ProgressReport(report, () => (writing ?? duck).Progress());
        reading = new ContentReading(duck, request, progress, cancellation);
    }

    /// <exception cref="BadInputException">The content cannot be read, or does not fit the map.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public static GateResult Run(GateRequest request, Action<GateProgress> report, CancellationToken cancellation)
    {
        using var run = new GateRun(request, report, cancellation);
        return Guarded(request, run.Run, cancellation);
    }

    /// <summary>Does some work, and says of what DuckDB cannot read which file it is.</summary>
    internal static GateResult Guarded(GateRequest request, Func<GateResult> work, CancellationToken cancellation)
    {
        try
        {
            return work();
        }
        catch (IOException error) when (Staging.IsFull(error.Message))
        {
            throw Staging.DiskFull();
        }
        catch (DuckDBException error) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("interrupted", error, cancellation);
        }
        catch (DuckDBException error)
        {
            var files = request.Content.Concat(request.Sources).Concat(request.Edges).Select(file => file.Path).ToList();
            var named = files.Where(path => error.Message.Contains(path, StringComparison.Ordinal)).MaxBy(path => path.Length);
            throw Staging.Unreadable(named ?? string.Join("`, `", files.Take(3)), error);
        }
    }

    public void Dispose()
    {
        progress.Dispose();
        writing?.Dispose();
        duck.Dispose();
    }

    private GateResult Run()
    {
        reading.Read();
        Decide();
        CheckIds(Contents);
        CheckIds(Sources);
        facts.ForgetIds();
        Derive();
        return Write();
    }

    /// <summary>The policy as a table: made while the first files are looked at.</summary>
    private DecisionTable Table => compiling.GetAwaiter().GetResult();

    private IReadOnlyList<ContentTable> Contents => reading.Contents;

    private IReadOnlyList<ContentTable> Sources => reading.Sources;

    private IEnumerable<ContentFile> Files => request.Content.Concat(request.Sources).Concat(request.Edges);

    private long Rows => Contents.Sum(content => content.Rows);

    private static double Part(long some, long all) => all == 0 ? 0 : (double)some / all;

    private void CheckIds(IReadOnlyList<ContentTable> tables)
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

    private static string Place(IReadOnlyList<ContentTable> tables, long position)
    {
        var content = tables.Last(content => content.First <= position);
        return $"row {position - content.First + 1} of `{content.Input.File.Path}`";
    }

    private void Decide()
    {
        var total = Rows + Sources.Sum(content => content.Rows);
        progress.Begin("reading the people", 0);
        StandingTables.Open(duck, request.Snapshot);
        var regions = new RegionClasses(Table.Subjects);
        people = PeopleReading.Read(duck, Table, regions);
        (verdicts, facts) = (new Verdicts(Table, total, request.WithSubjects), new RecordFacts(total));
        verdicts.Register(duck.Connection);
        new Deciding(Table, people, regions, verdicts, facts).Register(duck.Connection);
        var pass = new VerdictPass(duck, Table, verdicts);
        progress.Begin("deciding", total);
        if (AreFinalAtOnce)
        {
            progress.Next(1);
            writer = new DataSetWriter(duck, verdicts, request);
            writer.VerdictList(pass.AtOnce(Contents), total);
        }
        else
        {
            foreach (var some in Contents.Concat(Sources).Chunk(FilesAtOnce))
            {
                progress.Next(Part(some.Sum(content => content.Rows), total));
                pass.Run(some, request.WithSubjects);
            }
        }
        people.ForgetIds();
        if (verdicts.Codes.Contains(Verdicts.Open)) throw new InvalidOperationException("a record was left undecided");
    }

    /// <summary>Whether only verdicts are wanted, and nothing that comes later changes one: then they are listed while they are found, and no id is read twice.</summary>
    private bool AreFinalAtOnce =>
        request is { VerdictsOnly: true, WithSubjects: false } && Sources.Count == 0 && Contents.Count <= FilesAtOnce && !Contents.Any(content => content.MayDerive || content.MayClaimRegions);

    private void Derive()
    {
        progress.Begin("following what records derive from", Rows);
        origins = new SourceReading(duck, Table, verdicts).Run([.. Contents, .. Sources]);
    }

    private IReadOnlyDictionary<int, int> origins = new Dictionary<int, int>();

    private GateResult Write()
    {
        var rows = Rows;
        progress.Begin("counting", rows);
        var census = new SubjectCensus(duck, people, verdicts, facts);
        var records = new RecordCensus(Table, census, verdicts, facts);
        var breakdown = records.Count((int)rows);
        var subjects = census.Count(Contents, (int)rows);
        var byCode = Enumerable.Range(0, records.Codes.Count).Where(code => records.Codes[code] > 0).ToDictionary(code => code, code => records.Codes[code]);
        var kept = byCode.Where(pair => Table.Reasons.All[pair.Key].Allows).Sum(pair => pair.Value);
        var typed = (request.Format == OutputFormat.Parquet && !request.VerdictsOnly ? reading.WithTypes() : Contents).ToList();
        var claims = request.WithSubjects && !request.VerdictsOnly ? Origins() : null;
        people.Forget();
        facts.Forget();
        progress.Begin("writing the data set", rows);
        if (writer is null)
        {
            writing = Writing();
            writer = new DataSetWriter(writing, verdicts, request);
            if (request.VerdictsOnly) writer.VerdictList(Contents, rows);
        }
        if (!request.VerdictsOnly)
        {
            var isResumable = typed.Count > 1;
            for (var i = 0; i < typed.Count; i++)
            {
                progress.Next(Part(typed[i].Rows, rows) * EligiblePart);
                writer.Eligible(typed[i], i, typed.Count == 1 ? kept : KeptIn(typed[i]), isResumable);
            }
            progress.Next(1 - EligiblePart);
            (claims is null ? writer : writer.On(duck)).Denied(Contents, rows - kept, claims);
        }
        progress.Begin("sealing", rows);
        var root = writer.VerdictFile(rows);
        var reasons = Table.Reasons.All;
        return new(
            [.. reading.Inputs()], writer.Outputs,
            new(rows, kept, rows - kept, byCode.Where(pair => !reasons[pair.Key].Allows).GroupBy(pair => reasons[pair.Key].Text, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal)),
            subjects,
            new(root, [.. byCode.Keys.Order().Select(code => new VerdictCode((ushort)code, reasons[code].Text, reasons[code].Allows))]))
        {
            Breakdown = breakdown,
            Remarks = [.. Remarks()],
        };
    }

    /// <summary>A DuckDB for the second pass, which may hold what the first no longer needs: with little memory it would write on one thread.</summary>
    private DuckSession Writing()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var free = request.Bounds.Memory.Bytes - GC.GetTotalMemory(false) - Bounds.Reserve.Bytes;
        var bounds = request.Bounds.WithDuck(new(Math.Max(free, request.Bounds.ForDuck.Bytes))) with
        {
            Temp = Directory.CreateDirectory(Path.Combine(request.Bounds.Temp, "writing")).FullName,
        };
        var session = new DuckSession(bounds, Files.Select(file => file.Path), [request.Out, request.Bounds.Temp], cancellation);
        FieldFunctions.Register(session.Connection);
        verdicts.Register(session.Connection);
        return session;
    }

    /// <summary>Columns that some files have and others have not: there a record says less than its writer may have meant.</summary>
    private IEnumerable<string> Remarks() => Contents
        .SelectMany(content => content.Absent.Select(column => (column, content.Input.File.Path)))
        .GroupBy(absent => absent.column, absent => absent.Path, StringComparer.Ordinal)
        .Where(absent => absent.Count() < Contents.Count)
        .Select(absent => $"{(absent.Count() == 1 ? "a file has" : $"{absent.Count()} files have")} no column `{absent.Key}`, which others have: {string.Join(", ", absent.Take(3).Select(path => $"`{path}`"))}{(absent.Count() > 3 ? ", …" : "")}");

    private long KeptIn(ContentTable content)
    {
        var kept = 0L;
        foreach (var code in verdicts.Codes.Slice((int)content.First, (int)content.Rows))
            if (Table.Reasons.All[code].Allows)
                kept++;
        return kept;
    }

    /// <summary>A query for the subject and region that each dropped record's reason comes from.</summary>
    private string Origins()
    {
        duck.Execute("CREATE TABLE origins (pos BIGINT, origin BIGINT, ord BIGINT, place BIGINT)");
        using (var appender = duck.Connection.CreateAppender("origins"))
            for (var position = 0; position < Rows; position++)
                if (!verdicts.Allows(position) && verdicts.OriginOf(position) is var (subject, region))
                    appender.CreateRow().AppendValue((long?)position).AppendValue((long?)origins.GetValueOrDefault(position, position)).AppendValue((long?)subject).AppendValue((long?)region).EndRow();
        var pass = new VerdictPass(duck, Table, verdicts);
        var claims = string.Join(" UNION ALL ", Contents.Concat(Sources).Select(content => $"SELECT pos, ord, place, subject, region FROM ({pass.Claims(content, "pos IN (SELECT origin FROM origins)")})"));
        return $"SELECT o.pos, c.subject, c.region FROM origins o JOIN ({claims}) c ON c.pos = o.origin AND c.ord = o.ord AND c.place = o.place";
    }
}
