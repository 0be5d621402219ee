using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>Decides the records of a sealed data set's input again, and says whose verdict is another now. Where few people changed, only their records are decided.</summary>
public sealed class RecheckRun : IDisposable
{
    private const string ListName = "changes.jsonl";

    private readonly GateRequest request;
    private readonly Comparison comparison;
    private readonly CancellationToken cancellation;
    private readonly DuckSession duck;
    private readonly ProgressReport progress;
    private readonly Task<DecisionTable> compiling;

    private RecheckRun(GateRequest request, Comparison comparison, Action<GateProgress> report, CancellationToken cancellation)
    {
        (this.request, this.comparison, this.cancellation) = (request, comparison, cancellation);
        compiling = Task.Run(() => DecisionTable.Compile(request.Terms), cancellation);
        duck = new DuckSession(
            request.Bounds, request.Content.Concat(request.Sources).Concat(request.Edges).Select(file => file.Path).Append(comparison.Changed ?? "-"),
            [request.Out, request.Snapshot], cancellation);
        progress = new ProgressReport(report, duck.Progress);
    }

    /// <exception cref="BadInputException">The input cannot be read.</exception>
    /// <returns>The input files as they are now, and the changes.</returns>
    public static GateResult Run(GateRequest request, Comparison comparison, Action<GateProgress> report, CancellationToken cancellation)
    {
        using var run = new RecheckRun(request, comparison, report, cancellation);
        return GateRun.Guarded(request, run.Run, cancellation);
    }

    public void Dispose()
    {
        progress.Dispose();
        duck.Dispose();
    }

    private GateResult Run()
    {
        var reading = new ContentReading(duck, request, progress, cancellation);
        reading.Read();
        var (contents, sources) = (reading.Contents, reading.Sources);
        StandingTables.Open(duck, request.Snapshot);
        var looked = contents;
        var everything = comparison.Changed is null || sources.Count > 0 || contents.Any(DerivesFromOthers);
        if (!everything) looked = Narrow(contents);

        progress.Begin("deciding", looked.Sum(content => content.Rows));
        var rows = contents.Sum(content => content.Rows);
        var total = rows + sources.Sum(content => content.Rows);
        var table = compiling.GetAwaiter().GetResult();
        var regions = new RegionClasses(table.Subjects);
        var people = PeopleReading.Read(duck, table, regions);
        var verdicts = new Verdicts(table, total, false);
        verdicts.Register(duck.Connection);
        new Deciding(table, people, regions, verdicts, null).Register(duck.Connection);
        var before = Before(rows);
        if (!everything) before.CopyTo(verdicts.Codes);
        var pass = new VerdictPass(duck, table, verdicts);
        var reopened = new List<long>();
        foreach (var some in looked.Concat(sources).Chunk(GateRun.FilesAtOnce))
        {
            if (!everything) reopened.AddRange(pass.Reopen(some));
            pass.Run(some, false);
        }
        if (verdicts.Codes.Contains(Verdicts.Open)) throw new InvalidOperationException("a record was left undecided");
        if (everything) new SourceReading(duck, table, verdicts).Run([.. contents, .. sources]);
        return new([.. reading.Inputs()], [], new(rows, 0, 0, new Dictionary<string, long>()), new(0, 0), new(default, []))
        {
            Changes = Compare(before, verdicts, table.Reasons.All, looked, everything ? null : reopened, everything ? total : reopened.Count),
        };
    }

    private bool DerivesFromOthers(ContentTable content) =>
        content.MayDerive && duck.Scalar<bool>($"SELECT EXISTS (FROM ({content.Query()}) WHERE hg_sources IS NOT NULL)");

    /// <summary>The records of the people whose verdicts may differ, and the people who are in those.</summary>
    private List<ContentTable> Narrow(IReadOnlyList<ContentTable> contents)
    {
        progress.Begin("looking for the records of those who changed", contents.Sum(content => content.Rows));
        duck.Execute($"CREATE TABLE changed AS SELECT DISTINCT json ->> '$' AS subject FROM read_json_objects({Sql.Text(comparison.Changed!)}, format='newline_delimited')");
        Sought.Register(duck, "changed", "subject");
        var narrowed = new List<ContentTable>();
        foreach (var (content, i) in contents.Select((content, i) => (content, i)))
        {
            duck.Execute($"CREATE TABLE looked_{i} AS {LookedAt(content)}");
            narrowed.Add(content with { Narrowed = $"looked_{i}", Rows = duck.Scalar<long>($"SELECT count(*) FROM looked_{i}") });
        }
        var subjects = string.Join(" UNION ALL ", narrowed.Select(content => $"SELECT unnest(list_prepend(hg_author, coalesce(hg_others, []::VARCHAR[]))) AS subject FROM {content.Narrowed}"));
        StandingTables.Narrow(duck, $"SELECT DISTINCT subject FROM ({subjects})");
        return narrowed;
    }

    /// <summary>The records of those who changed, and those whose time was not there yet. Each condition by itself: the other columns then matter only where it is met.</summary>
    private string LookedAt(ContentTable content)
    {
        var everybody = content.Everybody();
        var others = content.SpeaksOfOthers ? $" UNION SELECT pos FROM (SELECT pos, unnest(hg_others) AS subject FROM ({everybody})) WHERE {Sought.Condition("subject")}" : "";
        duck.Execute($"CREATE OR REPLACE TEMP TABLE also AS {content.CreatedAfter(comparison.CreatedAfter)}{others}");
        var theirs = content.Of(Sought.Condition);
        return duck.Scalar<bool>("SELECT EXISTS (FROM also)")
            ? $"{theirs} UNION ALL SELECT * FROM ({everybody}) WHERE pos IN (SELECT pos FROM also) AND NOT {Sought.Condition("hg_author")}"
            : theirs;
    }

    private ushort[] Before(long rows)
    {
        using var file = File.OpenRead(comparison.Verdicts);
        if (file.Length != rows * sizeof(ushort)) throw new BadInputException("the input does not have as many records as when the data set was made", "gate it anew");
        var codes = GC.AllocateUninitializedArray<ushort>((int)rows);
        file.ReadExactly(MemoryMarshal.AsBytes(codes.AsSpan()));
        return codes;
    }

    /// <param name="positions">Those of the records that were decided again; null where all were.</param>
    private Changes Compare(ushort[] before, Verdicts verdicts, IReadOnlyList<Reason> reasons, IReadOnlyList<ContentTable> looked, List<long>? positions, long lookedAt)
    {
        var (leave, enter) = (new SortedDictionary<string, long>(StringComparer.Ordinal), new SortedDictionary<string, long>(StringComparer.Ordinal));
        var allowed = comparison.Reasons.Select(code => code?.Allows ?? false).ToArray();
        foreach (var position in positions ?? Enumerable.Range(0, before.Length).Select(position => (long)position))
        {
            if (allowed[before[position]] == verdicts.Allows(position)) continue;
            var now = reasons[verdicts.Codes[(int)position]];
            var counts = now.Allows ? enter : leave;
            counts[now.Text] = counts.GetValueOrDefault(now.Text) + 1;
        }
        var list = Path.Combine(request.Out, ListName);
        if (leave.Count + enter.Count == 0) File.Create(list).Dispose();
        else List(before, allowed, verdicts, looked, list);
        return new(leave, enter, list, lookedAt);
    }

    private void List(ushort[] before, bool[] allowed, Verdicts verdicts, IReadOnlyList<ContentTable> looked, string list)
    {
        DuckFunction.Register(duck.Connection, "headgate_changed", DuckDBType.Boolean, [DuckDBType.BigInt], call =>
        {
            var (positions, results) = (call.Argument(0), call.Result);
            for (var row = 0; row < call.Rows; row++)
                results.Set(row, (byte)(positions.Get<long>(row) is var position && allowed[before[position]] != verdicts.Allows(position) ? 1 : 0));
        });
        DuckFunction.Register(duck.Connection, "headgate_was", DuckDBType.Integer, [DuckDBType.BigInt], call =>
        {
            var (positions, results) = (call.Argument(0), call.Result);
            for (var row = 0; row < call.Rows; row++) results.Set(row, (int)before[positions.Get<long>(row)]);
        });
        var was = $"({Sql.Texts(comparison.Reasons.Select(code => code?.Reason ?? ""))})[headgate_was(pos) + 1]";
        var changes = string.Join(" UNION ALL ", looked.Select(content => $"SELECT pos, hg_id FROM ({content.Query()}) WHERE headgate_changed(pos)"));
        duck.Execute(
            $"""
            COPY (SELECT hg_id AS record_id, CASE WHEN headgate_kept(pos) THEN 'enter' ELSE 'leave' END AS change, {was} AS was, headgate_reason(headgate_code(pos)) AS now
                  FROM ({changes}) ORDER BY pos) TO {Sql.Text(list)} (FORMAT json)
            """);
    }
}
