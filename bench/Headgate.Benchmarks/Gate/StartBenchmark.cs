using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Benchmarks.Gate;

/// <summary>What a gate run costs when there is next to nothing to gate: one record, a hundred people, and a new statement before every run.</summary>
internal static class StartBenchmark
{
    public static int Run(Options options)
    {
        using var temp = new TempFolder();
        var world = World.Of(temp.Path, 1, 100);
        using var session = Session.Open(world.Ledger, TimeProvider.System);
        var times = new List<double>();
        for (var round = 0; round < options.Number("rounds", 20); round++)
        {
            session.Store.Append([new(new ChoiceMade(SubjectId.From("m0000001")!.Value, World.Half, round % 2 == 0 ? Choice.Objected : Choice.Unset, null))], session.Now);
            var place = world.In(string.Create(CultureInfo.InvariantCulture, $"out-{round}"));
            var clock = Stopwatch.StartNew();
            new Gating(
                session, new([world.Content], [], null, World.Half, place, null, null, OutputFormat.Parquet, false, false, MemorySize.Megabytes(1000), 2, null),
                WorkerProcess.OfThisProgram().Run).Run(_ => { }, CancellationToken.None);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"one record, its worker's start included: {times.Order().ElementAt(times.Count / 2):0} ms in the middle, {times.Min():0} ms at best, {times[0]:0} ms at first"));
        return 0;
    }
}
