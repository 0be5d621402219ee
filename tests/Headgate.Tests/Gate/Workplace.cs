using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>A ledger in a folder of its own, a clock that stands where it was set, and gate runs whose worker runs in this process.</summary>
internal sealed class Workplace : IDisposable
{
    public const string Purpose = "train-generative-ai";

    /// <summary>Allows what is public of whoever consented or did not object.</summary>
    public const string Policy =
        """
        headgate: 1
        policy: workplace
        version: 1
        purposes: { train-generative-ai: { aipref: train-ai }, assist-writing: { title: Help } }
        content: [post, comment]
        labels: [trade-union]
        services: [network]
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - grant: agreed
            when: { visibility: public }
            basis: consent
          - grant: interest
            when: { visibility: public, region: [US, DE] }
            basis: legitimate-interests
        """;

    private readonly TempFolder folder = new();
    private readonly StoppedClock clock = new();

    public Workplace()
    {
        SqliteLedger.Create(LedgerFolder).Dispose();
        Now("2025-12-01");
        Session = Session.Open(LedgerFolder, clock);
    }

    public Session Session { get; }

    public TimeProvider Clock => clock;

    public string LedgerFolder => In("ledger");

    public string In(string name) => folder.In(name);

    public static Instant At(string text) => Instant.TryParse(text, out var instant) ? instant : throw new ArgumentException(text);

    public void Now(string text) => clock.Now = At(text).ToDateTimeOffset();

    public Appended Record(Instant recordedAt, params IEnumerable<NewStatement> statements) => Session.Store.Append(statements, Session.Now, recordedAt);

    public Appended Publish(string policy, string recordedAt) => Record(At(recordedAt), new NewStatement(new PolicyPublished(policy, new Dictionary<string, string>(), null)));

    /// <summary>An active adult of a region.</summary>
    public static NewStatement Member(string subject, string region = "US", string born = "1990-01-01") => new(new MemberDescribed(
        SubjectId.From(subject)!.Value, [Region.Understand(region)], "declared", new Said<BirthRange>(BirthRange.Born(At(born).Date)), SubjectStatus.Active));

    public static NewStatement Chose(string subject, Choice choice, string at, string purpose = Purpose) =>
        new(new ChoiceMade(SubjectId.From(subject)!.Value, purpose, choice, null), At(at));

    public string Write(string name, params IEnumerable<string> lines)
    {
        Compressed.Write(In(name), System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        return In(name);
    }

    public static string Post(string id, string author, string others = "[]") =>
        $$"""{"record_id": "{{id}}", "author": "{{author}}", "other_people": {{others}}, "kind": "post", "labels": [], "visibility": "public", "service": "network", "created": "2024-01-01"}""";

    public GateOutcome Gate(
        IReadOnlyList<string> content, string output, string purpose = Purpose, string? map = null, IReadOnlyList<string>? sources = null, long? asOf = null, Instant? at = null,
        OutputFormat format = OutputFormat.Parquet, bool withSubjects = false, int threads = 2, Func<string, Action<GateProgress>, CancellationToken, GateResult>? work = null,
        IReadOnlyList<string>? edges = null, OutputShape? shape = null) =>
        new Gating(Session, new(content, sources ?? [], map, purpose, In(output), asOf, at, format, false, withSubjects, MemorySize.Megabytes(1000), threads, In("temp")) { Edges = edges ?? [], Shape = shape ?? OutputShape.Default }, work ?? GateWorker.Run).Run(_ => { }, TestContext.Current.CancellationToken);

    /// <summary>Looks at a data set again, and gives the lines of its changes beside what it says.</summary>
    public (RecheckOutcome Outcome, List<string> Changes) Recheck(string dataSet, string? apply = null)
    {
        List<string> changes = [];
        var options = new RecheckOptions(In(dataSet), apply is null ? null : In(apply), null, null, MemorySize.Megabytes(1000), 2, In("temp"));
        var outcome = new Recheck(Session, options, GateWorker.Run).Run(list => changes.AddRange(File.ReadLines(list)), _ => { }, TestContext.Current.CancellationToken);
        return (outcome, changes);
    }

    /// <summary>Every file of a data set with the SHA-256 of its bytes.</summary>
    public string Bytes(string dataSet, Func<string, bool> of) => string.Join('\n', Directory.EnumerateFiles(In(dataSet), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(In(dataSet), file)).Where(of).Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(In(dataSet), file))))}"));

    /// <summary>The reasons of a data set's records in the order of the input.</summary>
    public List<string> Reasons(GateOutcome outcome) =>
        GateEqualsReferenceTests.Verdicts(outcome.Out, outcome.Manifest.Verdicts);

    public Explanation Explain(string content, string id, string purpose = Purpose, string? map = null, IReadOnlyList<string>? sources = null, Moment? moment = null, IReadOnlyList<string>? edges = null)
    {
        using var temp = new TempFolder();
        return Explanation.Of(
            Session, [content], sources ?? [], id, purpose, map is null ? ContentMap.Default : ContentMap.Read(File.ReadAllText(map), map), moment ?? Session.MomentOf(null, null), new(MemorySize.Megabytes(512), 2, temp.Path), edges);
    }

    /// <summary>What lies beside the outputs and must not: folders of runs that did not end well.</summary>
    public IEnumerable<string> LeftOvers() => Directory.EnumerateDirectories(folder.Path, "*.partial").Concat(Directory.Exists(In("temp")) ? Directory.EnumerateFileSystemEntries(In("temp")) : []);

    /// <summary>Records people, choices and notices as a <see cref="RandomWorld"/> draws them, around 2025-12-19.</summary>
    public void Draw(Random random, Policy policy, IEnumerable<string> people)
    {
        var drawing = new RandomWorld(random);
        var terms = drawing.Terms(policy, Purpose);
        var standings = people.Select(person => (Subject: SubjectId.From(person)!.Value, Standing: drawing.Standing(terms))).ToList();
        Record(At("2010-01-02"), standings.Select(one => new NewStatement(new MemberDescribed(
            one.Subject, one.Standing.Regions, "declared", new Said<BirthRange>(one.Standing.Birth), one.Standing.Status))));
        foreach (var suspension in terms.Suspensions.Where(suspension => suspension.Purpose != "forgotten-purpose").OrderBy(suspension => suspension.Begun))
        {
            var id = Record(suspension.Begun, new NewStatement(new Suspended(
                suspension.Purpose, suspension.Regions?.Order(StringComparer.Ordinal).ToList(), [], suspension.Service, suspension.CollectedFrom, suspension.CollectedTo, "drawn", ""))).First;
            if (suspension.Resumed is { Notice: { } notice } resumed) Record(suspension.Begun, new NewStatement(new Lifted(id, notice, resumed.Window, null)));
        }
        Record(At("2025-12-20"), standings.SelectMany(one => one.Standing.Choices
            .Select(choice => new NewStatement(new ChoiceMade(one.Subject, choice.Purpose, choice.Choice, null), choice.Since))
            .Concat(one.Standing.Notices.SelectMany(notice => notice.Times.Select(time => new NewStatement(new NoticeServed(one.Subject, notice.Notice), time))))));
    }

    public void Dispose()
    {
        Session.Dispose();
        folder.Dispose();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
