using Headgate.Engine;
using Headgate.Evidence;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Evidence;

/// <summary>A ledger in which everything that a pack tells of has happened: policies, an override, pauses of three kinds, concerns, notices, data sets, permits, a model's act, an erasure, a changed key.</summary>
internal sealed class EvidenceWorld : IDisposable
{
    private const string WithNotice =
        """
        headgate: 1
        policy: workplace
        version: 2
        purposes: { train-generative-ai: { aipref: train-ai }, assist-writing: { title: Help } }
        content: [post, comment]
        labels: [trade-union]
        services: [network]
        notices: { told: { version: 1, title: What we do, text: told.md, languages: [en] } }
        rules:
          - grant: interest
            when: { visibility: public, region: [US, GB, DE] }
            basis: legitimate-interests
            because: We told everybody, and they could object.
            after: { notice: told, window: 30d }
        """;

    public EvidenceWorld()
    {
        Place.Publish(Workplace.Policy, "2025-01-01");
        Place.Record(Workplace.At("2025-01-02"), People.Select((person, i) => Workplace.Member(person, i % 3 == 0 ? "GB" : "US")));
        Place.Now("2025-01-05");
        Place.Gate([Place.Write("posts.jsonl", People.Select((person, i) => Workplace.Post($"post-{i}", person)))], "january");
        Place.Now("2025-12-01");
        Concern = ConcernActs.Open(Place.Session, "ICO", "Members <were> not told", new(2025, 2, 20), "letter & call", Workplace.At("2025-02-01")).First;
        Pause = Suspend("2025-02-03", ["GB"], "ICO");
        Other = Suspend("2025-02-04", ["US"], "FTC");
        Place.Record(Workplace.At("2025-02-05"), new NewStatement(new Lifted(Other, null, null, new("the question was answered", "Ottoline Fennelwick"))));
        ConcernActs.Answer(Place.Session, Concern, "Use of content from the UK is paused", "", Workplace.At("2025-02-06"));
        ConcernActs.Commit(Place.Session, Concern, null, "A report every quarter", new(2025, 6, 30), "", Workplace.At("2025-02-06"));
        Place.Record(Workplace.At("2025-03-01"), new NewStatement(new PolicyPublished(WithNotice, new Dictionary<string, string> { ["told"] = new string('a', 64) }, new("for the test", "Ottoline Fennelwick"))));
        Place.Record(Workplace.At("2025-03-02"), People.Select(person => new NewStatement(new NoticeServed(SubjectId.From(person)!.Value, new("told", 1)))));
        Place.Record(Workplace.At("2025-03-03"), new NewStatement(new NoticeBounced(SubjectId.From(People[1])!.Value, new("told", 1))));
        Place.Record(Workplace.At("2025-03-04"), People.Skip(2).Take(6).Select(person => Workplace.Chose(person, Choice.Objected, "2025-03-04")));
        Place.Record(Workplace.At("2025-04-10"), new NewStatement(new Lifted(Pause, new("told", 1), TimeSpan.FromDays(30), null)));
        Place.Gate([Place.In("posts.jsonl")], "april");
        var permits = new PermitActs(Place.Session, new(MemorySize.Megabytes(512), 2, Place.In("temp")), GateWorker.Run);
        permits.Close(permits.Request(Place.In("april"), "first run").Permit.Position);
        permits.Request(Place.In("april"), "second run");
        Revoking = SuspensionActs.Suspend(Place.Session, new(Workplace.Purpose, ["GB"], null, null, null, "ICO", ""), null).First;
        SuspensionActs.SayTookHold(Place.Session, Revoking, TimeSpan.FromMilliseconds(41.5));
        Place.Session.Store.Erase(SubjectId.From(People[^1])!.Value, Place.Session.Now);
        Place.Session.Store.ChangeKey(Place.Session.Now);
    }

    public static IReadOnlyList<string> People { get; } = [.. Enumerable.Range(0, 30).Select(i => $"quillon-{i:000}-harrowmere")];

    public Workplace Place { get; } = new();

    public long Concern { get; }

    public long Pause { get; }

    /// <summary>A pause of another region than <see cref="Pause"/>.</summary>
    public long Other { get; }

    /// <summary>The pause that ended a permit.</summary>
    public long Revoking { get; }

    public EvidenceOutcome Write(string name, string? region = null, bool withPersonal = false) =>
        EvidencePack.Write(Place.Session, new(region, withPersonal), Place.In(name), TestContext.Current.CancellationToken);

    public static SortedDictionary<string, byte[]> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes), StringComparer.Ordinal);

    public EvidenceReport Verify(IReadOnlyDictionary<string, byte[]> files) =>
        EvidenceVerification.Verify(files.Keys, path => files.TryGetValue(path, out var bytes) ? new MemoryStream(bytes, writable: false) : null, [Place.Session.Store.Key]);

    public void Dispose() => Place.Dispose();

    private long Suspend(string at, string[] regions, string authority) =>
        SuspensionActs.Suspend(Place.Session, new(Workplace.Purpose, regions, null, null, null, authority, "letter"), Workplace.At(at)).First;
}
