using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>How many of some messages have come how far.</summary>
/// <param name="ToSend">Not sent yet.</param>
/// <param name="UnderWay">Sent, or given to the platform's sender, and nothing heard yet.</param>
/// <param name="Reached">Served, and not bounced: their window runs, or has run.</param>
/// <param name="NotReached">Bounced, refused, or dropped before they went.</param>
/// <param name="Unsure">Of which nobody can know whether they were sent: no window runs.</param>
/// <param name="Seen">Whoever opened the notice, as far as can be told.</param>
/// <param name="Objected">Whoever objected since the campaign was planned.</param>
/// <param name="Consented">Whoever consented since then.</param>
public sealed record CampaignCounts(long All, long ToSend, long UnderWay, long Reached, long NotReached, long Unsure, long Seen, long Objected, long Consented);

/// <summary>What happened on a day (UTC), and in all until its end.</summary>
public sealed record CampaignDay(DateOnly Day, long Served, long Bounced, long Seen, long Objected, long Consented, long ServedInAll, long SeenInAll, long ObjectedInAll);

/// <summary>A part of a campaign: one region, or one language.</summary>
public sealed record CampaignPart(string Name, CampaignCounts Counts);

/// <summary>Whether a campaign worked: who was reached, saw it and acted, per region and language, over time.</summary>
/// <param name="Problems">Why messages did not arrive, and how often.</param>
/// <param name="WindowOpen">Of those reached, whoever can still object before anything is used; 0 where the policy asks for no window.</param>
/// <param name="WindowOver">Of those reached, whose window has passed.</param>
/// <param name="LastWindowEnds">When the last window that runs now ends; null where none does.</param>
public sealed record CampaignAccount(
    Campaign Campaign, CampaignCounts Counts, IReadOnlyList<CampaignPart> Regions, IReadOnlyList<CampaignPart> Languages, IReadOnlyList<CampaignDay> Curve, IReadOnlyDictionary<string, long> Problems,
    long WindowOpen, long WindowOver, Instant? LastWindowEnds)
{
    private const long DayLength = 86_400_000_000;

    private const string Sums =
        """
        count(*), total(state = 0), total(state IN (1, 2, 3, 4)), total(state = 5), total(state IN (6, 8)), total(state = 7),
        total(seen_at IS NOT NULL), total(choice = 2), total(choice = 1)
        """;

    /// <summary>Every campaign, in the order in which they were planned.</summary>
    public static IReadOnlyList<Campaign> All(Session session) => CampaignTable.All(session.Beside);

    /// <exception cref="Gate.BadInputException">There is no such campaign.</exception>
    public static CampaignAccount Of(Session session, string name)
    {
        var beside = session.Beside;
        var campaign = CampaignTable.Find(beside, name);
        CampaignChoices.Sync(session, campaign);
        var now = session.MomentOf(null, null).At;
        var counts = beside.Rows($"SELECT '', {Sums} FROM delivery WHERE campaign = $1", Part, campaign.Id)[0].Counts;
        var (open, over, ends) = (0L, 0L, (Instant?)null);
        if (campaign.Window is { } window)
        {
            var edge = now.Microseconds - window.Ticks / TimeSpan.TicksPerMicrosecond;
            open = beside.Number("SELECT count(*) FROM delivery WHERE campaign = $1 AND state = 5 AND served_at > $2", campaign.Id, edge)!.Value;
            over = counts.Reached - open;
            ends = open == 0 ? null : Instant.FromMicroseconds(beside.Number("SELECT max(served_at) FROM delivery WHERE campaign = $1 AND state = 5", campaign.Id)!.Value) + window;
        }
        return new(
            campaign, counts,
            beside.Rows($"SELECT region, {Sums} FROM delivery WHERE campaign = $1 GROUP BY region ORDER BY region", Part, campaign.Id),
            beside.Rows($"SELECT language, {Sums} FROM delivery WHERE campaign = $1 GROUP BY language ORDER BY language", Part, campaign.Id),
            Curved(beside, campaign),
            beside.Rows("SELECT problem, count(*) FROM delivery WHERE campaign = $1 AND problem IS NOT NULL AND state IN (0, 6, 7, 8) GROUP BY problem", row => (row.Text(0), row.Number(1)), campaign.Id).ToDictionary(pair => pair.Item1, pair => pair.Item2),
            open, over, ends);
    }

    private static CampaignPart Part(SideRow row) => new(row.Text(0), new(
        row.Number(1), Whole(row, 2), Whole(row, 3), Whole(row, 4), Whole(row, 5), Whole(row, 6), Whole(row, 7), Whole(row, 8), Whole(row, 9)));

    /// <summary>SQLite's <c>total</c> is a float, and 0 of nothing.</summary>
    private static long Whole(SideRow row, int column) => (long)row.Real(column);

    /// <summary>A day for each on which something happened.</summary>
    private static List<CampaignDay> Curved(SideDatabase beside, Campaign campaign)
    {
        var served = ByDay("served_at", "state = 5");
        var bounced = ByDay("bounced_at", "state = 6");
        var seen = ByDay("seen_at", "1");
        var objected = ByDay("chosen_at", "choice = 2");
        var consented = ByDay("chosen_at", "choice = 1");
        var (days, all, allSeen, allObjected) = (new List<CampaignDay>(), 0L, 0L, 0L);
        foreach (var day in served.Keys.Concat(bounced.Keys).Concat(seen.Keys).Concat(objected.Keys).Concat(consented.Keys).Distinct().Order())
        {
            all += served.GetValueOrDefault(day);
            allSeen += seen.GetValueOrDefault(day);
            allObjected += objected.GetValueOrDefault(day);
            days.Add(new(
                Instant.FromMicroseconds(day * DayLength).Date, served.GetValueOrDefault(day), bounced.GetValueOrDefault(day), seen.GetValueOrDefault(day), objected.GetValueOrDefault(day), consented.GetValueOrDefault(day),
                all, allSeen, allObjected));
        }
        return days;

        Dictionary<long, long> ByDay(string column, string where) => beside.Rows(
            $"SELECT {column} / {DayLength}, count(*) FROM delivery WHERE campaign = $1 AND {column} IS NOT NULL AND {where} GROUP BY 1", row => (row.Number(0), row.Number(1)), campaign.Id).ToDictionary(pair => pair.Item1, pair => pair.Item2);
    }
}
