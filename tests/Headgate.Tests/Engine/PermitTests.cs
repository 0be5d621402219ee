using Headgate.Engine;
using Headgate.Gate;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>A permit is given, renewed and ended as semantics.md, Permit, says.</summary>
public sealed class PermitTests : IDisposable
{
    private const string Redo = "permits: { lease: 60s, on-objection: redo-within 30d }";
    private const string Revoke = "permits: { lease: 60s, on-objection: revoke }";

    private readonly Workplace place = new();
    private int decided;
    private Action? meanwhile;

    public void Dispose() => place.Dispose();

    private PermitActs Acts => new(place.Session, new Bounds(MemorySize.Megabytes(512), 2, place.In("temp")), (folder, report, cancellation) =>
    {
        decided++;
        var result = GateWorker.Run(folder, report, cancellation);
        meanwhile?.Invoke();
        return result;
    });

    private PermitState Request(string dataSet, string run) => Acts.Request(dataSet, run, cancellation: TestContext.Current.CancellationToken);

    private PermitState Renew(long id) => Acts.Renew(id, TestContext.Current.CancellationToken);

    private string DataSet(string permits = Redo)
    {
        place.Publish($"{Workplace.Policy}\n{permits}\n", "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo", "DE"), Workplace.Member("cy", "FR"));
        var posts = place.Write("posts.jsonl", Workplace.Post("a", "ann"), Workplace.Post("b", "bo"), Workplace.Post("c", "cy"));
        return place.Gate([posts], "out").Out;
    }

    private Permit Last => Permit.All(place.Session.Store.Acts(place.Session.Store.Head.Size))[^1];

    private void Suspend(string region, string? service = null, string? from = null, string? to = null) => SuspensionActs.Suspend(
        place.Session, new(Workplace.Purpose, [region], service, from is null ? null : Workplace.At(from), to is null ? null : Workplace.At(to), "DPC", ""), null);

    [Fact]
    public void a_permit_is_given_renewed_and_closed_and_both_ends_are_public()
    {
        var given = Request(DataSet(), "run 7");
        Assert.Equal(("active", Workplace.At("2025-12-01T00:01:00Z"), null), (given.State, given.Until!.Value, given.RedoBy));
        Assert.Equal(("out", Workplace.Purpose, "run 7"), (Last.Given.DataSet, Last.Given.Purpose, Last.Given.Run));
        place.Now("2025-12-01T00:00:40Z");
        Assert.Equal(Workplace.At("2025-12-01T00:01:40Z"), Renew(given.Permit.Position).Until);
        Assert.Equal("closed", Acts.Close(given.Permit.Position).State);
        Assert.Equal("closed", Last.EndReason);
        Assert.Throws<RefusedException>(() => Renew(given.Permit.Position));
        Assert.Throws<RefusedException>(() => Acts.Close(given.Permit.Position));
        Assert.Throws<BadInputException>(() => Renew(0));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(place.LedgerFolder, "permits")));
    }

    [Fact]
    public void a_data_set_that_was_sealed_before_the_key_was_changed_is_given_a_permit_that_lasts_over_another_change()
    {
        var set = DataSet();
        place.Session.Store.ChangeKey(place.Session.Now);
        var id = Request(set, "run").Permit.Position;
        place.Session.Store.ChangeKey(place.Session.Now);
        place.Now("2025-12-01T00:00:30Z");
        Assert.Equal("active", Renew(id).State);
        Assert.Equal(1, decided);
        using var other = new Workplace();
        other.Publish(Workplace.Policy, "2025-01-01");
        Assert.Throws<RefusedException>(() => new PermitActs(other.Session, new Bounds(MemorySize.Megabytes(512), 2, other.In("temp")), GateWorker.Run).Request(set, "run", cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void whoever_is_erased_is_not_left_in_what_is_known_of_the_records_under_a_permit()
    {
        place.Publish($"{Workplace.Policy}\n{Redo}\n", "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("eve-4711"));
        var id = Request(place.Gate([place.Write("posts.jsonl", Workplace.Post("a", "ann"), Workplace.Post("b", "eve-4711"))], "out").Out, "run").Permit.Position;
        Assert.Contains("people.parquet", Named());
        var left = Directory.CreateDirectory(Path.Combine(place.LedgerFolder, "permits", ".2147483646-left")).FullName;
        File.WriteAllText(Path.Combine(left, "people.parquet"), "eve-4711");
        Assert.Empty(Erasing.Erase(place.Session, SubjectId.From("eve-4711")!.Value, purge: true, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("temp")).FullName)).NotReached);
        Assert.Empty(Named());
        Suspend("US");
        Assert.Equal($"suspended:{id + 2}", Last.EndReason);

        List<string?> Named() => [.. Directory.EnumerateFiles(place.LedgerFolder, "*", SearchOption.AllDirectories).Where(file => File.ReadAllBytes(file).AsSpan().IndexOf("eve-4711"u8) >= 0).Select(Path.GetFileName)];
    }

    [Fact]
    public void a_lease_that_nobody_renews_is_over()
    {
        var id = Request(DataSet(), "run").Permit.Position;
        place.Now("2025-12-01T00:01:00Z");
        Assert.Equal("expired", PermitState.All(place.Session).Single().State);
        Assert.Throws<RefusedException>(() => Renew(id));
        Assert.Equal("expired", Last.EndReason);
    }

    [Theory]
    [InlineData("DE", null, null, null, true)]
    [InlineData("US", null, null, null, true)]
    [InlineData("FR", null, null, null, false)]
    [InlineData("everywhere", null, null, null, true)]
    [InlineData("DE", "network", null, null, true)]
    [InlineData("DE", null, "2024-01-01", null, true)]
    [InlineData("DE", null, "2024-01-01T00:00:00.000001Z", null, false)]
    [InlineData("DE", null, null, "2024-01-01", false)]
    [InlineData("DE", null, "2023-12-31", "2024-01-01T00:00:00.000001Z", true)]
    public void a_suspension_revokes_at_once_the_permits_whose_records_it_matches_and_no_other(string region, string? service, string? from, string? to, bool revoked)
    {
        var id = Request(DataSet(), "run").Permit.Position;
        var reach = SuspensionActs.ReachOf(place.Session, new(Workplace.Purpose, [region], service, from is null ? null : Workplace.At(from), to is null ? null : Workplace.At(to), "DPC", ""));
        Suspend(region, service, from, to);
        Assert.Equal(revoked ? 1 : 0, reach.Permits);
        Assert.Equal(revoked ? $"suspended:{id + 1}" : null, Last.EndReason);
        if (revoked) Assert.Throws<RefusedException>(() => Renew(id));
        else Assert.Equal("active", Renew(id).State);
        Assert.Equal(revoked ? 1 : 2, decided);
    }

    [Fact]
    public void a_suspension_of_another_purpose_revokes_nothing()
    {
        Request(DataSet(), "run");
        SuspensionActs.Suspend(place.Session, new("assist-writing", ["everywhere"], null, null, null, "DPC", ""), null);
        Assert.Null(Last.EndReason);
    }

    [Fact]
    public void somebody_who_has_moved_since_is_reached_where_they_are_now()
    {
        Request(DataSet(), "run");
        place.Record(place.Session.Now, Workplace.Member("bo", "FR"));
        Suspend("FR");
        Assert.NotNull(Last.EndReason);
    }

    [Fact]
    public void somebody_else_who_has_moved_changes_nothing()
    {
        var id = Request(DataSet(), "run").Permit.Position;
        place.Record(place.Session.Now, Workplace.Member("cy", "IT"));
        Suspend("IT");
        Assert.Null(Last.EndReason);
        Assert.Equal("active", Renew(id).State);
    }

    [Fact]
    public void the_author_of_a_source_beside_the_input_is_reached_too()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo", "DE"), Workplace.Member("eve", "DE"));
        var posts = place.Write("posts.jsonl", Workplace.Post("a", "ann").Replace("}", """, "derived_from": ["s"]}""", StringComparison.Ordinal));
        var sources = place.Write("sources.jsonl", Workplace.Post("s", "bo"));
        Request(place.Gate([posts], "out", sources: [sources]).Out, "run");
        Suspend("DE");
        Assert.NotNull(Last.EndReason);
    }

    [Fact]
    public void what_is_known_of_a_data_set_is_lost_and_every_suspension_of_the_purpose_matches()
    {
        var id = Request(DataSet(), "run").Permit.Position;
        File.Delete(Path.Combine(place.LedgerFolder, "permits", $"{id}", "classes.parquet"));
        Suspend("FR");
        Assert.NotNull(Last.EndReason);
    }

    [Fact]
    public void no_permit_while_a_record_is_suspended_or_a_rule_denies_it()
    {
        var set = DataSet();
        Suspend("DE");
        Assert.Contains("suspended:5", Assert.Throws<RefusedException>(() => Request(set, "run")).Message, StringComparison.Ordinal);
        SuspensionActs.Lift(place.Session, 5, null, null, new("over", "Jo"), null);
        Assert.Equal("active", Request(set, "run").State);
        place.Publish($"{Workplace.Policy.Replace("version: 1", "version: 2", StringComparison.Ordinal).Replace("under: 18", "under: 99", StringComparison.Ordinal)}", "2025-12-01");
        Assert.Contains("denied:minors", Assert.Throws<RefusedException>(() => Request(set, "again")).Message, StringComparison.Ordinal);
        Assert.Throws<RefusedException>(() => Renew(Last.Position));
        Assert.Equal("denied:minors", Last.EndReason);
    }

    [Fact]
    public void a_pause_that_comes_while_the_records_are_decided_is_seen()
    {
        var set = DataSet();
        meanwhile = () =>
        {
            meanwhile = null;
            Suspend("DE");
        };
        Assert.Throws<RefusedException>(() => Request(set, "run"));
        Assert.Equal(2, decided);
        Assert.Empty(PermitState.All(place.Session));
    }

    [Fact]
    public void an_objection_ends_the_permit_where_the_policy_says_revoke()
    {
        var id = Request(DataSet(Revoke), "run").Permit.Position;
        place.Record(place.Session.Now, Workplace.Chose("bo", Choice.Objected, "2025-11-30"));
        Assert.Throws<RefusedException>(() => Renew(id));
        Assert.Equal("objected", Last.EndReason);
        Assert.Contains("objected", Assert.Throws<RefusedException>(() => Request(place.In("out"), "run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void an_objection_leaves_a_duty_to_redo_where_the_policy_says_so_and_the_permit_ends_when_that_is_over()
    {
        var id = Request(DataSet(), "run").Permit.Position;
        place.Record(place.Session.Now, Workplace.Chose("bo", Choice.Objected, "2025-11-30"));
        Assert.Equal(Workplace.At("2025-12-31"), Renew(id).RedoBy);
        place.Now("2025-12-01T00:00:30Z");
        Assert.Equal(Workplace.At("2025-12-31"), Renew(id).RedoBy);
        Assert.Equal(Workplace.At("2025-12-31"), Request(place.In("out"), "other").RedoBy);
        place.Now("2025-12-31");
        Assert.Throws<RefusedException>(() => Request(place.In("out"), "late"));
    }

    [Fact]
    public void records_are_decided_again_only_when_something_could_have_changed()
    {
        var id = Request(DataSet(), "run").Permit.Position;
        Renew(id);
        place.Record(place.Session.Now, Workplace.Chose("somebody-else", Choice.Objected, "2025-11-30"));
        Renew(id);
        Assert.Equal(1, decided);
        place.Record(place.Session.Now, Workplace.Chose("ann", Choice.Consented, "2025-11-30"));
        Renew(id);
        Renew(id);
        Assert.Equal(2, decided);
    }

    [Fact]
    public void a_day_that_begins_decides_again()
    {
        var set = DataSet();
        place.Now("2025-12-01T23:59:30Z");
        var id = Request(set, "run").Permit.Position;
        place.Now("2025-12-02T00:00:10Z");
        Renew(id);
        Assert.Equal(2, decided);
    }

    [Fact]
    public void a_data_set_that_was_altered_gets_none_and_loses_the_one_it_has()
    {
        var set = DataSet();
        var id = Request(set, "run").Permit.Position;
        var denied = Path.Combine(set, "denied.parquet");
        File.WriteAllBytes(denied, [.. File.ReadAllBytes(denied), 0]);
        Assert.Throws<RefusedException>(() => Request(set, "again"));
        Assert.Throws<RefusedException>(() => Renew(id));
        Assert.Equal("does-not-verify", Last.EndReason);
        Assert.Throws<BadInputException>(() => Request(place.In("temp"), "run"));
    }

    [Fact]
    public void a_data_set_without_records_gets_none()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        var posts = place.Write("posts.jsonl", Workplace.Post("a", "ann"));
        Assert.Throws<RefusedException>(() => Request(place.Gate([posts], "out").Out, "run"));
    }
}
