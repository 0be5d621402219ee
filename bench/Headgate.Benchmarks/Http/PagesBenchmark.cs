using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Stores;

namespace Headgate.Benchmarks.Http;

/// <summary>Every page of a server on a ledger of many people, warm: the first byte, and what it takes on the wire.</summary>
internal static class PagesBenchmark
{
    private const string Notice = "gen-ai-2025";

    private static readonly (Role Role, string Path)[] Pages =
    [
        (Role.Platform, "/"), (Role.Platform, "/object"), (Role.Member, "/me"), (Role.Officer, "/officer"), (Role.Officer, $"/officer/people?purpose={BenchServer.Purpose}"), (Role.Officer, "/officer/pauses"),
        (Role.Officer, "/officer/policy"), (Role.Officer, "/officer/policy?from=POLICY&to=POLICY"), (Role.Officer, "/officer/campaigns"), (Role.Officer, "/officer/campaigns/told"), (Role.Officer, "/officer/requests"),
        (Role.Officer, "/officer/concerns"), (Role.Officer, "/officer/data"), (Role.Regulator, "/regulator"),
    ];

    private const string Policy =
        """
        headgate: 1
        policy: bench
        version: 1
        purposes: { train-generative-ai: { title: Train AI that writes, aipref: train-ai }, assist-writing: { title: Help members write } }
        content: [post, comment, photo, private-message]
        labels: [trade-union]
        services: [network, photos]
        notices: { gen-ai-2025: { version: 1, title: How we want to use what you post, text: notice.md, languages: [en] } }
        rules:
          - deny: private-messages
            when: { content: private-message }
          - deny: minors
            when: { age: { under: 18 } }
          - deny: sensitive-groups
            when: { labels: trade-union }
          - grant: told-and-not-objected
            when: { visibility: public, region: DE, purpose: train-generative-ai }
            basis: legitimate-interests
            after: { notice: gen-ai-2025, window: 30d }
          - grant: interest
            when: { visibility: public, region: [GB, US, CH], purpose: train-generative-ai }
            basis: legitimate-interests
          - grant: helped
            when: { purpose: assist-writing }
            basis: consent
        """;

    public static int Run(Options options)
    {
        using var temp = new TempFolder();
        RunAsync(options, temp.Path).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(Options options, string folder)
    {
        var (work, rounds) = (options.Text("work", folder), options.Number("rounds", 100));
        await using var server = await BenchServer.StartAsync(work, options.Number("subjects", 100_000), HttpBenchmark.Say, Policy, session => Live(session, options.Text("campaign", "yes") == "yes"));
        var clients = new Dictionary<Role, HttpClient>();
        foreach (var role in (Role[])[Role.Platform, Role.Officer, Role.Regulator]) clients[role] = await SignedInAsync(server.Links[role]);
        clients[Role.Member] = await SignedInAsync(await MemberLinkAsync(server));
        var first = Stopwatch.StartNew();
        await UntilCountedAsync(clients[Role.Officer], server.Address);
        HttpBenchmark.Say($"people and the campaign were counted {first.Elapsed.TotalSeconds:0.0} s after somebody asked");
        foreach (var (role, path) in Pages) await MeasureAsync(clients[role], server.Address, path.Replace("POLICY", server.Policy.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), rounds);
        await PauseAsync(server, clients);
        HttpBenchmark.Say($"the process holds {Process.GetCurrentProcess().WorkingSet64 >> 20:N0} MB");
        foreach (var client in clients.Values) client.Dispose();
    }

    private static async Task MeasureAsync(HttpClient client, Uri address, string path, int rounds)
    {
        var (times, bytes) = (new List<double>(), 0L);
        for (var round = -5; round < rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(new Uri(address, path), HttpCompletionOption.ResponseHeadersRead);
            var taken = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            bytes = (await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync()).LongLength;
            if (round >= 0) times.Add(taken);
        }
        times.Sort();
        HttpBenchmark.Say($"{path,-52} first byte p50 {times[times.Count / 2],7:0.0} ms  p99 {times[(int)(times.Count * 0.99)],7:0.0} ms  {bytes,7:N0} bytes");
    }

    /// <summary>A pause stands on the pages that are asked for next, and what they take then, while people are counted anew beside.</summary>
    private static async Task PauseAsync(BenchServer server, Dictionary<Role, HttpClient> clients)
    {
        await RawClient.OnceAsync(server.Address, RawClient.Post("/v1/suspensions", server.OfficerKey, $$"""{"purpose":"{{BenchServer.Purpose}}","regions":["GB"],"authority":"Bench Authority","reference":"now"}"""));
        foreach (var (role, path) in ((Role, string)[])[(Role.Platform, "/"), (Role.Officer, "/officer/pauses"), (Role.Regulator, "/regulator")])
        {
            var begun = Stopwatch.GetTimestamp();
            using var answer = await clients[role].GetAsync(new Uri(server.Address, path), HttpCompletionOption.ResponseHeadersRead);
            var taken = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            var says = (await answer.Content.ReadAsStringAsync()).Contains("Bench Authority", StringComparison.Ordinal);
            HttpBenchmark.Say($"after a pause {path,-12} first byte {taken:0.0} ms, {(says ? "says so" : "DOES NOT SAY SO")}");
        }
        foreach (var (role, path) in ((Role, string)[])[(Role.Officer, "/officer"), (Role.Officer, "/officer/campaigns")]) await MeasureAsync(clients[role], server.Address, path, 30);
    }

    /// <summary>What has happened on a ledger before anybody looks: pauses, concerns, data sets, and a campaign that tells most people something.</summary>
    private static void Live(Session session, bool campaign)
    {
        if (session.Store.Acts(session.Store.Head.Size).Any(act => act.Statement is ConcernOpened)) return;
        List<NewStatement> acts = [new(new Suspended(BenchServer.Purpose, ["CH"], ["CH"], null, null, null, "Example Authority", "EA/1"))];
        for (var i = 0; i < 12; i++) acts.Add(new(new ConcernOpened("Example Authority", string.Create(CultureInfo.InvariantCulture, $"Concern {i}: tell people in their own language, and show how."), new(2099, 1, 31), "EA/2")));
        for (var i = 0; i < 40; i++) acts.Add(new(new DataSetSealed(string.Create(CultureInfo.InvariantCulture, $"set-{i}"), BenchServer.Purpose, string.Create(CultureInfo.InvariantCulture, $"{i:x64}"), 1_000_000, 400_000, false)));
        session.Store.Append(acts, session.Now);
        if (!campaign) return;
        var clock = Stopwatch.StartNew();
        var reach = CampaignPlan.Make(session, new("told", Notice, CampaignRoute.Platform, [], null, null, null, [], []), null, CancellationToken.None).Reach;
        // Sent over three weeks; some bounced, some opened it, some objected in the days that followed.
        session.Beside.Run(
            """
            UPDATE delivery SET
              state = CASE WHEN id % 50 = 0 THEN 6 WHEN id % 97 = 0 THEN 0 ELSE 5 END, served_at = $1 + (id % 21) * 86400000000, bounced_at = CASE WHEN id % 50 = 0 THEN $1 + (id % 21) * 86400000000 END,
              seen_at = CASE WHEN id % 3 = 0 THEN $1 + (id % 21 + id % 5) * 86400000000 END, choice = CASE WHEN id % 31 = 0 THEN 2 END, chosen_at = CASE WHEN id % 31 = 0 THEN $1 + (id % 21 + id % 7) * 86400000000 END
            """,
            Instant.FromMicroseconds(session.Now.Microseconds - 25 * 86_400_000_000));
        HttpBenchmark.Say($"a campaign for {reach.Planned:N0} people planned in {clock.Elapsed.TotalSeconds:0} s");
    }

    private static async Task UntilCountedAsync(HttpClient client, Uri address)
    {
        while ((await client.GetStringAsync(new Uri(address, "/officer/people"))).Contains("being counted", StringComparison.Ordinal)) await Task.Delay(50);
        while ((await client.GetStringAsync(new Uri(address, "/officer/campaigns"))).Contains("being counted", StringComparison.Ordinal)) await Task.Delay(50);
    }

    private static async Task<HttpClient> SignedInAsync(string link)
    {
        var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(link));
        answer.EnsureSuccessStatusCode();
        return client;
    }

    private static async Task<string> MemberLinkAsync(BenchServer server)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.Key);
        using var body = new StringContent("""{"subject":"m0000012","minutes":60}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/v1/member-links", UriKind.Relative), body);
        using var document = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("url").GetString()!;
    }
}
