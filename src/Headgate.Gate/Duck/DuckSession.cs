using System.Globalization;
using DuckDB.NET.Data;

namespace Headgate.Gate;

/// <summary>A DuckDB of our own, in memory, that reaches only the files it was given.</summary>
internal sealed class DuckSession : IDisposable
{
    private readonly DuckDBConnection connection;
    private readonly CancellationToken cancellation;

    /// <param name="files">The files it may read.</param>
    /// <param name="folders">The folders it may read and write.</param>
    public DuckSession(Bounds bounds, IEnumerable<string> files, IEnumerable<string> folders, CancellationToken cancellation = default)
    {
        this.cancellation = cancellation;
        connection = new DuckDBConnection(string.Create(
            CultureInfo.InvariantCulture,
            $"DataSource=:memory:;threads={Math.Max(2, bounds.Threads)};memory_limit={bounds.ForDuck};autoinstall_known_extensions=false;autoload_known_extensions=false;allow_community_extensions=false"));
        connection.Open();
        Execute("SET TimeZone='UTC'");
        Execute($"SET temp_directory={Sql.Text(bounds.Temp)}");
        Execute($"SET allowed_paths={Sql.Texts(files)}");
        Execute($"SET allowed_directories={Sql.Texts(folders.Append(bounds.Temp))}");
        Execute("SET enable_external_access=false");
        Execute("SET enable_progress_bar=true");
        Execute("SET enable_progress_bar_print=false");
        Execute("SET lock_configuration=true");
    }

    public DuckDBConnection Connection => connection;

    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var registration = cancellation.Register(command.Cancel);
        cancellation.ThrowIfCancellationRequested();
        command.ExecuteNonQuery();
    }

    public T Scalar<T>(string sql) => Rows(sql, reader => reader.GetFieldValue<T>(0)).First();

    public List<T> Rows<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using var registration = cancellation.Register(command.Cancel);
        cancellation.ThrowIfCancellationRequested();
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>The rows of a query, read as they are asked for; nothing else may be asked meanwhile.</summary>
    public IEnumerable<T> Stream<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using var registration = cancellation.Register(command.Cancel);
        cancellation.ThrowIfCancellationRequested();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return read(reader);
        }
    }

    /// <summary>The columns of what a query yields.</summary>
    public FileColumns Describe(string query) =>
        new(Rows($"DESCRIBE {query}", reader => (reader.GetString(0), reader.GetString(1))));

    /// <summary>How far the query under way has come, from 0 to 1; null where that is not known.</summary>
    public double? Progress() => connection.GetQueryProgress().Percentage is var percentage and >= 0 ? percentage / 100 : null;

    public void Dispose() => connection.Dispose();
}
