using System.Diagnostics;
using System.Globalization;
using Headgate.Benchmarks.Gate;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Benchmarks.Policies;

/// <summary>What a policy would change for a ledger's people: the first time, when their standings must be gathered, and with the snapshot that is then kept.</summary>
internal static class ImpactBenchmark
{
    public static int Run(Options options)
    {
        var world = World.Of(options.Text("work", Path.Combine(Path.GetTempPath(), "headgate-bench")), options.Number("records", 1000), options.Number("people", 5_000_000));
        var path = Path.Combine(Path.GetTempPath(), "headgate-impact.yaml");
        using (var reader = new StreamReader(typeof(ImpactBenchmark).Assembly.GetManifestResourceStream("gate.yaml")!))
            File.WriteAllText(path, reader.ReadToEnd().Replace("under: 18", "under: 16", StringComparison.Ordinal).Replace("GB, CA, HK", "GB", StringComparison.Ordinal));
        for (var round = 0; round < 2; round++)
        {
            using var session = Session.Open(world.Ledger, TimeProvider.System);
            var clock = Stopwatch.StartNew();
            var impact = PolicyImpact.Of(session, PolicyFile.Read(path), null, [], null, MemorySize.Megabytes(4096), 2, null, (_, _, _) => throw new InvalidOperationException("no content was given"), _ => { }, CancellationToken.None);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"impact {(round == 0 ? "the first time" : "with the snapshot kept")}: {clock.Elapsed.TotalSeconds:N1} s; {string.Join(", ", impact.Purposes.Select(one => $"{one.Purpose} +{one.People.All.In} −{one.People.All.Out}"))}; peak memory {Usage.Now().PeakBytes >> 20} MB"));
        }
        return 0;
    }
}
