namespace Headgate.Engine;

/// <summary>Notes with a campaign's messages what people chose since it was planned; from the ledger, each statement once.</summary>
internal static class CampaignChoices
{
    public static void Sync(Session session, Campaign campaign)
    {
        var beside = session.Beside;
        var head = session.Store.Head.Size;
        var from = beside.Number("SELECT synced FROM campaign WHERE id = $1", campaign.Id)!.Value;
        if (from >= head) return;
        var names = Names(session, campaign);
        beside.Together(() =>
        {
            if (beside.Number("SELECT synced FROM campaign WHERE id = $1", campaign.Id) != from) return 0;
            foreach (var said in session.Store.Statements(from, head))
                if (said.Statement is ChoiceMade made && names.Contains(made.Purpose))
                    beside.Run(
                        "UPDATE delivery SET choice = $1, chosen_at = $2 WHERE subject = $3 AND campaign = $4",
                        made.Choice switch { Choice.Objected => 2, Choice.Consented => 1, _ => null }, made.Choice == Choice.Unset ? null : said.EffectiveAt, made.Subject.Value, campaign.Id);
            return beside.Run("UPDATE campaign SET synced = $1 WHERE id = $2", head, campaign.Id);
        });
    }

    /// <summary>The notice's purposes and their ancestors.</summary>
    private static HashSet<string> Names(Session session, Campaign campaign) =>
        [.. Notices.Policies(session).SelectMany(one => campaign.Audience.Purposes.SelectMany(purpose => KnownPeople.NamesOf(one.Policy, purpose))).Concat(campaign.Audience.Purposes)];
}
