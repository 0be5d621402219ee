using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headgate.Engine;
using Headgate.Stores;

namespace Headgate.Benchmarks.Lineage;

/// <summary>Following a person over many data sets, and what many objections come to; beside reading the same index from end to end.</summary>
internal static class LineageBenchmark
{
    public static int Run(Options options)
    {
        var folder = Path.Combine(options.Text("work", "large-lineage"), "ledger");
        var (sets, records, people, objections) = (options.Number("sets", 200), options.Number("records", 1_000_000), options.Number("people", 5_000_000), options.Number("objections", 10_000));
        if (options.Text("part", "all") is "fill" or "all") Fill(folder, sets, records, people);
        if (options.Text("part", "all") is "ask" or "all") Ask(folder, people, objections);
        return 0;
    }

    /// <summary>Data sets are registered through the code that the gate registers them with; their records are drawn, one author each.</summary>
    private static void Fill(string folder, int sets, int records, int people)
    {
        var clock = Stopwatch.StartNew();
        SqliteLedger.Create(folder).Dispose();
        using var session = Session.Open(folder, TimeProvider.System);
        var index = new LineageIndex(session);
        var tags = new ulong[people];
        Parallel.For(0, people, i => tags[i] = index.TagOf(Id(i)));
        var tagged = clock.Elapsed.TotalSeconds;
        session.Store.Append([new NewStatement(new PolicyPublished(Policy, new Dictionary<string, string>(), null))], session.Now);
        for (var set = 0; set < sets; set++)
        {
            var random = new Random(set);
            var counts = new Dictionary<int, uint>();
            for (var i = 0; i < records; i++) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, random.Next(people), out _)++;
            var name = string.Create(CultureInfo.InvariantCulture, $"set-{set:D3}");
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
            var position = session.Store.Append([new NewStatement(new DataSetSealed(name, Purpose, digest, records, records, false), null, Path.Combine(folder, name))], session.Now).First;
            index.Add(
                new(LineageNode.DataSet, name, digest, position, Purpose, position, session.Now.Microseconds, null, [], records, counts.Count, [new("GB", "network", new(2024, 1, 1), new(2024, 12, 31))], null),
                [.. counts.Select(one => new TaggedPerson(tags[one.Key], one.Value, 0))], () => false);
        }
        Say($"registered {sets:N0} data sets of {records:N0} records by {people:N0} people in {clock.Elapsed.TotalSeconds:0.0} s ({people / tagged / 1e6:0.00} M tags/s); index {Headgate.Engine.Lineage.Bytes(session) / (double)sets / records:0.00} bytes a record");
    }

    private static void Ask(string folder, int people, int objections)
    {
        using (var fresh = Session.Open(folder, TimeProvider.System))
        {
            var first = Stopwatch.StartNew();
            var found = Tracing.Of(fresh, Id(4711)).DataSets.Count;
            Say($"the first trace of the process {first.Elapsed.TotalMilliseconds:0.0} ms, in {found} data sets");
            var times = new List<double>();
            for (var i = 0; i < 200; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                if (Tracing.Of(fresh, Id((int)(i * 7_368_787L % people))).NotIndexed.Count > 0) throw new InvalidOperationException("something is not in the index");
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
            Say($"trace p50 {times.Order().ElementAt(100):0.00} ms, p99 {times.Order().ElementAt(197):0.00} ms");
        }
        var floor = Stopwatch.StartNew();
        var bytes = 0L;
        var block = new byte[1 << 20];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "lineage"), "*.people"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            for (int read; (read = stream.Read(block)) > 0;) bytes += read;
        }
        Say($"floor: reading the index from end to end, {bytes / 1e6:N0} MB, {floor.Elapsed.TotalSeconds:0.00} s");
        using var session = Session.Open(folder, TimeProvider.System);
        session.Store.Append([.. Enumerable.Range(0, objections).Select(i => new NewStatement(new ChoiceMade(SubjectId.From(Id((int)(i * 7_368_787L % people)))!.Value, Purpose, Choice.Objected, "settings")))], session.Now);
        var clock = Stopwatch.StartNew();
        var tasks = Redoing.Tasks(session);
        Say($"impact of {objections:N0} objections: {tasks.Count} tasks, {tasks.Sum(task => task.Because.Sum(cause => cause.Records)):N0} records, {clock.Elapsed.TotalSeconds:0.00} s = {clock.Elapsed / floor.Elapsed:0.00} of the floor; peak memory {Usage.Now().PeakBytes / 1e6:N0} MB");
    }

    private const string Purpose = "train-generative-ai";

    private const string Policy =
        """
        headgate: 1
        policy: bench
        version: 1
        purposes: { train-generative-ai: { title: Train } }
        content: [post]
        labels: []
        services: [network]
        permits: { lease: 60s, on-objection: redo-within 30d }
        rules:
          - grant: interest
            when: { visibility: public }
            basis: legitimate-interests
        """;

    private static string Id(int person) => string.Create(CultureInfo.InvariantCulture, $"m{person:D7}");

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
