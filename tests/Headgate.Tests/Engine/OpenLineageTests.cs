using System.Net;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Tests.Gate;
using Json.Schema;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>What is told of data sets, permits and models is OpenLineage, each act once, and lost by no failure.</summary>
public sealed class OpenLineageTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Bounds Limits => new(MemorySize.Megabytes(512), 2, place.In("temp"));

    /// <summary>A data set, a permit that is closed and one that is revoked, a model, and one that forgot.</summary>
    private void Live()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        string[] people = ["ann", "bea", "cyd", "dan"];
        place.Record(Workplace.At("2025-01-02"), people.Select(person => Workplace.Member(person)).Append(Workplace.Member("kid", born: "2015-01-01")));
        var posts = place.Write("posts.jsonl", people.Append("kid").Select((person, i) => $$"""{{Workplace.Post($"p{i}", person)[..^1]}}, "text": "I am looking for a new position"}"""));
        var set = place.Gate([posts], "set").Out;
        var phrases = TestPhrases.Work(3);
        new ModelTraining(place.Session, session => new(session, Limits, GateWorker.Run), phrases, Limits).Run(new(set, place.In("model"), Workplace.Purpose, null, []), _ => { }, Cancellation);
        new ModelForgetting(place.Session, phrases).Run(place.In("model"), new HashSet<string> { "dan" }, Cancellation);
        new PermitActs(place.Session, Limits, GateWorker.Run).Request(set, "second", cancellation: Cancellation);
        SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["US"], null, null, null, "FTC", ""), null);
    }

    private async Task<List<JsonElement>> TellAsync(string to = "events.jsonl")
    {
        Assert.Null((await LineageExport.RunAsync(place.Session, place.In(to), Cancellation)).Problem);
        return [.. File.ReadAllLines(place.In(to)).Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }

    [Fact]
    public async Task every_event_is_valid_by_the_standards_own_schemas_and_ours()
    {
        var folder = Shared.Need("vectors/openlineage/spec");
        Live();
        var registry = new SchemaRegistry();
        var options = new BuildOptions { SchemaRegistry = registry };
        var run = JsonSchema.FromFile(Path.Combine(folder, "OpenLineage.json"), options);
        var facets = Directory.EnumerateFiles(Path.Combine(folder, "facets"), "*.json").Concat(Directory.EnumerateFiles(Repository.File("docs/openlineage"), "*.json"))
            .Select(file => (Id: JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("$id").GetString()!, Schema: JsonSchema.FromFile(file, options))).ToDictionary(pair => pair.Id, pair => pair.Schema);
        var events = await TellAsync();
        // the data set; the permit, the model within it, its end; what forgot; a permit, and its revocation
        Assert.Equal(["COMPLETE", "START", "COMPLETE", "COMPLETE", "COMPLETE", "START", "ABORT"], events.Select(one => one.GetProperty("eventType").GetString()));
        var strict = new EvaluationOptions { OutputFormat = Json.Schema.OutputFormat.List, RequireFormatValidation = true };
        var seen = new HashSet<string>();
        foreach (var one in events)
        {
            Valid(run, one, strict);
            foreach (var facet in Facets(one))
            {
                var (id, name) = (facet.Value.GetProperty("_schemaURL").GetString()!.Split('#')[0], facet.Name);
                Assert.True(facets.ContainsKey(id), $"there is no schema {id}");
                using var alone = JsonDocument.Parse($$"""{"{{name}}": {{facet.Value.GetRawText()}}}""");
                Valid(facets[id], alone.RootElement, strict);
                seen.Add(name);
            }
        }
        Assert.Superset(new HashSet<string> { "headgate_gate", "headgate_permit", "headgate_model", "parent", "version", "outputStatistics", "inputStatistics", "jobType" }, seen);
        // and a schema that nothing could break would hold anything
        using var broken = JsonDocument.Parse(events[0].GetRawText().Replace("\"runId\"", "\"runID\"", StringComparison.Ordinal));
        Assert.False(run.Evaluate(broken.RootElement, strict).IsValid);
    }

    [Fact]
    public async Task a_permit_is_one_run_and_a_model_names_it_as_its_parent()
    {
        Live();
        var events = await TellAsync();
        var runs = events.GroupBy(one => one.GetProperty("run").GetProperty("runId").GetString()!).Select(group => string.Join(' ', group.Select(one => one.GetProperty("eventType").GetString()))).Order();
        Assert.Equal(["COMPLETE", "COMPLETE", "COMPLETE", "START ABORT", "START COMPLETE"], runs);
        var model = events.Single(one => one.GetProperty("run").GetProperty("facets").TryGetProperty("parent", out _));
        var permit = events.First(one => one.GetProperty("eventType").GetString() == "START");
        Assert.Equal(permit.GetProperty("run").GetProperty("runId").GetString(), model.GetProperty("run").GetProperty("facets").GetProperty("parent").GetProperty("run").GetProperty("runId").GetString());
        var gate = events[0].GetProperty("run").GetProperty("facets").GetProperty("headgate_gate");
        Assert.Equal((5, 4, 1), (gate.GetProperty("input").GetInt32(), gate.GetProperty("kept").GetInt32(), gate.GetProperty("by_reason").GetProperty("denied:minors").GetInt32()));
        Assert.DoesNotContain("ann", string.Concat(events.Select(one => one.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task each_act_is_told_once_to_each_that_hears_it()
    {
        Live();
        Assert.Equal(7, (await TellAsync()).Count);
        Assert.Equal(7, (await TellAsync()).Count);
        Assert.Equal(7, (await TellAsync("another.jsonl")).Count);
    }

    [Fact]
    public async Task what_a_service_did_not_take_is_told_the_next_time()
    {
        Live();
        using var listener = new HttpListener();
        int port;
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var heard = new List<(string Path, string Type)>();
        var serving = Task.Run(async () =>
        {
            for (var i = 0; i < 8; i++)
            {
                var context = await listener.GetContextAsync();
                using var document = await JsonDocument.ParseAsync(context.Request.InputStream, cancellationToken: Cancellation);
                context.Response.StatusCode = i == 2 ? 503 : 201;
                if (i != 2) heard.Add((context.Request.Url!.AbsolutePath, document.RootElement.GetProperty("eventType").GetString()!));
                context.Response.Close();
            }
        }, Cancellation);
        Assert.Equal((2L, "the lineage service answered 503"), await LineageExport.RunAsync(place.Session, $"http://127.0.0.1:{port}", Cancellation));
        Assert.Equal((5L, null), await LineageExport.RunAsync(place.Session, $"http://127.0.0.1:{port}", Cancellation));
        await serving;
        Assert.Equal(7, heard.Count);
        Assert.All(heard, one => Assert.Equal("/api/v1/lineage", one.Path));
        await Assert.ThrowsAsync<BadInputException>(() => LineageExport.RunAsync(place.Session, "http://lineage.example.com", Cancellation));
    }

    private static IEnumerable<JsonProperty> Facets(JsonElement one)
    {
        foreach (var facet in one.GetProperty("run").GetProperty("facets").EnumerateObject()) yield return facet;
        foreach (var facet in one.GetProperty("job").GetProperty("facets").EnumerateObject()) yield return facet;
        foreach (var set in one.GetProperty("inputs").EnumerateArray().Concat(one.GetProperty("outputs").EnumerateArray()))
            foreach (var name in (string[])["facets", "inputFacets", "outputFacets"])
                if (set.TryGetProperty(name, out var facets))
                    foreach (var facet in facets.EnumerateObject())
                        yield return facet;
    }

    private static void Valid(JsonSchema schema, JsonElement instance, EvaluationOptions options)
    {
        var result = schema.Evaluate(instance, options);
        Assert.True(result.IsValid, $"{string.Join("; ", (result.Details ?? []).Where(one => one.Errors is not null).Select(one => $"{one.InstanceLocation}: {string.Join(", ", one.Errors!.Values)}"))} in {instance}");
    }
}
