using System.Collections.Concurrent;
using System.Diagnostics;
using Headgate.Engine;
using Microsoft.Extensions.Hosting;

namespace Headgate.Server.Pages;

/// <summary>Counts how campaigns went: a small one when a page asks; a large one beside the requests, and a page shows the newest count there is.</summary>
internal sealed partial class CampaignKeeper(Session session, IHostApplicationLifetime life, ILogger<CampaignKeeper> log)
{
    private const long Small = 20_000;
    private const int RestTimes = 10;

    private static readonly TimeSpan Old = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Held> kept = new(StringComparer.Ordinal);

    /// <summary>Every campaign, the newest first.</summary>
    public IReadOnlyList<CountedCampaign> All() => [.. CampaignAccount.All(session).Reverse().Select(Of)];

    /// <exception cref="Gate.BadInputException">There is no such campaign.</exception>
    public CountedCampaign Of(string name) =>
        CampaignAccount.All(session).FirstOrDefault(campaign => campaign.Name == name) is { } found ? Of(found) : new(CampaignAccount.Of(session, name).Campaign, null, null);

    private CountedCampaign Of(Campaign campaign)
    {
        if (session.Beside.Number("SELECT max(id) FROM delivery") is null or <= Small) return new(campaign, CampaignAccount.Of(session, campaign.Name), null);
        var held = kept.GetOrAdd(campaign.Name, _ => new());
        lock (held)
        {
            var isStale = held.Account is null || held.Changes != session.Store.Head.Changes || Stopwatch.GetElapsedTime(held.Counted) > Old;
            if (isStale && held.Counting.IsCompleted && Stopwatch.GetTimestamp() >= held.Earliest) held.Counting = Task.Run(() => Count(campaign.Name, held), life.ApplicationStopping);
            return new(campaign, held.Account, held.At);
        }
    }

    private void Count(string name, Held held)
    {
        var clock = Stopwatch.StartNew();
        var changes = session.Store.Head.Changes;
        (CampaignAccount Account, Instant At)? counted = null;
        try
        {
            using var own = session.Again();
            counted = (CampaignAccount.Of(own, name), own.Now);
        }
        catch (Exception fault) when (fault is IOException or Stores.LedgerRefusalException or Stores.LedgerDamageException)
        {
            NotCounted(log, fault.GetType().Name);
        }
        lock (held)
        {
            if (counted is { } done) (held.Account, held.At, held.Changes) = (done.Account, done.At, changes);
            held.Counted = Stopwatch.GetTimestamp();
            held.Earliest = held.Counted + (long)(clock.Elapsed.TotalSeconds * RestTimes * Stopwatch.Frequency);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "a campaign could not be counted: {Fault}")]
    private static partial void NotCounted(ILogger log, string fault);

    private sealed class Held
    {
        public CampaignAccount? Account { get; set; }

        public Instant? At { get; set; }

        public long Changes { get; set; }

        public long Counted { get; set; }

        public long Earliest { get; set; }

        public Task Counting { get; set; } = Task.CompletedTask;
    }
}

/// <summary>A campaign, and how it went.</summary>
/// <param name="Account">Null while it is counted for the first time.</param>
/// <param name="At">When it was counted; null where that is now.</param>
public sealed record CountedCampaign(Campaign Campaign, CampaignAccount? Account, Instant? At);
