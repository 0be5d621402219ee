using System.Text;
using Headgate.Ledger;
using Headgate.Stores;
using Xunit;

namespace Headgate.Tests.Stores;

public sealed class SqliteLedgerTests : LedgerStoreContract, IDisposable
{
    private static readonly string[] Bundles = ["000", "001", "002.p/89"];

    private readonly LedgerFolders folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void a_folder_without_a_ledger_says_what_to_do()
    {
        var refusal = Assert.Throws<LedgerRefusalException>(Again);
        Assert.Equal($"no ledger in `{folders.Current}`: run `headgate init` first", refusal.Message);
    }

    [Fact]
    public void a_second_ledger_is_not_made_over_the_first()
    {
        using (Empty())
            Assert.Throws<LedgerRefusalException>(() => SqliteLedger.Create(folders.Current));
        Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void making_a_ledger_goes_on_where_it_was_cut_off()
    {
        Empty().Dispose();
        var key = folders.In("key");
        folders.Next();
        File.Move(key, folders.In("key"));
        File.WriteAllBytes(folders.In("ledger.db"), []);
        Assert.Throws<LedgerRefusalException>(Again);
        using (SqliteLedger.Create(folders.Current)) Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void the_private_key_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix file modes");
        if (OperatingSystem.IsWindows()) return;
        using (var ledger = Empty()) Assert.StartsWith("headgate/", ledger.Key.Name, StringComparison.Ordinal);
        var key = folders.In("key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.GroupRead);
        Assert.Equal($"the private key `{key}` can be read by others: run `chmod 600 {key}`", Assert.Throws<LedgerRefusalException>(Again).Message);
        Assert.Equal("key", Assert.Single(Fsck.Check(folders.Current)).Path);
    }

    [Fact]
    public void the_key_of_another_ledger_is_refused()
    {
        Empty().Dispose();
        var other = folders.In("key");
        Empty().Dispose();
        File.Copy(other, folders.In("key"), overwrite: true);
        Assert.Throws<LedgerRefusalException>(Again);
        Assert.Equal("key", Assert.Single(Fsck.Check(folders.Current)).Path);
    }

    [Fact]
    public void a_ledger_of_a_later_version_is_refused()
    {
        Empty().Dispose();
        folders.Sql("PRAGMA user_version = 99");
        Assert.Contains("later version", Assert.Throws<LedgerRefusalException>(Again).Message, StringComparison.Ordinal);
        Assert.NotEmpty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void the_published_log_is_what_the_standard_says()
    {
        using (var ledger = Empty())
        {
            ledger.Append(Enumerable.Range(0, 600).Select(i => Objects(SubjectId.From($"m{i}")!.Value)), Noon);
            ledger.Append([Objects(Ada)], Noon);
            Assert.True(Checkpoint.TryOpen(folders.Read("checkpoint"), ledger.Key, out var checkpoint));
            Assert.Equal(601, checkpoint.Size);
            var tree = new TileTree(601, tile => folders.Read(tile.Path));
            Assert.Equal(checkpoint.Root, tree.Root());
            var entries = Bundles.SelectMany(name => Unbundle(folders.Read($"tile/entries/{name}"))).ToList();
            Assert.Equal(ledger.Entries(0, 601).Select(entry => entry.ToString()), entries);
            Assert.True(MerkleProof.Includes(MerkleTree.Leaf(Encoding.ASCII.GetBytes(entries[300])), 300, 601, tree.Inclusion(300), checkpoint.Root));
            Assert.Equal($"{ledger.Key}\n", Encoding.UTF8.GetString(folders.Read("ledger.vkey")));
        }
        Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void partial_tiles_go_when_the_full_one_is_there()
    {
        using var ledger = Empty();
        for (var i = 0; i < 3; i++) ledger.Append(Enumerable.Range(0, 100).Select(_ => Objects(Ada)), Noon);
        Assert.False(Directory.Exists(folders.In("tile/0/000.p")));
        Assert.False(Directory.Exists(folders.In("tile/entries/000.p")));
        Assert.True(File.Exists(folders.In("tile/0/001.p/44")));
        Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void a_process_that_ends_between_recording_and_publishing_loses_nothing()
    {
        for (var size = 1; size < 600; size += 97)
        {
            using (var ledger = Empty())
            {
                ledger.Append(Enumerable.Range(0, size).Select(_ => Objects(Ada)), Noon);
                folders.KeepPublished();
                ledger.Append(Enumerable.Range(0, 200).Select(_ => Objects(Bob)), Noon);
            }
            folders.RestorePublished();
            Assert.Empty(Fsck.Check(folders.Current));
            using (var ledger = Again()) Assert.Equal(size + 200, ledger.Head.Size);
            Assert.True(Checkpoint.TryParse(Encoding.UTF8.GetString(folders.Read("checkpoint")).Split("\n\n")[0] + "\n", out var checkpoint));
            Assert.Equal(size + 200, checkpoint.Size);
            Assert.Empty(Fsck.Check(folders.Current));
        }
    }

    [Fact]
    public void a_publication_that_ends_half_way_passes_and_is_finished_on_opening()
    {
        using (var ledger = Empty())
        {
            ledger.Append(Enumerable.Range(0, 100).Select(_ => Objects(Ada)), Noon);
            folders.KeepPublished();
            ledger.Append(Enumerable.Range(0, 500).Select(_ => Objects(Bob)), Noon);
        }
        var full = folders.Read("tile/0/000");
        folders.RestorePublished();
        File.WriteAllBytes(folders.In("tile/0/000"), full);
        File.WriteAllBytes(folders.In("tile/0/001.new"), full);
        Assert.Empty(Fsck.Check(folders.Current));
        using (Again()) Assert.Empty(Fsck.Check(folders.Current));
        Assert.Equal(600 - 512, new DirectoryInfo(folders.In("tile/0/002.p")).GetFiles().Select(file => int.Parse(file.Name, null)).Single());
    }

    [Fact]
    public void a_stream_of_many_statements_is_one_batch()
    {
        var told = new List<long>();
        using (var ledger = Empty())
        {
            var many = Enumerable.Range(0, 70_000).Select(i => i == 40_000 ? new(Pause) : Objects(SubjectId.From($"m{i * 7919 % 50_021}")!.Value));
            Assert.Equal(new(0, 70_000, Noon), ledger.Append(many, Noon, progress: new Told(told)));
            Assert.Equal(69_999, ledger.BySubject(long.MaxValue).Sum(subject => subject.Statements.Count));
        }
        Assert.Equal([65_536, 70_000], told);
        Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public async Task a_ledger_in_use_passes()
    {
        using var ledger = Empty();
        ledger.Append(Enumerable.Range(0, 250).Select(_ => Objects(Ada)), Noon);
        var appending = Task.Run(
            () =>
            {
                for (var i = 0; i < 40; i++) ledger.Append([Objects(Bob)], Noon);
            },
            TestContext.Current.CancellationToken);
        while (!appending.IsCompleted) Assert.Empty(Fsck.Check(folders.Current));
        await appending;
    }

    [Fact]
    public void the_last_tile_that_did_not_reach_the_disk_is_mended_on_opening()
    {
        using (var ledger = Empty()) ledger.Append(Enumerable.Range(0, 300).Select(_ => Objects(Ada)), Noon);
        File.WriteAllBytes(folders.In("tile/0/001.p/44"), []);
        folders.Delete("tile/entries/001.p/44");
        Assert.Equal(2, Fsck.Check(folders.Current).Count);
        using (Again()) Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void what_is_published_can_be_made_again_from_the_database()
    {
        using (var ledger = Empty()) ledger.Append(Enumerable.Range(0, 700).Select(_ => Objects(Ada)), Noon);
        foreach (var name in new[] { "checkpoint", "tile", "ledger.vkey" }) folders.Delete(name);
        Assert.NotEmpty(Fsck.Check(folders.Current));
        using (Again()) Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void a_disk_that_takes_no_files_does_not_undo_what_was_recorded()
    {
        using (var ledger = (SqliteLedger)Empty())
        {
            Directory.CreateDirectory(folders.In("checkpoint.new"));
            ledger.Append([Objects(Ada)], Noon);
            Assert.NotNull(ledger.NotPublished);
            Assert.Equal(1, ledger.Head.Size);
            folders.Delete("checkpoint.new");
            ledger.Append([Objects(Ada)], Noon);
            Assert.Null(ledger.NotPublished);
        }
        Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void a_ledger_that_was_taken_back_behind_its_checkpoint_is_not_opened()
    {
        using (var ledger = Empty()) ledger.Append([Objects(Ada)], Noon);
        var old = folders.Read("ledger.db");
        using (var ledger = Again()) ledger.Append([Objects(Ada)], Noon);
        foreach (var name in new[] { "ledger.db-wal", "ledger.db-shm" }) folders.Delete(name);
        File.WriteAllBytes(folders.In("ledger.db"), old);
        Assert.Contains("lost statements", Assert.Throws<LedgerDamageException>(Again).Message, StringComparison.Ordinal);
        Assert.Contains("statements were lost", string.Join('\n', Fsck.Check(folders.Current)), StringComparison.Ordinal);
    }

    [Fact]
    public void a_backup_that_is_restored_beside_newer_erasures_forgets_again_whoever_was_erased_since()
    {
        using var backup = new TempFolder();
        var (cyd, eve) = (SubjectId.From("cyd-4711")!.Value, SubjectId.From("eve-4711")!.Value);
        using (var ledger = Empty())
        {
            ledger.Append([Objects(Ada), Objects(Bob), Objects(cyd), Objects(eve)], Noon);
            ledger.Erase(Ada, Noon);
            LedgerFolders.CopyAll(folders.Current, backup.Path);
            ledger.Erase(cyd, Noon + TimeSpan.FromHours(1));
            ledger.Append([Objects(Bob)], Noon + TimeSpan.FromHours(2));
            ledger.Erase(eve, Noon + TimeSpan.FromHours(3));
        }
        var erasures = folders.Read("erasures");
        foreach (var left in Directory.GetFileSystemEntries(folders.Current)) folders.Delete(Path.GetFileName(left));
        LedgerFolders.CopyAll(backup.Path, folders.Current);
        File.WriteAllBytes(folders.In("erasures"), erasures);
        Assert.Contains("has not carried out an erasure", Assert.Single(Fsck.Check(folders.Current)).Problem, StringComparison.Ordinal);
        for (var opening = 0; opening < 2; opening++)
        {
            using var ledger = Again();
            Assert.Equal([Bob], ledger.BySubject(long.MaxValue).Select(subject => subject.Subject));
            Assert.Equal([new Erased(1), new Erased(2)], ledger.Acts(long.MaxValue).Select(act => act.Statement));
            ledger.Purge();
        }
        Assert.Empty(Fsck.Check(folders.Current));
        Assert.Equal(erasures, folders.Read("erasures"));
        Assert.All(Directory.GetFiles(folders.Current, "*", SearchOption.AllDirectories), file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("-4711"u8)));
        using (var ledger = Again())
        {
            ledger.Append([new(new MemberDescribed(cyd, null, "declared", null, SubjectStatus.Active))], Noon + TimeSpan.FromDays(1));
            Assert.Equal(Choice.Objected, Assert.Single(StandingFold.At(ledger.Of(cyd, long.MaxValue), Instant.MaxValue)!.Choices).Choice);
        }
    }

    [Fact]
    public async Task whoever_reads_for_long_keeps_nobody_from_appending_and_the_log_of_sqlite_is_bounded_again_afterwards()
    {
        Empty().Dispose();
        using var ledger = SqliteLedger.Open(new LedgerFolder(folders.Current) { MostLogPages = 64 });
        await ledger.AppendAsync([Objects(Ada), Objects(Bob)], Noon);
        using (var reading = ledger.Statements(0, 2).GetEnumerator())
        {
            Assert.True(reading.MoveNext());
            await Append(100).WaitAsync(TimeSpan.FromSeconds(25), TestContext.Current.CancellationToken);
            Assert.True(reading.MoveNext());
        }
        await Append(20);
        // whoever moves the log may keep the writer from beginning it anew once or twice
        var stretches = 0;
        while (await Growth(300) > 0) Assert.True(++stretches < 20, "the log grows for ever");

        async Task<long> Growth(int times)
        {
            var log = new FileInfo(folders.In("ledger.db-wal")).Length;
            await Append(times);
            return new FileInfo(folders.In("ledger.db-wal")).Length - log;
        }

        async Task Append(int times)
        {
            for (var i = 0; i < times; i++) await ledger.AppendAsync([Objects(SubjectId.From($"m{i * 7919 % 1009}")!.Value)], Noon);
        }
    }

    protected override ILedgerStore Empty() => SqliteLedger.Create(folders.Next());

    protected override ILedgerStore Again() => SqliteLedger.Open(folders.Current);

    private sealed class Told(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }

    private static IEnumerable<string> Unbundle(byte[] bundle)
    {
        for (var at = 0; at < bundle.Length;)
        {
            var length = (bundle[at] << 8) | bundle[at + 1];
            yield return Encoding.ASCII.GetString(bundle, at + 2, length);
            at += 2 + length;
        }
    }
}
