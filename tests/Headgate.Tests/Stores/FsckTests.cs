using Headgate.Stores;
using Xunit;

namespace Headgate.Tests.Stores;

public sealed class FsckTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromMicroseconds(1_758_196_800_000_000);

    private readonly LedgerFolders folders = new();

    public void Dispose() => folders.Dispose();

    [Theory]
    [InlineData("UPDATE statement SET body = CAST(replace(CAST(body AS TEXT), char(1), char(2)) AS BLOB) WHERE position = 5")]
    [InlineData("UPDATE statement SET body = NULL WHERE position = 5")]
    [InlineData("UPDATE statement SET body = NULL, subject = NULL WHERE position = 5")]
    [InlineData("UPDATE statement SET subject = NULL WHERE position = 5")]
    [InlineData("UPDATE statement SET subject = (SELECT number FROM subject WHERE id = 'm6') WHERE position = 5")]
    [InlineData("UPDATE statement SET effective_at = recorded_at - 1 WHERE position = 5")]
    [InlineData("UPDATE statement SET body = X'00' WHERE kind IS NOT NULL")]
    [InlineData("UPDATE subject SET secret = zeroblob(32) WHERE id = 'm5'")]
    [InlineData("UPDATE subject SET secret = zeroblob(31) WHERE id = 'm5'")]
    [InlineData("UPDATE subject SET id = 'eve' WHERE id = 'm5'")]
    [InlineData("DELETE FROM subject WHERE id = 'm5'")]
    [InlineData("INSERT INTO subject(id, secret) VALUES ('eve', zeroblob(32))")]
    [InlineData("INSERT INTO tombstone VALUES (zeroblob(32), 0, '{}')")]
    [InlineData("INSERT INTO tombstone VALUES (zeroblob(31), 0, '{}')")]
    [InlineData("UPDATE act SET body = CAST(replace(CAST(body AS TEXT), 'ICO', 'OCI') AS BLOB)")]
    [InlineData("DELETE FROM act")]
    [InlineData("UPDATE statement SET recorded_at = recorded_at - 1 WHERE position = 5")]
    [InlineData("UPDATE statement SET recorded_at = 9223372036854775807 WHERE position = 5")]
    [InlineData("UPDATE statement SET kind = 'policy' WHERE position = 5")]
    [InlineData("UPDATE statement SET digest = zeroblob(32) WHERE position = 5")]
    [InlineData("UPDATE statement SET digest = zeroblob(31) WHERE position = 5")]
    [InlineData("DELETE FROM statement WHERE position = 5")]
    [InlineData("UPDATE statement SET position = 9999 WHERE position = 299")]
    [InlineData("UPDATE tile SET hashes = zeroblob(32)")]
    [InlineData("DELETE FROM tile")]
    [InlineData("INSERT INTO tile VALUES (1, 7, zeroblob(32))")]
    [InlineData("UPDATE head SET size = size - 1")]
    [InlineData("UPDATE head SET size = size + 1")]
    [InlineData("UPDATE head SET last_recorded_at = last_recorded_at + 1")]
    [InlineData("UPDATE head SET key = 'nobody'")]
    [InlineData("DELETE FROM head")]
    [InlineData("DROP TABLE act")]
    public void a_database_that_was_changed_by_hand_does_not_pass(string sql)
    {
        Fill();
        Assert.Empty(Fsck.Check(folders.Current));
        folders.Sql(sql);
        Assert.NotEmpty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void every_single_flipped_byte_of_any_other_file_is_found()
    {
        using (var ledger = SqliteLedger.Create(folders.Next()))
        {
            ledger.Append([Objects("ada"), Objects("bob")], Noon);
            ledger.Erase(SubjectId.From("bob")!.Value, Noon);
        }
        string[] aside = ["ledger.db", "ledger.db-wal", "ledger.db-shm", "publish.lock"];
        foreach (var file in Directory.GetFiles(folders.Current, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folders.Current, file);
            if (aside.Contains(name)) continue;
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length; at++)
            {
                Flip(file, bytes, at);
                Assert.Contains(Fsck.Check(folders.Current), problem => problem.Path == name);
            }
            File.WriteAllBytes(file, bytes);
        }
        Assert.Empty(Fsck.Check(folders.Current));
    }

    [Fact]
    public void every_single_flipped_byte_of_the_log_in_the_database_is_found()
    {
        using (var ledger = SqliteLedger.Create(folders.Next()))
        {
            ledger.Append([Objects("ada"), new(new Suspended("train", ["GB"], ["uk"], null, null, null, "ICO", "letter")), Objects("bob")], Noon);
            ledger.Erase(SubjectId.From("bob")!.Value, Noon);
            ledger.Purge();
        }
        Assert.Empty(Fsck.Check(folders.Current));
        var file = folders.In("ledger.db");
        var bytes = File.ReadAllBytes(file);
        var (missed, content) = (new List<string>(), folders.Content());
        var tried = 0;
        foreach (var (table, page) in folders.Pages("head", "statement", "act", "subject", "tombstone", "tile"))
            foreach (var at in UsedBytes(bytes, (page - 1) * 4096))
            {
                Flip(file, bytes, at);
                tried++;
                // a few bytes have no meaning, such as the type of a column that is the number of its row
                if (Fsck.Check(folders.Current).Count == 0 && folders.Content() != content) missed.Add($"{table} {at % 4096}");
                foreach (var side in new[] { "-wal", "-shm" }) folders.Delete("ledger.db" + side);
            }
        Assert.Equal([], missed);
        Assert.True(tried > 700, $"{tried}");
    }

    [Fact]
    public void a_damaged_database_is_reported_and_never_throws()
    {
        Fill();
        var file = folders.In("ledger.db");
        var bytes = File.ReadAllBytes(file);
        var found = 0;
        for (var at = 0; at < bytes.Length; at += 997)
        {
            Flip(file, bytes, at);
            if (Fsck.Check(folders.Current).Count > 0) found++;
            foreach (var side in new[] { "-wal", "-shm" }) folders.Delete("ledger.db" + side);
        }
        Assert.True(found > 20, $"{found}: the rest lay in pages that hold nothing");
    }

    [Fact]
    public void a_database_cut_in_half_or_overwritten_or_gone_is_reported()
    {
        Fill();
        var file = folders.In("ledger.db");
        File.WriteAllBytes(file, File.ReadAllBytes(file).AsSpan(0, (int)new FileInfo(file).Length / 2));
        Assert.NotEmpty(Fsck.Check(folders.Current));
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("no database at all ", 1000)));
        Assert.NotEmpty(Fsck.Check(folders.Current));
        Assert.Throws<LedgerDamageException>(() => SqliteLedger.Open(folders.Current));
        File.Delete(file);
        Assert.NotEmpty(Fsck.Check(folders.Current));
        Assert.NotEmpty(Fsck.Check(folders.In("nowhere")));
    }

    [Fact]
    public void a_public_act_that_was_changed_is_noticed_when_it_is_read()
    {
        Fill();
        folders.Sql("UPDATE act SET body = CAST(replace(CAST(body AS TEXT), 'GB', 'FR') AS BLOB)");
        using var ledger = SqliteLedger.Open(folders.Current);
        Assert.Throws<LedgerDamageException>(() => ledger.Acts(long.MaxValue));
    }

    [Fact]
    public void a_file_that_belongs_to_no_tree_does_not_pass()
    {
        Fill();
        File.WriteAllBytes(folders.In("tile/0/002"), new byte[8192]);
        Assert.Equal("tile/0/002", Assert.Single(Fsck.Check(folders.Current)).Path);
    }

    private void Fill()
    {
        using var ledger = SqliteLedger.Create(folders.Next());
        ledger.Append(Enumerable.Range(0, 299).Select(i => new NewStatement(new ChoiceMade(SubjectId.From($"m{i}")!.Value, "train", Choice.Objected, null))), Noon);
        ledger.Append([new(new Suspended("train", ["GB"], ["uk"], null, null, null, "ICO", "letter"))], Noon);
    }

    /// <summary>The header, the pointers and the cells of a leaf page (SQLite's file format, B-tree pages).</summary>
    private static IEnumerable<int> UsedBytes(byte[] bytes, int page)
    {
        var (cells, content) = ((bytes[page + 3] << 8) | bytes[page + 4], (bytes[page + 5] << 8) | bytes[page + 6]);
        return Enumerable.Range(page, 8 + 2 * cells).Concat(Enumerable.Range(page + content, 4096 - content));
    }

    private static NewStatement Objects(string subject) => new(new ChoiceMade(SubjectId.From(subject)!.Value, "train", Choice.Objected, null));

    private static void Flip(string file, byte[] bytes, int at)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[at] ^= (byte)(1 << (at % 8));
        File.WriteAllBytes(file, flipped);
    }
}
