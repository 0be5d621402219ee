using System.Diagnostics;
using System.Globalization;
using System.Text;
using Headgate.Engine;

namespace Headgate.Benchmarks.Http;

/// <summary>The server beside an endpoint of the same server that answers a constant; how soon a pause holds; many who object at once; starting beside many people.</summary>
internal static class HttpBenchmark
{
    private const int Objectors = 200;

    public static int Run(Options options)
    {
        using var temp = new TempFolder();
        RunAsync(options, temp.Path).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(Options options, string folder)
    {
        var (seconds, connections, only) = (options.Number("seconds", 5), options.Number("connections", 32), options.Text("only", ""));
        await using var server = await BenchServer.StartAsync(options.Text("work", folder), options.Number("subjects", 100_000), Say);
        if (only is "" or "answers") Answers(server, connections, seconds, options.Number("rounds", 3), folder);
        if (only is "" or "objections") await ObjectionsAsync(server, seconds, folder);
        if (only is "" or "pause") await PauseAsync(server);
        Say($"the process holds {Process.GetCurrentProcess().WorkingSet64 >> 20:N0} MB");
    }

    private static void Answers(BenchServer server, int connections, int seconds, int rounds, string folder)
    {
        double Ask(string path, Func<int, string> body, int time) => Wrk.IsInstalled
            ? Wrk.Run(server.Address, path, server.Key, body, connections, time, folder)
            : RawClient.RunAsync(server.Address, i => RawClient.Post(path, server.Key, body(i)), connections, TimeSpan.FromSeconds(time)).GetAwaiter().GetResult().PerSecond;

        Say($"asked by {(Wrk.IsInstalled ? "wrk" : "a client in the same process")}, {connections} connections");
        foreach (var path in (string[])["/constant", "/access/v1/evaluation"]) Ask(path, server.Question, 3);
        Ask("/access/v1/evaluations", server.Hundred, 3);
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var bare = Ask("/constant", server.Question, seconds);
            var one = Ask("/access/v1/evaluation", server.Question, seconds);
            var hundred = Ask("/access/v1/evaluations", server.Hundred, seconds);
            ratios.Add(one / bare);
            Say($"constant {bare:N0}/s · evaluation {one:N0}/s: {one / bare:0.00} of the constant · evaluations of 100: {100 * hundred:N0} decisions/s");
        }
        Say($"evaluation over constant, in the middle: {ratios.Order().ElementAt(ratios.Count / 2):0.00}");
    }

    private static async Task ObjectionsAsync(BenchServer server, int seconds, string folder)
    {
        for (var round = 0; round < 3; round++)
        {
            var sync = Fsync(Path.Combine(folder, "fsync"));
            var objections = await RawClient.RunAsync(server.Address, i => RawClient.Post("/v1/choices", server.Key, server.Objection(i)), Objectors, TimeSpan.FromSeconds(seconds));
            Say($"{Objectors} objecting at once: {objections.PerSecond:N0}/s, p50 {objections.P50:0.0} ms, p99 {objections.P99:0.0} ms; a bare write and fsync: p50 {sync:0.00} ms; p99 is {objections.P99 / sync:0.0} of those");
        }
    }

    /// <summary>From sending a pause until the last decision that allows, while decisions go on.</summary>
    private static async Task PauseAsync(BenchServer server)
    {
        var (lastAllow, allowed) = (0L, 0L);
        using var stop = new CancellationTokenSource();
        var asking = RawClient.AskUntilAsync(server.Address, i => RawClient.Post("/access/v1/evaluation", server.Key, server.Question(i)), 8, answer =>
        {
            if (!answer.Contains("\"decision\":true", StringComparison.Ordinal)) return;
            Interlocked.Exchange(ref lastAllow, Stopwatch.GetTimestamp());
            Interlocked.Increment(ref allowed);
        }, stop.Token);
        await Task.Delay(1000);
        var sent = Stopwatch.GetTimestamp();
        await RawClient.OnceAsync(server.Address, RawClient.Post("/v1/suspensions", server.OfficerKey, $$"""{"purpose":"{{BenchServer.Purpose}}","regions":["everywhere"],"authority":"bench","reference":""}"""));
        var acknowledged = Stopwatch.GetElapsedTime(sent);
        await Task.Delay(500);
        await stop.CancelAsync();
        await asking;
        Say($"pause acknowledged after {acknowledged.TotalMilliseconds:0.0} ms; the last of {allowed:N0} decisions that allow was heard {Stopwatch.GetElapsedTime(sent, lastAllow).TotalMilliseconds:0.0} ms after it was sent");
    }

    /// <summary>The middle of some writes of a few bytes, each flushed to the disk, in milliseconds.</summary>
    private static double Fsync(string path)
    {
        using var file = File.Create(path);
        var times = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            var clock = Stopwatch.StartNew();
            file.Write(Encoding.UTF8.GetBytes("an objection"));
            file.Flush(flushToDisk: true);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        return times.Order().ElementAt(times.Count / 2);
    }

    internal static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
