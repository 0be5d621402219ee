using System.Text;
using SQLitePCL;

namespace Headgate.Stores.Sqlite;

/// <summary>A prepared statement of SQL. Disposing it makes it ready to be used again.</summary>
internal sealed class Query(Database database, sqlite3_stmt statement, string sql) : IDisposable
{
    public Query Bind(int index, long value)
    {
        database.Check(raw.sqlite3_bind_int64(statement, index, value));
        return this;
    }

    public Query Bind(int index, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_blob(statement, index, value));
        return this;
    }

    public Query BindNull(int index)
    {
        database.Check(raw.sqlite3_bind_null(statement, index));
        return this;
    }

    public Query BindText(int index, ReadOnlySpan<byte> utf8)
    {
        database.Check(raw.sqlite3_bind_text(statement, index, utf8));
        return this;
    }

    public Query BindText(int index, string? value)
    {
        return value is null ? BindNull(index) : BindText(index, Encoding.UTF8.GetBytes(value).AsSpan());
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False where there is none.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE) database.Check(code);
        return false;
    }

    /// <summary>Runs it to its end, once.</summary>
    public void Run()
    {
        database.Step?.Invoke(sql, false);
        Step();
        raw.sqlite3_reset(statement);
        database.Step?.Invoke(sql, true);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>The bytes of a blob or text; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public void Dispose()
    {
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
    }
}
