using Microsoft.Data.Sqlite;

namespace Headgate.Tests.Stores;

/// <summary>Folders of ledgers, one after another, and what can happen to their files.</summary>
internal sealed class LedgerFolders : IDisposable
{
    private readonly TempFolder folder = new();
    private int made;

    /// <summary>The folder of the last ledger made.</summary>
    public string Current => folder.In($"ledger{made}");

    /// <summary>A folder for the next ledger.</summary>
    public string Next()
    {
        made++;
        return Directory.CreateDirectory(Current).FullName;
    }

    public string In(string name) => Path.Combine(Current, name);

    public byte[] Read(string name) => File.ReadAllBytes(In(name));

    public void Delete(string name)
    {
        if (Directory.Exists(In(name))) Directory.Delete(In(name), recursive: true);
        else File.Delete(In(name));
    }

    /// <summary>Changes the database behind the ledger's back.</summary>
    public void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={In("ledger.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // only the tests' own SQL
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>The pages of some tables and of their indexes, each of one page only.</summary>
    public List<(string Name, int Page)> Pages(params string[] tables)
    {
        using var connection = new SqliteConnection($"Data Source={In("ledger.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, rootpage, tbl_name FROM sqlite_master WHERE rootpage > 0";
        using var reader = command.ExecuteReader();
        var pages = new List<(string, int)>();
        while (reader.Read())
            if (tables.Contains(reader.GetString(2))) pages.Add((reader.GetString(0), reader.GetInt32(1)));
        return pages;
    }

    /// <summary>Every value in the tables of the log, as SQLite reads them.</summary>
    public string Content()
    {
        using var connection = new SqliteConnection($"Data Source={In("ledger.db")};Pooling=False");
        connection.Open();
        var content = new System.Text.StringBuilder();
        foreach (var table in new[] { "head", "statement", "act", "subject", "tombstone", "tile" })
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // only the tests' own SQL
            command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            while (reader.Read())
                for (var column = 0; column < reader.FieldCount; column++)
                    content.Append(reader.GetValue(column) is byte[] bytes ? Convert.ToHexString(bytes) : $"{reader.GetValue(column)}").Append('|');
        }
        return content.ToString();
    }

    /// <summary>Copies a folder as it lies on the disk now: as a process that is killed now leaves it.</summary>
    public static void CopyAll(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    /// <summary>Keeps the published files as they are now, for <see cref="RestorePublished"/>.</summary>
    public void KeepPublished() => Copy(Current, folder.In("kept"));

    /// <summary>Takes the published files back to what was kept, as if those written since had never been.</summary>
    public void RestorePublished()
    {
        Delete("tile");
        Copy(folder.In("kept"), Current);
        Directory.Delete(folder.In("kept"), recursive: true);
    }

    public void Dispose() => folder.Dispose();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            if (name != "checkpoint" && !name.StartsWith("tile", StringComparison.Ordinal)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            File.Copy(file, Path.Combine(to, name), overwrite: true);
        }
    }
}
