using System.Net;
using System.Text.RegularExpressions;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Server.Pages;
using Headgate.Tests.Gate;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>The pages, as a browser without JavaScript gets them.</summary>
public sealed partial class PageTests : IAsyncLifetime
{
    private const string Quiet = """
        headgate: 1
        policy: quiet
        version: 2
        purposes: { train-generative-ai: { aipref: train-ai }, assist-writing: { title: Help } }
        content: [post, comment]
        labels: [trade-union]
        services: [network]
        rules:
          - grant: everybody
            when: { visibility: public }
            basis: legitimate-interests
        """;

    private ServerPlace server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await ServerPlace.StartAsync();
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo", "DE"), Workplace.Member("cy", "FR"));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(null, "/")]
    [InlineData(Role.Member, "/me")]
    [InlineData(Role.Member, "/me/erase")]
    [InlineData(Role.Officer, "/officer")]
    [InlineData(Role.Officer, "/officer/people")]
    [InlineData(Role.Officer, "/officer/pauses")]
    [InlineData(Role.Officer, "/officer/policy")]
    [InlineData(null, "/object")]
    [InlineData(Role.Officer, "/officer/campaigns")]
    [InlineData(Role.Officer, "/officer/requests")]
    [InlineData(Role.Officer, "/officer/concerns")]
    [InlineData(Role.Officer, "/officer/data")]
    [InlineData(Role.Officer, "/regulator")]
    [InlineData(Role.Regulator, "/regulator")]
    public async Task a_page_is_small_loads_nothing_from_elsewhere_and_runs_nothing(Role? role, string path)
    {
        var client = Browser(role);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("default-src 'none'; style-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(role is null ? "no-cache" : "no-store", response.Headers.CacheControl!.ToString());
        Assert.DoesNotMatch("<script|style=\"|javascript:", text);
        Assert.DoesNotContain(Addresses().Matches(text), match => match.Groups["to"].Value is var to && !to.StartsWith('/') && !to.StartsWith('#') && to != "data:,");
        var sheet = await client.GetByteArrayAsync(new Uri(Addresses().Matches(text).Select(match => match.Groups["to"].Value).Single(to => to.EndsWith(".css", StringComparison.Ordinal)), UriKind.Relative), Cancellation);
        Assert.InRange(text.Length + sheet.Length, 5_000, 60_000);
        Assert.Single(Headings().Matches(text));
    }

    [Theory]
    [InlineData(null, "/officer", 401)]
    [InlineData(null, "/me", 401)]
    [InlineData(Role.Member, "/officer", 403)]
    [InlineData(Role.Member, "/regulator", 403)]
    [InlineData(Role.Regulator, "/officer", 403)]
    [InlineData(Role.Officer, "/me", 403)]
    public async Task whoever_may_not_see_a_page_gets_one_that_says_so(Role? role, string path, int status)
    {
        var (given, text, _) = await GetAsync(Browser(role), path);
        Assert.Equal(status, given);
        Assert.Contains("<h1>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Pause something", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_switch_records_a_choice_says_that_it_counts_and_hands_out_a_receipt()
    {
        var ann = Browser(Role.Member);
        Assert.Contains("Used unless you object.", (await GetAsync(ann, "/me")).Text, StringComparison.Ordinal);
        var (status, _, location) = await PostAsync(ann, "/me/choices", ("purpose", Workplace.Purpose), ("choice", "objected"));
        Assert.Equal((303, "/me?done=4"), (status, location));
        var (_, page, _) = await GetAsync(ann, location!);
        Assert.Contains("Not used: you objected on 1 December 2025.", page, StringComparison.Ordinal);
        Assert.Contains("aria-checked=\"false\"", page, StringComparison.Ordinal);
        var (found, receipt, _) = await GetAsync(ann, "/me/receipts/4");
        Assert.Equal(200, found);
        Assert.StartsWith("headgate-receipt/1", receipt, StringComparison.Ordinal);
        Assert.Equal(404, (await GetAsync(ann, "/me/receipts/2")).Status);
        await PostAsync(ann, "/me/choices", ("purpose", Workplace.Purpose), ("choice", "unset"));
        Assert.Contains("Used unless you object.", (await GetAsync(ann, "/me")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_form_that_another_site_sends_does_nothing()
    {
        var head = server.Place.Session.Store.Head;
        var ann = Browser(Role.Member, ownSite: false);
        Assert.Equal(401, (await PostAsync(ann, "/me/choices", ("purpose", Workplace.Purpose), ("choice", "consented"))).Status);
        Assert.Equal(401, (await PostAsync(Browser(Role.Officer, ownSite: false), "/officer/pauses", ("purpose", Workplace.Purpose), ("regions", "US"), ("authority", "x"))).Status);
        Assert.Equal(head, server.Place.Session.Store.Head);
    }

    [Fact]
    public async Task a_member_erases_themselves_after_having_been_asked()
    {
        var ann = Browser(Role.Member);
        await PostAsync(ann, "/me/choices", ("purpose", Workplace.Purpose), ("choice", "objected"));
        Assert.Equal(303, (await PostAsync(ann, "/me/erase")).Status);
        Assert.NotEmpty(server.Place.Session.Store.Of(SubjectId.From("ann")!.Value, 100));
        var (status, text, _) = await PostAsync(ann, "/me/erase", ("sure", "yes"));
        Assert.Equal(200, status);
        Assert.Contains("2 statements were destroyed.", text, StringComparison.Ordinal);
        Assert.Contains("Not used: nothing is known about you.", (await GetAsync(ann, "/me")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_pause_is_looked_at_before_it_is_imposed_and_shows_on_every_page_at_once()
    {
        var officer = Browser(Role.Officer);
        (string, string)[] form = [("purpose", Workplace.Purpose), ("regions", "DE"), ("regions", "FR, CH"), ("authority", "Example Authority"), ("reference", "EA/7")];
        var (looked, reach, _) = await PostAsync(officer, "/officer/pauses/look", form);
        Assert.Equal(200, looked);
        Assert.Matches("people</dt><dd>2</dd>", reach);
        Assert.Equal(4, server.Place.Session.Store.Head.Size);
        var (imposed, _, location) = await PostAsync(officer, "/officer/pauses", form);
        Assert.Equal(303, imposed);
        Assert.Equal("/officer/pauses/4", location);
        Assert.Contains("no decision could allow any more", (await GetAsync(officer, location!)).Text, StringComparison.Ordinal);
        var everyone = (await GetAsync(Browser(null), "/")).Text;
        Assert.Contains("paused in France, Germany and Switzerland", everyone, StringComparison.Ordinal);
        Assert.Contains("Asked for by Example Authority. EA/7", everyone, StringComparison.Ordinal);
        Assert.Contains("Not used: paused in France, Germany and Switzerland since 1 December 2025 (Example Authority).", (await GetAsync(Browser(Role.Member, "bo"), "/me")).Text, StringComparison.Ordinal);
        Assert.Contains("EA/7", (await GetAsync(Browser(Role.Regulator), "/regulator")).Text, StringComparison.Ordinal);

        Assert.Equal(303, (await PostAsync(officer, "/officer/pauses/4/lift", ("how", "override"), ("override", "it was a drill"))).Status);
        Assert.Contains("answered for it. “it was a drill”", Decoded((await GetAsync(Browser(null), "/")).Text), StringComparison.Ordinal);
        Assert.Contains("Nothing is paused.", (await GetAsync(Browser(null), "/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_cannot_be_done_is_said_on_a_page_and_nothing_is_recorded()
    {
        var officer = Browser(Role.Officer);
        var (status, text, _) = await PostAsync(officer, "/officer/pauses/look", ("purpose", Workplace.Purpose), ("regions", "Atlantis"), ("authority", "x"));
        Assert.Equal(400, status);
        Assert.Contains("`Atlantis` is no region", text, StringComparison.Ordinal);
        Assert.Equal(400, (await PostAsync(officer, "/officer/pauses", ("purpose", Workplace.Purpose), ("authority", "x"))).Status);
        Assert.Equal(400, (await PostAsync(officer, "/officer/concerns/answer", ("id", "0"), ("text", "yes"))).Status);
        // Never in the words of the command line.
        var (_, unnamed, _) = await PostAsync(officer, "/officer/concerns", ("authority", ""), ("text", "Tell people"));
        Assert.Contains("“Authority” is missing", Decoded(unnamed), StringComparison.Ordinal);
        var (_, backwards, _) = await PostAsync(officer, "/officer/pauses", ("purpose", Workplace.Purpose), ("regions", "DE"), ("authority", "x"), ("from", "2025-02-01"), ("to", "2025-01-01"));
        Assert.Contains("“Collected before” must be after “Collected from”", Decoded(backwards), StringComparison.Ordinal);
        Assert.DoesNotContain("--", Regex.Replace(unnamed + backwards, "<!--.*?-->", "").Replace("<!", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(400, (await GetAsync(officer, "/officer/pauses/0")).Status);
        using var json = await officer.PostAsync(new Uri("/officer/pauses", UriKind.Relative), new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        Assert.Equal(400, (await PostAsync(officer, "/officer/policy", ("text", "a\0b"))).Status);
        Assert.Equal(4, server.Place.Session.Store.Head.Size);
    }

    [Fact]
    public async Task a_policy_that_opts_people_in_quietly_is_shown_with_whom_and_is_not_published_without_an_answer()
    {
        var officer = Browser(Role.Officer);
        var (status, text, _) = await PostAsync(officer, "/officer/policy/look", ("text", Quiet));
        Assert.Equal(200, status);
        Assert.Contains("It would opt people in quietly", text, StringComparison.Ordinal);
        Assert.Contains("Newly in", text, StringComparison.Ordinal);
        var (refused, said, _) = await PostAsync(officer, "/officer/policy", ("text", Quiet));
        Assert.Equal(409, refused);
        Assert.Contains("let people in who were not told", said, StringComparison.Ordinal);
        Assert.Equal(4, server.Place.Session.Store.Head.Size);
        Assert.Equal(303, (await PostAsync(officer, "/officer/policy", ("text", Quiet), ("override", "a test"))).Status);
        Assert.Contains("quiet 2", (await GetAsync(officer, "/officer/policy")).Text, StringComparison.Ordinal);
        var (_, compared, _) = await GetAsync(officer, "/officer/policy?from=0&to=4");
        Assert.Contains("Newly in", compared, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_policy_is_published_with_the_texts_of_its_notices_and_a_version_keeps_its_text()
    {
        var officer = Browser(Role.Officer);
        var told = Quiet.Replace("rules:", "notices: { told: { version: 1, title: What we want, text: told.md, languages: [en] } }\nrules:", StringComparison.Ordinal)
            .Replace("basis: legitimate-interests", "basis: legitimate-interests\n    after: { notice: told, window: 30d }", StringComparison.Ordinal);
        var (_, looked, _) = await PostAsync(officer, "/officer/policy/look", ("text", told));
        Assert.Matches("type=\"file\" name=\"notice:told.md\"", looked);
        Assert.Contains("nobody can prove later what people were told", looked, StringComparison.Ordinal);

        Assert.Equal(400, await PublishAsync(told, [0xc3, 0x28]));
        Assert.Equal(303, await PublishAsync(told, "We want to.\r\n"u8.ToArray()));
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("We want to.\r\n"u8));
        Assert.Equal(digest, LastPublished().NoticeDigests["told"]);

        var next = told.Replace("version: 2", "version: 3", StringComparison.Ordinal);
        Assert.Contains("keeps its text", (await PostAsync(officer, "/officer/policy/look", ("text", next))).Text, StringComparison.Ordinal);
        Assert.Equal(303, await PublishAsync(next, []));
        Assert.Equal(digest, LastPublished().NoticeDigests["told"]);
        // Another text needs another version.
        Assert.Equal(400, await PublishAsync(next.Replace("version: 3", "version: 4", StringComparison.Ordinal), "Something else."u8.ToArray()));

        PolicyPublished LastPublished() => server.Place.Session.Store.Acts(server.Place.Session.Store.Head.Size).Select(act => act.Statement).OfType<PolicyPublished>().Last();

        async Task<int> PublishAsync(string text, byte[] notice)
        {
            using var form = new MultipartFormDataContent { { new StringContent(text), "text" }, { new StringContent("a test"), "override" }, { new ByteArrayContent(notice), "notice:told.md", "told.md" } };
            using var response = await officer.PostAsync(new Uri("/officer/policy", UriKind.Relative), form, Cancellation);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task a_large_campaign_is_counted_beside_the_page_and_the_page_says_when()
    {
        var session = server.Place.Session;
        var campaign = CampaignTable.Add(
            session.Beside, new Campaign(0, "large", new("told", 1), CampaignRoute.Platform, new Audience([Workplace.Purpose], [], null, null, null), [], null, Workplace.At("2025-11-01"), null), session.Store.Head.Size);
        session.Beside.Run(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20001) INSERT INTO delivery(campaign, subject, region, language, state) SELECT $1, 'm' || i, 'DE', 'en', 0 FROM n", campaign);
        var officer = Browser(Role.Officer);
        Assert.Contains("are being counted", (await GetAsync(officer, "/officer/campaigns")).Text, StringComparison.Ordinal);
        string counted;
        for (var i = 0; !(counted = (await GetAsync(officer, "/officer/campaigns/large")).Text).Contains("20,001", StringComparison.Ordinal) && i < 100; i++) await Task.Delay(100, Cancellation);
        Assert.Matches("Counted: \\d+ \\w+ \\d{4}", counted);
        Assert.Contains("20,001", (await GetAsync(officer, "/officer/campaigns")).Text, StringComparison.Ordinal);
        Assert.Equal(400, (await GetAsync(officer, "/officer/campaigns/none")).Status);
    }

    [Fact]
    public async Task what_a_member_asks_for_has_its_time_and_the_officer_answers_in_it()
    {
        var (ann, officer) = (Browser(Role.Member), Browser(Role.Officer));
        Assert.Equal(303, (await PostAsync(ann, "/me/requests", ("kind", "complaint"), ("text", "Nobody told <me>"))).Status);
        Assert.Equal(303, (await PostAsync(ann, "/me/requests", ("kind", "access"))).Status);
        Assert.Equal(400, (await PostAsync(ann, "/me/requests", ("kind", "wish"))).Status);
        Assert.Contains("open, by 30 December 2025", Regex.Replace((await GetAsync(ann, "/me")).Text, "<[^>]+>", ""), StringComparison.Ordinal);
        Assert.DoesNotContain("Complaint <", (await GetAsync(Browser(Role.Member, "bo"), "/me")).Text, StringComparison.Ordinal);
        var page = (await GetAsync(officer, "/officer/requests")).Text;
        Assert.Contains("Nobody told &lt;me&gt;", page, StringComparison.Ordinal);
        Assert.Contains("/officer/requests#r-1", (await GetAsync(officer, "/officer")).Text, StringComparison.Ordinal);
        Assert.Equal(303, (await PostAsync(officer, "/officer/requests/acknowledge", ("id", "1"))).Status);
        Assert.Equal(409, (await PostAsync(officer, "/officer/requests/acknowledge", ("id", "1"))).Status);
        Assert.Equal(400, (await PostAsync(officer, "/officer/requests/close", ("id", "1"), ("text", ""))).Status);
        Assert.Equal(303, (await PostAsync(officer, "/officer/requests/close", ("id", "1"), ("text", "told, with an apology"))).Status);
        Assert.Contains("told, with an apology", (await GetAsync(officer, "/officer/requests")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task who_has_no_account_is_told_where_this_server_sends_no_mail()
    {
        Assert.Contains("This server sends no mail", (await GetAsync(Browser(null), "/object")).Text, StringComparison.Ordinal);
        Assert.Equal(409, (await PostAsync(Browser(null), "/object", ("mail", "ann@example.com"), ("identifier", "ann"))).Status);
    }

    [Fact]
    public async Task concerns_and_commitments_are_kept_and_a_regulator_sees_them_without_a_form()
    {
        var officer = Browser(Role.Officer);
        await PostAsync(officer, "/officer/concerns", ("authority", "Example Authority"), ("text", "Tell <people> first"), ("due", "2025-11-01"), ("reference", "EA/1"));
        var overview = (await GetAsync(officer, "/officer")).Text;
        Assert.Contains("Tell &lt;people&gt; first", overview, StringComparison.Ordinal);
        Assert.Contains("overdue since 1 November 2025", overview, StringComparison.Ordinal);
        await PostAsync(officer, "/officer/concerns/answer", ("id", "4"), ("text", "They are told now"));
        await PostAsync(officer, "/officer/concerns/commit", ("id", "4"), ("text", "Thirty days"), ("due", "2026-01-01"));
        await PostAsync(officer, "/officer/concerns/fulfil", ("id", "6"), ("text", "Done"));
        await PostAsync(officer, "/officer/concerns/close", ("id", "4"), ("text", ""));
        var (_, page, _) = await GetAsync(Browser(Role.Regulator), "/regulator");
        foreach (var words in (string[])["They are told now", "Thirty days", "Fulfilled on", "which approves nothing"]) Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", page, StringComparison.Ordinal);
        Assert.Equal(403, (await PostAsync(Browser(Role.Regulator), "/officer/concerns", ("authority", "x"), ("text", "y"))).Status);
    }

    [Fact]
    public async Task after_signing_out_the_page_is_closed()
    {
        var ann = Browser(Role.Member);
        var (status, _, location) = await PostAsync(ann, "/sign-out");
        Assert.Equal((303, "/"), (status, location));
    }

    [Fact]
    public async Task a_count_of_people_leads_to_its_reasons()
    {
        var officer = Browser(Role.Officer);
        await GetAsync(officer, "/officer");
        string people;
        for (var i = 0; !(people = (await GetAsync(officer, "/officer/people?purpose=train-generative-ai")).Text).Contains("granted:interest", StringComparison.Ordinal) && i < 50; i++) await Task.Delay(100, Cancellation);
        Assert.Matches("granted:interest</code></th><td>.*?</td><td class=\"n\">2</td>", people.ReplaceLineEndings(""));
        Assert.Matches("href=\"/officer/people\\?purpose=train-generative-ai#DE\">2 of 2 people", (await GetAsync(officer, "/officer")).Text);
    }

    [Fact]
    public void every_text_that_a_page_says_is_there_and_none_is_idle()
    {
        var folder = Repository.File("src/Headgate.Server/Pages");
        var source = string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        var keys = System.Xml.Linq.XDocument.Load(Path.Combine(folder, "Texts.resx")).Descendants("data").Select(data => data.Attribute("name")!.Value).ToList();
        var said = Quoted().Matches(source).Select(match => match.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        var composed = Composed().Matches(source).Select(match => match.Groups["start"].Value).Distinct().ToList();
        Assert.True(composed.Count > 5 && said.Count > 150);
        Assert.DoesNotContain(keys, key => !said.Contains(key) && !said.Contains(Stem(key)) && !composed.Any(start => key.StartsWith(start, StringComparison.Ordinal)));
        var counted = keys.Select(Stem).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(SaidKey().Matches(source).Select(match => match.Groups["key"].Value), key => !keys.Contains(key) && !counted.Contains(key));
    }

    [Theory]
    [InlineData("`--authority` is missing", "“Authority” is missing")]
    [InlineData("give `--after NOTICE --window 30d`, or answer for it by name: `--override REASON --by NAME`", "give “For whoever was told by” and “Days after that”, or answer for it by name: “Why nobody has to be told”")]
    [InlineData("`--public-url https://a.example` is wrong", "“public url” is wrong")]
    [InlineData("`Atlantis` is no region -- or is it?", "`Atlantis` is no region -- or is it?")]
    public void options_of_the_command_line_are_fields_on_a_page(string said, string onPage) => Assert.Equal(onPage, PageWords.Of(said));

    private static string Stem(string key) => key.EndsWith(".one", StringComparison.Ordinal) ? key[..^4] : key.EndsWith(".many", StringComparison.Ordinal) ? key[..^5] : key;

    private static string Decoded(string html) => WebUtility.HtmlDecode(html);

    /// <summary>A browser that has signed in.</summary>
    private HttpClient Browser(Role? role, string subject = "ann", bool ownSite = true)
    {
        var client = server.With(null);
        if (role is { } known)
        {
            var caller = new Caller(known, known == Role.Member ? "member" : $"{known.Word()} on this machine", known == Role.Member ? SubjectId.From(subject) : null);
            client.DefaultRequestHeaders.Add("Cookie", $"{HeadgateAuthentication.Cookie}={server.App.Services.GetRequiredService<SignedTokens>().Make(TokenKind.Session, caller, TimeSpan.FromHours(1))}");
        }
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", ownSite ? "same-origin" : "cross-site");
        return client;
    }

    private static async Task<(int Status, string Text, string? Location)> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.Location?.ToString());
    }

    private static async Task<(int Status, string Text, string? Location)> PostAsync(HttpClient client, string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.Location?.ToString());
    }

    [GeneratedRegex("(?:href|src|action)=\"(?<to>[^\"]*)\"")]
    private static partial Regex Addresses();

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex Headings();

    [GeneratedRegex("\"(?<key>[a-z0-9]+[a-z0-9.-]*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("\\$\"(?<start>[a-z-]+[.-][a-z.-]*)\\{")]
    private static partial Regex Composed();

    [GeneratedRegex("(?:Say|Count)\\(\"(?<key>[a-z0-9.-]+)\"")]
    private static partial Regex SaidKey();
}
