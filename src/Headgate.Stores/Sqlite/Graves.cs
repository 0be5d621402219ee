using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>The tombstones in a database.</summary>
internal static class Graves
{
    public static Tombstone? Find(Database database, Digest mac)
    {
        using var query = database.Query("SELECT mac, erased_at, objections FROM tombstone WHERE mac = ?").Bind(1, mac);
        return query.Step() ? Read(query) : null;
    }

    public static List<Tombstone> All(Database database)
    {
        using var query = database.Query("SELECT mac, erased_at, objections FROM tombstone ORDER BY erased_at, mac");
        var all = new List<Tombstone>();
        while (query.Step()) all.Add(Read(query));
        return all;
    }

    public static void Store(Database database, Tombstone tombstone)
    {
        using var query = database.Query("INSERT OR REPLACE INTO tombstone(mac, erased_at, objections) VALUES (?, ?, ?)")
            .Bind(1, tombstone.Mac.ToArray()).Bind(2, tombstone.ErasedAt.Microseconds).BindText(3, ErasureLine.Objections(tombstone.Objections));
        query.Run();
    }

    private static Tombstone Read(Query query) =>
        query.Bytes(0) is { Length: Digest.Size } mac && ErasureLine.TryObjections(Encoding.UTF8.GetString(query.Bytes(2)), out var objections)
            ? new(Digest.From(mac), LedgerTables.Time(query, 1), objections)
            : throw new LedgerDamageException("a tombstone of the ledger cannot be read: run `headgate fsck`");
}
