using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Server;
using Headgate.Suggest.Drafts;
using Headgate.Tests.Gate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>The writing assistant over HTTP: whom it helps, with what, and that nothing is kept of it.</summary>
public sealed class AssistTests : IAsyncLifetime
{
    private const string Policy =
        """
        headgate: 1
        policy: workplace
        version: 1
        purposes: { train-generative-ai: { title: Train }, assist-writing: { title: Help } }
        content: [post, ai-prompt]
        permits: { lease: 60s, on-objection: redo-within 30d }
        rules:
          - grant: posts
            when: { purpose: train-generative-ai, visibility: public }
            basis: legitimate-interests
          - grant: help
            when: { purpose: assist-writing, content: ai-prompt }
            basis: legitimate-interests
        """;

    private const string Suggestions = "/suggest/v1/suggestions";
    private const string Drafts = "/suggest/v1/drafts";
    private const string Profile = """{"basics": {"name": "Ann Example", "label": "Designer", "email": "ann@example.org"}, "skills": [{"name": "drawing"}]}""";

    private static readonly string[] People = ["ann", "bea", "cyd", "dan", "eva", "fin"];

    private readonly Workplace place = new();
    private readonly List<string> sent = [];
    private WebApplication chat = null!;
    private ServerPlace server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place.Publish(Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), People.Select(person => Workplace.Member(person)));
        var posts = place.Write("posts.jsonl", People.Select((person, i) => $$"""{{Workplace.Post($"p{i}", person).Replace("\"service\": \"network\", ", "", StringComparison.Ordinal)[..^1]}}, "text": "I am looking for a new position in design"}"""));
        var limits = new Bounds(MemorySize.Megabytes(512), 2, place.In("temp"));
        new ModelTraining(place.Session, session => new(session, limits, GateWorker.Run), TestPhrases.Work(3), limits).Run(new(place.Gate([posts], "set").Out, place.In("model"), Workplace.Purpose, null, []), _ => { }, Cancellation);
        chat = await ChatAsync();
        var address = chat.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server = await ServerPlace.StartAsync(settings => settings with { Model = place.In("model"), Chat = new(new($"{address}/v1"), "small", "secret") }, place: place);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await chat.DisposeAsync();
    }

    [Fact]
    public async Task a_member_is_helped_only_as_long_as_it_is_allowed_for_them()
    {
        var ann = server.AsMember("ann");
        var (status, body) = await ServerPlace.PostAsync(ann, Suggestions, """{"text": "I am "}""");
        Assert.Equal((200, true, "granted:help"), (status, body.GetProperty("decision").GetBoolean(), body.GetProperty("reason").GetString()));
        Assert.Equal(("looking for a new", 6), (Suggested(body).GetProperty("text").GetString(), Suggested(body).GetProperty("people").GetInt32()));
        place.Record(place.Session.Now, Workplace.Chose("ann", Choice.Objected, "2025-11-30", "assist-writing"));
        (_, body) = await ServerPlace.PostAsync(ann, Suggestions, """{"text": "I am "}""");
        Assert.Equal((false, "objected", 0), (body.GetProperty("decision").GetBoolean(), body.GetProperty("reason").GetString(), body.GetProperty("suggestions").GetArrayLength()));
        // Not being trained on is another matter.
        place.Record(place.Session.Now, Workplace.Chose("bea", Choice.Objected, "2025-11-30"));
        Assert.True((await ServerPlace.PostAsync(server.AsMember("bea"), Suggestions, """{"text": "I am "}""")).Body.GetProperty("decision").GetBoolean());
        var platform = server.As(Role.Platform);
        Assert.Equal("unknown-subject", (await ServerPlace.PostAsync(platform, Suggestions, """{"text": "I am ", "subject": "nobody"}""")).Body.GetProperty("reason").GetString());
        SuspensionActs.Suspend(place.Session, new("assist-writing", ["US"], null, null, null, "ICO", ""), null);
        Assert.StartsWith("suspended:", (await ServerPlace.PostAsync(platform, Suggestions, """{"text": "I am ", "subject": "cyd"}""")).Body.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(403, (await ServerPlace.PostAsync(platform, Drafts, $$"""{"kind": "post", "profile": {{Profile}}, "subject": "cyd"}""")).Status);
    }

    [Fact]
    public async Task another_model_is_served_without_a_restart()
    {
        var platform = server.As(Role.Platform);
        async Task<int> PeopleAsync() => Suggested((await ServerPlace.PostAsync(platform, Suggestions, """{"text": "I am ", "subject": "ann"}""")).Body).GetProperty("people").GetInt32();
        Assert.Equal(6, await PeopleAsync());
        new ModelForgetting(place.Session, TestPhrases.Work(3)).Run(place.In("model"), new HashSet<string> { "eva", "fin" }, Cancellation);
        Assert.Equal(4, await PeopleAsync());
    }

    [Fact]
    public async Task a_model_that_was_altered_is_not_served()
    {
        var file = place.In("model/phrases.bin");
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancellation);
        Assert.Equal(409, (await ServerPlace.PostAsync(server.AsMember("ann"), Suggestions, """{"text": "I am "}""")).Status);
    }

    [Fact]
    public async Task what_cannot_be_understood_is_400_and_others_are_nobodys_business()
    {
        var ann = server.AsMember("ann");
        foreach (var body in (string[])["""{}""", """{"text": null}""", """{"text": "I", "most": 0}""", """{"text": "I", "most": 11}""", $$"""{"text": "{{new string('a', 20_001)}}"}""", """{"text": "I", "more": 1}"""])
            Assert.Equal(400, (await ServerPlace.PostAsync(ann, Suggestions, body)).Status);
        foreach (var body in (string[])["""{"kind": "poem", "profile": {}}""", """{"kind": "post", "profile": []}""", """{"kind": "post", "profile": {}}""", """{"kind": "post", "profile": {}, "tone": "loud"}""", """{"kind": "post", "profile": {}, "by": "magic"}"""])
            Assert.Equal(400, (await ServerPlace.PostAsync(ann, Drafts, body)).Status);
        Assert.Equal(400, (await ServerPlace.PostAsync(server.As(Role.Platform), Suggestions, """{"text": "I am "}""")).Status);
        Assert.Equal(403, (await ServerPlace.PostAsync(ann, Suggestions, """{"text": "I am ", "subject": "bea"}""")).Status);
        await ServerPlace.PostAsync(ann, Suggestions, """{"text": "a secret of mine"}""");
        Assert.DoesNotContain(server.AuditLines(), line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("ann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_draft_comes_whole_or_piece_by_piece()
    {
        var (status, body) = await ServerPlace.PostAsync(server.AsMember("ann"), Drafts, $$"""{"kind": "recruiter-message", "profile": {{Profile}}, "to": "Ms Bo"}""");
        Assert.Equal((200, true), (status, body.GetProperty("draft").GetBoolean()));
        Assert.StartsWith(Draft.Mark, body.GetProperty("text").GetString(), StringComparison.Ordinal);
        var events = await EventsAsync(server.AsMember("bea"), $$"""{"kind": "recruiter-message", "profile": {{Profile}}, "to": "Ms Bo"}""");
        Assert.True(events.Count > 2);
        Assert.Equal(body.GetProperty("text").GetString()!.TrimEnd(), string.Concat(events.SkipLast(1).Select(one => one.Data.GetProperty("text").GetString())).TrimEnd());
        Assert.Equal(("draft", body.GetProperty("text").GetString()), (events[^1].Event, events[^1].Data.GetProperty("whole").GetProperty("text").GetString()));
        Assert.Contains("<html", (await ServerPlace.PostAsync(server.AsMember("cyd"), Drafts, $$"""{"kind": "resume", "profile": {{Profile}}}""")).Body.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Empty(sent);
    }

    [Fact]
    public async Task a_chat_model_is_asked_only_where_that_is_wanted_and_allowed_and_answers_as_it_writes()
    {
        var asked = $$"""{"kind": "post", "profile": {{Profile}}, "by": "chat", "subject": "ann"}""";
        var platform = server.As(Role.Platform);
        var preview = (await ServerPlace.PostAsync(platform, Drafts, asked.Replace("\"by\"", "\"preview\": true, \"by\"", StringComparison.Ordinal))).Body;
        Assert.Empty(sent);
        Assert.DoesNotContain("ann@example.org", preview.GetRawText(), StringComparison.Ordinal);
        var events = await EventsAsync(platform, asked);
        Assert.Equal(["piece", "piece", "draft"], events.Select(one => one.Event));
        Assert.Equal($"{Draft.Mark}\n\nHello world\n", events[^1].Data.GetProperty("whole").GetProperty("text").GetString());
        // What was shown is what was sent.
        Assert.Contains(JsonEncodedText.Encode(preview.GetProperty("prompt")[1].GetProperty("text").GetString()!).ToString()[..40], Assert.Single(sent), StringComparison.Ordinal);
        Assert.DoesNotContain("ann@example.org", sent[0], StringComparison.Ordinal);
        place.Record(place.Session.Now, Workplace.Chose("ann", Choice.Objected, "2025-11-30", "assist-writing"));
        Assert.Equal(403, (await ServerPlace.PostAsync(platform, Drafts, asked)).Status);
        Assert.Single(sent);
    }

    [Fact]
    public async Task a_member_who_asks_too_often_is_told_to_wait_and_nobody_else_is()
    {
        var ann = server.AsMember("ann");
        var statuses = new HashSet<int>();
        // A busy machine turns some away before it looks who asks.
        for (var round = 0; round < 10 && !statuses.Contains(429); round++)
            statuses.UnionWith((await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ServerPlace.PostAsync(ann, Suggestions, """{"text": "I am "}""")))).Select(answer => answer.Status));
        Assert.Contains(429, statuses);
        Assert.Contains(200, statuses);
        Assert.Equal(200, (await ServerPlace.PostAsync(server.AsMember("bea"), Suggestions, """{"text": "I am "}""")).Status);
    }

    private static JsonElement Suggested(JsonElement body) => body.GetProperty("suggestions")[0];

    private static async Task<List<(string Event, JsonElement Data)>> EventsAsync(HttpClient client, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Drafts) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<(string, JsonElement)>();
        await foreach (var one in System.Net.ServerSentEvents.SseParser.Create(await response.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation))
        {
            using var document = JsonDocument.Parse(one.Data);
            events.Add((one.EventType, document.RootElement.Clone()));
        }
        return events;
    }

    /// <summary>Somebody else's chat model, spoken to as OpenAI's is, that answers in two pieces.</summary>
    private async Task<WebApplication> ChatAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            sent.Add(await reader.ReadToEndAsync(Cancellation));
            context.Response.ContentType = "text/event-stream";
            foreach (var piece in (string[])["Hello ", "world"])
                await context.Response.WriteAsync($$$"""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"small","choices":[{"index":0,"delta":{"role":"assistant","content":"{{{piece}}}"},"finish_reason":null}]}""" + "\n\n", Cancellation);
            await context.Response.WriteAsync("data: [DONE]\n\n", Cancellation);
        });
        await app.StartAsync(Cancellation);
        return app;
    }
}
