using System.Net;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Tests.Campaigns;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>Campaigns, links, requests and lineage over HTTP.</summary>
public sealed class CampaignServerTests : IAsyncLifetime
{
    private const string Plan = """{"name": "autumn", "notice": "gen-ai", "via": "platform", "regions": ["GB", "DE"]}""";

    private readonly CampaignPlace place = new();
    private readonly MailServer mail = new();
    private ServerPlace server = null!;

    public async ValueTask InitializeAsync()
    {
        place.With(("ann", "GB"), ("bea", "DE"), ("cyd", "FR"));
        server = await ServerPlace.StartAsync(settings => settings with { Mail = MailRoute.Of(mail.Url, "privacy@network.example") }, place: place.Place);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await mail.DisposeAsync();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_campaign_is_planned_sent_by_the_platform_and_accounted_for()
    {
        var (officer, platform) = (server.As(Role.Officer), server.As(Role.Platform));
        var dry = await ServerPlace.PostAsync(officer, "/v1/campaigns", Plan.Replace("}", ", \"dry_run\": true}", StringComparison.Ordinal));
        Assert.Equal((200, 2), (dry.Status, dry.Body.GetProperty("planned").GetInt32()));
        Assert.Equal(201, (await ServerPlace.PostAsync(officer, "/v1/campaigns", Plan)).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(officer, "/v1/campaigns", Plan)).Status);
        var batch = await ServerPlace.PostAsync(platform, "/v1/campaigns/autumn/batches", """{"most": 10}""", ("Idempotency-Key", "b1"));
        Assert.Equal(2, batch.Body.GetProperty("deliveries").GetArrayLength());
        // asked again with the same key, the same batch comes
        var again = await ServerPlace.PostAsync(platform, "/v1/campaigns/autumn/batches", """{"most": 10}""", ("Idempotency-Key", "b1"));
        Assert.Equal(batch.Body.GetRawText(), again.Body.GetRawText());
        Assert.Equal(204, (await ServerPlace.PostAsync(platform, "/v1/campaigns/autumn/batches", "{}")).Status);
        var ids = batch.Body.GetProperty("deliveries").EnumerateArray().Select(one => one.GetProperty("id").GetString()).ToList();
        var reported = await ServerPlace.PostAsync(platform, "/v1/campaigns/autumn/reports", $$"""{"reports": [{"delivery": "{{ids[0]}}", "outcome": "served"}, {"delivery": "{{ids[1]}}", "outcome": "bounced", "problem": "no such device"}]}""");
        Assert.Equal((1, 1), (reported.Body.GetProperty("served").GetInt32(), reported.Body.GetProperty("bounced").GetInt32()));
        var account = (await ServerPlace.GetAsync(server.As(Role.Regulator), "/v1/campaigns/autumn")).Body;
        Assert.Equal((1, 1, 1), (account.GetProperty("counts").GetProperty("reached").GetInt32(), account.GetProperty("counts").GetProperty("not_reached").GetInt32(), account.GetProperty("window_open").GetInt32()));
        Assert.Equal("30d", account.GetProperty("window").GetString());
        Assert.Equal(204, (await ServerPlace.PostAsync(officer, "/v1/campaigns/autumn/stop", "{}")).Status);
        Assert.Equal(409, (await ServerPlace.PostAsync(platform, "/v1/campaigns/autumn/batches", "{}")).Status);
        Assert.NotNull(place.Served("ann"));
    }

    [Fact]
    public async Task only_who_may_plans_sends_or_lists_requests()
    {
        Assert.Equal(403, (await ServerPlace.PostAsync(server.As(Role.Platform), "/v1/campaigns", Plan)).Status);
        Assert.Equal(403, (await ServerPlace.PostAsync(server.As(Role.Officer), "/v1/campaigns/autumn/batches", "{}")).Status);
        Assert.Equal(403, (await ServerPlace.GetAsync(server.As(Role.Engineer), "/v1/requests")).Status);
        Assert.Equal(401, (await ServerPlace.GetAsync(server.With(null), "/v1/tasks")).Status);
        Assert.Equal(403, (await ServerPlace.GetAsync(server.AsMember("ann"), "/v1/subjects/bea/trace")).Status);
        Assert.Equal(200, (await ServerPlace.GetAsync(server.AsMember("ann"), "/v1/subjects/ann/trace")).Status);
        Assert.Equal(200, (await ServerPlace.GetAsync(server.As(Role.Engineer), "/v1/tasks")).Status);
        Assert.Equal(200, (await ServerPlace.GetAsync(server.As(Role.Engineer), "/v1/lineage")).Status);
    }

    [Fact]
    public async Task links_work_without_signing_in_and_opening_one_records_no_objection()
    {
        var links = await LinksAsync();
        var anybody = server.With(null);
        var size = place.Session.Store.Head.Size;
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(Relative(links.Read), Cancellation)).StatusCode);
        using (var asked = await anybody.GetAsync(Relative(links.Objection), Cancellation))
        {
            Assert.Equal("no-store", asked.Headers.CacheControl!.ToString());
            var page = await asked.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("<button ", page, StringComparison.Ordinal);
            Assert.DoesNotContain("ann", page.Replace("Headgate", "", StringComparison.Ordinal).Replace("scanner", "", StringComparison.Ordinal).Split("<main")[0], StringComparison.Ordinal);
        }
        Assert.Equal(size, place.Session.Store.Head.Size);
        using (var objected = await anybody.PostAsync(Relative(links.Objection), null, Cancellation))
            Assert.Contains("c2sp.org/tlog-proof", await objected.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.NotNull(StandingFold.At(place.Session.Store.Of(CampaignPlace.Id("ann"), place.Session.Store.Head.Size), place.Session.Now)!.ObjectedSince(new Purpose("train-generative-ai", null, null, null, null)));
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(Relative("/objection/AAAA"), Cancellation)).StatusCode);
        Assert.DoesNotContain("ann", string.Concat(server.AuditLines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task one_click_unsubscribing_is_as_rfc_8058_has_it()
    {
        var links = await LinksAsync();
        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        Assert.Equal(HttpStatusCode.OK, (await server.With(null).PostAsync(Relative(links.Unsubscribe), form, Cancellation)).StatusCode);
        Assert.True(CampaignTable.IsUnsubscribed(place.Session.Beside, "ann"));
    }

    [Fact]
    public async Task who_has_no_account_is_answered_the_same_whoever_they_name()
    {
        var anybody = server.With(null);
        var known = await ServerPlace.PostAsync(anybody, "/v1/outsiders/objections", """{"mail": "jo@example.org", "identifier": "ann"}""");
        var unknown = await ServerPlace.PostAsync(anybody, "/v1/outsiders/objections", """{"mail": "li@example.org", "identifier": "@li"}""");
        Assert.Equal((202, known.Body.GetRawText()), (unknown.Status, unknown.Body.GetRawText()));
        await UntilAsync(() => mail.Messages.Count == 2);
        foreach (var message in mail.Messages)
        {
            var link = System.Text.RegularExpressions.Regex.Match(message.TextBody!, @"http://\S+/confirm/([\w-]+)").Value;
            Assert.Contains("<button ", await anybody.GetStringAsync(new Uri(link), Cancellation), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await anybody.PostAsync(new Uri(link), null, Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await anybody.PostAsync(new Uri(link), null, Cancellation)).StatusCode);
        }
        Assert.Single((await ServerPlace.GetAsync(server.As(Role.Officer), "/v1/requests")).Body.EnumerateArray());
    }

    [Fact]
    public async Task too_many_who_ask_from_one_place_are_told_to_wait()
    {
        var anybody = server.With(null);
        var statuses = new List<int>();
        for (var i = 0; i < 25; i++) statuses.Add((await ServerPlace.PostAsync(anybody, "/v1/outsiders/objections", $$"""{"mail": "p{{i}}@example.org", "identifier": "@p{{i}}"}""")).Status);
        Assert.Equal(20, statuses.Count(status => status == 202));
        Assert.All(statuses.Skip(20), status => Assert.Equal(429, status));
    }

    [Fact]
    public async Task a_member_asks_for_access_and_the_officer_sees_by_when()
    {
        var member = server.AsMember("ann");
        Assert.Equal(403, (await ServerPlace.PostAsync(member, "/v1/requests", """{"kind": "access", "subject": "bea"}""")).Status);
        var made = await ServerPlace.PostAsync(member, "/v1/requests", """{"kind": "access"}""");
        Assert.Equal((201, "ann", "2026-01-01"), (made.Status, made.Body.GetProperty("subject").GetString(), made.Body.GetProperty("due").GetString()));
        var officer = server.As(Role.Officer);
        var id = made.Body.GetProperty("id").GetString();
        Assert.Equal("2026-03-01", (await ServerPlace.PostAsync(officer, $"/v1/requests/{id}/extend", """{"text": "several archives"}""")).Body.GetProperty("due").GetString());
        Assert.Equal("closed", (await ServerPlace.PostAsync(officer, $"/v1/requests/{id}/close", """{"text": "sent"}""")).Body.GetProperty("state").GetString());
        Assert.Equal(400, (await ServerPlace.PostAsync(officer, "/v1/requests/77/acknowledge", "{}")).Status);
    }

    private async Task<(string Read, string Objection, string Unsubscribe)> LinksAsync()
    {
        await ServerPlace.PostAsync(server.As(Role.Officer), "/v1/campaigns", Plan);
        var batch = await ServerPlace.PostAsync(server.As(Role.Platform), "/v1/campaigns/autumn/batches", "{}");
        var ann = batch.Body.GetProperty("deliveries").EnumerateArray().Single(one => one.GetProperty("subject").GetString() == "ann");
        return (Path(ann, "read"), Path(ann, "objection"), Path(ann, "unsubscribe"));
    }

    private static string Path(JsonElement delivery, string name) => new Uri(delivery.GetProperty(name).GetString()!).AbsolutePath;

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task UntilAsync(Func<bool> holds)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "no mail came");
            await Task.Delay(20, Cancellation);
        }
    }
}
