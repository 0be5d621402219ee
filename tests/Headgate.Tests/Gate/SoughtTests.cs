using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>A recheck looks for the records of some people; it finds all of them, whatever their ids are like, and nobody else's.</summary>
public sealed class SoughtTests
{
    [Fact]
    public void those_who_are_sought_are_found_and_nobody_else()
    {
        using var folder = new TempFolder();
        using var duck = new DuckSession(new(MemorySize.Megabytes(256), 2, folder.Path), [], []);
        // Of each length from 1 to 40 bytes three who are sought and three who are not, of which long ones begin alike.
        string[] sought = [.. Enumerable.Range(1, 40).SelectMany(length => "abc".Select(last => new string('x', length - 1) + last))];
        string[] others = [.. Enumerable.Range(1, 40).SelectMany(length => "deé".Select(last => new string('x', length - 1) + last))];
        Fill("sought", sought);
        Fill("everybody", [.. sought, .. others, ""]);
        duck.Execute("INSERT INTO everybody VALUES (NULL)");
        Sought.Register(duck, "sought", "id");
        Assert.Equal(sought.Order(StringComparer.Ordinal), duck.Rows($"SELECT id FROM everybody WHERE {Sought.Condition("id")}", reader => reader.GetString(0)).Order(StringComparer.Ordinal));
        Assert.Equal(others.Length + 2, duck.Scalar<long>($"SELECT count(*) FROM everybody WHERE NOT {Sought.Condition("id")}"));

        void Fill(string table, string[] ids)
        {
            duck.Execute($"CREATE TABLE {table} (id VARCHAR)");
            foreach (var id in ids) duck.Execute($"INSERT INTO {table} VALUES ({Sql.Text(id)})");
        }
    }

    [Fact]
    public void where_nobody_is_sought_nobody_is_found()
    {
        using var folder = new TempFolder();
        using var duck = new DuckSession(new(MemorySize.Megabytes(256), 2, folder.Path), [], []);
        duck.Execute("CREATE TABLE sought (id VARCHAR)");
        Sought.Register(duck, "sought", "id");
        Assert.Equal(0, duck.Scalar<long>($"SELECT count(*) FROM (VALUES ('ann'), (''), (NULL)) AS everybody(id) WHERE {Sought.Condition("id")}"));
    }
}
