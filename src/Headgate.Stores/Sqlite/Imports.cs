using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>How far files have been imported, in a database.</summary>
internal static class Imports
{
    public static ImportMark? Find(Database database, Digest id)
    {
        using var query = database.Query("SELECT rows, rejected, recorded, first, recorded_at, complete FROM import WHERE id = ?").Bind(1, id);
        return query.Step()
            ? new(id, query.Number(0), query.Number(1), query.Number(2), query.Number(3), LedgerTables.Time(query, 4), query.Number(5) != 0)
            : null;
    }

    public static void Store(Database database, ImportMark mark)
    {
        using var query = database.Query("INSERT OR REPLACE INTO import(id, rows, rejected, recorded, first, recorded_at, complete) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .Bind(1, mark.Id.ToArray()).Bind(2, mark.Rows).Bind(3, mark.Rejected).Bind(4, mark.Recorded).Bind(5, mark.First).Bind(6, mark.RecordedAt.Microseconds).Bind(7, mark.IsComplete ? 1 : 0);
        query.Run();
    }
}
