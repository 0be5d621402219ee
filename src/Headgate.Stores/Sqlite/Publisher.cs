using System.Buffers;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>Publishes the log from the database as files: tiles, entry bundles and, last, the checkpoint (docs/ledger-format.md, Published log).</summary>
/// <param name="keys">All keys that the ledger was ever signed with.</param>
internal sealed class Publisher(LedgerFolder folder, SigningKey key, Func<IEnumerable<VerifierKey>> keys)
{
    /// <summary>Full tiles from which on the disk is flushed once, not file by file.</summary>
    private const int ManyTiles = 16;

    /// <summary>Brings the files up to the head of the database. Several processes may do so at once; none takes the log back.</summary>
    /// <param name="compare">Whether what is published already is compared with the database.</param>
    /// <exception cref="IOException">A file cannot be written. The database is not touched.</exception>
    /// <exception cref="LedgerDamageException">What is published is not what the database holds.</exception>
    /// <returns>How many statements are published.</returns>
    public long Publish(Database database, bool compare)
    {
        using var alone = folder.LockPublishing();
        var size = LedgerTables.Head(database).Size;
        var published = Published();
        if (published is not null)
        {
            if (published.Size > size)
                throw new LedgerDamageException(
                    $"the ledger in `{folder.Root}` has lost statements: {published.Size} were published, its database holds {size}; restore the database from a backup that has them");
            if (compare && LedgerTables.Tree(database, published.Size).Root() != published.Root)
                throw new LedgerDamageException($"the ledger in `{folder.Root}` was rewritten: its database does not hold what was published; run `headgate fsck`");
            if (compare) MendLast(database, published.Size);
            if (published.Size == size) return size;
        }
        WriteTiles(database, published?.Size ?? 0, size);
        var root = LedgerTables.Tree(database, size).Root();
        folder.Write(LedgerFolder.CheckpointName, Encoding.UTF8.GetBytes(new Checkpoint(key.Verifier.Name, size, root).Sign(key).ToString()));
        return size;
    }

    private Checkpoint? Published()
    {
        if (folder.Read(LedgerFolder.CheckpointName) is not { } note) return null;
        // a key that was changed has signed what was published before
        foreach (var signer in keys())
            if (Checkpoint.TryOpen(note, signer, out var checkpoint)) return checkpoint;
        return null;
    }

    /// <summary>Compares every published file with the database, and writes again what is not as it should be.</summary>
    /// <returns>The files that were written.</returns>
    public List<string> Mend(Database database)
    {
        Publish(database, compare: true);
        using var alone = folder.LockPublishing();
        var written = new List<string>();
        if (Published() is not { } published) return written;
        foreach (var tile in Tile.New(0, published.Size)) Mend(database, tile, written);
        return written;
    }

    /// <summary>Writes the last tile of level 0 again where it is not what was published: it alone is not waited for to reach the disk.</summary>
    private void MendLast(Database database, long size)
    {
        if (Tile.In(size, 0, size / Tile.FullWidth) is { } tile) Mend(database, tile, []);
    }

    private void Mend(Database database, Tile tile, List<string> written)
    {
        if (tile.Level > 0)
        {
            Compare(tile.Path, LedgerTables.Hashes(database, tile).Span[..(tile.Width * Digest.Size)]);
            return;
        }
        var bundle = new ArrayBufferWriter<byte>();
        Compare(tile.Path, LedgerTables.Leaves(database, tile, bundle));
        Compare(tile.EntriesPath, bundle.WrittenSpan);

        void Compare(string name, ReadOnlySpan<byte> bytes)
        {
            if (folder.Read(name) is { } there && bytes.SequenceEqual(there)) return;
            folder.Write(name, bytes, flush: true);
            written.Add(name);
        }
    }

    private void WriteTiles(Database database, long old, long size)
    {
        var many = size - old > ManyTiles * Tile.FullWidth;
        foreach (var tile in Tile.New(old, size))
        {
            var flush = !many && (tile.IsFull || tile.Level > 0);
            if (tile.Level > 0)
            {
                folder.Write(tile.Path, LedgerTables.Hashes(database, tile).Span[..(tile.Width * Digest.Size)], flush);
                continue;
            }
            var bundle = new ArrayBufferWriter<byte>(Tile.FullWidth * 100);
            folder.Write(tile.Path, LedgerTables.Leaves(database, tile, bundle), flush);
            folder.Write(tile.EntriesPath, bundle.WrittenSpan, flush);
        }
        if (many) folder.FlushAll();
        foreach (var tile in Tile.New(old, size).Where(tile => tile.IsFull))
        {
            folder.RemovePartial(tile.Path);
            if (tile.Level == 0) folder.RemovePartial(tile.EntriesPath);
        }
    }
}
