using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CareerNetwork;

/// <summary>What came of an export and its gate run.</summary>
/// <param name="DataSet">The name of the sealed data set; null where there is none.</param>
/// <param name="Problem">What went wrong; null where nothing did.</param>
public sealed record ExportOutcome(DateTimeOffset At, string? DataSet, long Input, long Kept, IReadOnlyDictionary<string, long> ByReason, string? Problem);

/// <summary>The nightly export: everything that was posted, as JSON lines, through the gate; what comes out is what the trainer may ask for.</summary>
public sealed class ExportJob(NetworkOptions options, NetworkStore store, IServiceProvider services, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim alone = new(1, 1);

    public void Dispose() => alone.Dispose();

    public async Task<ExportOutcome> RunAsync(CancellationToken cancellation)
    {
        await alone.WaitAsync(cancellation);
        try
        {
            var now = clock.GetUtcNow();
            var name = $"export-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
            var file = await WriteAsync(name, cancellation);
            return options.Gate.Count == 0
                ? new(now, null, 0, 0, Nothing, "no gate was named at start (`--gate`), so nothing may be used")
                : await GateAsync(now, name, file, cancellation);
        }
        finally
        {
            alone.Release();
        }
    }

    /// <summary>Writes every post as a record.</summary>
    public async Task<string> WriteAsync(string name, CancellationToken cancellation)
    {
        var headgate = services.GetRequiredService<HeadgateApi>();
        var usage = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var author in store.All.Select(post => post.Author).Distinct())
            usage[author] = await headgate.ChoicesAsync(author, cancellation) is not { } choices ? "train-ai=n" : choices.Of(HeadgateApi.Train).Choice switch { "objected" => "train-ai=n", "consented" => "train-ai=y", _ => null };
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(options.Data, "exports")).FullName, $"{name}.jsonl");
        await File.WriteAllLinesAsync(path, store.All.Select(post => JsonSerializer.Serialize(ExportedRecord.Of(post, usage[post.Author]))), new UTF8Encoding(false), cancellation);
        return path;
    }

    private async Task<ExportOutcome> GateAsync(DateTimeOffset now, string name, string file, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.DataSets);
        string[] arguments = [.. options.Gate.Skip(1), "gate", file, "--purpose", HeadgateApi.Train, "--out", Path.Combine(options.DataSets, name), "--format", "jsonl", "--memory", "512MB", "--json"];
        using var process = Process.Start(new ProcessStartInfo(options.Gate[0], arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        if (process is null) return new(now, null, 0, 0, Nothing, "the gate could not be started");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var (said, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            if (process.ExitCode != 0) return new(now, null, 0, 0, Nothing, (await errors).Split('\n')[0]);
            using var document = JsonDocument.Parse(await said);
            var root = document.RootElement;
            return new(now, name, root.GetProperty("input").GetInt64(), root.GetProperty("kept").GetInt64(), root.GetProperty("by_reason").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetInt64()), null);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        catch (JsonException)
        {
            return new(now, null, 0, 0, Nothing, "the gate did not say what it did");
        }
    }

    private static Dictionary<string, long> Nothing => [];
}
