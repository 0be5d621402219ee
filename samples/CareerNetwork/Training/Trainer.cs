using HeadgateClient;

namespace CareerNetwork;

/// <summary>Exports, asks for a permit, and reads what may be used again and again while the permit holds. It stops at once when it is over, and begins anew only with a new export: at night, or when somebody asks.</summary>
/// <remarks>It stands in for a training run and makes no model: each pass reads the eligible records.</remarks>
public sealed class Trainer(NetworkOptions options, ExportJob export, TrainerBoard board, Greeting greeting, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!greeting.IsHeard) await Task.Delay(Pace, clock, stoppingToken);
            while (true)
            {
                await OnceAsync(stoppingToken);
                await board.UntilAskedAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task OnceAsync(CancellationToken cancellation)
    {
        board.Say(board.Now with { Doing = "exporting, and gating what was exported", IsTraining = false, Permit = null, Stopped = null, Passes = 0, Records = 0 });
        var outcome = await export.RunAsync(cancellation);
        board.Exported(outcome);
        if (outcome.DataSet is not { } set)
        {
            board.Say(board.Now with { Doing = "not training", Stopped = outcome.Problem });
            return;
        }
        if (options.TrainerKey is not { } key)
        {
            board.Say(board.Now with { Doing = "not training", DataSet = set, Stopped = "it has no key to ask for a permit with" });
            return;
        }
        try
        {
            await using var permit = await HeadgatePermit.RequestAsync(options.Headgate, key, set, "nightly", cancellation);
            board.Say(board.Now with { Doing = "training", IsTraining = true, Permit = permit.Id, DataSet = set });
            await TrainAsync(permit, set, cancellation);
            board.Say(board.Now with { Doing = "stopped", IsTraining = false, Stopped = permit.Over.IsCancellationRequested ? permit.Reason : null });
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException)
        {
            board.Say(board.Now with { Doing = "not training", DataSet = set, IsTraining = false, Stopped = fault is HttpRequestException ? "Headgate does not answer" : fault.Message });
        }
    }

    private async Task TrainAsync(HeadgatePermit permit, string set, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, permit.Over);
        var (passes, records) = (0L, 0L);
        while (!permit.Over.IsCancellationRequested && !board.IsAsked)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var file in Directory.EnumerateFiles(Path.Combine(options.DataSets, set, "eligible"), "*.jsonl").Order(StringComparer.Ordinal))
                foreach (var _ in File.ReadLines(file))
                {
                    if (permit.Over.IsCancellationRequested) return;
                    records++;
                }
            board.Count(++passes, records);
            await Task.Delay(Pace, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
