namespace Headgate.Engine;

/// <summary>A notice as somebody sees it who follows a link.</summary>
/// <param name="Objects">The purposes that an objection by the link is about.</param>
public sealed record LinkedNotice(Campaign Campaign, NoticeText Text, IReadOnlyList<string> Objects);

/// <summary>What people do by the links in their messages, without signing in.</summary>
public sealed class NoticeActs(Session session)
{
    /// <summary>How an objection by a link reached the ledger.</summary>
    public const string Channel = "notice-link";

    private readonly LinkTokens tokens = new(session.Folder);

    /// <summary>The notice of a link; null where the link is not valid, or no longer.</summary>
    public LinkedNotice? Find(LinkKind kind, string token) => Delivered(kind, token) is var (delivery, campaign)
        ? new(campaign, campaign.TextIn(delivery.Language), campaign.Audience.Purposes)
        : null;

    /// <summary>Notes that somebody opened a notice.</summary>
    public LinkedNotice? Open(string token)
    {
        if (Delivered(LinkKind.Notice, token) is not var (delivery, campaign)) return null;
        session.Beside.Run("UPDATE delivery SET seen_at = $1 WHERE id = $2 AND seen_at IS NULL", session.MomentOf(null, null).At, delivery.Id);
        return new(campaign, campaign.TextIn(delivery.Language), campaign.Audience.Purposes);
    }

    /// <summary>Records an objection to each of the notice's purposes that is not objected to already.</summary>
    /// <returns>Null where the link is not valid; the proofs of what was recorded, none where it stood already.</returns>
    public IReadOnlyList<ChoiceProof>? Objecting(string token)
    {
        if (Delivered(LinkKind.Objection, token) is not var (delivery, campaign)) return null;
        var moment = session.MomentOf(null, null);
        var subject = SubjectId.From(delivery.Subject)!.Value;
        var standing = StandingFold.At(session.Store.Of(subject, moment.AsOf), moment.At);
        // whoever was erased has no delivery; whose statements are gone otherwise is left alone
        if (standing is null) return null;
        var policy = session.PolicyInForce();
        var known = campaign.Audience.Purposes.Where(purpose => policy is null || policy.Purposes.ContainsKey(purpose));
        return [.. known.Where(purpose => !standing.Choices.Any(choice => choice.Purpose == purpose && choice.Choice == Choice.Objected))
            .Select(purpose => Choosing.Record(session, subject.Value, purpose, Choice.Objected, null, Channel))];
    }

    /// <summary>Notes that somebody wants no more messages, and drops those that have not gone yet.</summary>
    /// <returns>False where the link is not valid.</returns>
    public bool Unsubscribe(string token)
    {
        if (Delivered(LinkKind.Unsubscribe, token) is not var (delivery, _)) return false;
        session.Beside.Together(() =>
        {
            session.Beside.Run("INSERT OR IGNORE INTO unsubscribed(subject, at) VALUES ($1, $2)", delivery.Subject, session.Now);
            return session.Beside.Run("UPDATE delivery SET state = 8, problem = 'unsubscribed', address = NULL WHERE subject = $1 AND state = 0", delivery.Subject);
        });
        return true;
    }

    private (Delivery Delivery, Campaign Campaign)? Delivered(LinkKind kind, string token)
    {
        if (tokens.Read(kind, token, session.Now) is not { } id) return null;
        var beside = session.Beside;
        if (beside.Rows("SELECT subject, region, language, campaign FROM delivery WHERE id = $1", row => (row.Text(0), row.Text(1), row.Text(2), row.Number(3)), id) is not [var (subject, region, language, number)]) return null;
        return CampaignTable.Find(beside, number) is { } campaign ? (new(id, subject, region, language, null, 0, null), campaign) : null;
    }
}
