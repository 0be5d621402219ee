using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Benchmarks.Lineage;

/// <summary>Planning a campaign, beside reading everybody's statements once.</summary>
internal static class CampaignBenchmark
{
    public static int Run(Options options)
    {
        var people = options.Number("people", 1_000_000);
        var work = options.Text("work", "large-campaign");
        var folder = Path.Combine(work, "ledger");
        SqliteLedger.Create(folder).Dispose();
        using var session = Session.Open(folder, TimeProvider.System);
        session.Store.Append([new NewStatement(new PolicyPublished(Policy, new Dictionary<string, string>(), null))], session.Now);
        for (var done = 0; done < people; done += 20_000)
            session.Store.Append([.. Enumerable.Range(done, Math.Min(20_000, people - done)).Select(Member)], session.Now);
        var contacts = Path.Combine(work, "contacts.jsonl");
        File.WriteAllLines(contacts, Enumerable.Range(0, people).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"subject": "m{{i:D7}}", "address": "m{{i:D7}}@example.com", "language": "{{(i % 3 == 0 ? "de" : "en")}}"}""")));
        var clock = Stopwatch.StartNew();
        var read = session.Store.BySubject(session.Store.Head.Size).Count();
        var floor = clock.Elapsed;
        clock.Restart();
        using var temp = new TempFolder(work);
        var known = Contact.ReadAll(contacts, new(MemorySize.Megabytes(1024), 2, temp.Path));
        var reading = clock.Elapsed;
        var request = new CampaignRequest("bench", "gen-ai", CampaignRoute.Smtp, ["GB", "DE"], null, 18, null, [], [("en", "# Notice\n"u8.ToArray()), ("de", "# Mitteilung\n"u8.ToArray())]);
        clock.Restart();
        var dry = CampaignPlan.DryRun(session, request, known, null, CancellationToken.None);
        var dried = clock.Elapsed;
        clock.Restart();
        var reach = CampaignPlan.Make(session, request, known, CancellationToken.None).Reach;
        var planned = clock.Elapsed;
        clock.Restart();
        var account = CampaignAccount.Of(session, "bench");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{read:N0} people read {floor.TotalSeconds:0.0} s (floor) · contacts read {reading.TotalSeconds:0.0} s · dry run {dried.TotalSeconds:0.0} s = {dried / floor:0.00} · planned {reach.Planned:N0} (dry {dry.Planned:N0}) {planned.TotalSeconds:0.0} s = {planned / floor:0.00} · account {clock.Elapsed.TotalSeconds:0.00} s over {account.Counts.All:N0} · peak memory {Usage.Now().PeakBytes / 1e6:N0} MB"));
        return 0;
    }

    private const string Policy =
        """
        headgate: 1
        policy: bench
        version: 1
        purposes: { train-generative-ai: { title: Train } }
        content: [post]
        labels: []
        services: [network]
        notices: { gen-ai: { version: 1, title: Notice, text: notice.md, languages: [en, de] } }
        rules:
          - grant: interest
            when: { visibility: public }
            basis: legitimate-interests
            after: { notice: gen-ai, window: 30d }
        """;

    private static NewStatement Member(int person) => new(new MemberDescribed(
        SubjectId.From(string.Create(CultureInfo.InvariantCulture, $"m{person:D7}"))!.Value, [Region.Understand(person % 3 == 0 ? "DE" : "GB")], "declared", new Said<BirthRange>(BirthRange.Born(new DateOnly(1960, 1, 1).AddDays(person % 15_000))), SubjectStatus.Active));
}
