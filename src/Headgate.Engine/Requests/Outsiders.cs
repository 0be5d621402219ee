using System.Globalization;
using System.Text.Json;
using Headgate.Gate;
using Headgate.Stores;
using MimeKit;

namespace Headgate.Engine;

/// <summary>What somebody without an account names of themselves.</summary>
/// <param name="Identifier">As others' posts name them; null where they name posts alone.</param>
/// <param name="Records">The ids of posts that speak of them.</param>
public sealed record OutsiderClaim(string? Identifier, IReadOnlyList<string> Records);

/// <summary>Objections of people who have no account (docs/campaigns.md, People without an account; decision 0092). Nobody learns by one who has an account: every answer is the same.</summary>
public sealed class Outsiders(Session session)
{
    /// <summary>How such an objection reached the ledger.</summary>
    public const string Channel = "without-account";

    /// <summary>Within a day, so many mails go to one address at most.</summary>
    public const int MostADay = 3;

    private const int MostRecords = 200;
    private const int LongestId = 500;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly LinkTokens tokens = new(session.Folder);

    /// <summary>Takes a claim, and makes the mail that confirms it.</summary>
    /// <returns>Null where no mail is to go: the address has had enough of them. Whoever asked is told the same.</returns>
    /// <exception cref="BadInputException">It names nothing, too much, or no address.</exception>
    public MimeMessage? Ask(string address, OutsiderClaim claim, MailboxAddress from, string publicUrl)
    {
        var to = MailRoute.AddressOf(address);
        if (claim.Identifier is null && claim.Records.Count == 0) throw new BadInputException("nothing is named", "name the posts that speak of you, or what they call you");
        if (claim.Records.Count > MostRecords || claim.Records.Append(claim.Identifier ?? "x").Any(text => text.Length is 0 or > LongestId || text.Any(char.IsControl)))
            throw new BadInputException("what is named is too much, or no name", $"name at most {MostRecords} posts, each by its id");
        var now = session.MomentOf(null, null).At;
        var mail = to.Address.ToLowerInvariant();
        var id = session.Beside.Together(() =>
        {
            // what nobody confirmed is forgotten
            session.Beside.Run("DELETE FROM outsider WHERE confirmed IS NULL AND asked < $1", Instant.FromMicroseconds(now.Microseconds - Day.Ticks / TimeSpan.TicksPerMicrosecond));
            if (session.Beside.Number("SELECT count(*) FROM outsider WHERE address = $1", mail) >= MostADay) return 0;
            session.Beside.Run("INSERT INTO outsider(token, address, named, asked) VALUES (hex(randomblob(16)), $1, $2, $3)", mail, JsonSerializer.Serialize(claim), now);
            return session.Beside.LastRow;
        });
        if (id == 0) return null;
        var link = $"{publicUrl.TrimEnd('/')}/confirm/{tokens.Make(LinkKind.Confirm, id, now + Day)}";
        var message = new MimeMessage
        {
            Subject = "Please confirm your objection",
            Body = new TextPart("plain") { Text = $"Somebody, perhaps you, asked that what is said of you by others is not used to train AI.\n\nIf it was you, confirm it within a day:\n{link}\n\nIf it was not, do nothing: then nothing is recorded, and this address is forgotten.\n" },
        };
        message.From.Add(from);
        message.To.Add(to);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>Whether a link could be confirmed.</summary>
    public bool IsOpen(string token) => Find(token) is not null;

    /// <summary>Confirms a claim. An identifier that the ledger does not know is kept as a tombstone: should it appear, it has objected. One that it knows is a member's, who alone may choose for themselves: that is looked at by people.</summary>
    /// <returns>False where the link is not valid, or no longer.</returns>
    public bool Confirm(string token)
    {
        if (Find(token) is not var (id, claim)) return false;
        var now = session.MomentOf(null, null).At;
        if (claim.Identifier is { } identifier && SubjectId.From(identifier) is { } subject)
        {
            if (!Remember(subject)) PersonRequests.Open(session, RequestKind.Complaint, null, "somebody without an account objects under a name that is a member's id: ask the member", null);
        }
        session.Beside.Run("UPDATE outsider SET confirmed = $1, address = NULL, named = $2 WHERE id = $3", now, JsonSerializer.Serialize(new OutsiderClaim(null, claim.Records)), id);
        return true;
    }

    /// <summary>Who else is in which records, by what was confirmed: rows for <c>headgate gate --edges</c>. Of the people in them nothing is known, so that the records stay out.</summary>
    public IEnumerable<(string Record, string Subject)> Edges() => session.Beside.Rows("SELECT id, named FROM outsider WHERE confirmed IS NOT NULL ORDER BY id", row => (row.Number(0), row.Text(1)))
        .SelectMany(one => JsonSerializer.Deserialize<OutsiderClaim>(one.Item2)!.Records.Select(record => (record, string.Create(CultureInfo.InvariantCulture, $"without-account-{one.Item1}"))));

    /// <returns>False where the ledger knows the id.</returns>
    private bool Remember(SubjectId subject)
    {
        var purposes = session.PolicyInForce() is { } policy
            ? policy.Purposes.Values.Where(purpose => !policy.Purposes.Values.Any(other => other.Name != purpose.Name && purpose.IsWithin(other.Name))).Select(purpose => purpose.Name).Order(StringComparer.Ordinal).ToList()
            : [];
        if (purposes.Count == 0) throw new RefusedException("no policy is in force that names what could be objected to", "try again later");
        var appended = session.Store.Append(
            head => session.Store.Of(subject, head.Size).Count > 0 ? [] : [.. purposes.Select(purpose => new NewStatement(new ChoiceMade(subject, purpose, Choice.Objected, Channel)))],
            session.Now);
        if (appended.Count == 0) return false;
        // what is left is the tombstone. Should the platform describe the id between the two, that goes too, and comes again with the objection before it
        session.Store.Erase(subject, session.Now);
        return true;
    }

    private (long Id, OutsiderClaim Claim)? Find(string token) =>
        tokens.Read(LinkKind.Confirm, token, session.Now) is { } id
        && session.Beside.Rows("SELECT named FROM outsider WHERE id = $1 AND confirmed IS NULL", row => row.Text(0), id) is [var named] ? (id, JsonSerializer.Deserialize<OutsiderClaim>(named)!) : null;
}
