using Headgate.Tests.Campaigns;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>A sender that is killed in the middle, again and again: nobody is told twice, and nobody is forgotten.</summary>
public sealed class KilledCampaignTests : IDisposable
{
    private const int People = 300;

    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task a_campaign_whose_sender_is_killed_tells_everybody_once()
    {
        place.Write("notice.md", "# What we want to do", "", "Say no: {object}");
        place.Write(
            "policy.yaml", "headgate: 1", "policy: told", "version: 1", "purposes: { train-generative-ai: { title: Train } }", "content: [post]", "labels: []", "services: [network]",
            "notices: { gen-ai: { version: 1, title: What we want to do, text: notice.md, languages: [en] } }", "rules:",
            "  - grant: interest", "    when: { visibility: public }", "    basis: legitimate-interests", "    after: { notice: gen-ai, window: 30d }");
        place.WriteRows("members.jsonl", Enumerable.Range(0, People).Select(i => new { subject = $"m{i:D4}", regions = "GB", status = "active" }));
        place.WriteRows("contacts.jsonl", Enumerable.Range(0, People).Select(i => new { subject = $"m{i:D4}", address = $"m{i:D4}@example.com" }));
        place.Do("init");
        place.Do("policy", "publish", "policy.yaml");
        place.Do("members", "members.jsonl");
        Assert.Equal(People, place.Do("campaign", "plan", "autumn", "--notice", "gen-ai", "--contacts", "contacts.jsonl", "--text", "en=notice.md").GetProperty("planned").GetInt32());
        await using var server = new MailServer();
        string[] send = ["campaign", "send", "autumn", "--smtp", server.Url, "--from", "privacy@network.example", "--public-url", "https://headgate.example.com"];
        var kills = 0;
        foreach (var after in (int[])[1, 60, 170])
        {
            using var sender = place.Begin(send);
            Processes.Until(() => server.Messages.Count >= after, sender);
            if (sender.HasEnded) break;
            sender.Kill();
            sender.Wait();
            kills++;
        }
        Assert.True(kills >= 2, "it was never caught in the middle");
        var last = place.Do(send);
        Assert.Equal(0, last.GetProperty("left").GetInt32());
        Assert.Equal(server.Messages.Count, server.Addresses.Distinct().Count());
        var counts = place.Do("campaign", "show", "autumn").GetProperty("counts");
        var (reached, unsure) = (counts.GetProperty("reached").GetInt32(), counts.GetProperty("unsure").GetInt32());
        Assert.Equal(People, reached + unsure);
        Assert.True(unsure <= kills, $"{unsure} in doubt after {kills} kills");
        Assert.InRange(server.Messages.Count, reached, People);
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
    }
}
