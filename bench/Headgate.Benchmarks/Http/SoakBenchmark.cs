using System.Diagnostics;
using Headgate.Engine;

namespace Headgate.Benchmarks.Http;

/// <summary>Questions and changes of mind for some minutes, and whether the process grows. It ends by itself.</summary>
internal static class SoakBenchmark
{
    private const int Looks = 12;

    public static int Run(Options options)
    {
        using var temp = new TempFolder();
        return RunAsync(options, temp.Path).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(Options options, string folder)
    {
        await using var server = await BenchServer.StartAsync(options.Text("work", folder), options.Number("subjects", 100_000), HttpBenchmark.Say);
        var time = TimeSpan.FromSeconds(options.Number("seconds", 120));
        var deadline = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource(time);
        var asked = 0L;
        var work = Task.WhenAll(
            RawClient.AskUntilAsync(server.Address, i => RawClient.Post("/access/v1/evaluation", server.Key, server.Question(i)), 8, _ => Interlocked.Increment(ref asked), stop.Token),
            RawClient.AskUntilAsync(server.Address, i => RawClient.Post("/access/v1/evaluations", server.Key, server.Hundred(i % 4096)), 2, _ => Interlocked.Increment(ref asked), stop.Token),
            RawClient.AskUntilAsync(server.Address, i => RawClient.Post("/v1/choices", server.Key, server.Objection(i % 1000).Replace("objected", i / 1000 % 2 == 0 ? "objected" : "consented", StringComparison.Ordinal)), 8, _ => Interlocked.Increment(ref asked), stop.Token));
        var heaps = new List<(double Heap, double Process)>();
        for (var look = 1; look <= Looks; look++)
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Max(0, (look * time / Looks - deadline.Elapsed).Ticks)));
            heaps.Add((GC.GetTotalMemory(forceFullCollection: true) / 1e6, Process.GetCurrentProcess().WorkingSet64 / 1e6));
            HttpBenchmark.Say($"{deadline.Elapsed.TotalSeconds:0} s: {Volatile.Read(ref asked):N0} requests, heap {heaps[^1].Heap:0.0} MB, index {server.Index.Bytes / 1e6:0.0} MB, process {heaps[^1].Process:0} MB");
        }
        await work;
        var (early, late) = (heaps[Looks / 3].Heap, heaps[^1].Heap);
        HttpBenchmark.Say($"the heap went from {early:0.0} MB after a third of the time to {late:0.0} MB at the end");
        return 0;
    }
}
