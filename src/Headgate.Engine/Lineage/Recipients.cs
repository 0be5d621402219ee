using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Headgate.Gate;
using Headgate.Stores;
using MimeKit;

namespace Headgate.Engine;

/// <summary>How to reach a recipient.</summary>
/// <param name="Webhook">An address that takes signed posts; null where there is none.</param>
/// <param name="Mail">A mail address; null where there is none.</param>
public sealed record RecipientRoute(string? Webhook, string? Mail);

/// <summary>What came of telling a recipient.</summary>
/// <param name="Records">How many records they were told to remove.</param>
/// <param name="Position">Of the statement that records it; null where they could not be told, or had been already.</param>
/// <param name="Problem">Why they could not be told; null where they were.</param>
public sealed record RecipientOutcome(long Disclosure, string Recipient, long Records, long? Position, string? Problem);

/// <summary>Those outside who hold a data set, and what they are told of it later (GDPR Art. 19; docs/lineage.md, Recipients).</summary>
public static class Recipients
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromDays(400);

    /// <summary>Records that somebody was given a data set.</summary>
    /// <param name="secret">What posts to them are signed with; null for a new one.</param>
    /// <exception cref="BadInputException">There is no such data set, or they cannot be reached so.</exception>
    public static (Disclosure Made, string? Secret) Add(Session session, string folder, string recipient, RecipientRoute route, string? secret)
    {
        if (string.IsNullOrWhiteSpace(recipient)) throw new BadInputException("the recipient has no name", "say who was given the data set");
        if (route is { Webhook: null, Mail: null }) throw new BadInputException("nobody could tell them anything", "give `--webhook URL` or `--mail ADDRESS`");
        if (route.Webhook is { } address) Webhook.AddressOf(address);
        if (route.Mail is { } mail) MailRoute.AddressOf(mail);
        if (secret is not null) Webhook.SecretOf(secret);
        var signing = route.Webhook is null ? null : secret ?? Webhook.NewSecret();
        var set = SealedDataSet.Open(session, folder);
        var appended = session.Store.Append([new NewStatement(new DataSetDisclosed(Path.GetFileName(set.Folder), set.ManifestDigest, recipient))], session.Now);
        session.Beside.Run("INSERT INTO recipient(disclosure, webhook, mail, secret) VALUES ($1, $2, $3, $4)", appended.First, route.Webhook, route.Mail, signing);
        return (Disclosure.All(session.Store.Acts(appended.First + 1))[^1], signing);
    }

    /// <summary>Looks at a data set again, and tells everybody who holds it which records must go; those who were told the same already are left alone.</summary>
    /// <param name="mail">Null where nobody is reached by mail.</param>
    /// <param name="publicUrl">Where the server is reached, so that they can acknowledge by a link; null where they cannot.</param>
    /// <param name="work">Does a gate job.</param>
    /// <exception cref="BadInputException">There is no such data set, or what it was made from is not there as it was.</exception>
    public static async Task<IReadOnlyList<RecipientOutcome>> TellAsync(
        Session session, string folder, MailRoute? mail, string? publicUrl, TimeProvider clock, Bounds limits, Func<string, Action<GateProgress>, CancellationToken, GateResult> work, CancellationToken cancellation)
    {
        var set = SealedDataSet.Open(session, folder);
        var acts = session.Store.Acts(session.Store.Head.Size);
        var holders = Disclosure.All(acts).Where(one => one.Made.ManifestDigest == set.ManifestDigest).ToList();
        if (holders.Count == 0) throw new BadInputException($"nobody is recorded to hold the data set in `{folder}`", "record it first: `headgate recipient add`");
        var ids = new List<string>();
        var recheck = new Recheck(session, new(set.Folder, null, null, null, limits.Memory, limits.Threads, limits.Temp), work);
        var asOf = recheck.Run(list => ids.AddRange(Leaving(list)), _ => { }, cancellation).Moment.AsOf;
        var outcomes = new List<RecipientOutcome>();
        using var mailer = mail is null ? null : new Mailer(mail);
        foreach (var holder in holders) outcomes.Add(await TellAsync(session, holder, ids, asOf, mailer, mail, publicUrl, clock, cancellation));
        return outcomes;
    }

    /// <summary>Records that a recipient acknowledged what they were told last.</summary>
    /// <exception cref="BadInputException">There is no such recipient.</exception>
    /// <exception cref="RefusedException">They were told nothing, or acknowledged it already.</exception>
    public static Appended Acknowledge(Session session, long disclosure, string text)
    {
        var one = Disclosure.All(session.Store.Acts(session.Store.Head.Size)).FirstOrDefault(one => one.Position == disclosure)
            ?? throw new BadInputException($"there is no recipient `{disclosure}`", "an id is the number that `headgate recipient list` shows");
        if (one.Told is not { } told) throw new RefusedException("they were told nothing that could be acknowledged", "tell them first: `headgate recipient tell`");
        if (one.Acknowledged is not null) throw new RefusedException("they acknowledged it already", "nothing is left to do");
        return session.Store.Append([new NewStatement(new RecipientAcknowledged(told.Position, text))], session.Now);
    }

    /// <summary>How each recipient is reached, by the disclosure.</summary>
    public static IReadOnlyDictionary<long, RecipientRoute> Routes(Session session) =>
        session.Beside.Rows("SELECT disclosure, webhook, mail FROM recipient", row => (row.Number(0), new RecipientRoute(row.TextOrNull(1), row.TextOrNull(2)))).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    private static async Task<RecipientOutcome> TellAsync(
        Session session, Disclosure holder, List<string> ids, long asOf, Mailer? mailer, MailRoute? mail, string? publicUrl, TimeProvider clock, CancellationToken cancellation)
    {
        var (webhook, address, secret) = session.Beside.Rows("SELECT webhook, mail, secret FROM recipient WHERE disclosure = $1", row => (row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2)), holder.Position) is [var route, ..] ? route : default;
        var removing = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(ids)));
        if (holder.Told?.Statement is RecipientTold last && last.Notification == removing) return new(holder.Position, holder.Made.Recipient, ids.Count, null, null);
        if (ids.Count == 0 && holder.Told is null) return new(holder.Position, holder.Made.Recipient, 0, null, null);
        var document = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["type"] = "headgate.records-to-remove.v1",
            ["data_set"] = holder.Made.DataSet,
            ["manifest"] = holder.Made.ManifestDigest,
            ["as_of"] = asOf,
            ["remove"] = ids,
            ["digest"] = removing,
            ["acknowledge"] = publicUrl is null ? null : $"{publicUrl.TrimEnd('/')}/acknowledge/{new LinkTokens(session.Folder).Make(LinkKind.Acknowledge, holder.Position, session.Now + LinkLife)}",
        });
        var problem = "nobody knows how to reach them";
        if (webhook is not null)
        {
            using var hook = new Webhook(webhook, secret!, clock);
            problem = await hook.SendAsync(string.Create(CultureInfo.InvariantCulture, $"remove-{holder.Position}-{removing[..16]}"), document, cancellation);
        }
        else if (address is not null)
        {
            problem = mailer is null ? "no mail server was given: `--smtp URL --from ADDRESS`"
                : (await mailer.SendAsync(Message(holder, ids.Count, document, mail!, address), mail!.From, MailRoute.AddressOf(address), cancellation)).Problem;
        }
        if (problem is not null) return new(holder.Position, holder.Made.Recipient, ids.Count, null, problem);
        var appended = session.Store.Append([new NewStatement(new RecipientTold(holder.Position, asOf, ids.Count, removing))], session.Now);
        return new(holder.Position, holder.Made.Recipient, ids.Count, appended.First, null);
    }

    private static MimeMessage Message(Disclosure holder, int records, byte[] document, MailRoute route, string address)
    {
        var body = new BodyBuilder
        {
            TextBody = string.Create(CultureInfo.InvariantCulture, $"Data set: {holder.Made.DataSet}\nManifest: {holder.Made.ManifestDigest}\n\n{records} of its records may no longer be used. Please remove them, and everything made from them, and acknowledge.\nThe attached file names them.\n"),
        };
        body.Attachments.Add("records-to-remove.json", document, new ContentType("application", "json"));
        var message = new MimeMessage { Subject = $"Records to remove from {holder.Made.DataSet}", Body = body.ToMessageBody() };
        message.From.Add(route.From);
        message.To.Add(MailRoute.AddressOf(address));
        return message;
    }

    /// <summary>The records that must leave, in the order of the input.</summary>
    private static IEnumerable<string> Leaving(string list)
    {
        foreach (var line in File.ReadLines(list))
        {
            using var change = JsonDocument.Parse(line);
            if (change.RootElement.GetProperty("change").GetString() == "leave" && change.RootElement.GetProperty("record_id").GetString() is { } id) yield return id;
        }
    }
}
