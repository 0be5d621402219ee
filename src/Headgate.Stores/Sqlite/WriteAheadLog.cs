namespace Headgate.Stores.Sqlite;

/// <summary>Keeps SQLite's own log from growing for ever: what was committed is moved into the database beside the work, so that hardly anybody waits for it.</summary>
internal sealed class WriteAheadLog : IDisposable
{
    private readonly string path;

    /// <summary>Pages after which the log is begun anew. Under a steady load only the writer can do so, between two transactions.</summary>
    private readonly long tooMany;

    /// <summary>Pages after which more are moved.</summary>
    private readonly long many;

    private readonly OwnThread thread;
    private readonly Lock moving = new();
    private Database? own;
    private long asked;
    private long begun;
    private long tried;

    public WriteAheadLog(LedgerFolder folder)
    {
        (path, tooMany, many) = (folder.Database, folder.MostLogPages, folder.MostLogPages / 16);
        thread = new("ledger log", Move);
    }

    /// <summary>Is told by the writer after every transaction.</summary>
    public void Bound(Database writer)
    {
        var written = writer.PagesWritten;
        if (written - asked > many)
        {
            asked = written;
            thread.Wake();
        }
        if (written - begun < tooMany || written - tried < many) return;
        tried = written;
        // somebody who reads keeps it from being begun anew, and is not waited for
        if (writer.TryMoveLog(andBeginAnew: true)) begun = written;
    }

    /// <summary>Does something while nothing is moved.</summary>
    public void Alone(Action act)
    {
        lock (moving) act();
    }

    public void Dispose()
    {
        thread.Dispose();
        own?.Dispose();
    }

    private void Move()
    {
        lock (moving)
        {
            try
            {
                own ??= new(path);
                own.TryMoveLog(andBeginAnew: false);
            }
            catch (Exception fault) when (fault is LedgerRefusalException or LedgerDamageException or Microsoft.Data.Sqlite.SqliteException)
            {
                // it stays where it is, as good as in the database; what is wrong is said to whoever writes next
            }
        }
    }
}
