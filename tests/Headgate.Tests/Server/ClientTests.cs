using System.Diagnostics;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Tests.Gate;
using HeadgateClient;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>The clients that people copy, each with a real loop: it stops when a pause comes, and by itself when it hears nothing.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ServerPlace server = null!;

    public async ValueTask InitializeAsync() => server = await ServerPlace.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public static TheoryData<string> Clients => ["csharp", "python", "shell"];

    /// <summary>A machine that is busy may be slow once; each client must manage it within a second, and always soon.</summary>
    [Theory]
    [MemberData(nameof(Clients))]
    public async Task a_loop_stops_within_a_second_of_a_pause(string client)
    {
        Prepare("60s");
        var fastest = TimeSpan.MaxValue;
        for (var round = 0; round < 3 && fastest > Soon; round++)
        {
            await using var loop = await StartAsync(client);
            Stopwatch clock;
            using (var terminal = Session.Open(server.Place.LedgerFolder, server.Place.Clock))
            {
                var paused = SuspensionActs.Suspend(terminal, new(Workplace.Purpose, ["US"], null, null, null, "ICO", ""), null);
                clock = Stopwatch.StartNew();
                Assert.Contains("suspended", await loop.Stopped.WaitAsync(Patience, TestContext.Current.CancellationToken), StringComparison.Ordinal);
                if (clock.Elapsed < fastest) fastest = clock.Elapsed;
                SuspensionActs.Lift(terminal, paused.First, null, null, new("next round", "test"), null);
            }
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{client}: stopped {fastest.TotalMilliseconds:0} ms after the pause was acknowledged");
        Assert.True(fastest <= Soon, $"{client} took {fastest}");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task a_loop_that_hears_nothing_stops_when_its_lease_ends(string client)
    {
        Prepare("2s");
        await using var loop = await StartAsync(client);
        await server.App.StopAsync(TestContext.Current.CancellationToken);
        Assert.Contains("lease ended", await loop.Stopped.WaitAsync(Patience, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private void Prepare(string lease)
    {
        server.Place.Publish($"{Workplace.Policy}\npermits: {{ lease: {lease} }}\n", "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"));
        server.Place.Gate([server.Place.Write("posts.jsonl", Workplace.Post("a", "ann"))], "out");
    }

    private async Task<Loop> StartAsync(string client)
    {
        var key = server.App.Services.GetRequiredService<ApiKeys>().Create("trainer", "engineer", 1).Key;
        if (client == "csharp") return await Loop.InThisProcessAsync(server.Address, key);
        var (program, arguments) = client == "python"
            ? ("python3", (string[])[Repository.File("samples/clients/train.py"), server.Address.ToString(), "out", "run"])
            : ("sh", [Repository.File("samples/clients/train-under-permit.sh"), server.Address.ToString(), "out", "run", "sh", "-c", "while :; do echo step; sleep 0.05; done"]);
        Assert.SkipUnless(Has(program) && (client != "shell" || Has("curl")), $"`{program}` or `curl` is not installed");
        return await Loop.OfProgramAsync(program, arguments, key);
    }

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>A training loop that has begun.</summary>
    private sealed class Loop(Task<string> stopped, Func<ValueTask> end) : IAsyncDisposable
    {
        /// <summary>What it says when it has stopped.</summary>
        public Task<string> Stopped => stopped;

        public static async Task<Loop> InThisProcessAsync(Uri address, string key)
        {
            var permit = await HeadgatePermit.RequestAsync(address, key, "out", "run", TestContext.Current.CancellationToken);
            return new(TrainAsync(permit), permit.DisposeAsync);
        }

        public static async Task<Loop> OfProgramAsync(string program, string[] arguments, string key)
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["HEADGATE_KEY"] = key;
            start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
            var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            // On a busy machine a short lease may be over before the first step: then that is the first that is heard.
            var first = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            if (first is null && !(await said).StartsWith("stopped: the lease ended", StringComparison.Ordinal)) Assert.Fail(await said);
            return new(EndedAsync(process, first, said), () =>
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
                process.Dispose();
                return default;
            });
        }

        public ValueTask DisposeAsync() => end();

        private static async Task<string> TrainAsync(HeadgatePermit permit)
        {
            for (var step = 0; !permit.Over.IsCancellationRequested; step++) await Task.Delay(50, permit.Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return permit.Reason!;
        }

        private static async Task<string> EndedAsync(Process process, string? first, Task<string> error)
        {
            var output = first + "\n" + await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(3, process.ExitCode);
            return $"{output.Split('\n').LastOrDefault(line => line.StartsWith("stopped", StringComparison.Ordinal))}{await error}";
        }
    }
}
