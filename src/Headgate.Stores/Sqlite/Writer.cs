using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>The one connection of a process that writes to its ledger, a transaction at a time.</summary>
internal sealed class Writer(LedgerFolder folder, Database database, TombstoneKey tombstones) : IDisposable
{
    private readonly Lock writing = new();
    private readonly WriteAheadLog log = new(folder);
    private TreeEdge? edge;

    /// <summary>Writes something at once or not at all. Nobody else can append meanwhile.</summary>
    /// <param name="write">Is given the head, and the batch that statements go into. If it throws, nothing was written.</param>
    public T Transaction<T>(Func<LedgerHead, Batch, T> write)
    {
        lock (writing)
        {
            try
            {
                database.Run("BEGIN IMMEDIATE");
                var head = LedgerTables.Head(database);
                if (edge is null || edge.Size != head.Size) edge = new(head.Size, tile => LedgerTables.Hashes(database, tile));
                using var batch = new Batch(database, edge, new Subjects(database, tombstones));
                var result = write(head, batch);
                if (batch.Count > 0) batch.Finish();
                database.Run("COMMIT");
                log.Bound(database);
                return result;
            }
            catch
            {
                edge = null;
                database.Undo();
                throw;
            }
        }
    }

    /// <summary>Writes something that is no statement, beside the batch of a transaction.</summary>
    public Database Database => database;

    /// <summary>Does something with the database that no transaction can hold.</summary>
    public void Alone(Action<Database> act)
    {
        lock (writing) log.Alone(() => act(database));
    }

    public void Dispose()
    {
        log.Dispose();
        lock (writing) database.Dispose();
    }
}
