using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Says in the ledger who was served, and whom a notice did not reach after all.</summary>
internal sealed class CampaignRecording(Session session, Campaign campaign)
{
    private const int AtOnce = 1000;

    private readonly SideDatabase beside = session.Beside;

    /// <summary>Records those whom the mail server has a message for.</summary>
    /// <param name="isTakenUp">Whether the sender before may have ended after it recorded some, and before it noted that.</param>
    /// <returns>How many.</returns>
    public long Served(bool isTakenUp)
    {
        for (var all = 0L; ;)
        {
            var handed = CampaignTable.InState(beside, campaign.Id, DeliveryState.Handed, AtOnce);
            if (handed.Count == 0) return all;
            Serve([.. handed.Select(one => (one.Id, one.Subject, one.HandedAt!.Value))], isTakenUp);
            all += handed.Count;
        }
    }

    /// <summary>Records that messages reached people.</summary>
    public void Serve(IReadOnlyList<(long Id, string Subject, Instant At)> served, bool isTakenUp)
    {
        if (served.Count == 0) return;
        session.Store.Append(
            _ =>
            {
                // whoever was erased meanwhile has no delivery any more: nothing is stated of them again
                var there = served.Where(one => beside.Number("SELECT 1 FROM delivery WHERE id = $1", one.Id) is not null).ToList();
                return [.. there.Where(one => !(isTakenUp && IsRecorded(one.Subject, one.At))).Select(one => new NewStatement(new NoticeServed(Named(one.Subject), campaign.Notice), one.At))];
            },
            session.Now);
        beside.Together(() =>
        {
            foreach (var (id, _, at) in served) beside.Run("UPDATE delivery SET state = $1, served_at = $2, address = NULL, problem = NULL WHERE id = $3", (int)DeliveryState.Served, at, id);
            return 0;
        });
    }

    /// <summary>Records that messages did not reach people: what was served is taken back.</summary>
    public void Bounce(IReadOnlyList<(long Id, string Subject, Instant At, string? Problem)> bounced)
    {
        if (bounced.Count == 0) return;
        session.Store.Append(
            _ => [.. bounced.Where(one => beside.Number("SELECT state FROM delivery WHERE id = $1", one.Id) is (long)DeliveryState.Served or (long)DeliveryState.Handed)
                .Select(one => new NewStatement(new NoticeBounced(Named(one.Subject), campaign.Notice), one.At))],
            session.Now);
        beside.Together(() =>
        {
            foreach (var (id, _, at, problem) in bounced) beside.Run("UPDATE delivery SET state = $1, bounced_at = $2, address = NULL, problem = $3 WHERE id = $4", (int)DeliveryState.Bounced, at, problem, id);
            return 0;
        });
    }

    private bool IsRecorded(string subject, Instant at) =>
        session.Store.Of(Named(subject), session.Store.Head.Size).Any(said => said.EffectiveAt == at && said.Statement is NoticeServed served && served.Notice == campaign.Notice);

    private static SubjectId Named(string subject) => SubjectId.From(subject)!.Value;
}
