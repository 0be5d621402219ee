using System.Diagnostics;
using Headgate.Engine;
using Microsoft.Extensions.Hosting;

namespace Headgate.Server.Pages;

/// <summary>Counts people by what holds for them, beside the requests: a page shows the newest count there is and says as of when.</summary>
internal sealed partial class CensusKeeper(Session session, LedgerDecisions decisions, IHostApplicationLifetime life, ILogger<CensusKeeper> log)
{
    // A ledger of millions takes a while to count: a tenth of one core at most goes into it.
    private const int RestTimes = 10;

    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(30);

    private readonly Lock starting = new();
    private UseCensus? newest;
    private Task counting = Task.CompletedTask;
    private long earliest;
    private long countedChanges = -1;
    private volatile bool isQuick = true;

    /// <summary>The newest count; null while the first one is under way, or where the policy is too large to count by.</summary>
    public async Task<UseCensus?> NowAsync()
    {
        var task = StartIfStale();
        // A small ledger is counted while the page waits; of a large one the page shows what it has.
        if (isQuick) await Task.WhenAny(task, Task.Delay(Quick));
        return Volatile.Read(ref newest);
    }

    private Task StartIfStale()
    {
        lock (starting)
        {
            var changes = session.Store.Head.Changes;
            var isStale = changes != countedChanges || newest is { } held && session.MomentOf(null, null).At.Date != held.At.Date;
            if (!counting.IsCompleted || !isStale || Stopwatch.GetTimestamp() < earliest) return counting;
            return counting = Task.Run(() => Count(changes));
        }
    }

    private void Count(long changes)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            Volatile.Write(ref newest, IndexCensus.Of(decisions.Index, life.ApplicationStopping) ?? FromLedger());
            countedChanges = changes;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (TableTooLargeException)
        {
            countedChanges = changes;
        }
        catch (Exception fault) when (fault is AggregateException or IOException or Stores.LedgerRefusalException or Stores.LedgerDamageException)
        {
            NotCounted(log, fault.GetType().Name);
        }
        isQuick = clock.Elapsed < Quick;
        earliest = Stopwatch.GetTimestamp() + (clock.ElapsedMilliseconds < 100 ? 0 : (long)(clock.Elapsed.TotalSeconds * RestTimes * Stopwatch.Frequency));
    }

    /// <summary>Where not everybody is in memory: once they are, if that is to come.</summary>
    private UseCensus FromLedger()
    {
        decisions.Index.Loaded.Wait(life.ApplicationStopping);
        if (IndexCensus.Of(decisions.Index, life.ApplicationStopping) is { } census) return census;
        using var own = session.Again();
        return UseCensus.Of(own, life.ApplicationStopping);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "people could not be counted: {Fault}")]
    private static partial void NotCounted(ILogger log, string fault);
}
