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
        Assert.Equal(["dan", "eva", "fin"], forgetting.Find(place.In("model"), ["DE"], false, TestContext.Current.CancellationToken).Order());
        Assert.Empty(forgetting.Find(place.In("model"), [], true, TestContext.Current.CancellationToken));
        place.Record(place.Session.Now, Workplace.Chose("bea", Choice.Objected, "2025-11-30"));
        Assert.Equal(["bea"], forgetting.Find(place.In("model"), [], true, TestContext.Current.CancellationToken));
        Assert.Throws<BadInputException>(() => forgetting.Find(place.In("model"), ["Wakanda"], false, TestContext.Current.CancellationToken));
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

    [Fact]
    public void training_stops_within_a_second_of_revocation_and_leaves_no_model()
    {
        var set = DataSet();
        var took = TimeSpan.MaxValue;
        var endless = Phrases with
        {
            Train = (texts, names, folder, work, report, cancellation) =>
            {
                Directory.CreateDirectory(work);
                File.WriteAllText(Path.Combine(work, "half"), "");
                SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["DE"], null, null, null, "DPC", ""), null);
                var clock = System.Diagnostics.Stopwatch.StartNew();
                Assert.True(cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(60)), "it was not told to stop");
                took = clock.Elapsed;
                throw new OperationCanceledException(cancellation);
            },
        };
        var refused = Assert.Throws<RefusedException>(() => Train(set, "model", endless));
        Assert.Contains("ended: suspended:", refused.Message, StringComparison.Ordinal);
        Assert.True(took < TimeSpan.FromSeconds(10), $"{took} on a busy machine");
        Assert.False(Directory.Exists(place.In("model")));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(place.In(".")), entry => Path.GetFileName(entry).StartsWith('.'));
        Assert.DoesNotContain(place.Session.Store.Acts(place.Session.Store.Head.Size), act => act.Statement is ModelTrained);
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
