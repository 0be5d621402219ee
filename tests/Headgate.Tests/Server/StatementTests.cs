using System.Text.Json;
using Headgate.Ledger;
using Headgate.Server;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>Statements over HTTP: recorded once, all or none, with their proof.</summary>
public sealed class StatementTests : IAsyncLifetime
{
    private ServerPlace server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ServerPlace.StartAsync(settings => settings with { GpcPurposes = [Workplace.Purpose] });
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private long Size => server.Place.Session.Store.Head.Size;

    [Fact]
    public async Task a_choice_is_recorded_and_its_receipt_holds()
    {
        var (status, body) = await ServerPlace.PostAsync(server.As(Role.Platform), "/v1/choices", """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected", "channel": "settings"}""");
        Assert.Equal(201, status);
        Assert.Equal(2, body.GetProperty("position").GetInt64());
        Assert.True(Receipt.TryParse(System.Text.Encoding.UTF8.GetBytes(body.GetProperty("receipt").GetString()!), out var receipt));
        Assert.Null(receipt.Check(server.Place.Session.Store.Key));
        Assert.Equal("objected", DecisionTests.Reason((await ServerPlace.PostAsync(server.As(Role.Platform), "/access/v1/evaluation", DecisionTests.Question("ann"))).Body));
    }

    [Fact]
    public async Task what_is_no_choice_is_400_and_records_nothing()
    {
        var client = server.As(Role.Platform);
        foreach (var body in (string[])
        [
            """{"subject": "ann", "purpose": "sell", "choice": "objected"}""",
            """{"subject": "ann", "purpose": "train-generative-ai", "choice": "yes"}""",
            """{"subject": "", "purpose": "train-generative-ai", "choice": "objected"}""",
            """{"subject": "ann", "purpose": "train-generative-ai"}""",
            """{"subject": null, "purpose": "train-generative-ai", "choice": "objected"}""",
            """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected", "recorded_at": "2020-01-01"}""",
            """{"subject": "ann", "subject": "bo", "purpose": "train-generative-ai", "choice": "objected"}""",
            """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected", "at": "2099-01-01"}""",
            """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected", "at": "tomorrow"}""",
            """{"subject": "\ud800", "purpose": "train-generative-ai", "choice": "objected"}""",
            """{"subject": 7, "purpose": "train-generative-ai", "choice": "objected"}""",
            "{",
        ])
        {
            var (status, problem) = await ServerPlace.PostAsync(client, "/v1/choices", body);
            Assert.True(status == 400, $"{status}: {body}");
            Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        }
        Assert.Equal(2, Size);
    }

    [Fact]
    public async Task bulk_is_all_or_none()
    {
        var client = server.As(Role.Platform);
        var (status, body) = await ServerPlace.PostAsync(client, "/v1/subjects", """{"subjects": [{"subject": "bo", "regions": ["UK"], "born": "1990-01-01", "status": "active"}, {"subject": 7, "regions": ["Wakanda"]}]}""");
        Assert.Equal((201, 2L, 2L), (status, body.GetProperty("first").GetInt64(), body.GetProperty("count").GetInt64()));
        Assert.Equal(1, body.GetProperty("notes").GetProperty("regions that were not understood").GetInt32());
        Assert.Equal(400, (await ServerPlace.PostAsync(client, "/v1/choices/bulk", """{"choices": [{"subject": "bo", "purpose": "train-generative-ai", "choice": "objected"}, {"subject": "bo"}]}""")).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(client, "/v1/subjects", """{"subjects": [{"subject": "bo", "role": "officer"}]}""")).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(client, "/v1/subjects", """{"subjects": []}""")).Status);
        Assert.Equal(4, Size);
        var (_, known) = await ServerPlace.GetAsync(client, "/v1/subjects/bo");
        Assert.Equal("GB", known.GetProperty("regions")[0].GetString());
        Assert.Equal(404, (await ServerPlace.GetAsync(client, "/v1/subjects/nobody")).Status);
    }

    [Fact]
    public async Task the_same_key_is_the_same_act_once_and_across_a_restart()
    {
        const string body = """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected"}""";
        var key = server.App.Services.GetService(typeof(ApiKeys)) is ApiKeys keys ? keys.Create("p", "platform", 1).Key : "";
        var first = await ServerPlace.PostAsync(server.With(key), "/v1/choices", body, ("Idempotency-Key", "k1"));
        var again = await ServerPlace.PostAsync(server.With(key), "/v1/choices", body, ("Idempotency-Key", "k1"));
        Assert.Equal((201, 201), (first.Status, again.Status));
        Assert.Equal(first.Body.GetProperty("position").GetInt64(), again.Body.GetProperty("position").GetInt64());
        await server.RestartAsync();
        Assert.Equal(201, (await ServerPlace.PostAsync(server.With(key), "/v1/choices", body, ("Idempotency-Key", "k1"))).Status);
        Assert.Equal(3, Size);
        Assert.Equal(422, (await ServerPlace.PostAsync(server.With(key), "/v1/choices", body.Replace("objected", "unset", StringComparison.Ordinal), ("Idempotency-Key", "k1"))).Status);
        Assert.Equal(201, (await ServerPlace.PostAsync(server.As(Role.Platform, "another"), "/v1/choices", body, ("Idempotency-Key", "k1"))).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(server.With(key), "/v1/choices", body, ("Idempotency-Key", "a b"))).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(server.With(key), "/v1/choices", body.Replace("ann", "", StringComparison.Ordinal), ("Idempotency-Key", "k2"))).Status);
        Assert.Equal(201, (await ServerPlace.PostAsync(server.With(key), "/v1/choices", body, ("Idempotency-Key", "k2"))).Status);
    }

    [Fact]
    public async Task an_act_whose_outcome_is_not_known_is_not_repeated()
    {
        const string body = """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected"}""";
        var client = server.As(Role.Platform);
        await ServerPlace.PostAsync(client, "/v1/choices", body, ("Idempotency-Key", "k1"));
        var file = Directory.EnumerateFiles(Path.Combine(server.Place.LedgerFolder, "server", "answers")).Single();
        File.WriteAllText(file, "");
        Assert.Equal(409, (await ServerPlace.PostAsync(client, "/v1/choices", body, ("Idempotency-Key", "k1"))).Status);
        Assert.Equal(3, Size);
    }

    [Fact]
    public async Task many_who_object_at_once_each_get_the_receipt_of_their_own_objection()
    {
        var client = server.As(Role.Platform);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            (Subject: $"m{i}", Answer: await ServerPlace.PostAsync(client, "/v1/choices", $$"""{"subject": "m{{i}}", "purpose": "train-generative-ai", "choice": "objected"}"""))));
        Assert.All(answers, one => Assert.Equal(201, one.Answer.Status));
        Assert.Equal(Enumerable.Range(2, 40), answers.Select(one => one.Answer.Body.GetProperty("position").GetInt32()).Order());
        Assert.All(answers, one =>
        {
            Assert.True(Headgate.Ledger.Receipt.TryParse(System.Text.Encoding.UTF8.GetBytes(one.Answer.Body.GetProperty("receipt").GetString()!), out var receipt));
            Assert.Null(receipt.Check(server.Place.Session.Store.Key));
            Assert.Contains($"\"subject\":\"{one.Subject}\"", System.Text.Encoding.UTF8.GetString(receipt.Body.Span), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task a_pause_over_http_holds_at_the_next_decision_and_is_lifted_by_its_terms()
    {
        var (officer, platform) = (server.As(Role.Officer), server.As(Role.Platform));
        var (status, made) = await ServerPlace.PostAsync(officer, "/v1/suspensions", """{"purpose": "train-generative-ai", "regions": ["US"], "authority": "ICO", "reference": "letter"}""");
        Assert.Equal((201, "2"), (status, made.GetProperty("id").GetString()));
        Assert.True(made.GetProperty("took_hold_ms").GetDouble() > 0);
        Assert.Equal("suspended:2", DecisionTests.Reason((await ServerPlace.PostAsync(platform, "/access/v1/evaluation", DecisionTests.Question("ann"))).Body));
        Assert.Equal("in-force", (await ServerPlace.GetAsync(officer, "/v1/suspensions")).Body[0].GetProperty("state").GetString());
        Assert.Equal(409, (await ServerPlace.PostAsync(officer, "/v1/suspensions/2/lift", "{}")).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(officer, "/v1/suspensions/7/lift", """{"override": "over"}""")).Status);
        Assert.Equal(201, (await ServerPlace.PostAsync(officer, "/v1/suspensions/2/lift", """{"override": "over"}""")).Status);
        Assert.Equal("granted:interest", DecisionTests.Reason((await ServerPlace.PostAsync(platform, "/access/v1/evaluation", DecisionTests.Question("ann"))).Body));
        var lifted = (Lifted)server.Place.Session.Store.Acts(Size)[^1].Statement;
        Assert.Equal("officer", lifted.Override!.By);
    }

    [Fact]
    public async Task a_policy_that_opts_people_in_quietly_is_refused_in_words()
    {
        var officer = server.As(Role.Officer);
        var wider = Workplace.Policy.Replace("version: 1", "version: 2", StringComparison.Ordinal).Replace("region: [US, DE]", "region: [US, DE, FR]", StringComparison.Ordinal);
        var (status, problem) = await ServerPlace.PostAsync(officer, "/v1/policies", JsonSerializer.Serialize(new { text = wider }));
        Assert.Equal(409, status);
        Assert.Contains("FR", problem.GetProperty("admitted").GetString()!, StringComparison.Ordinal);
        Assert.Equal(400, (await ServerPlace.PostAsync(officer, "/v1/policies", """{"text": "headgate: 1"}""")).Status);
        Assert.Equal(2, Size);
        var narrower = wider.Replace("region: [US, DE, FR]", "region: [US]", StringComparison.Ordinal);
        Assert.Equal(201, (await ServerPlace.PostAsync(officer, "/v1/policies", JsonSerializer.Serialize(new { text = narrower }))).Status);
        Assert.Equal(2, (await ServerPlace.GetAsync(officer, "/v1/policies/current")).Body.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task concerns_and_commitments_go_their_way()
    {
        var officer = server.As(Role.Officer);
        Assert.Equal(201, (await ServerPlace.PostAsync(officer, "/v1/concerns", """{"authority": "ICO", "text": "nobody was told", "due": "2025-12-24"}""")).Status);
        Assert.Equal(201, (await ServerPlace.PostAsync(officer, "/v1/concerns/2/answers", """{"text": "use is paused"}""")).Status);
        Assert.Equal(201, (await ServerPlace.PostAsync(officer, "/v1/commitments", """{"text": "a report", "concern": 2, "due": "2026-04-03"}""")).Status);
        Assert.Equal(201, (await ServerPlace.PostAsync(officer, "/v1/commitments/4/fulfil", """{"text": "sent"}""")).Status);
        Assert.Equal(201, (await ServerPlace.PostAsync(officer, "/v1/concerns/2/close", "{}")).Status);
        Assert.Equal(409, (await ServerPlace.PostAsync(officer, "/v1/concerns/2/answers", """{"text": "late"}""")).Status);
        var (_, body) = await ServerPlace.GetAsync(server.As(Role.Regulator), "/v1/concerns");
        Assert.Equal(("closed", "fulfilled"), (body.GetProperty("concerns")[0].GetProperty("state").GetString(), body.GetProperty("commitments")[0].GetProperty("state").GetString()));
    }

    [Fact]
    public async Task two_people_lift_and_publish_where_the_settings_say_so()
    {
        await using var strict = await ServerPlace.StartAsync(settings => settings with { TwoPeople = true });
        strict.Place.Publish(Workplace.Policy, "2025-01-01");
        var (jo, mo) = (strict.As(Role.Officer, "Jo"), strict.As(Role.Officer, "Mo"));
        await ServerPlace.PostAsync(jo, "/v1/suspensions", """{"purpose": "train-generative-ai", "regions": ["US"], "authority": "ICO", "reference": ""}""");
        var (status, proposal) = await ServerPlace.PostAsync(jo, "/v1/suspensions/1/lift", """{"override": "over"}""");
        Assert.Equal((202, 3L), (status, strict.Place.Session.Store.Head.Size));
        var confirm = $"/v1/proposals/{proposal.GetProperty("id").GetString()}/confirm";
        Assert.Equal(409, (await ServerPlace.PostAsync(jo, confirm, "")).Status);
        Assert.Equal(404, (await ServerPlace.PostAsync(mo, "/v1/proposals/..%2f..%2fkey/confirm", "")).Status);
        Assert.Equal(201, (await ServerPlace.PostAsync(mo, confirm, "")).Status);
        Assert.Equal("Jo and Mo", ((Lifted)strict.Place.Session.Store.Acts(4)[^1].Statement).Override!.By);
        Assert.Equal(404, (await ServerPlace.PostAsync(mo, confirm, "")).Status);
        Assert.Equal(202, (await ServerPlace.PostAsync(jo, "/v1/policies", JsonSerializer.Serialize(new { text = Workplace.Policy.Replace("version: 1", "version: 2", StringComparison.Ordinal) }))).Status);
    }

    [Fact]
    public async Task gpc_objects_and_never_consents()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Shared.Need("vectors/gpc/derived-cases.json")));
        foreach (var (one, i) in cases.RootElement.GetProperty("request").EnumerateArray().Select((one, i) => (one, i)))
        {
            var member = server.AsMember($"m{i}");
            var headers = one.GetProperty("Sec-GPC").EnumerateArray().Select(value => ("Sec-GPC", value.GetString()!)).ToArray();
            var (status, _) = await ServerPlace.PostAsync(member, "/v1/signals/gpc", "{}", headers);
            Assert.Equal(one.GetProperty("signal").GetBoolean() ? 200 : 204, status);
            Assert.Equal(one.GetProperty("signal").GetBoolean() ? 200 : 404, (await ServerPlace.GetAsync(member, $"/v1/subjects/m{i}")).Status);
        }
        var ann = server.AsMember("ann");
        Assert.Equal(409, (await ServerPlace.PostAsync(ann, "/v1/choices", """{"subject": "ann", "purpose": "train-generative-ai", "choice": "consented"}""", ("Sec-GPC", "1"))).Status);
        Assert.Equal(200, (await ServerPlace.PostAsync(ann, "/v1/signals/gpc", "{}", ("Sec-GPC", "1"))).Status);
        Assert.Equal(204, (await ServerPlace.PostAsync(ann, "/v1/signals/gpc", "{}", ("Sec-GPC", "1"))).Status);
        var (_, support) = await ServerPlace.GetAsync(server.With(null), "/.well-known/gpc.json");
        Assert.True(support.GetProperty("gpc").GetBoolean());
        Assert.True(DateOnly.TryParse(support.GetProperty("lastUpdate").GetString(), out _));
    }

    [Fact]
    public async Task a_members_data_is_json_ld_and_an_objection_is_no_consent()
    {
        var client = server.AsMember("ann");
        await ServerPlace.PostAsync(client, "/v1/choices", """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected"}""");
        await ServerPlace.PostAsync(client, "/v1/choices", """{"subject": "ann", "purpose": "assist-writing", "choice": "consented"}""");
        var (status, body) = await ServerPlace.GetAsync(client, "/v1/subjects/ann/dpv");
        Assert.Equal(200, status);
        var graph = body.GetProperty("@graph").EnumerateArray().ToList();
        Assert.Equal(["dpv:ConsentRecord", "dpv:RightExerciseRecord"], graph.Select(one => one.GetProperty("@type").GetString()));
        Assert.Equal("https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr", graph[0].GetProperty("dct:conformsTo").GetString());
        Assert.Equal("eu-gdpr:A21", graph[1].GetProperty("dpv:isExerciseOf").GetProperty("@id").GetString());
        Assert.Equal(2, (await ServerPlace.GetAsync(client, "/v1/subjects/ann/receipts")).Body.GetProperty("receipts").GetArrayLength());
    }

    [Fact]
    public async Task whoever_was_erased_is_unknown_at_the_next_decision_and_their_objection_survives()
    {
        var client = server.As(Role.Platform);
        await ServerPlace.PostAsync(client, "/v1/choices", """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected"}""");
        Assert.Equal("objected", DecisionTests.Reason((await ServerPlace.PostAsync(client, "/access/v1/evaluation", DecisionTests.Question("ann"))).Body));
        using var response = await client.DeleteAsync(new Uri("/v1/subjects/ann", UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        using var said = JsonDocument.Parse(body);
        Assert.Equal((2, Workplace.Purpose), (said.RootElement.GetProperty("statements").GetInt32(), said.RootElement.GetProperty("kept")[0].GetString()));
        Assert.Equal("unknown-subject", DecisionTests.Reason((await ServerPlace.PostAsync(client, "/access/v1/evaluation", DecisionTests.Question("ann"))).Body));
        await ServerPlace.PostAsync(client, "/v1/subjects", """{"subjects": [{"subject": "ann", "regions": ["US"], "born": "1990-01-01", "status": "active"}]}""");
        Assert.Equal("objected", DecisionTests.Reason((await ServerPlace.PostAsync(client, "/access/v1/evaluation", DecisionTests.Question("ann"))).Body));
    }

    [Fact]
    public async Task the_log_is_served_as_it_was_published_and_nothing_beside_it()
    {
        var anybody = server.With(null);
        var note = await anybody.GetStringAsync(new Uri("/checkpoint", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(Checkpoint.TryOpen(System.Text.Encoding.UTF8.GetBytes(note), server.Place.Session.Store.Key, out var checkpoint));
        Assert.Equal(2, checkpoint.Size);
        foreach (var tile in (string[])["tile/0/000.p/2", "tile/entries/000.p/2"])
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(server.Place.LedgerFolder, tile), TestContext.Current.CancellationToken),
                await anybody.GetByteArrayAsync(new Uri(tile, UriKind.Relative), TestContext.Current.CancellationToken));
        var act = await anybody.GetByteArrayAsync(new Uri("/act/0", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(server.Place.Session.Store.Entries(0, 1).Single().Digest, Digest.Of(act));
        foreach (var path in (string[])["/act/1", "/tile/../key", "/tile/..%2fkey", "/tile/%2e%2e/key", "/tile/0/..%2f..%2fkey", "/tile/0/key", "/key", "/tile/0//etc/passwd", "/server/keys.json"])
        {
            using var response = await anybody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode is 404 or 401 or 403, $"{path}: {response.StatusCode}");
        }
    }
}
