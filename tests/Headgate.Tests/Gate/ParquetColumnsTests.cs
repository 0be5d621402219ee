using Headgate.Engine;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>Parquet files of many records, whose columns DuckDB hands over as it has them packed, are decided as the same records in JSON lines; a verdict listed at once is thrown away with the run that it belongs to.</summary>
public sealed class ParquetColumnsTests : IDisposable
{
    private const int Records = 30_000;

    private static readonly string[] Labels = ["[]", "null", "[\"health\"]", "[\"fine\", \"fine\"]", "[\"a-label-that-is-long\", \"fine\"]", "[\"a-label-that-was-never-declared\"]", "[null]", "[\"health\", null]"];

    private readonly Workplace place = new();

    public ParquetColumnsTests()
    {
        place.Publish(
            """
            headgate: 1
            policy: labels
            version: 1
            purposes: { train-generative-ai: { aipref: train-ai } }
            content: [post]
            labels: [health, fine, a-label-that-is-long]
            rules:
              - { deny: health, when: { labels: [health] } }
              - { deny: long, when: { labels: [a-label-that-is-long] } }
              - { grant: interest, basis: legitimate-interests }
            """,
            "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("somebody-with-a-long-id"), Workplace.Member("bo"), Workplace.Chose("bo", Choice.Objected, "2025-01-02"));
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void labels_and_people_are_read_alike_before_and_after_somebody_objects()
    {
        string[] authors = ["ann", "somebody-with-a-long-id", "bo", "nobody-we-know-of", ""];
        var lines = place.Write("posts.jsonl", Enumerable.Range(0, Records).Select(i => Post(i, authors[i % authors.Length], Labels[i / 7 % Labels.Length])));
        var packed = Packed(lines);
        var expected = place.Reasons(place.Gate([lines], "from-lines"));
        Assert.True(expected.Distinct().Count() > 5, string.Join(", ", expected.Distinct()));
        Assert.Equal(expected, place.Reasons(place.Gate([packed], "from-parquet")));
        Assert.Equal(expected, place.Reasons(VerdictsOnly(packed, "listed")));

        place.Record(place.Session.Now, Workplace.Chose("somebody-with-a-long-id", Choice.Objected, "2025-01-03"));
        var (outcome, changes) = place.Recheck("from-parquet");
        Assert.Equal(Records / authors.Length, outcome.Changes.LookedAt);
        Assert.Equal(expected.Where((reason, i) => i % authors.Length == 1 && reason.StartsWith("granted", StringComparison.Ordinal)).Count(), changes.Count);
        Assert.All(changes, change => Assert.Contains("leave", change, StringComparison.Ordinal));
    }

    [Fact]
    public void an_id_that_stands_twice_ends_a_run_whose_verdicts_are_listed_already()
    {
        var packed = Packed(place.Write("posts.jsonl", Enumerable.Range(0, 5_000).Select(i => Post(i == 4_999 ? 17 : i, "ann", "[]"))));
        var refusal = Assert.Throws<BadInputException>(() => VerdictsOnly(packed, "listed"));
        Assert.Contains("`r17` stands twice", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.In("listed")));
        Assert.Empty(place.LeftOvers());
    }

    private GateOutcome VerdictsOnly(string content, string output) => new Gating(
        place.Session, new([content], [], null, Workplace.Purpose, place.In(output), null, null, OutputFormat.Parquet, true, false, MemorySize.Megabytes(1000), 2, place.In("temp")), GateWorker.Run).Run(_ => { }, TestContext.Current.CancellationToken);

    private string Packed(string lines)
    {
        var packed = Path.ChangeExtension(lines, "parquet");
        using var temp = new TempFolder();
        using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, temp.Path), [lines], [Path.GetDirectoryName(lines)!]);
        duck.Execute($"COPY (SELECT * FROM read_json({Sql.Text(lines)}, columns={{record_id: 'VARCHAR', author: 'VARCHAR', kind: 'VARCHAR', labels: 'VARCHAR[]', visibility: 'VARCHAR', service: 'VARCHAR', created: 'TIMESTAMP'}})) TO {Sql.Text(packed)} (FORMAT parquet, ROW_GROUP_SIZE 10240)");
        return packed;
    }

    private static string Post(int id, string author, string labels) =>
        $$"""{"record_id": "r{{id}}", "author": "{{author}}", "kind": "post", "labels": {{labels}}, "visibility": "public", "service": "network", "created": "2024-01-01"}""";
}
