using Headgate.Gate;
using Headgate.Stores;
using MimeKit;

namespace Headgate.Engine;

/// <summary>What came of sending.</summary>
/// <param name="Sent">Messages that the mail server has taken; or that the platform has been given.</param>
/// <param name="Dropped">Not sent: they decided, or asked for no more messages, since it was planned.</param>
/// <param name="Refused">Refused for good.</param>
/// <param name="Later">To be tried again.</param>
/// <param name="Unsure">Nobody can know whether they were sent.</param>
/// <param name="Left">How many are still to be sent.</param>
/// <param name="Problem">Why it stopped before the end; null where it did not.</param>
public sealed record SendingOutcome(long Sent, long Dropped, long Refused, long Later, long Unsure, long Left, string? Problem);

/// <summary>Sends a campaign's messages through a mail server: each once, across restarts too (docs/campaigns.md, Sent once; decision 0091).</summary>
/// <remarks>A message is claimed durably before it is begun, and begun before it is handed over. Of what a sender that ended left behind, what was begun is unsure and what was not goes back to those that are to be sent; after a restart of the machine all of it is unsure.</remarks>
public sealed class CampaignSending
{
    private const int ClaimedAtOnce = 20;
    private const int MostTries = 8;
    private const int MostFailures = 3;

    private static readonly TimeSpan[] Waits = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(8)];

    private readonly Session session;
    private readonly SideDatabase beside;
    private readonly Campaign campaign;
    private readonly MailRoute route;
    private readonly string publicUrl;
    private readonly AudienceCheck check;
    private readonly CampaignRecording recording;
    private readonly LinkTokens tokens;
    private long sent, dropped, refused, later, unsure;

    /// <param name="publicUrl">Where people reach the server.</param>
    /// <exception cref="BadInputException">There is no such campaign, or it is not sent by mail.</exception>
    public CampaignSending(Session session, string name, MailRoute route, string publicUrl)
    {
        (this.session, beside, this.route, this.publicUrl) = (session, session.Beside, route, CheckedUrl(publicUrl));
        campaign = CampaignTable.Find(beside, name);
        if (campaign.Route != CampaignRoute.Smtp) throw new BadInputException($"the campaign `{name}` is not sent by mail", $"it was planned for `{Campaign.Word(campaign.Route)}`");
        (check, recording, tokens) = (CampaignPlan.CheckOf(session, campaign), new(session, campaign), new(session.Folder));
    }

    /// <summary>Called between messages, by tests.</summary>
    internal Action<string>? Step { get; init; }

    /// <summary>Sends what is to be sent now.</summary>
    /// <param name="most">At most so many messages; null for all.</param>
    /// <param name="perSecond">At most so many in a second; null for no limit.</param>
    /// <exception cref="RefusedException">Another process is sending it, or it was stopped.</exception>
    public async Task<SendingOutcome> RunAsync(long? most, double? perSecond, Action<long> progress, CancellationToken cancellation)
    {
        using var alone = CampaignLock.Take(session, campaign);
        TakeUp();
        using var mailer = new Mailer(route);
        var (failures, problem) = (0, (string?)null);
        var begun = System.Diagnostics.Stopwatch.StartNew();
        while (problem is null && !(sent + refused >= most) && !cancellation.IsCancellationRequested && CampaignTable.Find(beside, campaign.Id)?.Stopped is null)
        {
            var wanted = most is { } limit ? (int)Math.Min(ClaimedAtOnce, limit - sent - refused) : ClaimedAtOnce;
            var (batch, claimed) = CampaignTable.Claim(beside, campaign.Id, $"smtp {Booted.Id}", wanted, session.Now, null, DeliveryState.Claimed);
            if (claimed.Count == 0) break;
            foreach (var one in claimed)
            {
                if (cancellation.IsCancellationRequested || failures >= MostFailures)
                {
                    Mark(one.Id, DeliveryState.Planned);
                    continue;
                }
                var answer = await SendAsync(mailer, one, cancellation);
                failures = answer is { Outcome: MailOutcome.Later or MailOutcome.Unsure } ? failures + 1 : 0;
                if (failures >= MostFailures) problem = answer.Problem;
                if (perSecond is { } rate && sent / rate - begun.Elapsed.TotalSeconds is > 0 and var ahead) await Task.Delay(TimeSpan.FromSeconds(Math.Min(ahead, 60)), CancellationToken.None);
            }
            beside.Run("UPDATE batch SET done = 1 WHERE id = $1", batch);
            recording.Served(isTakenUp: false);
            progress(sent);
        }
        return new(sent, dropped, refused, later, unsure, beside.Number("SELECT count(*) FROM delivery WHERE campaign = $1 AND state = 0", campaign.Id) ?? 0, problem);
    }

    /// <summary>Takes up what a sender left that ended in the middle.</summary>
    private void TakeUp()
    {
        beside.Together(() =>
        {
            beside.Run(
                "UPDATE delivery SET state = 7, problem = 'the sender ended while it was handed over' WHERE campaign = $1 AND state = 2", campaign.Id);
            beside.Run(
                """
                UPDATE delivery SET state = 7, problem = 'the machine ended while it was being sent' WHERE campaign = $1 AND state = 1
                AND batch IN (SELECT id FROM batch WHERE campaign = $1 AND sender <> $2)
                """,
                campaign.Id, $"smtp {Booted.Id}");
            return beside.Run("UPDATE delivery SET state = 0, batch = NULL WHERE campaign = $1 AND state = 1", campaign.Id);
        });
        recording.Served(isTakenUp: true);
    }

    private async Task<MailAnswer> SendAsync(Mailer mailer, Delivery one, CancellationToken cancellation)
    {
        // what was said since it was planned holds
        if (Against(one.Subject) is { } against)
        {
            Mark(one.Id, DeliveryState.Dropped, against);
            dropped++;
            return default;
        }
        var message = NoticeMessage.Of(campaign, one, tokens, publicUrl, route.From, session.Now);
        Mark(one.Id, DeliveryState.Begun);
        Step?.Invoke("begun");
        // once begun it is not broken off: nobody could know whether it went
        var answer = await mailer.SendAsync(message, route.From, (MailboxAddress)message.To[0], CancellationToken.None);
        Step?.Invoke("answered");
        switch (answer.Outcome)
        {
            case MailOutcome.Taken:
                beside.Together(() => beside.Run("UPDATE delivery SET state = 3, handed_at = $1 WHERE id = $2", session.MomentOf(null, null).At, one.Id), durable: false);
                sent++;
                break;
            case MailOutcome.Refused:
                recording.Bounce([(one.Id, one.Subject, session.Now, answer.Problem)]);
                refused++;
                break;
            case MailOutcome.Unsure:
                Mark(one.Id, DeliveryState.Unsure, answer.Problem);
                unsure++;
                break;
            case MailOutcome.Later when one.Tries + 1 >= MostTries:
                recording.Bounce([(one.Id, one.Subject, session.Now, $"given up after {MostTries} tries: {answer.Problem}")]);
                refused++;
                break;
            default:
                var next = session.Now + Waits[Math.Min(one.Tries, Waits.Length - 1)];
                beside.Together(() => beside.Run("UPDATE delivery SET state = 0, batch = NULL, tries = tries + 1, next_try = $1, problem = $2 WHERE id = $3", next, answer.Problem, one.Id), durable: false);
                later++;
                break;
        }
        return answer;
    }

    /// <summary>Why somebody is not to be addressed any more; null where they may be.</summary>
    private string? Against(string subject)
    {
        var moment = session.MomentOf(null, null);
        return StandingFold.At(session.Store.Of(SubjectId.From(subject)!.Value, moment.AsOf), moment.At) is not { } standing ? "unknown-subject"
            : check.HasDecided(standing) ?? (CampaignTable.IsUnsubscribed(beside, subject) ? "unsubscribed" : null);
    }

    private void Mark(long id, DeliveryState state, string? problem = null) => beside.Together(() =>
    {
        CampaignTable.Set(beside, id, state, problem);
        return 0;
    }, durable: false);

    internal static string CheckedUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? url
            : throw new BadInputException($"`{url}` is no address under which people reach the server", "write `--public-url https://headgate.example.com`");
}
