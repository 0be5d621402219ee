using Microsoft.Data.Sqlite;

namespace Headgate.Stores;

/// <summary>What is kept beside a ledger and is no part of it: work under way, and how people and recipients are reached. A SQLite database in the ledger's folder, for its owner alone.</summary>
/// <remarks>Safe for use by several threads, beside other processes. Values are numbers, texts, bytes, instants or null; parameters are <c>$1</c>, <c>$2</c>, ….</remarks>
public sealed class SideDatabase : IDisposable
{
    /// <summary>The name of its file.</summary>
    public const string FileName = "beside.db";

    private const int BusySeconds = 30;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    private readonly Lock turn = new();
    private int depth;

    private SideDatabase(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens it, and makes it where it is not there.</summary>
    /// <param name="folder">The ledger's.</param>
    /// <exception cref="LedgerRefusalException">It cannot be used.</exception>
    public static SideDatabase Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        SideDatabase? opened = null;
        try
        {
            if (!File.Exists(path)) Make(path);
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
            opened = new(connection);
            connection.Open();
            foreach (var pragma in (string[])[$"busy_timeout = {BusySeconds * 1000}", "trusted_schema = OFF", "journal_mode = WAL", "secure_delete = ON", "synchronous = FULL", "cache_size = -65536"])
                opened.Run($"PRAGMA {pragma}");
            SideSchema.Migrate(opened, path);
            return opened;
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            opened?.Dispose();
            throw new LedgerRefusalException($"`{path}` cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run(string sql, params object?[] values)
    {
        lock (turn) return Command(sql, values).ExecuteNonQuery();
    }

    /// <summary>The rows of a query.</summary>
    public IReadOnlyList<T> Rows<T>(string sql, Func<SideRow, T> read, params object?[] values)
    {
        lock (turn)
        {
            using var reader = Command(sql, values).ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(new(reader)));
            return rows;
        }
    }

    /// <summary>The one number that a query gives; null where it gives none.</summary>
    public long? Number(string sql, params object?[] values)
    {
        lock (turn) return Command(sql, values).ExecuteScalar() is long number ? number : null;
    }

    /// <summary>The row that was inserted last.</summary>
    public long LastRow => Number("SELECT last_insert_rowid()")!.Value;

    /// <summary>Does some work whole or not at all; nobody else writes meanwhile.</summary>
    /// <param name="durable">Whether it survives a loss of power once this returns; if not, only the end of the process.</param>
    public T Together<T>(Func<T> work, bool durable = true)
    {
        lock (turn)
        {
            if (depth > 0) return work();
            Run(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            Run("BEGIN IMMEDIATE");
            depth++;
            try
            {
                var result = work();
                Run("COMMIT");
                return result;
            }
            catch
            {
                Run("ROLLBACK");
                throw;
            }
            finally
            {
                depth--;
            }
        }
    }

    /// <summary>Leaves no byte of what was deleted in its files.</summary>
    /// <exception cref="LedgerRefusalException">Another process keeps something from being overwritten.</exception>
    public void Purge()
    {
        lock (turn)
        {
            Run("VACUUM");
            if (Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
                throw new LedgerRefusalException($"another process reads `{FileName}`, so that its log cannot be cleared: purge again when it has finished");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
        connection.Dispose();
    }

    private static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var made = new FileStream(path, options);
    }

    private SqliteCommand Command(string sql, object?[] values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of ours; values are parameters
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 1; i <= values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = FormattableString.Invariant($"${i}") });
            prepared.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                Instant instant => instant.Microseconds,
                var value => value,
            };
        return command;
    }
}

/// <summary>A row of a <see cref="SideDatabase"/>; valid while it is read.</summary>
public readonly struct SideRow
{
    private readonly SqliteDataReader reader;

    internal SideRow(SqliteDataReader reader) => this.reader = reader;

    public long Number(int column) => reader.GetInt64(column);

    public long? NumberOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public double Real(int column) => reader.GetDouble(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public Instant Time(int column) => Instant.FromMicroseconds(reader.GetInt64(column));

    public Instant? TimeOrNull(int column) => reader.IsDBNull(column) ? null : Time(column);
}
