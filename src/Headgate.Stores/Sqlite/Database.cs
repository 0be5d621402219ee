using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Headgate.Stores.Sqlite;

/// <summary>One connection to a ledger's database; used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private const int BusySeconds = 30;

    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE, which the library has no name for.</summary>
    private const int CacheWrite = 9;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, sqlite3_stmt> prepared = new(StringComparer.Ordinal);
    private readonly string path;

    /// <param name="cacheBytes">How much of the database may be held in memory.</param>
    /// <param name="step">Is told of every step that writes, before it is taken and after.</param>
    /// <exception cref="LedgerRefusalException">It cannot be opened.</exception>
    /// <exception cref="LedgerDamageException">It is no database.</exception>
    public Database(string path, bool create = false, long cacheBytes = 16 << 20, Action<string, bool>? step = null)
    {
        (this.path, Step) = (path, step);
        var mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite;
        connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            Run($"PRAGMA busy_timeout = {BusySeconds * 1000}");
            Run("PRAGMA trusted_schema = OFF");
            Run("PRAGMA cell_size_check = ON");
            Run("PRAGMA synchronous = FULL");
            Run("PRAGMA secure_delete = ON");
            Run("PRAGMA journal_size_limit = 67108864");
            Run($"PRAGMA cache_size = -{cacheBytes >> 10}");
            if (create) Run("PRAGMA journal_mode = WAL");
            // moved on beside the work, not in the middle of a commit that people wait for
            Run("PRAGMA wal_autocheckpoint = 0");
        }
        catch (SqliteException fault)
        {
            Dispose();
            throw Explain(fault);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of the row that was inserted last.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <summary>How many pages were written to SQLite's log over this connection.</summary>
    public long PagesWritten
    {
        get
        {
            Check(raw.sqlite3_db_status(connection.Handle, CacheWrite, out var pages, out _, 0));
            return pages;
        }
    }

    /// <summary>Is told of every step that writes.</summary>
    public Action<string, bool>? Step { get; }

    public void Run(string sql)
    {
        Step?.Invoke(sql, false);
        Check(raw.sqlite3_exec(connection.Handle, sql));
        Step?.Invoke(sql, true);
    }

    /// <summary>Ends the transaction that is open, if one is, as if it had not been.</summary>
    public void Undo()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0) raw.sqlite3_exec(connection.Handle, "ROLLBACK");
    }

    /// <summary>The statement for some SQL, prepared once. It is in use until it is disposed of.</summary>
    public Query Query(string sql)
    {
        if (!prepared.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out statement));
            prepared.Add(sql, statement);
        }
        return new(this, statement, sql);
    }

    /// <summary>Moves what was committed from SQLite's log into the database, as far as nobody reads it, and waits for nobody.</summary>
    /// <param name="andBeginAnew">Whether the log is then to be written from its beginning again.</param>
    /// <returns>False where somebody is in the way.</returns>
    public bool TryMoveLog(bool andBeginAnew)
    {
        Check(raw.sqlite3_busy_timeout(connection.Handle, 0));
        try
        {
            var code = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", andBeginAnew ? raw.SQLITE_CHECKPOINT_RESTART : raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
            if (code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED) return false;
            Check(code);
            return true;
        }
        finally
        {
            Check(raw.sqlite3_busy_timeout(connection.Handle, BusySeconds * 1000));
        }
    }

    /// <summary>The one number that a query gives.</summary>
    public long Number(string sql)
    {
        using var query = Query(sql);
        return query.Step() ? query.Number(0) : 0;
    }

    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        try
        {
            SqliteException.ThrowExceptionForRC(code, connection.Handle);
        }
        catch (SqliteException fault)
        {
            throw Explain(fault);
        }
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values) statement.Dispose();
        prepared.Clear();
        connection.Dispose();
    }

    private Exception Explain(SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new LedgerDamageException($"the database `{path}` is damaged: run `headgate fsck`, or restore it from a backup", fault),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new LedgerRefusalException($"another process has held `{path}` for {BusySeconds} s: try again when it has finished", fault),
        raw.SQLITE_FULL => new LedgerRefusalException($"the disk that holds `{path}` is full: nothing was recorded", fault),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => new LedgerRefusalException($"`{path}` cannot be written: check who may write the file and its folder", fault),
        raw.SQLITE_IOERR => new LedgerRefusalException($"the disk that holds `{path}` failed ({fault.SqliteExtendedErrorCode}): nothing was recorded", fault),
        _ => fault,
    };
}
