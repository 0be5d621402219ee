using Xunit;

namespace Headgate.EndToEnd;

/// <summary>An import is recorded batch by batch, each at once or not at all, and each row once.</summary>
public sealed class InterruptedImportTests : IDisposable
{
    private const int Rows = 100_000;

    private readonly Place place = new();
    private readonly string log;

    public InterruptedImportTests()
    {
        place.WriteRows("members.jsonl", Enumerable.Range(0, Rows).Select(i => new { subject = $"person-{i}", regions = "GB", status = "active" }));
        place.Do("init");
        log = place.In(Place.Ledger, "ledger.db-wal");
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void an_interrupted_import_says_so_and_records_nothing()
    {
        Processes.AreInterruptible();
        using (var run = place.Begin("members", "members.jsonl"))
        {
            // The ledger is open: from now on rows are read.
            Processes.Until(() => File.Exists(log), run);
            Processes.Signal("INT", run.Id);
            Assert.Equal(new Ran(130, "", "error: interrupted: nothing was written\n"), run.Wait());
        }
        Assert.Equal(0, Next());
    }

    [Fact]
    public void an_import_that_is_killed_while_it_writes_is_gone_on_with_and_records_each_row_once()
    {
        Processes.AreSeen();
        using (var run = place.Begin("members", "members.jsonl"))
        {
            Processes.Until(() => File.Exists(log) && new FileInfo(log).Length > 1_000_000, run);
            Assert.False(run.HasEnded);
            run.Kill();
            run.Wait();
        }
        Next();
        var repeated = place.Do("members", "members.jsonl");
        Assert.True(repeated.GetProperty("already_recorded").GetBoolean());
        Assert.Equal(0, repeated.GetProperty("recorded").GetInt32());
    }

    /// <summary>How much had been recorded when the file is given again, which records the rest.</summary>
    private int Next()
    {
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
        var next = place.Do("members", "members.jsonl");
        var before = next.GetProperty("recorded_before").GetInt32();
        Assert.Equal(Rows, before + next.GetProperty("recorded").GetInt32());
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
        return before;
    }
}
