using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Headgate.Stores;
using Xunit;

namespace Headgate.EndToEnd.Browser;

/// <summary>A server on a small ledger in which something has happened: two policies, a pause, a concern, a sealed data set, a permit.</summary>
internal sealed class SeededServer : IAsyncDisposable
{
    private static readonly string[] Policy =
    [
        "headgate: 1", "policy: network", "version: 1", "objection: full",
        "purposes: { artificial-intelligence: { title: Artificial intelligence, children: { train-generative-ai: { title: Train AI that writes, aipref: train-ai }, assist-writing: { title: Help members write } } } }",
        "content: [post, comment, photo, private-message]", "labels: [sensitive-group]", "services: [network]",
        "notices: { told: { version: 1, title: How we want to use what you post, text: notices/told.md, languages: [en] } }",
        "permits: { lease: 60s, on-objection: redo-within 30d }", "rules:",
        "  - deny: private-messages", "    when: { content: private-message }", "    because: Private messages are never used.", "    cites: [Directive 2002/58/EC Art. 5(1)]",
        "  - deny: minors", "    when: { age: { under: 18 } }", "    because: Nobody under 18 is used.",
        "  - grant: interest", "    when: { region: [US, BR, GB, DE], visibility: public, purpose: train-generative-ai }", "    basis: legitimate-interests", "    because: Members can stop it at any time.",
        "  - grant: told-and-not-objected", "    when: { region: [CH, NO], visibility: public, purpose: train-generative-ai }", "    basis: legitimate-interests", "    after: { notice: told, window: 30d }",
        "  - grant: helped", "    when: { purpose: assist-writing, visibility: public }", "    basis: consent",
    ];

    private readonly Process process;
    private readonly JsonElement started;

    private SeededServer(Place place, Process process, JsonElement started) => (Place, this.process, this.started) = (place, process, started);

    public Place Place { get; }

    public string Address => started.GetProperty("addresses")[0].GetString()!;

    public string LinkOf(string role) => started.GetProperty("sign_in").GetProperty(role).GetString()!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SeededServer> StartAsync(params IEnumerable<string> settings)
    {
        var place = new Place();
        place.Run("init").Ends(0);
        Directory.CreateDirectory(place.In("notices"));
        place.Write("notices/told.md", "We want to use what you post. You can object.");
        place.Write("policy.yaml", Policy);
        place.Do("policy", "publish", "policy.yaml", "--override", "the first policy, for a test", "--by", "Test Officer");
        place.Do("members", place.WriteRows("members.jsonl", People()));
        place.Do("concern", "open", "--authority", "Example Authority", "--text", "Tell people in their own language.", "--due", "2099-01-31", "--reference", "EA/1");
        place.Do("suspend", "--purpose", Place.Purpose, "--region", "CH", "--authority", "Example Authority", "--reference", "EA/2");
        place.Do("gate", place.WriteRows("posts.jsonl", Posts()), "--purpose", Place.Purpose, "--out", "datasets/first");
        place.Do("permit", "request", "datasets/first", "--run", "writing-1");
        place.Do("campaign", "plan", "autumn", "--notice", "told", "--via", "platform", "--text", "en=notices/told.md");
        // It has been under way for some weeks.
        using (var beside = SideDatabase.Open(place.In(Place.Ledger))) beside.Run("UPDATE campaign SET planned_at = planned_at - $1", (long)TimeSpan.FromDays(25).TotalMicroseconds);
        var server = place.Serve(["--urls", "http://127.0.0.1:0", "--json", "--data-sets", "datasets", .. settings]);
        var text = new StringBuilder();
        while (await server.StandardOutput.ReadLineAsync(Cancellation) is { } line && text.Append(line) is not null && line != "}") { }
        using var document = JsonDocument.Parse(text.ToString());
        return new(place, server, document.RootElement.Clone());
    }

    /// <summary>A link by which a member signs in.</summary>
    public async Task<string> MemberLinkAsync(string subject)
    {
        using var platform = await PlatformAsync();
        return (await SendAsync(platform, "/v1/member-links", new { subject, minutes = 30 })).GetProperty("url").GetString()!;
    }

    /// <summary>Has the campaign told people on several days; some bounced, some looked, some objected.</summary>
    /// <returns>The links of somebody who has not looked yet.</returns>
    public async Task<(string Read, string Objection, string Unsubscribe)> TellAsync()
    {
        using var platform = await PlatformAsync();
        var deliveries = (await SendAsync(platform, "/v1/campaigns/autumn/batches", new { most = 500, lease_minutes = 15 })).GetProperty("deliveries").EnumerateArray().ToList();
        string Day(int ago) => DateTimeOffset.UtcNow.AddDays(-ago).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var reports = new List<object>();
        foreach (var (one, i) in deliveries.Select((one, i) => (one.GetProperty("id").GetString()!, i)))
        {
            reports.Add(new { delivery = one, outcome = "served", at = Day(19 - i % 8) });
            if (i % 9 == 4) reports.Add(new { delivery = one, outcome = "bounced", at = Day(18 - i % 8), problem = "no such mailbox" });
            else if (i % 3 == 1) reports.Add(new { delivery = one, outcome = "seen", at = Day(Math.Max(1, 15 - i)) });
        }
        await SendAsync(platform, "/v1/campaigns/autumn/reports", new { reports });
        foreach (var one in deliveries.Where((_, i) => i % 7 == 3)) await SendAsync(platform, "/v1/choices", new { subject = one.GetProperty("subject").GetString(), purpose = Place.Purpose, choice = "objected" });
        var links = deliveries[0];
        return (links.GetProperty("read").GetString()!, links.GetProperty("objection").GetString()!, links.GetProperty("unsubscribe").GetString()!);
    }

    private async Task<HttpClient> PlatformAsync()
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
        using var signedIn = await http.GetAsync(new Uri(LinkOf("platform")), Cancellation);
        return http;
    }

    private static async Task<JsonElement> SendAsync(HttpClient platform, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await platform.SendAsync(request, Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Cancellation)}");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Processes.Signal("TERM", process.Id);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Place.Dispose();
    }

    private static IEnumerable<object> People()
    {
        string[] regions = ["US", "BR", "GB", "DE", "CH", "NO", "IN", "FR"];
        return Enumerable.Range(0, 80).Select(i => new { subject = $"m-{i}", regions = (string[])[regions[i % regions.Length]], born = i % 9 == 8 ? "2012-05-01" : "1988-05-01", status = "active" });
    }

    private static IEnumerable<object> Posts() => Enumerable.Range(0, 200).Select(i => new
    {
        record_id = $"r-{i}",
        author = $"m-{i % 80}",
        other_people = Array.Empty<string>(),
        kind = "post",
        labels = Array.Empty<string>(),
        visibility = "public",
        service = "network",
        created = "2025-01-01T00:00:00Z",
        text = "Coffee",
    });
}
