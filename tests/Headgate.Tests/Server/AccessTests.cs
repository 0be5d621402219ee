using System.Net;
using System.Text;
using Headgate.Server;
using Headgate.Tests.Gate;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>Who may what, and how it is got around: it is not.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private const string Objection = """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected"}""";

    private ServerPlace server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ServerPlace.StartAsync();
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo"));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task every_endpoint_lets_in_exactly_the_roles_of_its_policy()
    {
        var clients = Roles.All.ToDictionary(role => role, role => role == Role.Member ? server.AsMember("ann") : server.As(role));
        var (seen, open) = (0, new List<string>());
        foreach (var endpoint in server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = endpoint.RoutePattern.RawText!;
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                if (!route.StartsWith("/api-page", StringComparison.Ordinal)) open.Add(route);
                continue;
            }
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(one => one.Policy!).ToList();
            Assert.True(policies.Count == 1, $"{route} must name one policy");
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            var path = route.Replace("{id:long}", "987654", StringComparison.Ordinal).Replace("{position:long}", "987654", StringComparison.Ordinal)
                .Replace("{id}", "none", StringComparison.Ordinal).Replace("{subject}", "ann", StringComparison.Ordinal);
            foreach (var (role, client) in clients)
                Assert.True(Rights.All[policies[0]].Contains(role) == (await StatusAsync(client, method, path)) is not (401 or 403), $"{role} at {method} {route}: {await StatusAsync(client, method, path)}");
            Assert.Equal(401, await StatusAsync(server.With(null), method, path));
            seen++;
        }
        Assert.True(seen > 25);
        string[] expected =
            ["/", "/.well-known/authzen-configuration", "/.well-known/gpc.json", "/acknowledge/{token}", "/act/{position:long}", "/checkpoint", "/confirm/{token}", "/confirm/{token}", "/health/live", "/health/ready", "/ledger.vkey",
            "/look/{name}.css", "/notice/{token}", "/object", "/object", "/objection/{token}", "/objection/{token}", "/openapi/{documentName}.json", "/sign-in", "/sign-in/openid", "/sign-in/openid/sign-out", "/sign-out", "/tile/{**path}", "/unsubscribe/{token}", "/unsubscribe/{token}", "/v1/outsiders/objections"];
        Assert.Equal(expected, open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task a_regulator_reads_and_writes_nothing()
    {
        var before = server.Place.Session.Store.Head;
        var regulator = server.As(Role.Regulator);
        foreach (var endpoint in server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] is not (null or "GET") and var method && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
                Assert.Equal(403, await StatusAsync(regulator, method, endpoint.RoutePattern.RawText!.Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal)));
        Assert.Equal(200, await StatusAsync(regulator, "GET", "/v1/suspensions"));
        Assert.Equal(403, await StatusAsync(regulator, "GET", "/v1/subjects/ann"));
        Assert.Equal(before, server.Place.Session.Store.Head);
    }

    [Fact]
    public async Task a_member_sees_and_speaks_of_themselves_alone()
    {
        var ann = server.AsMember("ann");
        Assert.Equal(201, (await ServerPlace.PostAsync(ann, "/v1/choices", Objection)).Status);
        Assert.Equal(200, await StatusAsync(ann, "GET", "/v1/subjects/ann"));
        Assert.Equal(403, (await ServerPlace.PostAsync(ann, "/v1/choices", Objection.Replace("ann", "bo", StringComparison.Ordinal))).Status);
        foreach (var path in (string[])["/v1/subjects/bo", "/v1/subjects/bo/dpv", "/v1/subjects/bo/receipts", "/v1/subjects/ANN", "/v1/subjects/ann%20", "/v1/subjects/a%CC%8Ann"])
            Assert.Equal(403, await StatusAsync(ann, "GET", path));
        Assert.Equal(403, (await ServerPlace.PostAsync(ann, "/v1/signals/gpc?subject=bo", "{}")).Status is var status && status == 204 ? 403 : status);
        Assert.Equal(4, server.Place.Session.Store.Head.Size);
    }

    [Fact]
    public async Task a_members_link_holds_for_its_member_and_its_time()
    {
        var (status, link) = await ServerPlace.PostAsync(server.As(Role.Platform), "/v1/member-links", """{"subject": "ann", "minutes": 5}""");
        Assert.Equal(200, status);
        var token = link.GetProperty("token").GetString()!;
        Assert.Equal(200, await StatusAsync(server.With(token), "GET", "/v1/subjects/ann"));
        foreach (var altered in (string[])[token + "a", "a" + token, token.Replace('.', '-'), token[..^4], token.Split('.')[0] + ".", Other(token)])
            Assert.Equal(401, await StatusAsync(server.With(altered), "GET", "/v1/subjects/ann"));
        Assert.StartsWith($"{server.Address}sign-in?token=", link.GetProperty("url").GetString(), StringComparison.Ordinal);
        server.Place.Now("2025-12-01T00:05:00Z");
        Assert.Equal(401, await StatusAsync(server.With(token), "GET", "/v1/subjects/ann"));
        Assert.Equal(400, (await ServerPlace.PostAsync(server.As(Role.Platform), "/v1/member-links", """{"subject": "ann", "minutes": 100000}""")).Status);

        // The payload of another member, under the signature of this one.
        string Other(string one) => $"{server.App.Services.GetRequiredService<SignedTokens>().Make(TokenKind.Member, new(Role.Member, "member", SubjectId.From("bo")), TimeSpan.FromMinutes(5)).Split('.')[0]}.{one.Split('.')[1]}";
    }

    [Fact]
    public async Task one_kind_of_token_is_never_taken_for_another()
    {
        var tokens = server.App.Services.GetRequiredService<SignedTokens>();
        var officer = new Caller(Role.Officer, "officer", null);
        foreach (var kind in (TokenKind[])[TokenKind.SignIn, TokenKind.Session])
            Assert.Equal(401, await StatusAsync(server.With(tokens.Make(kind, officer, TimeSpan.FromMinutes(5))), "GET", "/v1/suspensions"));
        Assert.Equal(401, await StatusAsync(server.With(null), "GET", "/v1/suspensions", ("Cookie", $"{HeadgateAuthentication.Cookie}={tokens.Make(TokenKind.Member, officer, TimeSpan.FromMinutes(5))}")));
        Assert.Equal(403, await StatusAsync(server.With(null), "GET", $"/sign-in?token={tokens.Make(TokenKind.SignIn, officer, TimeSpan.FromMinutes(5))}"));
    }

    [Fact]
    public async Task a_sign_in_link_signs_in_on_this_machine_and_its_cookie_counts_for_our_own_pages()
    {
        var link = server.App.Services.GetRequiredService<SignInLinks>().Below(server.Address.ToString()).Single(one => one.Role == Role.Officer).Url;
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        using var response = await server.With(null).SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var set = response.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", set, StringComparison.OrdinalIgnoreCase);
        var cookie = ("Cookie", set.Split(';')[0]);
        var browser = server.With(null);
        Assert.Equal(200, await StatusAsync(browser, "GET", "/v1/suspensions", cookie));
        const string path = "/v1/concerns/7/answers";
        Assert.Equal(401, await StatusAsync(browser, "POST", path, cookie));
        Assert.Equal(401, await StatusAsync(browser, "POST", path, cookie, ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(401, await StatusAsync(browser, "POST", path, cookie, ("Sec-Fetch-Site", "same-site")));
        Assert.Equal(401, await StatusAsync(browser, "POST", path, cookie, ("Origin", "https://evil.example")));
        Assert.Equal(401, await StatusAsync(browser, "POST", path, cookie, ("Sec-Fetch-Site", "cross-site"), ("Origin", server.Address.ToString().TrimEnd('/'))));
        Assert.Equal(400, await StatusAsync(browser, "POST", path, cookie, ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(400, await StatusAsync(browser, "POST", path, cookie, ("Origin", server.Address.ToString().TrimEnd('/'))));
        Assert.Equal(403, await StatusAsync(server.With(null), "GET", link, ("X-Forwarded-For", "203.0.113.7")));
        Assert.Equal(400, await StatusAsync(server.With(null), "GET", "/health/live", ("Host", "evil.example")));
        server.Place.Now("2025-12-02");
        Assert.Equal(401, await StatusAsync(browser, "GET", "/v1/suspensions", cookie));
    }

    [Fact]
    public void no_sign_in_links_where_others_can_reach_the_server() =>
        Assert.Empty(new SignInLinks(new() { Urls = ["http://0.0.0.0:80"] }, TimeProvider.System).Below("http://0.0.0.0:80"));

    [Fact]
    public async Task keys_are_kept_hashed_expire_and_can_be_withdrawn_at_once()
    {
        var administrator = server.As(Role.Administrator);
        var (status, made) = await ServerPlace.PostAsync(administrator, "/v1/keys", """{"name": "trainer", "role": "engineer", "expires_in_days": 1}""");
        Assert.Equal(201, status);
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        Assert.DoesNotContain(key.Split('_')[2], File.ReadAllText(Path.Combine(server.Place.LedgerFolder, "server", "keys.json")), StringComparison.Ordinal);
        var (_, listed) = await ServerPlace.GetAsync(administrator, "/v1/keys");
        Assert.All(listed.EnumerateArray(), one => Assert.False(one.TryGetProperty("key", out _)));
        Assert.Equal(200, await StatusAsync(server.With(key), "GET", "/v1/permits"));
        await server.RestartAsync();
        Assert.Equal(200, await StatusAsync(server.With(key), "GET", "/v1/permits"));
        Assert.Equal(401, await StatusAsync(server.With(key[..^1] + (key[^1] == 'A' ? 'B' : 'A')), "GET", "/v1/permits"));
        server.Place.Now("2025-12-02");
        Assert.Equal(401, await StatusAsync(server.With(key), "GET", "/v1/permits"));
        server.Place.Now("2025-12-01");
        Assert.Equal(204, await StatusAsync(server.As(Role.Administrator), "DELETE", $"/v1/keys/{id}"));
        Assert.Equal(401, await StatusAsync(server.With(key), "GET", "/v1/permits"));
        foreach (var body in (string[])["""{"name": "x", "role": "member"}""", """{"name": "x", "role": "root"}""", """{"name": "", "role": "engineer"}""", """{"name": "x", "role": "engineer", "expires_in_days": 100000}""", """{"name": "x", "role": "engineer", "hash": "00"}"""])
            Assert.Equal(400, (await ServerPlace.PostAsync(server.As(Role.Administrator), "/v1/keys", body)).Status);
    }

    [Fact]
    public async Task every_refusal_and_every_act_is_audited_and_nobody_is_named()
    {
        await ServerPlace.PostAsync(server.With(null), "/v1/choices", Objection);
        await ServerPlace.PostAsync(server.As(Role.Engineer, "trainer"), "/v1/choices", Objection);
        await ServerPlace.GetAsync(server.AsMember("bo"), "/v1/subjects/ann");
        await ServerPlace.PostAsync(server.AsMember("ann"), "/v1/choices", Objection);
        await ServerPlace.PostAsync(server.As(Role.Platform), "/access/v1/evaluation", DecisionTests.Question("ann"));
        await ServerPlace.GetAsync(server.AsMember("ann"), "/v1/subjects/ann");
        await server.App.StopAsync(TestContext.Current.CancellationToken);
        var lines = server.AuditLines();
        Assert.Equal(
            [
                """{"at":"2025-12-01T00:00:00.000000Z","role":"nobody","method":"POST","route":"/v1/choices","status":401}""",
                """{"at":"2025-12-01T00:00:00.000000Z","role":"engineer","name":"trainer","method":"POST","route":"/v1/choices","status":403}""",
                """{"at":"2025-12-01T00:00:00.000000Z","role":"member","method":"GET","route":"/v1/subjects/{subject}","status":403}""",
                """{"at":"2025-12-01T00:00:00.000000Z","role":"member","method":"POST","route":"/v1/choices","status":201,"position":3}""",
            ],
            lines);
    }

    [Fact]
    public async Task bodies_that_are_too_long_or_too_deep_are_refused()
    {
        await using var small = await ServerPlace.StartAsync(settings => settings with { MostBodyBytes = 2048 });
        var client = small.As(Role.Platform);
        Assert.Equal(413, (await ServerPlace.PostAsync(client, "/v1/choices", $$"""{"subject": "{{new string('a', 4000)}}"}""")).Status);
        Assert.Equal(413, (await ServerPlace.PostAsync(client, "/v1/choices", $$"""{"subject": "{{new string('a', 4000)}}"}""", ("Idempotency-Key", "k"))).Status);
        Assert.Equal(413, (await ServerPlace.PostAsync(client, "/access/v1/evaluation", $$"""{"subject": "{{new string('a', 4000)}}"}""")).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(client, "/access/v1/evaluation", new string('[', 500))).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(client, "/v1/subjects", $$"""{"subjects": [{{new string('[', 500)}}]}""")).Status);
    }

    [Fact]
    public async Task a_caller_who_asks_too_often_is_told_when_to_come_back()
    {
        await using var slow = await ServerPlace.StartAsync(settings => settings with { RequestsPerSecond = 3 });
        var client = slow.As(Role.Officer);
        var statuses = new List<int>();
        for (var i = 0; i < 40; i++) statuses.Add(await StatusAsync(client, "GET", "/v1/suspensions"));
        Assert.Equal(200, statuses[0]);
        Assert.Contains(429, statuses);
        using var last = await client.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
    }

    [Fact]
    public async Task headers_cannot_be_split_and_ids_of_every_script_are_one_id()
    {
        var platform = server.As(Role.Platform);
        foreach (var subject in (string[])["Δημήτρης", "a/b", "a?b#c", "😀", "e\u0301", "..", "a\u0000b"])
        {
            var json = System.Text.Json.JsonSerializer.Serialize(subject);
            Assert.Equal(201, (await ServerPlace.PostAsync(platform, "/v1/choices", Objection.Replace("\"ann\"", json, StringComparison.Ordinal))).Status);
            if (subject is "..") continue;
            var (status, body) = await ServerPlace.GetAsync(platform, $"/v1/subjects/{Uri.EscapeDataString(subject)}");
            Assert.True(status == 200 || subject.Contains('/') || subject.Contains('\0'), $"{subject}: {status}");
            if (status == 200) Assert.Equal(subject, body.GetProperty("subject").GetString());
        }
        Assert.Equal(404, await StatusAsync(platform, "GET", $"/v1/subjects/{Uri.EscapeDataString("\u00e9")}"));
    }

    private static async Task<int> StatusAsync(HttpClient client, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is not "GET") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
