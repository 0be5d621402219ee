using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Benchmarks.Ledger;

/// <summary>A large ledger, a part at a time: how long it takes to fill, what it weighs, to check it, a receipt, and a snapshot brought forward.</summary>
internal static class LargeLedger
{
    public static int Run(Options options)
    {
        var folder = Path.Combine(options.Text("work", "large-ledger"), "ledger");
        var (statements, subjects) = (options.Number("statements", 10_000_000), options.Number("subjects", 5_000_000));
        var clock = Stopwatch.StartNew();
        var said = options.Text("part", "fill") switch
        {
            "fill" => Fill(folder, statements, subjects),
            "fsck" => string.Join('\n', Fsck.Check(folder).Select(problem => problem.ToString()).DefaultIfEmpty("it holds")),
            "receipt" => Receipts(folder),
            "snapshot" => Snapshot(folder, options),
            var part => throw new ArgumentException($"no part `{part}`"),
        };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{said} · {clock.Elapsed.TotalSeconds:0.0} s · peak memory {Usage.Now().PeakBytes / 1e6:N0} MB"));
        return 0;
    }

    /// <summary>Everybody is described once; then choices and notices, of people in no order.</summary>
    private static string Fill(string folder, int statements, int subjects)
    {
        using (var ledger = Directory.Exists(folder) ? SqliteLedger.Open(folder) : SqliteLedger.Create(folder))
        {
            var now = Instant.FromDate(new(2025, 9, 18));
            for (var done = (int)ledger.Head.Size; done < statements; done += 20_000)
                ledger.Append([.. Enumerable.Range(done, Math.Min(20_000, statements - done)).Select(i => Statement(i, subjects))], now);
        }
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        var (all, database) = (files.Sum(file => file.Length), files.Where(file => file.Name.StartsWith("ledger.db", StringComparison.Ordinal)).Sum(file => file.Length));
        return string.Create(CultureInfo.InvariantCulture, $"{statements:N0} statements of {subjects:N0} subjects: {all / (double)statements:0.0} bytes each, {database / (double)statements:0.0} of them in the database, {(all - database) / (double)statements:0.0} published");
    }

    private static NewStatement Statement(int i, int subjects)
    {
        var person = i < subjects ? i : (int)(i * 7_368_787L % subjects);
        var who = SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{person:D7}"))!.Value;
        return i < subjects
            ? new(new MemberDescribed(who, [Region.Understand(person % 3 == 0 ? "GB" : "DE")], "declared", new Said<BirthRange>(BirthRange.Born(new DateOnly(1960, 1, 1).AddDays(person % 15_000))), SubjectStatus.Active))
            : i % 4 == 0
            ? new(new NoticeServed(who, new("gen-ai-2025", 1)))
            : new(new ChoiceMade(who, "train-generative-ai", i % 2 == 0 ? Choice.Objected : Choice.Consented, "settings"), Instant.FromMicroseconds(1_758_000_000_000_000 + i));
    }

    private static string Receipts(string folder)
    {
        using var ledger = SqliteLedger.Open(folder);
        var times = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var receipt = ledger.ReceiptFor(i * 7_368_787L % ledger.Head.Size)!.ToString();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (receipt.Length == 0) throw new InvalidOperationException("an empty receipt");
        }
        return string.Create(CultureInfo.InvariantCulture, $"receipt p50 {times.Order().ElementAt(150):0.00} ms, p99 {times.Order().ElementAt(297):0.00} ms");
    }

    /// <summary>The first is folded from all statements, where none is kept yet; then a thousand people object.</summary>
    private static string Snapshot(string folder, Options options)
    {
        using var session = Session.Open(folder, TimeProvider.System);
        using var temp = new TempFolder(options.Text("work", "large-ledger"));
        var bounds = new Bounds(MemorySize.Megabytes(4000), 2, temp.Path);
        var clock = Stopwatch.StartNew();
        Keep(session, bounds);
        var first = clock.Elapsed.TotalSeconds;
        var times = new List<double>();
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            var seed = (int)(session.Store.Head.Size % 1_000_000);
            session.Store.Append([.. Enumerable.Range(0, 1000).Select(i => new NewStatement(new ChoiceMade(SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{(seed + i * 4999L) % 5_000_000:D7}"))!.Value, "train-generative-ai", Choice.Objected, "settings")))], session.Now);
            clock.Restart();
            Keep(session, bounds);
            times.Add(clock.Elapsed.TotalSeconds);
        }
        return string.Create(CultureInfo.InvariantCulture, $"first {first:0.0} s · brought forward by 1,000 changes {string.Join(", ", times.Select(time => time.ToString("0.00", CultureInfo.InvariantCulture)))} s");
    }

    private static void Keep(Session session, Bounds bounds)
    {
        using var snapshot = StandingSnapshot.At(session, session.MomentOf(null, null), bounds);
        snapshot.Keep();
    }
}
