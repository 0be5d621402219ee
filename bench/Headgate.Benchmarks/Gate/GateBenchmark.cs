using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Benchmarks.Gate;

/// <summary>Gating beside copying: the real run, its worker in a process of its own, each round beside a plain copy of its own.</summary>
/// <remarks>With <c>--inside yes</c> the work is done in this process, and what each phase takes is told in processor time.</remarks>
internal static class GateBenchmark
{
    public static int Run(Options options)
    {
        var (threads, memory) = (options.Number("threads", 2), options.Text("memory", "1GB"));
        var work = options.Text("work", Path.Combine(Path.GetTempPath(), "headgate-bench"));
        var world = World.Of(work, options.Number("records", 20_000_000), options.Number("people", 5_000_000));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{world.Records:N0} records in {new FileInfo(world.Content).Length / 1e6:N0} MB, {options.Number("people", 5_000_000):N0} people; {threads} threads, --memory {memory}"));
        using var session = Session.Open(world.Ledger, TimeProvider.System);
        Snapshot(session, world, memory, threads);

        var inside = options.Text("inside", "no") == "yes";
        var only = options.Text("only", "all");
        (string What, string Content, string Purpose, bool VerdictsOnly)[] runs =
        [
            .. new[]
            {
                ("keep everything", world.Content, World.Everything, false), ("keep half", world.Content, World.Half, false), ("verdicts only", world.Content, World.Half, true),
                ("30 % with another", world.WithOthers, World.Everything, false),
            }.Where(run => only == "all" || run.Item1.StartsWith(only.Replace('-', ' '), StringComparison.Ordinal)),
        ];
        var rounds = runs.Select(_ => new List<(Measure Floor, Measure Ours)>()).ToArray();
        Measure.Head();
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            for (var i = 0; i < runs.Length; i++)
            {
                var floor = PlainCopy.Measure(world, runs[i].Content, memory, threads);
                var ours = Gate(session, world, runs[i].What, runs[i].Content, runs[i].Purpose, runs[i].VerdictsOnly, memory, threads, inside);
                floor.Print(floor);
                ours.Print(floor);
                rounds[i].Add((floor, ours));
            }
        }
        for (var i = 0; i < runs.Length && rounds[i].Count > 0; i++)
        {
            var (clock, processor) = Measure.Median(rounds[i]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs[i].What,-20} ratio in the middle: {clock:0.00} by the clock, {processor:0.00} by processor time"));
        }
        if (options.Text("callback", "no") == "yes") CallbackBenchmark.Run(world, session, World.Half);
        if (options.Text("recheck", "no") == "yes") RecheckBenchmark.Run(world, session, memory, threads);
        return 0;
    }

    /// <summary>What only the first run after a statement about somebody pays for.</summary>
    private static void Snapshot(Session session, World world, string memory, int threads)
    {
        var clock = Stopwatch.StartNew();
        using var temp = new TempFolder(world.In("temp"));
        using var snapshot = StandingSnapshot.At(session, session.MomentOf(null, null), new Bounds(MemorySize.Read(memory)!.Value, threads, temp.Path));
        snapshot.Keep();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"standing snapshot: {clock.Elapsed.TotalSeconds:0.00} s"));
    }

    private static Measure Gate(Session session, World world, string what, string content, string purpose, bool verdictsOnly, string memory, int threads, bool inside)
    {
        var place = world.In("out");
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        var options = new GateOptions(
            [content], [], null, purpose, place, null, null, OutputFormat.Parquet, verdictsOnly, false, MemorySize.Read(memory)!.Value, threads, world.In("temp"));
        var clock = Stopwatch.StartNew();
        var phases = new List<(string Doing, double Start)> { ("starting", 0) };
        var used = new Usage(0, 0);
        var before = Usage.Now();
        var outcome = new Gating(session, options, (folder, report, cancellation) =>
        {
            if (inside) return GateWorker.Run(folder, report, cancellation);
            var result = WorkerProcess.OfThisProgram().Run(folder, report, cancellation);
            used = Usage.Read(folder);
            return result;
        }).Run(progress => phases.Add((progress.Doing.Split(' ')[0], inside ? Usage.Now().Processor - before.Processor : clock.Elapsed.TotalSeconds)), CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        if (inside) used = Usage.Now() with { Processor = Usage.Now().Processor - before.Processor };
        var end = inside ? used.Processor : seconds;
        Directory.Delete(place, recursive: true);
        var note = string.Create(CultureInfo.InvariantCulture, $"kept {100.0 * outcome.Manifest.Counts.Kept / outcome.Manifest.Counts.Input:0.0} %");
        return new(what, seconds, used, [.. phases.Select((phase, i) => (phase.Doing, (i + 1 < phases.Count ? phases[i + 1].Start : end) - phase.Start))], note);
    }
}
