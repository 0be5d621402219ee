using System.Text.Json;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Tests.Gate;
using Headgate.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>What the server decides is what the reference decides, and what the ledger says now.</summary>
public sealed class DecisionTests
{
    private const int Records = 60;

    [Fact]
    public async Task http_equals_reference_one_by_one_and_in_a_batch()
    {
        var worlds = 0;
        for (var seed = 1; worlds < 4; seed++)
        {
            var random = new Random(seed);
            var text = new RandomPolicy(random).Draw();
            if (PolicyReader.Read(text).Policy is not { } policy) continue;
            worlds++;
            await CompareAsync(seed, random, text, policy);
        }
    }

    private static async Task CompareAsync(int seed, Random random, string text, Policy policy)
    {
        await using var server = await ServerPlace.StartAsync();
        var place = server.Place;
        place.Now("2025-12-21");
        string[] people = ["ann", "bo", "cy d'", "Δημήτρης", "e\"ve", "nobody"];
        place.Publish(text, "2010-01-01");
        place.Draw(random, policy, people[..^1]);
        var drawing = new RandomWorld(random);
        var purpose = RandomPolicy.Purposes[random.Next(RandomPolicy.Purposes.Length)];
        var terms = place.Session.TermsOf(purpose, place.Session.MomentOf(null, null));
        var file = WorldFile.Draw(random, new WorldMap(Numeric: false, IsGiven: false), "jsonl");
        for (var i = 0; i < Records; i++) file.Add(drawing.Record(terms, people, ["elsewhere"], $"r{i}"), random);

        var questions = file.Lines.Select((line, i) => (Line: line, Record: file.Records[i])).Where(one => one.Record.Author is not null || JsonElement.Parse(one.Line).TryGetProperty("author", out _))
            .Select(one => (one.Record, Json: $$"""
                {"subject": {"type": "member", "id": {{JsonSerializer.Serialize(one.Record.Author?.Value ?? "ann")}}}, "action": {"name": "{{purpose}}"},
                 "resource": {"type": "record", "id": {{JsonSerializer.Serialize(one.Record.Id ?? "")}}, "properties": {{one.Line}} } }
                """)).ToList();
        var client = server.As(Role.Platform);
        // The reference answers as long as there is no table, and the table from then on.
        await CompareAsync(place, client, terms, questions.Select(question => (question.Record, question.Json)).ToList(), $"seed {seed}, early: {text}");
        await server.SettleAsync(purpose);
        await CompareAsync(place, client, terms, questions.Select(question => (question.Record, question.Json)).ToList(), $"seed {seed}: {text}");
        var plain = Enumerable.Range(0, Records).Select(i => Plain(random, terms, people, purpose, $"p{i}")).ToList();
        await CompareAsync(place, client, terms, plain, $"seed {seed}, plain: {text}");
        var decisions = server.App.Services.GetRequiredService<LedgerDecisions>();
        Assert.All(plain.Where(one => !one.Json.Contains('\\', StringComparison.Ordinal)), one => Assert.NotNull(QuickAnswers.One(System.Text.Encoding.UTF8.GetBytes(one.Json), decisions)));
    }

    /// <summary>A record in the form that is read without making objects of it.</summary>
    private static (Record Record, string Json) Plain(Random random, Terms terms, string[] people, string purpose, string id)
    {
        var drawn = new RandomWorld(random).Record(terms, people, ["elsewhere"], id);
        var record = new Record
        {
            Id = id,
            Author = drawn.Author ?? SubjectId.From("ann"),
            Others = [.. drawn.Others.OfType<SubjectId>().Cast<SubjectId?>()],
            Kind = drawn.Kind,
            Visibility = drawn.Visibility,
            Service = drawn.Service,
            Labels = drawn.Labels is { } labels ? [.. labels.Where(label => label is not null)] : null,
            Created = drawn.Created,
            Collected = drawn.Collected,
        };
        var fields = new Dictionary<string, object?>
        {
            ["kind"] = record.Kind,
            ["visibility"] = record.Visibility,
            ["service"] = record.Service,
            ["labels"] = record.Labels,
            ["created"] = record.Created?.ToString(),
            ["collected"] = record.Collected?.ToString(),
            ["other_people"] = record.Others.Count == 0 ? null : record.Others.Select(other => other!.Value.Value),
        };
        var properties = JsonSerializer.Serialize(fields.Where(field => field.Value is not null).OrderBy(_ => random.Next()).ToDictionary());
        return (record, $$"""{"action": {"name": "{{purpose}}"}, "subject": {"id": {{JsonSerializer.Serialize(record.Author!.Value.Value)}}, "type": "member"}, "resource": {"properties": {{properties}}, "type": "record", "id": "{{id}}"} }""");
    }

    private static async Task CompareAsync(Workplace place, HttpClient client, Terms terms, List<(Record Record, string Json)> questions, string world)
    {
        var (_, batch) = await ServerPlace.PostAsync(client, "/access/v1/evaluations", $$"""{"evaluations": [{{string.Join(", ", questions.Select(question => question.Json))}}]}""");
        var reference = new ReferencePolicy(terms, new Reasons(terms), subject => StandingFold.At(place.Session.Store.Of(subject, long.MaxValue), terms.At), _ => null);
        var answers = batch.GetProperty("evaluations").EnumerateArray().ToList();
        Assert.Equal(questions.Count, answers.Count);
        for (var i = 0; i < questions.Count; i++)
        {
            var expected = reference.Decide(questions[i].Record).Reason;
            var (status, single) = await ServerPlace.PostAsync(client, "/access/v1/evaluation", questions[i].Json);
            Assert.Equal(200, status);
            Assert.True(expected.Text == Reason(single), $"reference {expected.Text}, http {Reason(single)}\n{questions[i].Json}\n{world}");
            Assert.Equal(expected.Allows, single.GetProperty("decision").GetBoolean());
            Assert.True(JsonElement.DeepEquals(single, answers[i]), $"{single} alone, {answers[i]} among several\n{world}");
        }
    }

    [Fact]
    public async Task what_another_process_records_holds_at_the_next_decision()
    {
        await using var server = await ServerPlace.StartAsync();
        var place = server.Place;
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo", "DE"));
        var client = server.As(Role.Platform);
        async Task<string?> Ask(string subject) => Reason((await ServerPlace.PostAsync(client, "/access/v1/evaluation", Question(subject))).Body);

        Assert.Equal("granted:interest", await Ask("ann"));
        using (var terminal = Session.Open(place.LedgerFolder, place.Clock))
        {
            SuspensionActs.Suspend(terminal, new(Workplace.Purpose, ["US"], null, null, null, "ICO", ""), null);
            Assert.Equal(("suspended:3", "granted:interest"), (await Ask("ann"), await Ask("bo")));
            Choosing.Record(terminal, "bo", Workplace.Purpose, Choice.Objected, null, null);
            Assert.Equal("objected", await Ask("bo"));
            SuspensionActs.Lift(terminal, 3, null, null, new("over", "Jo"), null);
            Assert.Equal("granted:interest", await Ask("ann"));
            terminal.Store.Append(_ => [Workplace.Member("cy", "DE", "2020-01-01")], terminal.Now);
            Assert.Equal(("denied:minors", "unknown-subject"), (await Ask("cy"), await Ask("nobody")));
        }
    }

    [Fact]
    public async Task whoever_is_asked_about_is_judged_whatever_the_record_says()
    {
        await using var server = await ServerPlace.StartAsync();
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("kid", "US", "2020-01-01"));
        var client = server.As(Role.Officer);
        var (_, body) = await ServerPlace.PostAsync(client, "/access/v1/evaluation", Question("kid").Replace("\"kind\"", "\"author\": \"ann\", \"kind\"", StringComparison.Ordinal));
        Assert.Equal("denied:minors", Reason(body));
        Assert.Equal("unknown-purpose", Reason((await ServerPlace.PostAsync(client, "/access/v1/evaluation", Question("ann").Replace(Workplace.Purpose, "sell", StringComparison.Ordinal))).Body));
        Assert.Equal("malformed-record", Reason((await ServerPlace.PostAsync(client, "/access/v1/evaluation", Question("ann").Replace("\"type\": \"record\"", "\"type\": \"car\"", StringComparison.Ordinal))).Body));
        Assert.Equal("unknown-subject", Reason((await ServerPlace.PostAsync(client, "/access/v1/evaluation", Question("ann").Replace("\"type\": \"member\"", "\"type\": \"ship\"", StringComparison.Ordinal))).Body));
    }

    [Fact]
    public async Task searches_find_whom_and_what_single_questions_allow()
    {
        await using var server = await ServerPlace.StartAsync();
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo", "FR"), Workplace.Member("cy", "DE"));
        var client = server.As(Role.Platform);
        await server.SettleAsync(Workplace.Purpose);
        var question = Question("ann");
        var subjects = (await ServerPlace.PostAsync(client, "/access/v1/search/subject", question)).Body.GetProperty("results").EnumerateArray();
        Assert.Equal(["ann", "cy"], subjects.Select(one => one.GetProperty("id").GetString()));
        var actions = (await ServerPlace.PostAsync(client, "/access/v1/search/action", question)).Body.GetProperty("results").EnumerateArray();
        Assert.Equal(["assist-writing", Workplace.Purpose], actions.Select(one => one.GetProperty("name").GetString()));
        Assert.Empty((await ServerPlace.PostAsync(client, "/access/v1/search/resource", question)).Body.GetProperty("results").EnumerateArray());

        // Of a kind: what a single question about it allows, with the properties that were given.
        foreach (var (subject, visibility, expected) in ((string, string, string[])[])[("ann", "public", ["comment", "post"]), ("ann", "private", []), ("bo", "public", [])])
        {
            var sought = question.Replace("\"ann\"", $"\"{subject}\"", StringComparison.Ordinal).Replace("\"record\"", "\"kind\"", StringComparison.Ordinal).Replace("\"public\"", $"\"{visibility}\"", StringComparison.Ordinal);
            var kinds = (await ServerPlace.PostAsync(client, "/access/v1/search/resource", sought)).Body.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("id").GetString()!).ToList();
            Assert.Equal(expected, kinds);
            foreach (var kind in (string[])["comment", "post", "story"])
                Assert.Equal(kinds.Contains(kind), (await ServerPlace.PostAsync(client, "/access/v1/evaluation", sought.Replace("\"id\": \"a\"", $"\"id\": \"{kind}\"", StringComparison.Ordinal))).Body.GetProperty("decision").GetBoolean());
        }

        // Page by page everybody is seen once.
        var (seen, token) = (new List<string?>(), "");
        do
        {
            var page = (await ServerPlace.PostAsync(client, "/access/v1/search/subject", question.TrimEnd()[..^1] + $$""", "page": {"limit": 1, "token": "{{token}}"} }""")).Body;
            seen.AddRange(page.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
            token = page.GetProperty("page").GetProperty("next_token").GetString();
        }
        while (token is { Length: > 0 });
        Assert.Equal(["ann", "cy"], seen);
    }

    internal static string Question(string subject) => $$$"""
        {"subject": {"type": "member", "id": "{{{subject}}}"}, "action": {"name": "{{{Workplace.Purpose}}}"}, "resource": {"type": "record", "id": "a", "properties":
          {"kind": "post", "labels": [], "visibility": "public", "service": "network", "created": "2024-01-01"} } }
        """;

    internal static string? Reason(JsonElement answer) => answer.GetProperty("context").GetProperty("reason").GetString();
}
