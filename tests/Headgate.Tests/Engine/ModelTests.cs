using Headgate.Engine;
using Headgate.Gate;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>Models are trained under a permit on what verifies, are followed from people, and forget.</summary>
public sealed class ModelTests : IDisposable
{
    private const int People = 3;

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    private ModelWork Phrases { get; } = TestPhrases.Work(People);

    private PermitActs Permits(Session session) => new(session, Limits, GateWorker.Run);

    private Bounds Limits => new(MemorySize.Megabytes(512), 2, place.In("temp"));

    private ModelOutcome Train(string set, string model, ModelWork? work = null, string purpose = Workplace.Purpose, long? permit = null) =>
        new ModelTraining(place.Session, Permits, work ?? Phrases, Limits).Run(new(set, place.In(model), purpose, permit, []), _ => { }, TestContext.Current.CancellationToken);

    private ForgettingOutcome Forget(string model, params string[] people) => new ModelForgetting(place.Session, Phrases).Run(place.In(model), people.ToHashSet(), TestContext.Current.CancellationToken);

    /// <summary>Six people of two regions who say much the same.</summary>
    private string DataSet(string output = "out", OutputFormat format = OutputFormat.Parquet)
    {
        if (place.Session.Store.Head.Size == 0)
        {
            place.Publish($"{Workplace.Policy}\npermits: {{ lease: 60s, on-objection: redo-within 30d }}\n", "2025-01-01");
            place.Record(Workplace.At("2025-01-02"), People6.Select(person => Workplace.Member(person, person[0] < 'd' ? "US" : "DE")));
        }
        var posts = place.Write("posts.jsonl", People6.SelectMany((person, i) => (string[])
        [
            Said(Workplace.Post($"a{i}", person), "I am looking for a new position in design"),
            Said(Workplace.Post($"b{i}", person, i == 0 ? """["eva"]""" : "[]"), "We are happy to announce a new position"),
            Said(Workplace.Post($"c{i}", person).Replace("}", $$""", "derived_from": ["a{{(i + 1) % 6}}"]}""", StringComparison.Ordinal), "Thank you for the kind words"),
        ]));
        return place.Gate([posts], output, format: format).Out;
    }

    private static readonly string[] People6 = ["ann", "bea", "cyd", "dan", "eva", "fin"];

    private static string Said(string post, string text) => $$"""{{post[..^1]}}, "text": "{{text}}"}""";

    private static string Bytes(string folder) => string.Join('\n', ModelLayout.Files(folder).Select(file => $"{file} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))))}"));

    [Theory]
    [InlineData(OutputFormat.Parquet)]
    [InlineData(OutputFormat.JsonLines)]
    public void a_model_is_trained_under_a_permit_sealed_and_recorded(OutputFormat format)
    {
        var outcome = Train(DataSet(format: format), "model");
        Assert.Equal((6L, 18L, 0L), (outcome.Sums.Authors, outcome.Sums.Records, outcome.Skipped));
        var acts = place.Session.Store.Acts(place.Session.Store.Head.Size).Select(act => act.Statement).ToList();
        var permit = Assert.Single(acts.OfType<PermitGiven>());
        var trained = Assert.Single(acts.OfType<ModelTrained>());
        Assert.Equal((outcome.ManifestDigest, 18L, "train model"), (trained.ManifestDigest, trained.Records, permit.Run));
        Assert.Equal("closed", Assert.Single(acts.OfType<PermitEnded>()).Reason);
        Assert.Equal(permit.ManifestDigest, ModelFolder.Open(place.Session, place.In("model")).Manifest.DataSets[0].Manifest.ToHex());
        using var model = PhraseModel.Open(place.In("model"));
        Assert.Equal("looking for a new", Suggesting.Suggest(model, "I am ")[0].Text);
        Assert.Equal(6, Suggesting.Suggest(model, "I am ")[0].People);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(place.In(".")), entry => Path.GetFileName(entry).StartsWith('.'));
    }

    [Fact]
    public void forgetting_is_recorded_and_gives_the_bytes_of_a_model_that_never_saw_them()
    {
        Train(DataSet(), "model");
        place.Record(place.Session.Now, Workplace.Chose("eva", Choice.Objected, "2025-11-30"));
        var outcome = Forget("model", "eva", "nobody");
        // Her three posts, the one that speaks of her, and the one that quotes her.
        Assert.Equal((1L, 5L), (outcome.People, outcome.Records));
        var forgot = place.Session.Store.Acts(place.Session.Store.Head.Size).Select(act => act.Statement).OfType<ModelForgot>().Single();
        Assert.Equal((outcome.Before, outcome.After, 1L), (forgot.Before, forgot.After, forgot.People));
        Train(DataSet("later"), "never");
        Assert.Equal(Bytes(place.In("never")), Bytes(place.In("model")));
        Assert.Equal(outcome.After, ModelFolder.Open(place.Session, place.In("model")).ManifestDigest);
        Assert.Null(Forget("model", "eva").Position);
    }

    [Fact]
    public void who_left_after_the_seal_is_not_learnt()
    {
        var set = DataSet();
        place.Now("2025-12-02");
        place.Record(place.Session.Now, Workplace.Chose("eva", Choice.Objected, "2025-12-01T12:00:00Z"));
        var outcome = Train(set, "model");
        Assert.True(outcome.Skipped >= 3);
        Assert.Equal(0, Forgetting.RecordsOf(place.In("model"), "eva"));
    }

    [Fact]
    public void a_pause_of_a_region_forgets_the_region()
    {
        Train(DataSet(), "model");
        var forgetting = new ModelForgetting(place.Session, Phrases);
        IEnumerable<string> Found(ForgettingScope scope) => forgetting.Find(place.In("model"), scope, TestContext.Current.CancellationToken).Order();
        Assert.Equal(["dan", "eva", "fin"], Found(new(["DE"])));
        Assert.Empty(Found(new([], Left: true)));
        Assert.Empty(Found(new([], Paused: true)));
        place.Record(place.Session.Now, Workplace.Chose("bea", Choice.Objected, "2025-11-30"));
        Assert.Equal(["bea"], Found(new([], Left: true)));
        Assert.Throws<BadInputException>(() => Found(new(["Wakanda"])));
        Pause("US", service: "network");
        Assert.Equal(["ann", "bea", "cyd"], Found(new([], Paused: true)));
        SuspensionActs.Suspend(place.Session, new("assist-writing", ["DE"], null, null, null, "DPC", ""), null);
        Assert.Equal(["ann", "bea", "cyd"], Found(new([], Paused: true)));
        Pause("DE");
        Assert.Equal(People6, Found(new([], Paused: true)));
    }

    [Fact]
    public void after_a_pause_the_model_has_the_bytes_of_one_that_never_saw_whom_it_denies()
    {
        Train(DataSet(), "model");
        Pause("DE");
        var forgetting = new ModelForgetting(place.Session, Phrases);
        var outcome = forgetting.Run(place.In("model"), forgetting.Find(place.In("model"), new([], Paused: true), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Equal(3, outcome.People);
        Train(DataSet("later"), "never");
        Assert.Equal(Bytes(place.In("never")), Bytes(place.In("model")));
        Assert.Empty(forgetting.Find(place.In("model"), new([], Paused: true), TestContext.Current.CancellationToken));
    }

    /// <summary>As a process leaves it that is killed when the ledger has spoken and the folders have not changed places yet.</summary>
    [Fact]
    public void a_forgetting_that_was_cut_short_is_completed_by_whoever_comes_next()
    {
        Train(DataSet(), "model");
        var before = Bytes(place.In("model"));
        Copy("model", "old");
        Forget("model", "eva");
        var after = Bytes(place.In("model"));
        Directory.Move(place.In("model"), place.In(".model.forgetting"));
        Directory.Move(place.In("old"), place.In("model"));
        // Of another model the ledger says nothing: it does not come in by lying there.
        Copy(".model.forgetting", ".other.forgetting");
        Train(DataSet("again"), "other");
        var other = Bytes(place.In("other"));
        ModelForgetting.Complete(place.Session, place.In("other"));
        Assert.Equal(other, Bytes(place.In("other")));

        Assert.Equal(before, Bytes(place.In("model")));
        ModelForgetting.Complete(place.Session, place.In("model"));
        Assert.Equal(after, Bytes(place.In("model")));
        ModelForgetting.Complete(place.Session, place.In("model"));
        Assert.Equal(after, Bytes(place.In("model")));
        Assert.Null(Forget("model", "eva").Position);
        Assert.False(Directory.Exists(place.In(".model.forgetting")));
    }

    [Fact]
    public void two_folders_change_places_also_where_that_takes_three_steps_and_one_was_cut_short()
    {
        void Make(string name, string holds)
        {
            if (Directory.Exists(place.In(name))) Directory.Delete(place.In(name), recursive: true);
            Directory.CreateDirectory(place.In(name));
            File.WriteAllText(place.In($"{name}/it"), holds);
        }
        string Held(string name) => File.ReadAllText(place.In($"{name}/it"));
        Make("one", "1");
        Make("other", "2");
        FolderExchange.Swap(place.In("one"), place.In("other"));
        Assert.Equal(("2", "1"), (Held("one"), Held("other")));

        Directory.Move(place.In("one"), place.In(".one.between"));
        FolderExchange.Mend(place.In("one"), place.In("other"));
        Assert.Equal(("2", "1"), (Held("one"), Held("other")));

        Directory.Move(place.In("one"), place.In(".one.between"));
        Directory.Move(place.In("other"), place.In("one"));
        FolderExchange.Mend(place.In("one"), place.In("other"));
        Assert.Equal(("1", "2"), (Held("one"), Held("other")));
        FolderExchange.Mend(place.In("one"), place.In("other"));
        Assert.Equal(("1", "2"), (Held("one"), Held("other")));
    }

    private void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(place.In(from), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(place.In(to), Path.GetRelativePath(place.In(from), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void Pause(string region, string? service = null) => SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, [region], service, null, null, "DPC", ""), null);

    [Fact]
    public void people_told_beside_the_content_are_followed_and_forgotten()
    {
        var posts = place.Write("posts.jsonl", People6.Select((person, i) => Said(Workplace.Post($"a{i}", person), "I am looking for a new position in design")));
        place.Publish($"{Workplace.Policy}\npermits: {{ lease: 60s, on-objection: redo-within 30d }}\n", "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), People6.Append("gus").Select(person => Workplace.Member(person, "US")));
        var edges = place.Write("edges.jsonl", """{"record_id": "a0", "subject": "gus"}""", """{"record_id": "a1", "subject": ["gus", "ann"]}""");
        var set = place.Gate([posts], "out", edges: [edges]).Out;
        Train(set, "model");
        Assert.Equal((2L, 2L, 2L), (Trace("gus").Models.Single().Records, Trace("gus").DataSets.Single().Records, Trace("ann").Models.Single().Records));
        Assert.Equal((1L, 2L), Forget("model", "gus") is var forgot ? (forgot.People, forgot.Records) : default);
        Assert.Empty(Trace("gus").Models);
        place.Record(place.Session.Now, Workplace.Chose("gus", Choice.Objected, "2025-11-30"));
        Train(place.Gate([posts], "later", edges: [edges]).Out, "never");
        Assert.Equal(Bytes(place.In("never")), Bytes(place.In("model")));
        File.AppendAllText(edges, "\n");
        Assert.Contains("is not the file that was sealed", Assert.ThrowsAny<Exception>(() => Train(set, "altered")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.In("altered")));
    }

    [Fact]
    public void what_was_altered_or_gated_for_something_else_is_refused()
    {
        var set = DataSet();
        Assert.Contains("not for `assist-writing`", Assert.Throws<RefusedException>(() => Train(set, "model", purpose: "assist-writing")).Message, StringComparison.Ordinal);
        var file = Directory.EnumerateFiles(Path.Combine(set, "eligible")).First();
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("does not verify", Assert.Throws<RefusedException>(() => Train(set, "model")).Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => Train(place.In("nothing"), "model"));
        Assert.False(Directory.Exists(place.In("model")));
        Assert.DoesNotContain(place.Session.Store.Acts(place.Session.Store.Head.Size), act => act.Statement is PermitGiven or ModelTrained);
    }

    [Fact]
    public void no_model_without_a_permit()
    {
        var set = DataSet();
        SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["DE"], null, null, null, "DPC", ""), null);
        Assert.Contains("suspended", Assert.Throws<RefusedException>(() => Train(set, "model")).Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => Train(set, "model", permit: 77));
        Assert.False(Directory.Exists(place.In("model")));
    }

    /// <summary>The real training, on texts that never end, and the real ledger. A machine that is busy with other things may be late, but not every time.</summary>
    [Fact]
    public void training_stops_within_a_second_of_revocation_and_leaves_no_model()
    {
        var set = DataSet();
        var took = TimeSpan.MaxValue;
        for (var round = 0; round < 8 && took > TimeSpan.FromSeconds(1); round++)
        {
            var clock = new System.Diagnostics.Stopwatch();
            var suspended = 0L;
            IEnumerable<EligibleText> Endless(IEnumerable<EligibleText> texts)
            {
                var all = texts.ToList();
                for (var i = 0L; ; i++)
                {
                    if (i == 5000)
                    {
                        suspended = SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["DE"], null, null, null, "DPC", ""), null).First;
                        clock.Start();
                    }
                    yield return all[(int)(i % all.Count)];
                }
            }
            var endless = Phrases with { Train = (texts, names, folder, work, report, cancellation) => Phrases.Train(Endless(texts), names, folder, work, report, cancellation) };
            var refused = Assert.Throws<RefusedException>(() => Train(set, "model", endless));
            took = clock.Elapsed;
            Assert.Contains($"ended: suspended:{suspended}", refused.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(place.In("model")));
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(place.In(".")), entry => Path.GetFileName(entry).StartsWith('.'));
            Assert.DoesNotContain(place.Session.Store.Acts(place.Session.Store.Head.Size), act => act.Statement is ModelTrained);
            SuspensionActs.Lift(place.Session, suspended, null, null, new("the next round", "Ann"), null);
        }
        Assert.True(took <= TimeSpan.FromSeconds(1), $"it took {took}");
    }

    [Fact]
    public void somebody_is_followed_to_data_sets_permits_and_models()
    {
        Train(DataSet(), "model");
        var trace = Trace("eva");
        Assert.Equal((4L, 1, 1), (trace.DataSets.Single().Records, trace.Permits.Count, trace.Models.Count));
        Assert.Equal(place.In("model"), trace.Models[0].Path);
        Forget("model", "eva");
        Assert.Empty(Trace("eva").Models);
        Assert.NotEmpty(Trace("bea").Models);
        Directory.Delete(place.In("model"), recursive: true);
        Assert.Equal(["model"], Trace("bea").NotFound);
    }

    [Fact]
    public void a_model_that_was_altered_is_not_used()
    {
        Train(DataSet(), "model");
        var file = Path.Combine(place.In("model"), ModelLayout.PhrasesName);
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("does not verify", Assert.Throws<RefusedException>(() => Forget("model", "eva")).Message, StringComparison.Ordinal);
    }

    private Trace Trace(string subject) => Tracing.Of(place.Session, subject, Phrases, Limits, TestContext.Current.CancellationToken);
}
