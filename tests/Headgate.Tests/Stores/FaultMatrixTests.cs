using Headgate.Ledger;
using Headgate.Stores;
using Xunit;

namespace Headgate.Tests.Stores;

/// <summary>Every step that writes fails, or fails once it is done, or is the last before the process is killed; then the same is tried again, or something else. What was acknowledged is there, and fsck passes.</summary>
public sealed class FaultMatrixTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromMicroseconds(1_758_196_800_000_000);
    private static readonly Suspended Pause = new("train", ["GB"], ["uk"], null, null, null, "ICO", "letter");
    private static readonly SubjectId Bob = SubjectId.From("bob")!.Value;
    private static readonly Digest File = Digest.Of("a file"u8);

    /// <summary>What is done to a ledger, and what must be true once it was acknowledged.</summary>
    private static readonly Dictionary<string, (Action<SqliteLedger> Do, Action<SqliteLedger> Holds)> Acts = new()
    {
        ["append"] = (ledger => ledger.Append(_ => [Objects("ada"), new(Pause)], Noon), ledger =>
        {
            Assert.NotEmpty(ledger.Of(SubjectId.From("ada")!.Value, long.MaxValue));
            Assert.NotEmpty(ledger.Acts(long.MaxValue));
        }
        ),
        ["append together"] = (ledger => ledger.Append([Objects("cyd"), Objects("dee")], Noon, null, new(File, 2, 0, 2, 0, Noon, true)), ledger =>
        {
            Assert.NotEmpty(ledger.Of(SubjectId.From("dee")!.Value, long.MaxValue));
            Assert.True(ledger.ImportOf(File)!.IsComplete);
        }
        ),
        ["erase"] = (ledger => ledger.Erase(Bob, Noon), ledger => Assert.Empty(ledger.Of(Bob, long.MaxValue))),
        ["change the key"] = (ledger => ledger.ChangeKey(Noon), ledger => Assert.True(ledger.Keys.Count > 1)),
        ["purge"] = (ledger => ledger.Purge(), _ => { }
        ),
    };

    /// <summary>What fails here is a process, not the machine: nothing needs to be waited for to reach the disk.</summary>
    private const string NoWaiting = "PRAGMA synchronous = OFF";

    private readonly TempFolder folder = new();
    private int runs;

    public FaultMatrixTests()
    {
        using var ledger = SqliteLedger.Create(folder.In("first"));
        ledger.Append([.. Enumerable.Range(0, 253).Select(i => Objects($"m{i}")), Objects("bob")], Noon);
    }

    public static TheoryData<string> Names => [.. Acts.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void whatever_step_fails_what_was_acknowledged_is_there_and_fsck_passes(string name)
    {
        var steps = Steps(name);
        Assert.True(steps > 0);
        for (var target = 0; target < steps; target++)
            foreach (var afterwards in new[] { false, true })
                foreach (var again in new[] { true, false })
                    Fail(name, target, afterwards, again);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void wherever_the_process_is_killed_what_was_acknowledged_is_there_and_fsck_passes(string name)
    {
        var steps = Steps(name);
        for (var target = 0; target < steps; target++)
            foreach (var afterwards in new[] { false, true })
            {
                var (place, copy) = (Fresh(), folder.In($"killed{runs}"));
                var step = int.MinValue;
                using (var ledger = SqliteLedger.Open(new LedgerFolder(place)
                {
                    Step = (what, done) =>
                    {
                        if (!done) step++;
                        if (step == target && done == afterwards && !Directory.Exists(copy)) LedgerFolders.CopyAll(place, copy);
                    },
                }))
                {
                    ledger.Database.Run(NoWaiting);
                    step = -1;
                    Acts[name].Do(ledger);
                }
                using (var ledger = SqliteLedger.Open(copy))
                {
                    Assert.Equal(254, Math.Min(254, ledger.Head.Size));
                    Acts[name].Do(ledger);
                    Acts[name].Holds(ledger);
                }
                Holds(copy, $"{name}: killed at step {target}");
            }
    }

    [Fact]
    public void a_full_disk_refuses_and_loses_nothing()
    {
        var place = Fresh();
        using (var ledger = SqliteLedger.Open(place))
        {
            ledger.Database.Run($"PRAGMA max_page_count = {ledger.Database.Number("PRAGMA page_count") + 4}");
            var size = ledger.Head.Size;
            var refusal = Assert.Throws<LedgerRefusalException>(() => ledger.Append(Enumerable.Range(0, 5_000).Select(i => Objects($"n{i}")), Noon));
            Assert.Contains("is full: nothing was recorded", refusal.Message, StringComparison.Ordinal);
            Assert.Throws<LedgerRefusalException>(() => ledger.Append([.. Enumerable.Range(0, 5_000).Select(i => Objects($"n{i}"))], Noon));
            Assert.Equal(size, ledger.Head.Size);
            ledger.Database.Run("PRAGMA max_page_count = 1000000");
            ledger.Append([Objects("ada")], Noon);
            Assert.Equal(size + 1, ledger.Head.Size);
        }
        Holds(place, "full disk");
    }

    [Fact]
    public void a_clock_that_goes_back_and_forth_leaves_times_that_never_go_back()
    {
        var place = Fresh();
        var random = new Random(7);
        using (var ledger = SqliteLedger.Open(place))
            for (var i = 0; i < 40; i++)
            {
                var now = Noon + TimeSpan.FromHours(random.Next(-50, 50));
                if (i % 8 == 5) ledger.Erase(SubjectId.From($"m{i}")!.Value, now);
                else ledger.Append([Objects($"n{i}")], now);
            }
        using (var ledger = SqliteLedger.Open(place))
        {
            var times = ledger.Entries(0, ledger.Head.Size).Select(entry => entry.RecordedAt).ToList();
            Assert.Equal(times.Order(), times);
        }
        Holds(place, "clock");
    }

    [Fact]
    public void a_torn_tile_is_found_and_mended()
    {
        var place = Fresh();
        using (var ledger = SqliteLedger.Open(place)) ledger.Append([.. Enumerable.Range(0, 300).Select(i => Objects($"n{i}"))], Noon);
        foreach (var name in new[] { "tile/0/000", "tile/entries/001", "tile/1/000.p/2", "tile/0/002.p/42" })
        {
            var file = Path.Combine(place, name);
            var bytes = System.IO.File.ReadAllBytes(file);
            System.IO.File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
            Assert.Contains(Fsck.Check(place), problem => problem.Path == name && problem.Problem.Contains("--mend", StringComparison.Ordinal));
            using (var ledger = SqliteLedger.Open(place)) ledger.Mend();
            Assert.Equal(bytes, System.IO.File.ReadAllBytes(file));
            Holds(place, name);
        }
    }

    [Fact]
    public void a_log_of_sqlite_that_was_cut_off_loses_only_what_was_not_acknowledged_or_is_found()
    {
        var (place, copy) = (Fresh(), folder.In("cut"));
        using (var ledger = SqliteLedger.Open(place))
        {
            ledger.Append([Objects("ada")], Noon);
            LedgerFolders.CopyAll(place, copy);
            ledger.Append([Objects("eve")], Noon);
            // what a process leaves that is killed while it writes the next transaction: part of it, after all that was committed
            var (log, later) = (Path.Combine(copy, "ledger.db-wal"), System.IO.File.ReadAllBytes(Path.Combine(place, "ledger.db-wal")));
            var length = (int)new FileInfo(log).Length;
            var database = System.IO.File.ReadAllBytes(Path.Combine(copy, "ledger.db"));
            for (var more = 0; more < 4096 + 24; more += 911)
            {
                Leave(later[..Math.Min(later.Length, length + more)]);
                Assert.Empty(Fsck.Check(copy));
            }
            // what nobody can leave but a disk that lied: acknowledged statements are gone
            Leave(later[..(length / 3)]);
            Assert.Contains(Fsck.Check(copy), problem => problem.Problem.Contains("statements were lost", StringComparison.Ordinal));
            Assert.Throws<LedgerDamageException>(() => SqliteLedger.Open(copy));

            // whoever closes a database moves its log into it
            void Leave(byte[] bytes)
            {
                System.IO.File.WriteAllBytes(Path.Combine(copy, "ledger.db"), database);
                System.IO.File.WriteAllBytes(log, bytes);
                System.IO.File.Delete(Path.Combine(copy, "ledger.db-shm"));
            }
        }
    }

    private static NewStatement Objects(string subject) => new(new ChoiceMade(SubjectId.From(subject)!.Value, "train", Choice.Objected, null));

    private void Fail(string name, int target, bool afterwards, bool again)
    {
        var place = Fresh();
        var (step, failed) = (int.MinValue, false);
        var label = $"{name}: step {target} {(afterwards ? "failed once it was done" : "failed")}, then {(again ? "the same" : "something else")}";
        using (var ledger = SqliteLedger.Open(new LedgerFolder(place)
        {
            Step = (what, done) =>
            {
                if (!done) step++;
                if (failed || step != target || done != afterwards) return;
                failed = true;
                label += $" ({what})";
                throw new IOException("made to fail");
            },
        }))
        {
            ledger.Database.Run(NoWaiting);
            step = -1;
            var acknowledged = Try(() => Acts[name].Do(ledger));
            if (again && !acknowledged)
            {
                Acts[name].Do(ledger);
                acknowledged = true;
            }
            ledger.Append([Objects("zoe")], Noon);
            if (acknowledged) Acts[name].Holds(ledger);
        }
        using (var ledger = SqliteLedger.Open(place)) Assert.Single(ledger.Of(SubjectId.From("zoe")!.Value, long.MaxValue));
        Holds(place, label);
    }

    private static bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>How many steps an act takes.</summary>
    private int Steps(string name)
    {
        var steps = 0;
        using var ledger = SqliteLedger.Open(new LedgerFolder(Fresh()) { Step = (_, done) => steps += done ? 0 : 1 });
        ledger.Database.Run(NoWaiting);
        steps = 0;
        Acts[name].Do(ledger);
        return steps;
    }

    private string Fresh()
    {
        var place = folder.In($"run{++runs}");
        LedgerFolders.CopyAll(folder.In("first"), place);
        return place;
    }

    private static void Holds(string place, string label) => Assert.True(Fsck.Check(place) is { Count: 0 } or [], $"{label}: {string.Join("; ", Fsck.Check(place))}");
}
