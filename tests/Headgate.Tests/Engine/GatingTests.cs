using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>A gate run as a whole: what may happen while it runs, and what it leaves.</summary>
public sealed class GatingTests : IDisposable
{
    private readonly Workplace place = new();
    private readonly string posts;
    private int starts;

    public GatingTests()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo", "DE"));
        posts = place.Write("posts.jsonl", Workplace.Post("a", "ann"), Workplace.Post("b", "bo"));
    }

    public void Dispose() => place.Dispose();

    public static TheoryData<string> Interruptions => ["suspension", "policy"];

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void a_suspension_or_policy_that_comes_in_between_makes_the_gate_start_over(string what)
    {
        var outcome = place.Gate([posts], "out", work: Meanwhile(what));
        Assert.Equal(2, starts);
        Assert.Equal(what == "suspension" ? ["suspended:3", "granted:interest"] : ["no-grant", "no-grant"], place.Reasons(outcome));
        Assert.Equal(4, outcome.Manifest.Ledger.Size);
        Assert.False(outcome.Manifest.Replay);
        Assert.Equal(5, place.Session.Store.Head.Size);
    }

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void a_replay_does_not_look_at_what_came_in_between(string what)
    {
        var outcome = place.Gate([posts], "out", asOf: 3, work: Meanwhile(what));
        Assert.Equal(1, starts);
        Assert.Equal(["granted:interest", "granted:interest"], place.Reasons(outcome));
        Assert.True(outcome.Manifest.Replay);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void an_erasure_that_comes_in_between_makes_every_run_start_over_a_replay_too(bool replay)
    {
        place.Session.Store.Erase(SubjectId.From("nobody")!.Value, place.Session.Now);
        var outcome = place.Gate([posts], "out", asOf: replay ? 3 : null, work: Meanwhile("erasure"));
        Assert.Equal(2, starts);
        Assert.Equal(["granted:interest", "unknown-subject"], place.Reasons(outcome));
        Assert.Equal(replay ? 3 : 4, outcome.Manifest.Ledger.Size);
        // what was erased before it began does not overtake it, though it stands behind its position
        Assert.Equal(["granted:interest", "unknown-subject"], place.Reasons(place.Gate([posts], "again", asOf: 3, work: Meanwhile("nothing"))));
        Assert.Equal(3, starts);
    }

    [Fact]
    public void a_choice_that_comes_in_between_does_not_make_the_gate_start_over()
    {
        var outcome = place.Gate([posts], "out", work: Meanwhile("choice"));
        Assert.Equal(1, starts);
        Assert.Equal(3, outcome.Manifest.Ledger.Size);
        Assert.Equal(["objected", "granted:interest"], place.Reasons(place.Gate([posts], "next")));
    }

    [Fact]
    public void a_ledger_that_never_settles_ends_the_run_in_a_refusal()
    {
        Assert.Throws<RefusedException>(() => place.Gate([posts], "out", work: (folder, report, cancellation) =>
        {
            place.Record(place.Session.Now, new NewStatement(new Suspended(Workplace.Purpose, ["GB"], ["GB"], null, null, null, "a", "")));
            return GateWorker.Run(folder, report, cancellation);
        }));
        NothingIsLeft();
    }

    [Fact]
    public void of_two_runs_for_one_place_the_later_is_told_and_nothing_of_it_is_recorded()
    {
        var size = place.Session.Store.Head.Size;
        var refused = Assert.Throws<BadInputException>(() => place.Gate([posts], "out", work: (folder, report, cancellation) =>
        {
            var result = GateWorker.Run(folder, report, cancellation);
            Directory.CreateDirectory(place.In("out"));
            File.WriteAllText(place.In("out/manifest.dsse.json"), "of another run");
            return result;
        }));
        Assert.Equal($"`{place.In("out")}` is there already", refused.Message);
        Assert.Equal(size, place.Session.Store.Head.Size);
        Assert.Equal("of another run", File.ReadAllText(place.In("out/manifest.dsse.json")));
        Directory.Delete(place.In("out"), recursive: true);
        NothingIsLeft();
    }

    [Fact]
    public void a_place_that_is_taken_is_refused_before_anything_is_read()
    {
        File.WriteAllText(place.In("file"), "mine");
        Directory.CreateDirectory(place.In("folder"));
        File.WriteAllText(Path.Combine(place.In("folder"), "note"), "mine");
        foreach (var name in (string[])["file", "folder"])
            Assert.Equal($"`{place.In(name)}` is there already", Assert.Throws<BadInputException>(() => place.Gate([posts], name, work: Meanwhile("nothing"))).Message);
        Assert.Equal(0, starts);
        Assert.Equal("mine", File.ReadAllText(place.In("file")));
        Assert.Equal(["note"], Directory.EnumerateFileSystemEntries(place.In("folder")).Select(Path.GetFileName));
        Directory.CreateDirectory(place.In("empty"));
        Assert.Equal(2, place.Gate([posts], "empty").Manifest.Counts.Kept);
        Assert.Throws<BadInputException>(() => place.Gate([posts], "empty"));
    }

    [Fact]
    public void an_interrupted_run_leaves_nothing_whatever_it_was_at()
    {
        // What takes its time is said more than once.
        var steps = new HashSet<string>(StringComparer.Ordinal);
        place.Gate([posts], "whole", work: (folder, report, cancellation) => GateWorker.Run(folder, progress => steps.Add(progress.Doing), cancellation));
        Assert.True(steps.Count >= 5, string.Join(", ", steps));
        var size = place.Session.Store.Head.Size;
        foreach (var step in steps)
        {
            using var interrupt = new CancellationTokenSource();
            var gating = new Gating(
                place.Session, new([posts], [], null, Workplace.Purpose, place.In("out"), null, null, OutputFormat.Parquet, false, false, MemorySize.Megabytes(1000), 2, place.In("temp")), GateWorker.Run);
            Assert.Throws<OperationCanceledException>(() => gating.Run(
                progress =>
                {
                    if (progress.Doing == step) interrupt.Cancel();
                },
                interrupt.Token));
            NothingIsLeft();
            Assert.Equal(size, place.Session.Store.Head.Size);
        }
        place.Gate([posts], "out");
    }

    [Fact]
    public void a_fault_of_the_worker_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => place.Gate([posts], "out", work: (_, _, _) => throw new InvalidOperationException("broken")));
        NothingIsLeft();
        Assert.Equal(3, place.Session.Store.Head.Size);
    }

    [Fact]
    public void what_a_killed_run_left_is_removed_by_the_next_and_what_a_running_one_holds_is_not()
    {
        var gone = Directory.CreateDirectory(place.In(".out.2147483646.partial")).FullName;
        File.WriteAllText(Path.Combine(gone, "eligible"), "half");
        var held = Directory.CreateDirectory(place.In($".out.{Environment.ProcessId}1.partial")).FullName;
        var mine = Directory.CreateDirectory(place.In(".out.1.partial")).FullName;
        place.Gate([posts], "out");
        Assert.False(Directory.Exists(gone));
        Assert.False(Directory.Exists(held), "no such process is alive");
        Assert.Equal(OperatingSystem.IsLinux(), Directory.Exists(mine));
    }

    [Fact]
    public void a_purpose_that_the_policy_does_not_name_is_a_usage_error()
    {
        Assert.Throws<UnknownPurposeException>(() => place.Gate([posts], "out", purpose: "train-generativ-ai"));
        NothingIsLeft();
    }

    [Fact]
    public void without_a_policy_everything_is_denied()
    {
        var outcome = place.Gate([posts], "out", asOf: 0);
        Assert.Equal(["no-policy", "no-policy"], place.Reasons(outcome));
        Assert.Null(outcome.Manifest.Policy);
    }

    [Fact]
    public void a_position_that_the_ledger_has_not_reached_is_refused() => Assert.Throws<BadInputException>(() => place.Gate([posts], "out", asOf: 4));

    private Func<string, Action<GateProgress>, CancellationToken, GateResult> Meanwhile(string what) => (folder, report, cancellation) =>
    {
        var result = GateWorker.Run(folder, report, cancellation);
        if (starts++ > 0) return result;
        if (what == "suspension") place.Record(place.Session.Now, new NewStatement(new Suspended(Workplace.Purpose, ["US"], ["US"], null, null, null, "ICO", "")));
        if (what == "policy") place.Publish(Workplace.Policy.Replace("version: 1", "version: 2", StringComparison.Ordinal).Replace("visibility: public", "visibility: private", StringComparison.Ordinal), "2025-12-01");
        if (what == "choice") place.Record(place.Session.Now, Workplace.Chose("ann", Choice.Objected, "2025-11-30"));
        if (what == "erasure") place.Session.Store.Erase(SubjectId.From("bo")!.Value, place.Session.Now);
        return result;
    };

    private void NothingIsLeft()
    {
        Assert.False(Directory.Exists(place.In("out")));
        Assert.Empty(place.LeftOvers());
    }
}
