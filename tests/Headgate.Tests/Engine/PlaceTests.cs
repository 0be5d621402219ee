using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>Where a data set lies is under no hash (docs/decisions/0061-where-a-data-set-lies-is-not-proved.md).</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void a_place_that_was_changed_hides_a_data_set_and_has_no_other_taken_for_it()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo"), Workplace.Chose("eve-4711", Choice.Objected, "2025-01-02"));
        var (one, two) = (Sealed("one"), Sealed("two"));
        Assert.Equal(2, Trace().DataSets.Count);
        SetPlace(two, one);
        Assert.Empty(Fsck.Check(place.LedgerFolder));
        // what is in the index is still said, and is not said to lie there
        Assert.Equal([one, "two"], Trace().DataSets.Select(found => found.Path));
        Assert.Equal(["two"], Trace().NotFound);

        var before = place.Bytes("two", _ => true);
        var report = Erasing.Erase(place.Session, SubjectId.From("eve-4711")!.Value, purge: true, Limits);
        Assert.Equal([Path.Combine(one, "denied.jsonl")], report.Redacted);
        Assert.Contains("the data set sealed at position 5 is no longer in", Assert.Single(report.NotReached), StringComparison.Ordinal);
        Assert.DoesNotContain("eve-4711", File.ReadAllText(Path.Combine(one, "denied.jsonl")), StringComparison.Ordinal);
        Assert.Equal(before, place.Bytes("two", _ => true));

        SetPlace(one, two, position: 5);
        Assert.Equal([Path.Combine(two, "denied.jsonl")], Erasing.Erase(place.Session, SubjectId.From("eve-4711")!.Value, purge: true, Limits).Redacted);
        SetPlace(two, place.In("no-data-set"), position: 5);
        Directory.CreateDirectory(place.In("no-data-set"));
        Assert.Equal(["two"], Trace().NotFound);
    }

    private Bounds Limits => new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("temp")).FullName);

    private Trace Trace() => Tracing.Of(place.Session, "ann", TestPhrases.Work(3), Limits, TestContext.Current.CancellationToken);

    private string Sealed(string name) =>
        Path.GetFullPath(place.Gate([place.Write($"{name}.jsonl", Workplace.Post("a", "ann"), Workplace.Post(name, "eve-4711"))], name, format: OutputFormat.JsonLines, withSubjects: true).Out);

    /// <summary>Changes the ledger behind its back.</summary>
    private void SetPlace(string from, string to, long? position = null)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(place.LedgerFolder, "ledger.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE act SET place = $to WHERE place = $from AND position = coalesce($position, position)";
        command.Parameters.AddWithValue("$to", to);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$position", position as object ?? DBNull.Value);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
