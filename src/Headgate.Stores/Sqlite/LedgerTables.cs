using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>What is read from the tables of a ledger, over one connection.</summary>
internal static class LedgerTables
{
    public static LedgerHead Head(Database database)
    {
        using var query = database.Query("SELECT size, last_recorded_at, erasures FROM head");
        if (!query.Step()) throw new LedgerDamageException("the ledger's head is missing from its database: run `headgate fsck`");
        return new(query.Number(0), query.IsNull(1) ? null : Instant.FromMicroseconds(query.Number(1)), query.Number(2));
    }

    /// <summary>The hashes of a tile: of level 0 from the entries, of others as they are stored.</summary>
    public static ReadOnlyMemory<byte> Hashes(Database database, Tile tile)
    {
        if (tile.Level > 0)
        {
            using var query = database.Query("SELECT hashes FROM tile WHERE level = ? AND number = ?").Bind(1, tile.Level).Bind(2, tile.Number);
            var stored = query.Step() ? query.Bytes(0).ToArray() : [];
            return stored.Length >= tile.Width * Digest.Size ? stored : throw Missing(tile.Path);
        }
        return Leaves(database, tile, bundle: null);
    }

    /// <summary>The hashes of a tile of level 0, from its entries.</summary>
    /// <param name="bundle">Is given the entries themselves.</param>
    public static byte[] Leaves(Database database, Tile tile, ArrayBufferWriter<byte>? bundle)
    {
        var hashes = new byte[tile.Width * Digest.Size];
        var (first, count) = (tile.Number * Tile.FullWidth, 0);
        var writer = new EntryWriter();
        using var query = Between(database, first, first + tile.Width);
        for (; query.Step(); count++)
        {
            var entry = writer.Write(query.IsNull(0) ? LogEntry.Personal : query.Text(0), Time(query, 1), EntryDigest(query));
            var leaf = MerkleTree.Leaf(entry);
            ((ReadOnlySpan<byte>)leaf).CopyTo(hashes.AsSpan(count * Digest.Size));
            if (bundle is not null) Bundle(bundle, entry);
        }
        return count == tile.Width ? hashes : throw Missing(tile.EntriesPath);
    }

    /// <summary>Adds an entry to a bundle: after its length in two bytes, big-endian (C2SP tlog-tiles, Log entries).</summary>
    public static void Bundle(ArrayBufferWriter<byte> bundle, ReadOnlySpan<byte> entry)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
        bundle.Write(length);
        bundle.Write(entry);
    }

    /// <summary>The entries at positions in <c>[from, below)</c>, in order.</summary>
    public static IEnumerable<LogEntry> Entries(Database database, long from, long below)
    {
        using var query = Between(database, from, below);
        while (query.Step()) yield return Entry(query);
    }

    public static TileTree Tree(Database database, long size) => new(size, tile => Hashes(database, tile));

    /// <summary>The entry in the first columns of a query: kind, time, digest.</summary>
    public static LogEntry Entry(Query query) => new(query.IsNull(0) ? LogEntry.Personal : query.Text(0), Time(query, 1), EntryDigest(query));

    public static Instant Time(Query query, int column)
    {
        var microseconds = query.Number(column);
        return microseconds >= Instant.MinValue.Microseconds && microseconds <= Instant.MaxValue.Microseconds
            ? Instant.FromMicroseconds(microseconds)
            : throw new LedgerDamageException("a time in the ledger is none: run `headgate fsck`");
    }

    /// <summary>The text of the key that the ledger is signed with.</summary>
    public static string Key(Database database)
    {
        using var query = database.Query("SELECT key FROM head");
        return query.Step() ? query.Text(0) : "";
    }

    /// <summary>The statement in a query's columns.</summary>
    public static Recorded Recorded(long position, Instant recordedAt, ReadOnlySpan<byte> body) =>
        StatementBody.TryRead(body.ToArray(), out var statement, out var effectiveAt)
            ? new(position, recordedAt, effectiveAt, statement)
            : throw Unreadable(position);

    public static SubjectId Subject(ReadOnlySpan<byte> utf8) =>
        SubjectId.From(Encoding.UTF8.GetString(utf8)) ?? throw new LedgerDamageException("a statement of the ledger has no subject: run `headgate fsck`");

    private static Query Between(Database database, long from, long below) =>
        database.Query("SELECT kind, recorded_at, digest FROM statement WHERE position >= ? AND position < ? ORDER BY position").Bind(1, from).Bind(2, below);

    private static Digest EntryDigest(Query query) => query.Bytes(2) is { Length: Digest.Size } digest
        ? Digest.From(digest)
        : throw new LedgerDamageException("an entry of the ledger has no digest: run `headgate fsck`");

    public static LedgerDamageException Unreadable(long position) => new($"the statement at position {position} cannot be read: run `headgate fsck`");

    private static LedgerDamageException Missing(string path) => new($"the ledger's database lacks what `{path}` is made of: run `headgate fsck`");
}
