using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Headgate.Benchmarks.Http;

/// <summary>A server on a ledger with some people and a policy, with an endpoint beside that answers a constant.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    public const string Purpose = "train-generative-ai";

    private const string UsualPolicy =
        """
        headgate: 1
        policy: bench
        version: 1
        purposes: { train-generative-ai: { aipref: train-ai } }
        content: [post, comment, photo]
        labels: [trade-union]
        services: [network]
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - deny: written-as-a-minor
            when: { age-at-creation: { under: 18 } }
          - deny: sensitive-groups
            when: { labels: trade-union }
          - grant: consent
            when: { visibility: public }
            basis: consent
          - grant: interest
            when: { visibility: public, region: [EEA, GB, US] }
            basis: legitimate-interests
        """;

    private readonly WebApplication app;
    private readonly Session session;

    private BenchServer(WebApplication app, Session session, int subjects)
    {
        (this.app, this.session, Subjects) = (app, session, subjects);
        Key = HeadgateServer.NewKey(app, "bench", Role.Platform);
        OfficerKey = HeadgateServer.NewKey(app, "bench officer", Role.Officer);
        Policy = session.Store.Acts(session.Store.Head.Size).Last(act => act.Statement is PolicyPublished).Position;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    public string Key { get; }

    public string OfficerKey { get; }

    public int Subjects { get; }

    /// <summary>The position of the policy in force.</summary>
    public long Policy { get; }

    /// <summary>The links by which somebody on this machine signs in.</summary>
    public IReadOnlyDictionary<Role, string> Links => app.Services.GetRequiredService<SignInLinks>().Below(Address.ToString()).ToDictionary(link => link.Role, link => link.Url);

    public DecisionIndex Index => app.Services.GetRequiredService<LedgerDecisions>().Index;

    /// <param name="work">A folder with a ledger that <c>ledger large</c> has filled, or where one is made.</param>
    /// <param name="said">Is told how long the start took.</param>
    /// <param name="policy">Published where none is in force.</param>
    /// <param name="live">Makes what has happened besides.</param>
    public static async Task<BenchServer> StartAsync(string work, int subjects, Action<FormattableString> said, string policy = UsualPolicy, Action<Session>? live = null)
    {
        var ledger = Path.Combine(work, "ledger");
        if (!Directory.Exists(ledger))
        {
            SqliteLedger.Create(ledger).Dispose();
            using var filling = SqliteLedger.Open(ledger);
            for (var done = 0; done < subjects; done += 20_000) filling.Append([.. Enumerable.Range(done, Math.Min(20_000, subjects - done)).Select(Member)], Instant.FromDate(new(2025, 9, 18)));
        }
        var session = Session.Open(ledger, TimeProvider.System);
        if (PolicyReader.Read(policy) is { Policy: null, Problems: var problems }) throw new InvalidOperationException(problems[0].ToString());
        if (session.PolicyInForce() is null) session.Store.Append([new NewStatement(new PolicyPublished(policy, new Dictionary<string, string>(), null))], session.Now);
        live?.Invoke(session);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var app = HeadgateServer.Build(session, new ServerSettings { Urls = ["http://127.0.0.1:0"], RequestsPerSecond = 10_000_000, MostAtOnce = 1024 }, TimeProvider.System, GateWorker.Run);
        app.MapPost("/constant", Constant).AllowAnonymous();
        await app.StartAsync();
        var started = clock.Elapsed.TotalSeconds;
        var server = new BenchServer(app, session, subjects);
        await server.Index.Loaded;
        var loaded = clock.Elapsed.TotalSeconds;
        await server.Index.SettleAsync();
        var people = server.People();
        said($"answers after {started:0.00} s, from memory after {loaded:0.0} s, by tables after {clock.Elapsed.TotalSeconds:0.0} s; {session.Store.Head.Size:N0} statements of {people:N0} people: {server.Index.Bytes / (double)people:0.0} bytes each in the index, {(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)people:0.0} by the collector");
        return server;
    }

    public string Question(int i) => string.Create(CultureInfo.InvariantCulture, $$"""{"subject":{"type":"member","id":"{{Id(Person(i))}}"},"action":{"name":"{{Purpose}}"},"resource":{{Resource(i)}}}""");

    public string Hundred(int i) => $$"""{"action":{"name":"{{Purpose}}"},"evaluations":[{{string.Join(',', Enumerable.Range(100 * i, 100).Select(n => $$"""{"subject":{"type":"member","id":"{{Id(Person(n))}}"},"resource":{{Resource(n)}}}"""))}}]}""";

    public string Objection(int i) => $$"""{"subject":"{{Id(Person(i))}}","purpose":"{{Purpose}}","choice":"objected"}""";

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        session.Dispose();
    }

    private static string Id(int person) => string.Create(CultureInfo.InvariantCulture, $"m{person:D7}");

    /// <summary>People in no order, so that memory is asked as it would be.</summary>
    private int Person(int i) => (int)(i * 7_368_787L % Subjects);

    private int People()
    {
        using var view = Index.Now();
        return view.People;
    }

    private static string Resource(int i) => string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"record","id":"r{{{i}}}","properties":{"kind":"post","visibility":"public","service":"network","labels":[],"created":"{{{2015 + i % 10}}}-01-01T12:00:00Z"}}""");

    private static NewStatement Member(int i) => new(new MemberDescribed(
        SubjectId.From(Id(i))!.Value, [Region.Understand("DE")], "declared", new Said<BirthRange>(BirthRange.Born(new DateOnly(1960, 1, 1).AddDays(i % 15_000))), SubjectStatus.Active));

    private static async Task<IResult> Constant(HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null);
        return TypedResults.Text("""{"decision":true,"context":{"reason":"granted:interest"}}""", "application/json");
    }
}
