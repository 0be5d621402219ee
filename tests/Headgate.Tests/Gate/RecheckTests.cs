using System.Text.Json;
using Headgate.Gate;
using Headgate.Manifest;
using Headgate.Stores;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>A sealed data set, looked at again.</summary>
public sealed class RecheckTests : IDisposable
{
    private const int People = 40;
    private readonly Workplace place = new();
    private readonly string[] posts;

    public RecheckTests()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Enumerable.Range(0, People).Select(i => Workplace.Member($"m{i}", i % 4 == 3 ? "FR" : "US", i == 8 ? "2007-12-10" : "1990-01-01")));
        posts = [.. Enumerable.Range(0, 4).Select(file => place.Write($"posts-{file}.jsonl", Enumerable.Range(0, 50).Select(i => Workplace.Post($"r{file}-{i}", $"m{file * 10 + i % 10}", i % 5 == 4 ? $"[\"m{file * 10}\"]" : "[]"))))];
        place.Gate(posts, "first");
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void nothing_changed_and_nothing_leaves()
    {
        var (outcome, changes) = place.Recheck("first");
        Assert.Empty(changes);
        Assert.Equal((0, 0, 0), (outcome.Changes.Leave.Count, outcome.Changes.Enter.Count, outcome.Changes.LookedAt));
    }

    [Fact]
    public void an_objection_takes_out_whatever_its_subject_is_in_and_little_is_looked_at()
    {
        place.Record(Workplace.At("2025-12-01"), Workplace.Chose("m0", Choice.Objected, "2025-12-01"));
        Agrees("first", 1 * 5 + 10);
        // Authors of whom nothing is known are looked at again once they are known.
        place.Record(Workplace.At("2025-12-01"), Workplace.Chose("m3", Choice.Consented, "2025-12-01"));
        Agrees("first", 1 * 5 + 10 + 5);
    }

    [Fact]
    public void time_alone_lets_somebody_in()
    {
        place.Now("2025-12-20");
        var changes = Agrees("first", 5);
        Assert.Equal(5, changes.Count(change => change.Contains("\"enter\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void a_suspension_or_a_new_policy_has_everything_looked_at()
    {
        place.Record(Workplace.At("2025-12-01"), new NewStatement(new Suspended(Workplace.Purpose, ["US"], [], null, null, null, "ICO", "")));
        Agrees("first", 200);
    }

    [Fact]
    public void records_that_derive_from_others_follow_those()
    {
        var deriving = place.Write("deriving.jsonl", Workplace.Post("o", "m0"), Workplace.Post("d", "m1")[..^1] + ", \"derived_from\": \"o\"}");
        place.Gate([deriving], "derived");
        place.Record(Workplace.At("2025-12-01"), Workplace.Chose("m0", Choice.Objected, "2025-12-01"));
        Assert.Equal(2, place.Recheck("derived").Changes.Count);
    }

    [Fact]
    public void a_file_may_have_columns_that_are_called_as_ours_and_records_of_times_to_come()
    {
        var content = place.In("content.parquet");
        using (var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("scratch")).FullName), [content], []))
            duck.Execute($"""
                COPY (SELECT *, 'post' AS kind, 'public' AS visibility, 'network' AS service, []::VARCHAR[] AS labels FROM (VALUES
                  ('a', 'm0', 7, 'm9', TIMESTAMP '2024-01-01', 0), ('b', 'm9', 0, 'm0', TIMESTAMP '2024-01-01', 1), ('c', 'm4', 1, 'm0', TIMESTAMP '2025-12-10 12:00:00', 2), ('d', 'm5', 2, 'm9', NULL, 3))
                  posts(record_id, author, pos, hg_author, created, hg_created)) TO {Sql.Text(content)} (FORMAT parquet)
                """);
        place.Publish(
            Workplace.Policy.Replace("version: 1", "version: 2", StringComparison.Ordinal)
                .Replace("  - grant: agreed", "  - deny: written-as-a-minor\n    when: { age-at-creation: { under: 18 } }\n  - grant: agreed", StringComparison.Ordinal),
            "2025-12-01");
        place.Gate([content], "first-of-these");
        place.Record(Workplace.At("2025-12-01"), Workplace.Chose("m0", Choice.Objected, "2025-12-01"));
        place.Now("2025-12-20");
        var (outcome, changes) = place.Recheck("first-of-these");
        place.Gate([content], "today");
        Assert.Equal(["granted:interest", "granted:interest", "denied:written-as-a-minor/unknown-age-at-creation", "denied:written-as-a-minor/unknown-age-at-creation"], Reasons("first-of-these"));
        Assert.Equal(["objected", "granted:interest", "granted:interest", "denied:written-as-a-minor/unknown-age-at-creation"], Reasons("today"));
        Assert.Equal(2, outcome.Changes.LookedAt);
        Assert.Equal(["a leave", "c enter"], changes.Select(change => JsonSerializer.Deserialize<JsonElement>(change)).Select(change => $"{change.GetProperty("record_id")} {change.GetProperty("change")}"));
    }

    [Fact]
    public void the_next_version_is_what_a_gate_makes_today_and_leaves_untouched_files_as_they_are()
    {
        place.Record(Workplace.At("2025-12-01"), Workplace.Chose("m0", Choice.Objected, "2025-12-01"));
        foreach (var (file, i) in Directory.EnumerateFiles(place.In("first/eligible")).Order(StringComparer.Ordinal).Select((file, i) => (file, i))) File.SetLastWriteTimeUtc(file, new DateTime(2001, 1, 1 + i, 0, 0, 0, DateTimeKind.Utc));
        var (outcome, _) = place.Recheck("first", "second");
        place.Gate(posts, "fresh");
        static bool IsData(string file) => file.StartsWith("eligible", StringComparison.Ordinal) || file.StartsWith("denied", StringComparison.Ordinal) || file == DataSetLayout.Verdicts;
        Assert.Equal(place.Bytes("fresh", IsData), place.Bytes("second", IsData));
        Assert.Equal([false, true, true, true], Directory.EnumerateFiles(place.In("second/eligible")).Order(StringComparer.Ordinal).Select(file => File.GetLastWriteTimeUtc(file).Year == 2001));
        var next = outcome.Next!.Manifest;
        Assert.True(DsseEnvelope.TryParse(File.ReadAllBytes(place.In("first/manifest.dsse.json")), out var before));
        Assert.Equal(Headgate.Ledger.Digest.Of(before.Payload.Span), next.Previous);
        var files = Directory.EnumerateFiles(place.In("second"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(place.In("second"), file)).ToList();
        Assert.Empty(DataSetVerification.Verify(files, file => File.OpenRead(Path.Combine(place.In("second"), file)), place.Session.Store.Key).Problems);
        Assert.Contains(DataSetLayout.PreviousManifest, files);
        Assert.Empty(place.Recheck("second").Changes);
        Assert.Empty(place.LeftOvers());
    }

    [Fact]
    public void what_was_altered_is_not_looked_at()
    {
        File.AppendAllText(posts[1], Workplace.Post("more", "m1") + "\n");
        Assert.Contains("posts-1.jsonl` is not what", Assert.Throws<BadInputException>(() => place.Recheck("first")).Message, StringComparison.Ordinal);
        File.Delete(posts[1]);
        Assert.Contains("there is no file", Assert.Throws<BadInputException>(() => place.Recheck("first")).Message, StringComparison.Ordinal);
        var verdicts = File.ReadAllBytes(place.In("first/verdicts.bin"));
        verdicts[0] ^= 1;
        File.WriteAllBytes(place.In("first/verdicts.bin"), verdicts);
        Assert.Throws<LedgerDamageException>(() => place.Recheck("first"));
        Assert.Throws<BadInputException>(() => place.Recheck("nowhere"));
    }

    [Fact]
    public void bytes_that_were_exchanged_for_as_many_others_are_noticed()
    {
        File.WriteAllText(posts[1], File.ReadAllText(posts[1]).Replace("m11", "m12", StringComparison.Ordinal));
        Assert.Contains("altered since", Assert.Throws<BadInputException>(() => place.Recheck("first")).Message, StringComparison.Ordinal);
    }

    /// <summary>The changes are the difference between the data set and one that is gated today.</summary>
    private List<string> Agrees(string dataSet, long lookedAt)
    {
        var (outcome, changes) = place.Recheck(dataSet);
        var now = place.Gate(posts, $"today-{place.Session.Store.Head.Size}");
        var (before, after) = (Reasons(dataSet), Reasons(Path.GetFileName(now.Out)));
        var ids = posts.SelectMany(File.ReadLines).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("record_id").GetString()!).ToList();
        var expected = ids.Select((id, i) => (id, before: before[i], after: after[i])).Where(one => one.before.StartsWith("granted", StringComparison.Ordinal) != one.after.StartsWith("granted", StringComparison.Ordinal))
            .Select(one => $$"""{"record_id":"{{one.id}}","change":"{{(one.after.StartsWith("granted", StringComparison.Ordinal) ? "enter" : "leave")}}","was":"{{one.before}}","now":"{{one.after}}"}""").ToList();
        Assert.Equal(expected, changes);
        Assert.Equal(expected.Count, outcome.Changes.Leave.Values.Sum() + outcome.Changes.Enter.Values.Sum());
        Assert.Equal(lookedAt, outcome.Changes.LookedAt);
        return changes;
    }

    private List<string> Reasons(string dataSet)
    {
        Assert.True(DsseEnvelope.TryParse(File.ReadAllBytes(place.In($"{dataSet}/manifest.dsse.json")), out var envelope));
        Assert.True(GateManifest.TryParse(envelope.Payload, out var manifest, out _));
        return GateEqualsReferenceTests.Verdicts(place.In(dataSet), manifest.Verdicts);
    }
}
