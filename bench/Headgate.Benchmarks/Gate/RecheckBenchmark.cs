using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Benchmarks.Gate;

/// <summary>Looking at a data set again after 1,000 people have objected, beside a plain copy of its input. Bringing the snapshot of standings forward is measured apart.</summary>
internal static class RecheckBenchmark
{
    private const int Changed = 1_000;

    private const int Apart = 997;

    public static void Run(World world, Session session, string memory, int threads)
    {
        var place = world.In("rechecked");
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        var size = MemorySize.Read(memory)!.Value;
        new Gating(
            session, new([world.Content], [], null, World.Half, place, null, null, OutputFormat.Parquet, false, false, size, threads, world.In("temp")),
            WorkerProcess.OfThisProgram().Run).Run(_ => { }, CancellationToken.None);
        // a world is used again: who objected in an earlier run does not leave once more
        var first = session.Store.Head.Size % Apart;
        session.Store.Append(
            Enumerable.Range(0, Changed).Select(i => new NewStatement(new ChoiceMade(SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{i * Apart + first:D7}"))!.Value, World.Half, Choice.Objected, "settings"))), session.Now);
        var clock = Stopwatch.StartNew();
        using (var temp = new TempFolder(world.In("temp")))
        using (var snapshot = StandingSnapshot.At(session, session.MomentOf(null, null), new Bounds(size, threads, temp.Path)))
            snapshot.Keep();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the snapshot brought forward: {clock.Elapsed.TotalSeconds:0.00} s"));
        for (var round = 0; round < 3; round++)
        {
            var floor = PlainCopy.Measure(world, world.Content, memory, threads);
            clock.Restart();
            var phases = new List<string>();
            var outcome = new Recheck(session, new(place, null, null, null, size, threads, world.In("temp")), WorkerProcess.OfThisProgram().Run).Run(
                _ => { }, progress => phases.Add(string.Create(CultureInfo.InvariantCulture, $"{progress.Doing.Split(' ')[0]} from {clock.Elapsed.TotalSeconds:0.00}")), CancellationToken.None);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"recheck after {Changed:N0} objections: {clock.Elapsed.TotalSeconds:0.00} s, {clock.Elapsed.TotalSeconds / floor.Seconds:0.000} of a plain copy ({floor.Seconds:0.00} s); {outcome.Changes.Leave.Values.Sum():N0} leave, {outcome.Changes.LookedAt:N0} looked at; {string.Join(" · ", phases.DistinctBy(phase => phase.Split(' ')[0]))}"));
        }
        Directory.Delete(place, recursive: true);
    }
}
