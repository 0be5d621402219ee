using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;
using Headgate.Stores;

namespace Headgate.Benchmarks.Ledger;

/// <summary>How long one objection waits until it is durable while many others object, beside one bare wait for the same disk.</summary>
/// <remarks>Without a pause everybody objects again as soon as they are answered: then all of them always wait, and no store can answer sooner than it takes to record them all. With one, each waits a time drawn between none and twice as long, and writes again.</remarks>
internal static class SingleObjections
{
    public static int Run(Options options)
    {
        var (writers, each, before) = (options.Number("writers", 200), options.Number("each", 500), options.Number("before", 100_000));
        var pause = TimeSpan.FromMilliseconds(options.Number("pause", 0));
        var ratios = new List<double>();
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            using var temp = new TempFolder(options.Text("work", "") is { Length: > 0 } work ? work : null);
            var floor = Flush(Path.Combine(temp.Path, "bare"));
            var times = Object(Path.Combine(temp.Path, "ledger"), writers, each, before, pause, out var seconds);
            ratios.Add(At(times, 0.99) / At(floor, 0.5));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"bare fsync p50 {At(floor, 0.5):0.00} ms, p99 {At(floor, 0.99):0.00} ms · objection p50 {At(times, 0.5):0.00} ms, p99 {At(times, 0.99):0.00} ms, most {times.Max():0.00} ms · {times.Length / seconds:N0}/s · p99 is {ratios[^1]:0.0} bare fsyncs"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in the middle: {ratios.Order().ElementAt(ratios.Count / 2):0.0}"));
        return 0;
    }

    private static double[] Object(string folder, int writers, int each, int before, TimeSpan pause, out double seconds)
    {
        using var ledger = SqliteLedger.Create(folder);
        var now = Instant.FromDate(new(2025, 9, 18));
        ledger.Append([.. Enumerable.Range(0, before).Select(i => Objection(i))], now);
        // what is compiled and opened for the first is no part of it
        Task.WaitAll([.. Enumerable.Range(before, 2000).Select(i => ledger.AppendAsync([Objection(i)], now))]);
        var times = new double[writers * each];
        var clock = Stopwatch.StartNew();
        Task.WaitAll([.. Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = 0; i < each; i++)
            {
                if (pause > TimeSpan.Zero) await Task.Delay(pause * (2 * random.NextDouble()));
                var begun = clock.Elapsed;
                await ledger.AppendAsync([Objection((writer * each + i) * 7919 % 1_000_003)], now);
                times[writer * each + i] = (clock.Elapsed - begun).TotalMilliseconds;
            }
        }))]);
        seconds = clock.Elapsed.TotalSeconds;
        return times;
    }

    private static NewStatement Objection(int person) =>
        new(new ChoiceMade(SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{person:D7}"))!.Value, "train-generative-ai", Choice.Objected, "settings"));

    /// <summary>A page appended to a file and flushed, again and again: what any durable write must wait for.</summary>
    private static double[] Flush(string path)
    {
        var (page, times) = (new byte[4096], new double[300]);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var i = 0; i < times.Length; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
        return times;
    }

    private static double At(double[] times, double share) => times.Order().ElementAt((int)(times.Length * share));
}
