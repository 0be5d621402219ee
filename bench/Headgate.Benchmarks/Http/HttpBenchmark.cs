using System.Diagnostics;
using System.Globalization;
using System.Text;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Headgate.Benchmarks.Http;

/// <summary>The server beside an endpoint of the same server that answers a constant, by a bounded client on loopback in the same process.</summary>
internal static class HttpBenchmark
{
    private const string Purpose = "train-generative-ai";

    private const string Policy =
        """
        headgate: 1
        policy: bench
        version: 1
        purposes: { train-generative-ai: { aipref: train-ai } }
        content: [post]
        services: [network]
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - grant: interest
            when: { visibility: public, region: [EEA, GB, US] }
            basis: legitimate-interests
        """;

    public static int Run(Options options)
    {
        using var temp = new TempFolder();
        RunAsync(options, temp.Path).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(Options options, string folder)
    {
        var (subjects, seconds, connections) = (options.Number("subjects", 100_000), options.Number("seconds", 5), options.Number("connections", 32));
        SqliteLedger.Create(Path.Combine(folder, "ledger")).Dispose();
        using var session = Session.Open(Path.Combine(folder, "ledger"), TimeProvider.System);
        session.Store.Append(_ => [new NewStatement(new PolicyPublished(Policy, new Dictionary<string, string>(), null))], session.Now);
        session.Store.Append(_ => Enumerable.Range(0, subjects).Select(Member), session.Now);
        var settings = new ServerSettings { Urls = ["http://127.0.0.1:0"], RequestsPerSecond = 10_000_000 };
        var started = Stopwatch.StartNew();
        await using var app = HeadgateServer.Build(session, settings, TimeProvider.System, GateWorker.Run);
        app.MapPost("/constant", Constant).AllowAnonymous();
        await app.StartAsync();
        Say($"started in {started.ElapsedMilliseconds:N0} ms beside {subjects:N0} subjects");
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var key = HeadgateServer.NewKey(app, "bench", Role.Platform);
        var officer = HeadgateServer.NewKey(app, "bench officer", Role.Officer);

        byte[] One(int i) => RawClient.Post("/access/v1/evaluation", key, $$"""{"subject":{"type":"member","id":"m{{i % subjects}}"},"action":{"name":"{{Purpose}}"},"resource":{{Resource(i)}}}""");
        byte[] Hundred(int i) => RawClient.Post("/access/v1/evaluations", key, $$"""{"action":{"name":"{{Purpose}}"},"evaluations":[{{string.Join(',', Enumerable.Range(100 * i, 100).Select(n => $$"""{"subject":{"type":"member","id":"m{{n % subjects}}"},"resource":{{Resource(n)}}}"""))}}]}""");
        byte[] Bare(int i) => RawClient.Post("/constant", key, $$"""{"subject":{"type":"member","id":"m{{i % subjects}}"},"action":{"name":"{{Purpose}}"},"resource":{{Resource(i)}}}""");

        await RawClient.RunAsync(address, Bare, connections, TimeSpan.FromSeconds(2));
        await RawClient.RunAsync(address, One, connections, TimeSpan.FromSeconds(2));
        var ratios = new List<double>();
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            var bare = await RawClient.RunAsync(address, Bare, connections, TimeSpan.FromSeconds(seconds));
            var one = await RawClient.RunAsync(address, One, connections, TimeSpan.FromSeconds(seconds));
            var hundred = await RawClient.RunAsync(address, Hundred, connections, TimeSpan.FromSeconds(seconds));
            ratios.Add(one.PerSecond / bare.PerSecond);
            Say($"constant {bare.PerSecond:N0}/s · evaluation {one.PerSecond:N0}/s (p99 {one.P99:0.0} ms) · {one.PerSecond / bare.PerSecond:0.00} of the constant · evaluations of 100: {100 * hundred.PerSecond:N0} decisions/s");
        }
        Say($"evaluation over constant, in the middle: {ratios.Order().ElementAt(ratios.Count / 2):0.00}");

        var objections = await RawClient.RunAsync(address, i => RawClient.Post("/v1/choices", key, $$"""{"subject":"m{{i % subjects}}","purpose":"{{Purpose}}","choice":"objected"}"""), 200, TimeSpan.FromSeconds(seconds));
        var sync = Fsync(Path.Combine(folder, "fsync"));
        Say($"200 objecting at once: {objections.PerSecond:N0}/s, p50 {objections.P50:0.0} ms, p99 {objections.P99:0.0} ms; a bare write and fsync: {sync:0.00} ms");
        await PauseAsync(address, key, officer, subjects);
        Say($"the process holds {Process.GetCurrentProcess().WorkingSet64 >> 20:N0} MB");
    }

    /// <summary>From sending a pause until the last decision that allows, while decisions go on.</summary>
    private static async Task PauseAsync(Uri address, string key, string officer, int subjects)
    {
        var (lastAllow, allowed) = (0L, 0L);
        using var stop = new CancellationTokenSource();
        var asking = RawClient.AskUntilAsync(address, i => RawClient.Post("/access/v1/evaluation", key, $$"""{"subject":{"type":"member","id":"m{{i % subjects}}"},"action":{"name":"{{Purpose}}"},"resource":{{Resource(i)}}}"""), 8, answer =>
        {
            if (!answer.Contains("\"decision\":true", StringComparison.Ordinal)) return;
            Interlocked.Exchange(ref lastAllow, Stopwatch.GetTimestamp());
            Interlocked.Increment(ref allowed);
        }, stop.Token);
        await Task.Delay(500);
        var sent = Stopwatch.GetTimestamp();
        await RawClient.OnceAsync(address, RawClient.Post("/v1/suspensions", officer, $$"""{"purpose":"{{Purpose}}","regions":["everywhere"],"authority":"bench","reference":""}"""));
        var acknowledged = Stopwatch.GetElapsedTime(sent);
        await Task.Delay(500);
        await stop.CancelAsync();
        await asking;
        Say($"pause acknowledged after {acknowledged.TotalMilliseconds:0.0} ms; the last of {allowed:N0} decisions that allow was heard {Stopwatch.GetElapsedTime(sent, lastAllow).TotalMilliseconds:0.0} ms after it was sent");
    }

    private static async Task<IResult> Constant(HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null);
        return TypedResults.Text("""{"decision":true,"context":{"reason":"granted:interest"}}""", "application/json");
    }

    private static string Resource(int i) => $$$"""{"type":"record","id":"r{{{i}}}","properties":{"kind":"post","visibility":"public","service":"network","labels":[],"created":"2024-01-01"}}""";

    private static NewStatement Member(int i) => new(new MemberDescribed(
        SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{i}"))!.Value, [Region.Understand("DE")], "declared", new Said<BirthRange>(BirthRange.Born(new(1990, 1, 1))), SubjectStatus.Active));

    /// <summary>The middle of some writes of a few bytes, each flushed to the disk, in milliseconds.</summary>
    private static double Fsync(string path)
    {
        using var file = File.Create(path);
        var times = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var clock = Stopwatch.StartNew();
            file.Write(Encoding.UTF8.GetBytes("an objection"));
            file.Flush(flushToDisk: true);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        return times.Order().ElementAt(times.Count / 2);
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
