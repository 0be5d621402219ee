using System.Globalization;
using System.Text.Json;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Messages for the platform's own sender.</summary>
/// <param name="Id">The same batch has the same id, however often it is given.</param>
/// <param name="Until">When it is given to others if nobody has reported.</param>
/// <param name="Texts">Of the notice, by language.</param>
public sealed record DeliveryBatch(string Id, string Campaign, string Notice, int Version, Instant? Until, IReadOnlyList<NoticeText> Texts, IReadOnlyList<BatchedDelivery> Deliveries);

/// <summary>One message of a batch.</summary>
/// <param name="Id">Sending it twice is the sender's to prevent: the id is the same.</param>
/// <param name="Links">Null where the server's address is not known.</param>
public sealed record BatchedDelivery(string Id, string Subject, string Language, string Region, NoticeLinks? Links);

/// <summary>What became of a message, as the platform's sender reports it.</summary>
/// <param name="Outcome"><c>served</c>, <c>bounced</c> or <c>seen</c>.</param>
/// <param name="At">When; null for now.</param>
public sealed record DeliveryReport(string Delivery, string Outcome, Instant? At, string? Problem);

/// <summary>What a report came to.</summary>
/// <param name="Unknown">Reports about messages that are none of the campaign's, or no longer.</param>
public sealed record ReportOutcome(long Served, long Bounced, long Seen, long Unknown);

/// <summary>Gives batches to the platform's own sender, over its webhook or as it asks, and hears from it what became of them.</summary>
public sealed class CampaignBatches
{
    private const int MostAtOnce = 10_000;

    private readonly Session session;
    private readonly SideDatabase beside;
    private readonly Campaign campaign;
    private readonly AudienceCheck check;
    private readonly CampaignRecording recording;
    private readonly LinkTokens tokens;
    private readonly string? publicUrl;

    /// <param name="publicUrl">Where people reach the server; null where messages get no links.</param>
    /// <exception cref="BadInputException">There is no such campaign.</exception>
    public CampaignBatches(Session session, string name, string? publicUrl)
    {
        (this.session, beside, this.publicUrl) = (session, session.Beside, publicUrl is null ? null : CampaignSending.CheckedUrl(publicUrl));
        campaign = CampaignTable.Find(beside, name);
        (check, recording, tokens) = (CampaignPlan.CheckOf(session, campaign), new(session, campaign), new(session.Folder));
    }

    /// <summary>The next messages to send; first those that somebody took and never reported on, under the same ids.</summary>
    /// <param name="lease">After how long others may take them over.</param>
    /// <returns>Null where there is nothing to send.</returns>
    /// <exception cref="RefusedException">The campaign was stopped, or is sent in another way.</exception>
    public DeliveryBatch? Take(int most, TimeSpan lease)
    {
        if (campaign.Route != CampaignRoute.Platform) throw new RefusedException($"the campaign `{campaign.Name}` was planned for `{Campaign.Word(campaign.Route)}`", "plan one for `platform`");
        if (campaign.Stopped is not null) throw new RefusedException($"the campaign `{campaign.Name}` was stopped", "plan another one");
        if (most is < 1 or > MostAtOnce) throw new BadInputException($"a batch has 1 to {MostAtOnce} messages", "ask for fewer at a time");
        var (now, until) = (session.Now, session.Now + lease);
        return beside.Together(() =>
        {
            while (beside.Number("SELECT b.id FROM batch b WHERE b.campaign = $1 AND b.done = 0 AND b.until <= $2 ORDER BY b.id LIMIT 1", campaign.Id, now) is { } old)
            {
                if (Batch(old, until) is not { Deliveries.Count: > 0 } again)
                {
                    beside.Run("UPDATE batch SET done = 1 WHERE id = $1", old);
                    continue;
                }
                beside.Run("UPDATE batch SET until = $1 WHERE id = $2", until, old);
                return again;
            }
            while (CampaignTable.Claim(beside, campaign.Id, "platform", most, now, until, DeliveryState.Given) is { Deliveries.Count: > 0 } claimed)
                if (Batch(claimed.Batch, until) is { Deliveries.Count: > 0 } batch)
                    return batch;
            return null;
        });
    }

    /// <summary>Posts batches to the platform's webhook until nothing is left, or it does not take one.</summary>
    public async Task<SendingOutcome> PostAsync(Webhook webhook, int most, Action<long> progress, CancellationToken cancellation)
    {
        if (campaign.Route != CampaignRoute.Webhook) throw new RefusedException($"the campaign `{campaign.Name}` was planned for `{Campaign.Word(campaign.Route)}`", "plan one for `webhook`");
        using var alone = CampaignLock.Take(session, campaign);
        var (sent, before) = (0L, Dropped());
        string? problem = null;
        while (problem is null && !cancellation.IsCancellationRequested)
        {
            // what was claimed and never taken is posted again under the same id
            var batch = beside.Together(() =>
            {
                while (beside.Number("SELECT id FROM batch WHERE campaign = $1 AND done = 0 ORDER BY id LIMIT 1", campaign.Id) is { } open)
                {
                    if (Batch(open, null, DeliveryState.Claimed) is { Deliveries.Count: > 0 } again) return again;
                    beside.Run("UPDATE batch SET done = 1 WHERE id = $1", open);
                }
                while (CampaignTable.Claim(beside, campaign.Id, "webhook", most, session.Now, null, DeliveryState.Claimed) is { Deliveries.Count: > 0 } claimed)
                    if (Batch(claimed.Batch, null, DeliveryState.Claimed) is { Deliveries.Count: > 0 } made)
                        return made;
                    else beside.Run("UPDATE batch SET done = 1 WHERE id = $1", claimed.Batch);
                return null;
            });
            if (batch is null) break;
            problem = await webhook.SendAsync($"batch-{batch.Id}", JsonSerializer.SerializeToUtf8Bytes(Document(batch)), cancellation);
            if (problem is not null) break;
            var id = long.Parse(batch.Id, CultureInfo.InvariantCulture);
            beside.Together(() =>
            {
                beside.Run("UPDATE delivery SET state = $1 WHERE batch = $2 AND state = $3", (int)DeliveryState.Given, id, (int)DeliveryState.Claimed);
                return beside.Run("UPDATE batch SET done = 1 WHERE id = $1", id);
            });
            sent += batch.Deliveries.Count;
            progress(sent);
        }
        return new(sent, Dropped() - before, 0, 0, 0, beside.Number("SELECT count(*) FROM delivery WHERE campaign = $1 AND state IN (0, 1)", campaign.Id) ?? 0, problem);
    }

    /// <summary>Hears what became of messages: windows begin with what was served.</summary>
    /// <exception cref="BadInputException">A report cannot be understood; none of them was taken.</exception>
    public ReportOutcome Report(IReadOnlyList<DeliveryReport> reports)
    {
        var now = session.MomentOf(null, null).At;
        var (served, bounced, seen) = (new List<(long, string, Instant)>(), new List<(long, string, Instant, string?)>(), new List<(long Id, Instant At)>());
        var unknown = 0L;
        foreach (var report in reports)
        {
            var at = report.At ?? now;
            if (at > now) throw new BadInputException("a report is of the future", "give the time at which it happened");
            if (report.Outcome is not ("served" or "bounced" or "seen")) throw new BadInputException($"`{report.Outcome}` is no outcome", "it is `served`, `bounced` or `seen`");
            if (Find(report.Delivery) is not { } found)
            {
                unknown++;
                continue;
            }
            if (at < campaign.Planned) throw new BadInputException("a report is of before the campaign was planned", "give the time at which it happened");
            switch (report.Outcome)
            {
                case "served" when found.State is DeliveryState.Given or DeliveryState.Claimed or DeliveryState.Unsure or DeliveryState.Handed: served.Add((found.Id, found.Subject, at)); break;
                case "bounced" when found.State is not (DeliveryState.Bounced or DeliveryState.Dropped): bounced.Add((found.Id, found.Subject, at, report.Problem is { } problem ? Shortened(problem) : null)); break;
                case "seen": seen.Add((found.Id, at)); break;
            }
        }
        served = [.. served.DistinctBy(one => one.Item1)];
        bounced = [.. bounced.DistinctBy(one => one.Item1)];
        recording.Serve(served, isTakenUp: true);
        recording.Bounce(bounced);
        beside.Together(() =>
        {
            foreach (var (id, at) in seen) beside.Run("UPDATE delivery SET seen_at = $1 WHERE id = $2 AND seen_at IS NULL", at, id);
            return 0;
        });
        return new(served.Count, bounced.Count, seen.Count, unknown);
    }

    /// <summary>Decides what becomes of messages of which nobody can know whether they were sent.</summary>
    /// <param name="again">Whether they are sent again, and some perhaps twice; else they count as not having reached anybody.</param>
    /// <returns>How many.</returns>
    public int Resolve(bool again) => again
        ? beside.Run("UPDATE delivery SET state = 0, batch = NULL, problem = 'sent again by decision' WHERE campaign = $1 AND state = 7", campaign.Id)
        : beside.Run("UPDATE delivery SET state = 6, bounced_at = $2, address = NULL WHERE campaign = $1 AND state = 7", campaign.Id, session.MomentOf(null, null).At);

    /// <summary>Stops a campaign: nothing more is sent. What was served stays served.</summary>
    public void Stop()
    {
        if (campaign.Stopped is not null) throw new RefusedException($"the campaign `{campaign.Name}` was stopped already", "nothing is left to do");
        beside.Run("UPDATE campaign SET stopped_at = $1 WHERE id = $2", session.MomentOf(null, null).At, campaign.Id);
    }

    /// <summary>The messages of a batch that nobody has reported on, but for whoever has decided since.</summary>
    private DeliveryBatch Batch(long batch, Instant? until, DeliveryState state = DeliveryState.Given)
    {
        var deliveries = new List<BatchedDelivery>();
        var moment = session.MomentOf(null, null);
        foreach (var one in CampaignTable.OfBatch(beside, batch, state))
        {
            var standing = StandingFold.At(session.Store.Of(SubjectId.From(one.Subject)!.Value, moment.AsOf), moment.At);
            if ((standing is null ? "unknown-subject" : check.HasDecided(standing)) is { } against) CampaignTable.Set(beside, one.Id, DeliveryState.Dropped, against);
            else deliveries.Add(new(one.Id.ToString(CultureInfo.InvariantCulture), one.Subject, one.Language, one.Region, publicUrl is null ? null : NoticeLinks.Of(tokens, publicUrl, campaign, one.Id)));
        }
        return new(batch.ToString(CultureInfo.InvariantCulture), campaign.Name, campaign.Notice.Notice, campaign.Notice.Version, until, campaign.Texts, deliveries);
    }

    private (long Id, string Subject, DeliveryState State)? Find(string delivery) =>
        long.TryParse(delivery, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && beside.Rows("SELECT subject, state FROM delivery WHERE id = $1 AND campaign = $2", row => (id, row.Text(0), (DeliveryState)row.Number(1)), id, campaign.Id) is [var found] ? found : null;

    private long Dropped() => beside.Number("SELECT count(*) FROM delivery WHERE campaign = $1 AND state = 8", campaign.Id) ?? 0;

    private static string Shortened(string problem) => problem.Length <= 200 ? problem : problem[..200];

    private static Dictionary<string, object?> Document(DeliveryBatch batch) => new()
    {
        ["type"] = "headgate.notices-to-send.v1",
        ["batch"] = batch.Id,
        ["campaign"] = batch.Campaign,
        ["notice"] = batch.Notice,
        ["version"] = batch.Version,
        ["texts"] = batch.Texts.Where(text => text.Text.Length > 0).Select(text => new { language = text.Language, subject = text.Subject, text = text.Text }),
        ["deliveries"] = batch.Deliveries.Select(one => new { id = one.Id, subject = one.Subject, language = one.Language, region = one.Region, read = one.Links?.Read, objection = one.Links?.Objection, unsubscribe = one.Links?.Unsubscribe }),
    };
}
