using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Microsoft.Extensions.Hosting;

namespace Headgate.Server;

/// <summary>Reads data sets that are not in the index yet, and tells a lineage service what happened, beside the requests: at the start, and when something new was recorded.</summary>
internal sealed partial class LineageKeeper(Session session, ILogger<LineageKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim asked = new(1);
    private long seen = -1;

    /// <summary>Says that the index is looked into.</summary>
    public void Ask()
    {
        if (asked.CurrentCount == 0 && session.Store.Head.Changes != Interlocked.Read(ref seen)) asked.Release();
    }

    public override void Dispose()
    {
        base.Dispose();
        asked.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await asked.WaitAsync(Often, stoppingToken);
            await Task.Run(() => Bring(stoppingToken), stoppingToken);
        }
    }

    private void Bring(CancellationToken stopping)
    {
        var changes = session.Store.Head.Changes;
        if (changes == Interlocked.Exchange(ref seen, changes)) return;
        try
        {
            using var temp = new TempFolder();
            Headgate.Engine.Lineage.Bring(session, null, new(MemorySize.Megabytes(1024), 2, temp.Path), stopping);
            if (LineageExport.ByEnvironment(session, stopping) is { } problem) NotTold(log, problem);
        }
        catch (Exception fault) when (fault is LedgerRefusalException or LedgerDamageException or BadInputException or IOException)
        {
            Failed(log, fault);
        }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "The index of people could not be brought up to date")]
    private static partial void Failed(ILogger log, Exception fault);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "Lineage events were not told: {Problem}")]
    private static partial void NotTold(ILogger log, string problem);
}
