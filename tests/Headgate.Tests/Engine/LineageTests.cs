using CsCheck;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Tests.Campaigns;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>People are followed to what holds their records, and what must be redone stands open until there is proof.</summary>
public sealed class LineageTests : IDisposable
{
    private const int People = 3;

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    private ModelWork Phrases { get; } = TestPhrases.Work(People);

    private Bounds Limits => new(MemorySize.Megabytes(512), 2, place.In("temp"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IReadOnlyList<string> Bring() => Lineage.Bring(place.Session, Phrases, Limits, Cancellation);

    private List<RedoTask> Open()
    {
        Bring();
        return [.. Redoing.Tasks(place.Session).Where(task => task.State != "done")];
    }

    private static readonly string[] Six = ["ann", "bea", "cyd", "dan", "eva", "fin"];

    private string DataSet(string output = "set", string terms = "permits: { lease: 60s, on-objection: redo-within 30d }", IReadOnlyList<string>? edges = null)
    {
        if (place.Session.Store.Head.Size == 0)
        {
            place.Publish($"{Workplace.Policy}\n{terms}\n", "2025-01-01");
            place.Record(Workplace.At("2025-01-02"), Six.Select(person => Workplace.Member(person, person[0] < 'd' ? "US" : "DE")));
        }
        var posts = place.Write("posts.jsonl", Six.SelectMany((person, i) => (string[])
        [
            Said(Workplace.Post($"a{i}", person), "I am looking for a new position in design"),
            Said(Workplace.Post($"b{i}", person, i == 0 ? """["eva", "ann"]""" : "[]"), "We are happy to announce a new position"),
            Said(Workplace.Post($"c{i}", person).Replace("}", $$""", "derived_from": ["a{{(i + 1) % 6}}"]}""", StringComparison.Ordinal), "Thank you for the kind words"),
        ]));
        return place.Gate([posts], output, edges: edges).Out;
    }

    private static string Said(string post, string text) => $$"""{{post[..^1]}}, "text": "{{text}}"}""";

    private ModelOutcome Train(string set, string model = "model") =>
        new ModelTraining(place.Session, session => new(session, Limits, GateWorker.Run), Phrases, Limits).Run(new(set, place.In(model), Workplace.Purpose, null, []), _ => { }, Cancellation);

    private void Objects(string subject, string at = "2025-11-30") => place.Record(place.Session.Now, Workplace.Chose(subject, Choice.Objected, at));

    [Fact]
    public void a_trace_counts_what_speaks_of_somebody_and_what_derives_from_it()
    {
        DataSet();
        Bring();
        var eva = Assert.Single(Tracing.Of(place.Session, "eva").DataSets);
        // a4, b4, c4 and b0, which speaks of her; c3 derives from a4
        Assert.Equal((4L, 1L), (eva.Records, eva.Through));
        // named beside herself as author, she is in the record once
        Assert.Equal(3, Assert.Single(Tracing.Of(place.Session, "ann").DataSets).Records);
        Assert.Empty(Tracing.Of(place.Session, "nobody").DataSets);
    }

    [Fact]
    public void who_is_named_beside_the_content_is_found_too()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Six.Select(person => Workplace.Member(person)));
        var edges = place.Write("edges.jsonl", """{"record_id": "a0", "subject": ["fin", "eva"]}""");
        DataSet(edges: [edges]);
        Bring();
        // a5, b5, c5, and a0 by the file beside; c4 derives from a5
        var fin = Assert.Single(Tracing.Of(place.Session, "fin").DataSets);
        Assert.Equal((4L, 1L), (fin.Records, fin.Through));
    }

    [Fact]
    public void a_trace_still_answers_when_the_data_set_has_gone_elsewhere()
    {
        var set = DataSet();
        Bring();
        Directory.Move(set, place.In("elsewhere"));
        var trace = Tracing.Of(place.Session, "eva");
        Assert.Equal(4, Assert.Single(trace.DataSets).Records);
        Assert.Equal(["set"], trace.NotFound);
        Assert.Empty(trace.NotIndexed);
    }

    [Fact]
    public void of_what_was_never_read_nothing_is_said()
    {
        Directory.Delete(DataSet(), recursive: true);
        Assert.Equal(["set"], Bring());
        Assert.Equal(["set"], Tracing.Of(place.Session, "eva").NotIndexed);
    }

    [Fact]
    public void an_objection_opens_a_task_for_data_set_and_model_and_proof_ends_them()
    {
        var set = DataSet();
        Train(set);
        Assert.Empty(Open());
        Objects("eva");
        var tasks = Open();
        Assert.Equal([("data-set", "open"), ("model", "open")], tasks.Select(task => (task.What, task.State)).Order());
        Assert.All(tasks, task => Assert.Equal(("objected", 1L), (task.Because[0].Cause, task.Because[0].People)));
        Assert.Equal([5L, 5L], tasks.Select(task => task.Because[0].Records));
        Assert.All(tasks, task => Assert.Equal(place.Session.Now + TimeSpan.FromDays(30), task.Due));

        new ModelForgetting(place.Session, Phrases).Run(place.In("model"), new HashSet<string> { "eva" }, Cancellation);
        Assert.Equal("data-set", Assert.Single(Open()).What);
        place.Recheck("set", "next");
        Assert.Empty(Open());
        var done = Redoing.Tasks(place.Session);
        Assert.Equal(["data-set", "model"], done.Select(task => task.What).Order());
        Assert.All(done, task => Assert.Equal("done", task.State));
        var acts = place.Session.Store.Acts(place.Session.Store.Head.Size).Select(act => act.Statement).ToList();
        Assert.Equal(acts.OfType<DataSetSealed>().Last().ManifestDigest, done.Single(task => task.What == "data-set").Proof);
        Assert.Equal(acts.OfType<ModelForgot>().Single().After, done.Single(task => task.What == "model").Proof);
    }

    [Fact]
    public void forgetting_somebody_else_is_no_proof()
    {
        Train(DataSet());
        Objects("eva");
        Objects("bea");
        new ModelForgetting(place.Session, Phrases).Run(place.In("model"), new HashSet<string> { "bea" }, Cancellation);
        Assert.Equal(1, Open().Single(task => task.What == "model").Because.Single().People);
    }

    [Fact]
    public void a_task_is_overdue_when_its_time_has_passed_and_at_once_where_permits_are_revoked()
    {
        DataSet();
        Objects("eva");
        Assert.Equal("open", Assert.Single(Open()).State);
        place.Now("2025-12-31");
        Assert.Equal("overdue", Assert.Single(Open()).State);
        using var other = new LineageTests();
        other.DataSet(terms: "permits: { lease: 60s, on-objection: revoke }");
        other.Objects("eva");
        Assert.Equal("overdue", Assert.Single(other.Open()).State);
    }

    [Fact]
    public void a_prospective_objection_leaves_what_was_sealed_before()
    {
        DataSet(terms: "objection: [{ region: DE, effect: prospective }]");
        place.Now("2025-12-02");
        place.Record(place.Session.Now, Workplace.Chose("eva", Choice.Objected, "2025-12-01T12:00:00Z"));
        Assert.Empty(Open());
        place.Record(place.Session.Now, Workplace.Chose("ann", Choice.Objected, "2025-12-01T12:00:00Z"));
        Assert.Equal(1, Assert.Single(Open()).Because.Single().People);
    }

    [Fact]
    public void who_takes_an_objection_back_and_consents_leaves_nothing_to_redo()
    {
        DataSet();
        Objects("eva");
        Assert.Single(Open());
        place.Record(place.Session.Now, Workplace.Chose("eva", Choice.Consented, "2025-12-01"));
        Assert.Empty(Open());
    }

    [Fact]
    public void a_closed_account_opens_a_task()
    {
        DataSet();
        place.Record(place.Session.Now, new Headgate.Stores.NewStatement(new MemberDescribed(SubjectId.From("dan")!.Value, null, "declared", null, SubjectStatus.Closed)));
        Assert.Equal("not-active", Assert.Single(Open()).Because.Single().Cause);
    }

    [Fact]
    public void an_erasure_leaves_the_duty_and_nobody_in_the_index()
    {
        Train(DataSet());
        Bring();
        var before = Files();
        Erasing.Erase(place.Session, SubjectId.From("eva")!.Value, purge: false, Limits);
        Assert.Empty(Tracing.Of(place.Session, "eva").DataSets);
        Assert.Equal(Files().Count, before.Count);
        var tag = BitConverter.GetBytes(new LineageIndex(place.Session).TagOf("eva"));
        Assert.Contains(before.Values, bytes => bytes.AsSpan().IndexOf(tag) >= 0);
        Assert.All(Files().Values, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(tag)));
        var tasks = Open();
        Assert.Equal(["data-set", "model"], tasks.Select(task => task.What).Order());
        Assert.All(tasks, task => Assert.Equal(("erased", 1L, 5L), (task.Because.Single().Cause, task.Because.Single().People, task.Because.Single().Records)));
        // nobody else went with her
        Assert.NotEmpty(Tracing.Of(place.Session, "dan").DataSets);

        place.Recheck("set", "next");
        new ModelForgetting(place.Session, Phrases).Run(place.In("model"), new ModelForgetting(place.Session, Phrases).Find(place.In("model"), new([], Left: true), Cancellation), Cancellation);
        Assert.Empty(Open());
    }

    [Fact]
    public void who_was_erased_before_the_data_set_was_read_is_not_put_into_the_index()
    {
        Train(DataSet());
        Erasing.Erase(place.Session, SubjectId.From("eva")!.Value, purge: false, Limits);
        Bring();
        var tag = BitConverter.GetBytes(new LineageIndex(place.Session).TagOf("eva"));
        Assert.All(Files().Values, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(tag)));
        Assert.Equal(["data-set", "model"], Open().Select(task => task.What).Order());
        Assert.All(Open(), task => Assert.Equal("erased", task.Because.Single().Cause));
    }

    [Fact]
    public void a_pause_names_what_it_matches_and_no_more()
    {
        Train(DataSet());
        SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["FR"], null, null, null, "CNIL", ""), null);
        Assert.Empty(Open());
        SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["DE"], null, Workplace.At("2024-01-02"), null, "DPC", ""), null);
        // the records are of 1 January; of when a model's were, nothing is known
        Assert.Equal("model", Assert.Single(Open()).What);
        var pause = SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["DE"], null, null, null, "DPC", ""), null).First;
        Assert.Contains(Open(), task => task.What == "data-set" && task.Because.Single().Cause == $"suspended:{pause}" && task.Due is null);
        new ModelForgetting(place.Session, Phrases).Run(place.In("model"), new HashSet<string> { "dan", "eva", "fin" }, Cancellation);
        Assert.Equal("data-set", Assert.Single(Open()).What);
        SuspensionActs.Lift(place.Session, pause, null, null, new("a test", "Ann Officer"), null);
        Assert.Empty(Open());
    }

    [Fact]
    public async Task recipients_are_told_which_records_must_go_and_never_why()
    {
        var set = DataSet();
        await using var mail = new MailServer();
        var route = MailRoute.Of(mail.Url, "privacy@network.example");
        var (made, secret) = Recipients.Add(place.Session, set, "Example Labs", new(null, "privacy@labs.example"), null);
        Assert.Null(secret);
        Assert.Throws<BadInputException>(() => Recipients.Add(place.Session, set, "Nobody", new(null, null), null));
        Assert.Throws<BadInputException>(() => Recipients.Add(place.Session, set, "Plain", new("http://labs.example/hook", null), null));
        // as long as nobody left there is nothing to tell
        Assert.Null((await Tell()).Position);
        Objects("eva");
        Assert.Contains(Open(), task => task is { What: "recipient", State: "open" });
        var told = await Tell();
        // a4, b4, c4, b0, and c3, which derives from a4
        Assert.Equal((5L, null), (told.Records, told.Problem));
        Assert.NotNull(told.Position);
        Assert.Null((await Tell()).Position);
        var message = Assert.Single(mail.Messages);
        using var stream = new MemoryStream();
        ((MimeKit.MimePart)message.Attachments.Single()).Content!.DecodeTo(stream, Cancellation);
        var text = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        using var document = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal(["a4", "b0", "b4", "c3", "c4"], document.RootElement.GetProperty("remove").EnumerateArray().Select(id => id.GetString()!).Order());
        Assert.DoesNotContain("eva", text, StringComparison.Ordinal);
        Assert.DoesNotContain("objected", text, StringComparison.Ordinal);
        Assert.Contains(Open(), task => task is { What: "recipient", State: "told" });
        var link = document.RootElement.GetProperty("acknowledge").GetString()!.Split('/')[^1];
        Assert.Equal(made.Position, new LinkTokens(place.LedgerFolder).Read(LinkKind.Acknowledge, link, place.Session.Now));
        Recipients.Acknowledge(place.Session, made.Position, "removed");
        Assert.Throws<RefusedException>(() => Recipients.Acknowledge(place.Session, made.Position, "again"));
        Assert.DoesNotContain(Open(), task => task.What == "recipient");
        // somebody else leaves: they are told again
        Objects("dan");
        Assert.Contains(Open(), task => task is { What: "recipient", State: "open" });
        Assert.NotNull((await Tell()).Position);

        async Task<RecipientOutcome> Tell() => Assert.Single(await Recipients.TellAsync(place.Session, set, route, "https://headgate.example.com", place.Clock, Limits, GateWorker.Run, Cancellation));
    }

    [Fact]
    public void tags_are_found_where_they_are_and_nowhere_else_also_after_erasures() =>
        Gen.Select(Gen.ULong[0, 60].List[0, 40], Gen.Int[0, 3].List[0, 20]).Sample((small, which) =>
        {
            // as good as random, but for some that are close together
            var tags = small.Distinct().Select(tag => tag % 3 == 0 ? tag : ulong.MaxValue / 61 * tag).Distinct().ToList();
            var path = place.In($"tags-{Environment.CurrentManagedThreadId}");
            PeopleTags.Write(path, [.. tags.Select((tag, i) => new TaggedPerson(tag, (uint)i + 1, (uint)i % 2))]);
            var gone = which.Select((step, i) => tags.Count == 0 ? 0 : tags[(step + i) % tags.Count]).ToHashSet();
            foreach (var tag in gone) Assert.Equal(tags.Contains(tag), PeopleTags.Erase(path, tag));
            using var people = PeopleTags.Open(path)!;
            foreach (var (tag, i) in tags.Select((tag, i) => (tag, i))) Assert.Equal(gone.Contains(tag) ? 0u : (uint)i + 1, people.Find(tag).Records);
            foreach (var tag in tags.Concat(small).Concat((ulong[])[0, 1, ulong.MaxValue])) Assert.Equal(people.Find(tag), PeopleTags.Find(path, tag));
            foreach (var tag in small.Select(tag => tag + 1).Concat((ulong[])[0, 1, ulong.MaxValue]).Where(tag => !tags.Contains(tag))) Assert.Equal(0u, people.Find(tag).Records);
        }, threads: 1, iter: 2000);

    [Fact]
    public void of_many_tags_each_is_found_in_one_read_or_beyond_it()
    {
        var random = new Random(7);
        // a crowd at one end, so that proportion leads far astray
        var tags = Enumerable.Range(0, 20_000).Select(i => i % 2 == 0 ? (ulong)random.NextInt64() * 2 : (ulong)i * 3).Distinct().ToList();
        var path = place.In("many");
        PeopleTags.Write(path, [.. tags.Select(tag => new TaggedPerson(tag, (uint)(tag % 7) + 1, 0))]);
        Assert.All(tags, tag => Assert.Equal((uint)(tag % 7) + 1, PeopleTags.Find(path, tag)!.Value.Records));
        Assert.Equal(0u, PeopleTags.Find(path, 1)!.Value.Records);
    }

    [Fact]
    public void a_file_of_tags_that_is_not_whole_is_none()
    {
        var path = place.In("tags");
        PeopleTags.Write(path, [new(5, 1, 0), new(7, 1, 0)]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        Assert.Null(PeopleTags.Open(path));
        Assert.Null(PeopleTags.Find(path, 5));
    }

    [Fact]
    public void what_lies_in_the_index_is_for_its_owner_alone()
    {
        DataSet();
        Bring();
        if (!OperatingSystem.IsWindows())
            foreach (var file in Files().Keys.Append(Path.Combine(place.LedgerFolder, "lineage", "key"))) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.All(Files().Values, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf("eva"u8)));
    }

    private Dictionary<string, byte[]> Files() => Directory.EnumerateFiles(Path.Combine(place.LedgerFolder, "lineage")).Where(file => Path.GetFileName(file) is not ("key" or "lock")).ToDictionary(file => file, File.ReadAllBytes);
}
