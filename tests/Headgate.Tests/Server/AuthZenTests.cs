using System.Text;
using System.Text.Json;
using Headgate.Server;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>The AuthZEN edge, held by the standard's certification cases.</summary>
public sealed class AuthZenTests : IAsyncLifetime
{
    private const string Right = """{"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}}""";

    private ServerPlace server = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ServerPlace.StartAsync(decisions: new AuthZenFixture());
        client = server.As(Role.Platform);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task every_certification_case_holds()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Shared.Need("vectors/authzen/derived/certification-cases.json")));
        var count = 0;
        foreach (var one in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            var id = one.GetProperty("id").GetString();
            var request = one.GetProperty("request").GetRawText();
            if (request.Contains("<next_token", StringComparison.Ordinal)) request = request.Replace("<next_token from previous response>", Convert.ToBase64String("alice"u8), StringComparison.Ordinal);
            var (status, body) = await ServerPlace.PostAsync(client, one.GetProperty("path").GetString()!, request);
            var expected = one.GetProperty("expect");
            Assert.True(expected.GetProperty("status").GetInt32() == status, $"{id}: {status}");
            if (expected.GetProperty("body") is { ValueKind: JsonValueKind.Object } wanted) Holds(wanted, body, id!);
            count++;
        }
        Assert.Equal(50, count);
    }

    [Fact]
    public async Task what_is_no_request_is_400()
    {
        foreach (var (type, body) in ((string, string)[])
        [
            ("text/plain", Right),
            ("application/json", "{"),
            ("application/json", ""),
            ("application/json", "[]"),
            ("application/json", """{"subject": {"type": "user", "id": "alice"}, "subject": {"type": "user", "id": "bob"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}}"""),
            ("application/json", """{"subject": {"type": "user", "id": "\ud800"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}}"""),
        ])
        {
            using var content = new StringContent(body, Encoding.UTF8, type);
            using var response = await client.PostAsync(new Uri("/access/v1/evaluation", UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.Equal(400, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task the_request_id_comes_back_if_it_can_stand_in_a_header()
    {
        foreach (var (id, back) in ((string, bool)[])[("bfe9eb29-ab87-4ca3-be83-a1d5d8305716", true), (new string('a', 129), false)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/access/v1/evaluation") { Content = new StringContent(Right, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("X-Request-ID", id);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(back, response.Headers.TryGetValues("X-Request-ID", out var echoed) && echoed.Single() == id);
            Assert.Equal(200, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task the_three_semantics_end_where_they_say()
    {
        foreach (var (semantic, expected) in ((string, string)[])[("execute_all", "true false true"), ("deny_on_first_deny", "true false"), ("permit_on_first_permit", "true")])
        {
            var (status, body) = await ServerPlace.PostAsync(client, "/access/v1/evaluations", $$$"""
                {"resource": {"type": "record", "id": "record-1"}, "options": {"evaluations_semantic": "{{{semantic}}}"}, "evaluations": [
                  {"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}},
                  {"subject": {"type": "user", "id": "bob"}, "action": {"name": "write"}},
                  {"subject": {"type": "user", "id": "bob"}, "action": {"name": "read"}}]}
                """);
            Assert.Equal(200, status);
            Assert.Equal(expected, string.Join(' ', body.GetProperty("evaluations").EnumerateArray().Select(one => one.GetProperty("decision").GetBoolean() ? "true" : "false")));
        }
        Assert.Equal(400, (await ServerPlace.PostAsync(client, "/access/v1/evaluations", """{"options": {"evaluations_semantic": "whatever"}, "evaluations": [{}]}""")).Status);
    }

    [Fact]
    public async Task what_is_wrong_with_one_of_several_denies_in_its_place()
    {
        var (_, body) = await ServerPlace.PostAsync(client, "/access/v1/evaluations", $$"""{"evaluations": [{{Right}}, 7, {"subject": 7}, {{Right}}]}""");
        Assert.Equal([true, false, false, true], body.GetProperty("evaluations").EnumerateArray().Select(one => one.GetProperty("decision").GetBoolean()));
    }

    [Fact]
    public async Task pages_add_up_to_the_whole()
    {
        var (found, token, pages) = (new List<string>(), "", 0);
        do
        {
            var (status, body) = await ServerPlace.PostAsync(client, "/access/v1/search/subject", $$$"""
                {"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}, "page": {"limit": 1, "token": "{{{token}}}"}}
                """);
            Assert.Equal(200, status);
            found.AddRange(body.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            token = body.GetProperty("page").GetProperty("next_token").GetString()!;
            Assert.True(++pages <= 2);
        }
        while (token.Length > 0);
        Assert.Equal(["alice", "bob"], found);
        Assert.Equal(400, (await ServerPlace.PostAsync(client, "/access/v1/search/subject", """{"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}, "page": {"token": "?"}}""")).Status);
    }

    [Fact]
    public async Task discovery_names_every_endpoint()
    {
        var (status, body) = await ServerPlace.GetAsync(server.With(null), "/.well-known/authzen-configuration");
        Assert.Equal(200, status);
        foreach (var (name, path) in ((string, string)[])[("access_evaluation_endpoint", "/access/v1/evaluation"), ("access_evaluations_endpoint", "/access/v1/evaluations"), ("search_subject_endpoint", "/access/v1/search/subject"), ("search_resource_endpoint", "/access/v1/search/resource"), ("search_action_endpoint", "/access/v1/search/action")])
            Assert.Equal($"{server.Address.ToString().TrimEnd('/')}{path}", body.GetProperty(name).GetString());
    }

    /// <summary>A decision must be the one expected; of results at least those expected must be there, and none where none is.</summary>
    private static void Holds(JsonElement wanted, JsonElement body, string id)
    {
        if (wanted.TryGetProperty("decision", out var decision)) Assert.True(decision.GetBoolean() == body.GetProperty("decision").GetBoolean(), id);
        if (wanted.TryGetProperty("evaluations", out var evaluations))
            Assert.Equal(evaluations.EnumerateArray().Select(one => one.GetProperty("decision").GetBoolean()), body.GetProperty("evaluations").EnumerateArray().Select(one => one.GetProperty("decision").GetBoolean()));
        if (!wanted.TryGetProperty("results", out var results)) return;
        var found = body.GetProperty("results").EnumerateArray().ToList();
        if (results.GetArrayLength() == 0) Assert.True(found.Count == 0, id);
        foreach (var one in results.EnumerateArray()) Assert.True(found.Any(other => JsonElement.DeepEquals(one, other)), $"{id}: {one}");
    }
}
