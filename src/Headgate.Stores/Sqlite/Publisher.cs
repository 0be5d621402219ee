using System.Buffers.Binary;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>Publishes the log from the database as files: tiles, entry bundles and, last, the checkpoint (docs/ledger-format.md, Published log).</summary>
internal sealed class Publisher(LedgerFolder folder, SigningKey key)
{
    /// <summary>Full tiles from which on the disk is flushed once, not file by file.</summary>
    private const int ManyTiles = 16;

    /// <summary>Brings the files up to the head of the database. Several processes may do so at once; none takes the log back.</summary>
    /// <exception cref="IOException">A file cannot be written. The database is not touched.</exception>
    /// <exception cref="LedgerDamageException">What is published is not what the database holds.</exception>
    public void Publish(Database database)
    {
        using var alone = folder.LockPublishing();
        var size = LedgerTables.Head(database).Size;
        var root = LedgerTables.Tree(database, size).Root();
        var published = Published();
        if (published is not null)
        {
            if (published.Size > size)
                throw new LedgerDamageException(
                    $"the ledger in `{folder.Root}` has lost statements: {published.Size} were published, its database holds {size}; restore the database from a backup that has them");
            if (LedgerTables.Tree(database, published.Size).Root() != published.Root)
                throw new LedgerDamageException($"the ledger in `{folder.Root}` was rewritten: its database does not hold what was published; run `headgate fsck`");
            if (published.Size == size) return;
        }
        Publish(database, published?.Size ?? 0, size);
        folder.Write(LedgerFolder.CheckpointName, Encoding.UTF8.GetBytes(new Checkpoint(key.Verifier.Name, size, root).Sign(key).ToString()));
    }

    /// <summary>The entries of a tile of level 0 as a bundle: each after its length in two bytes, big-endian.</summary>
    public static byte[] Bundle(IEnumerable<LogEntry> entries)
    {
        var bundle = new MemoryStream(Tile.FullWidth * 100);
        var writer = new EntryWriter();
        Span<byte> length = stackalloc byte[2];
        foreach (var entry in entries)
        {
            var bytes = writer.Write(entry.Kind, entry.RecordedAt, entry.Digest);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)bytes.Length);
            bundle.Write(length);
            bundle.Write(bytes);
        }
        return bundle.ToArray();
    }

    private Checkpoint? Published() =>
        folder.Read(LedgerFolder.CheckpointName) is { } note && Checkpoint.TryOpen(note, key.Verifier, out var checkpoint) ? checkpoint : null;

    private void Publish(Database database, long old, long size)
    {
        var many = size - old > ManyTiles * Tile.FullWidth;
        foreach (var tile in Tile.New(old, size))
        {
            var flush = tile.IsFull && !many;
            folder.Write(tile.Path, LedgerTables.Hashes(database, tile).Span[..(tile.Width * Digest.Size)], flush);
            if (tile.Level == 0)
            {
                var first = tile.Number * Tile.FullWidth;
                folder.Write(tile.EntriesPath, Bundle(LedgerTables.Entries(database, first, first + tile.Width)), flush);
            }
        }
        if (many) folder.FlushAll();
        foreach (var tile in Tile.New(old, size).Where(tile => tile.IsFull))
        {
            folder.RemovePartial(tile.Path);
            if (tile.Level == 0) folder.RemovePartial(tile.EntriesPath);
        }
    }
}
