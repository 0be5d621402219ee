using System.Text.Json;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>A message to one person.</summary>
/// <param name="Id">Names the person to nobody.</param>
/// <param name="Address">Null where none is needed, or the message has been sent.</param>
internal sealed record Delivery(long Id, string Subject, string Region, string Language, string? Address, long Tries, Instant? HandedAt);

/// <summary>Campaigns and their deliveries, as they lie beside the ledger.</summary>
internal static class CampaignTable
{
    public static Campaign Find(SideDatabase beside, string name) => All(beside).FirstOrDefault(one => one.Name == name)
        ?? throw new BadInputException($"there is no campaign `{name}`", Nearest.Hint(name, All(beside).Select(one => one.Name)));

    public static Campaign? Find(SideDatabase beside, long id) => All(beside).FirstOrDefault(one => one.Id == id);

    public static IReadOnlyList<Campaign> All(SideDatabase beside) => beside.Rows("SELECT id, name, notice, version, via, terms, planned_at, stopped_at FROM campaign ORDER BY id", row =>
    {
        var terms = JsonSerializer.Deserialize<Terms>(row.Text(5))!;
        return new Campaign(
            row.Number(0), row.Text(1), new(row.Text(2), (int)row.Number(3)), Campaign.RouteOf(row.Text(4))!.Value, terms.Audience, terms.Texts,
            terms.WindowSeconds is { } window ? TimeSpan.FromSeconds(window) : null, row.Time(6), row.TimeOrNull(7));
    });

    /// <returns>Its id.</returns>
    /// <param name="synced">The head of the ledger: choices made from there on are counted.</param>
    public static long Add(SideDatabase beside, Campaign campaign, long synced)
    {
        if (beside.Number("SELECT id FROM campaign WHERE name = $1", campaign.Name) is not null) throw new BadInputException($"there is already a campaign `{campaign.Name}`", "give it another name");
        var terms = JsonSerializer.Serialize(new Terms(campaign.Audience, campaign.Texts, campaign.Window?.TotalSeconds));
        beside.Run(
            "INSERT INTO campaign(name, notice, version, via, terms, planned_at, synced) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            campaign.Name, campaign.Notice.Notice, campaign.Notice.Version, Campaign.Word(campaign.Route), terms, campaign.Planned, synced);
        return beside.LastRow;
    }

    public static void Plan(SideDatabase beside, long campaign, string subject, string region, string language, string? address) => beside.Run(
        "INSERT INTO delivery(campaign, subject, region, language, address, state) VALUES ($1, $2, $3, $4, $5, 0)", campaign, subject, region, language, address);

    /// <summary>Those whom another campaign is telling the same now.</summary>
    public static IReadOnlySet<string> BeingTold(SideDatabase beside, NoticeVersion notice) => beside.Rows(
        "SELECT d.subject FROM delivery d JOIN campaign c ON c.id = d.campaign WHERE c.notice = $1 AND c.version = $2 AND c.stopped_at IS NULL AND d.state IN (0, 1, 2, 3, 4, 7)",
        row => row.Text(0), notice.Notice, notice.Version).ToHashSet(StringComparer.Ordinal);

    public static IReadOnlySet<string> Unsubscribed(SideDatabase beside) => beside.Rows("SELECT subject FROM unsubscribed", row => row.Text(0)).ToHashSet(StringComparer.Ordinal);

    public static bool IsUnsubscribed(SideDatabase beside, string subject) => beside.Number("SELECT 1 FROM unsubscribed WHERE subject = $1", subject) is not null;

    /// <summary>Takes up deliveries that are to be sent now, durably and for nobody else.</summary>
    /// <param name="until">When others may take over; null where a lock tells that.</param>
    public static (long Batch, IReadOnlyList<Delivery> Deliveries) Claim(SideDatabase beside, long campaign, string sender, int most, Instant now, Instant? until, DeliveryState state) => beside.Together(() =>
    {
        var found = beside.Rows(
            "SELECT id, subject, region, language, address, tries, handed_at FROM delivery WHERE campaign = $1 AND state = 0 AND next_try <= $2 ORDER BY next_try, id LIMIT $3", Read, campaign, now, most);
        if (found.Count == 0) return (0L, found);
        beside.Run("INSERT INTO batch(campaign, sender, claimed_at, until) VALUES ($1, $2, $3, $4)", campaign, sender, now, until);
        var batch = beside.LastRow;
        foreach (var one in found) beside.Run("UPDATE delivery SET state = $1, batch = $2 WHERE id = $3", (int)state, batch, one.Id);
        return (batch, found);
    });

    /// <summary>The deliveries of a batch that are in a state.</summary>
    public static IReadOnlyList<Delivery> OfBatch(SideDatabase beside, long batch, DeliveryState state) => beside.Rows(
        "SELECT id, subject, region, language, address, tries, handed_at FROM delivery WHERE batch = $1 AND state = $2 ORDER BY id", Read, batch, (int)state);

    /// <summary>The deliveries of a campaign that are in a state.</summary>
    public static IReadOnlyList<Delivery> InState(SideDatabase beside, long campaign, DeliveryState state, int most) => beside.Rows(
        "SELECT id, subject, region, language, address, tries, handed_at FROM delivery WHERE campaign = $1 AND state = $2 ORDER BY id LIMIT $3", Read, campaign, (int)state, most);

    public static void Set(SideDatabase beside, long delivery, DeliveryState state, string? problem = null) =>
        beside.Run("UPDATE delivery SET state = $1, problem = $2 WHERE id = $3", (int)state, problem, delivery);

    private static Delivery Read(SideRow row) => new(row.Number(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4), row.Number(5), row.TimeOrNull(6));

    /// <summary>What of a campaign does not change, as JSON.</summary>
    private sealed record Terms(Audience Audience, IReadOnlyList<NoticeText> Texts, double? WindowSeconds);
}
