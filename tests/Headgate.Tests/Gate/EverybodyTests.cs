using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>Everybody in a record counts: others in a list or in files of edges, in each of their regions; and whoever is in its sources.</summary>
public sealed class EverybodyTests : IDisposable
{
    private readonly Workplace place = new();

    public EverybodyTests()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(
            Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo"), Workplace.Member("cy", "FR"), Workplace.Member("kid", born: "2015-01-01"),
            Workplace.Member("1234567890123", "DE"), Abroad("two", "DE", "US"), Abroad("far", "US", "FR"), Abroad("odd", "US", "Narnia"), Workplace.Chose("objector", Choice.Objected, "2025-01-02"),
            Workplace.Member("objector"));
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void edges_say_who_else_is_in_a_record_whatever_format_they_come_in()
    {
        var posts = place.Write("posts.jsonl", Workplace.Post("alone", "ann"), Workplace.Post("1", "ann"), Workplace.Post("2", "ann"), Workplace.Post("3", "ann", "[\"bo\"]"), Workplace.Post("4", "ann"), Workplace.Post("5", "ann"));
        var lines = place.Write("edges.jsonl", """{"record_id": 1, "subject": "bo"}""", """{"record_id": "2", "subject": ["bo", "kid"]}""", """{"record_id": "elsewhere", "subject": "kid"}""", """{"record_id": "3", "subject": "objector"}""");
        var csv = place.Write("edges.csv", "subject,record_id,weight", "1234567890123,4,1", "nobody,5,2");
        string[] expected = ["granted:interest", "granted:interest", "denied:minors", "objected", "granted:interest", "unknown-subject"];
        Assert.Equal(expected, place.Reasons(place.Gate([posts], "out", edges: [lines, csv])));
        foreach (var (id, reason) in ((string[])["alone", "1", "2", "3", "4", "5"]).Zip(expected))
            Assert.Equal(reason, place.Explain(posts, id, edges: [lines, csv]).Verdict.Reason.Text);
        Assert.All(place.Reasons(place.Gate([posts], "without")), reason => Assert.Equal("granted:interest", reason));
    }

    [Theory]
    [InlineData("""{"record_id": "1", "subject": null}""", "unknown-subject")]
    [InlineData("""{"record_id": "1", "subject": 1.5}""", "unknown-subject")]
    [InlineData("""{"record_id": "1", "subject": []}""", "unknown-subject")]
    [InlineData("""{"record_id": "1"}""", "unknown-subject")]
    public void an_edge_that_names_nobody_is_somebody_unknown(string edge, string reason)
    {
        var edges = place.Write("edges.jsonl", edge, """{"record_id": "2", "subject": "bo"}""");
        Assert.Equal([reason], place.Reasons(place.Gate([place.Write("posts.jsonl", Workplace.Post("1", "ann"))], "out", edges: [edges])));
    }

    [Theory]
    [InlineData("""{"subject": "kid", "record_id": null}""", "row 2 of")]
    [InlineData("""{"subject": "kid", "record_id": ["1"]}""", "row 2 of")]
    public void an_edge_that_names_no_record_could_be_about_any(string edge, string said)
    {
        var edges = place.Write("edges.jsonl", """{"record_id": "1", "subject": "bo"}""", edge);
        var refusal = Assert.Throws<BadInputException>(() => place.Gate([place.Write("posts.jsonl", Workplace.Post("1", "ann"))], "out", edges: [edges]));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.In("out")));
        Assert.Throws<BadInputException>(() => place.Gate([place.In("posts.jsonl")], "out", edges: [place.Write("wrong.csv", "record,person", "1,kid")]));
    }

    [Fact]
    public void each_region_of_everybody_counts_and_the_least_of_them_stands()
    {
        var posts = place.Write(
            "posts.jsonl", Workplace.Post("1", "two"), Workplace.Post("2", "far"), Workplace.Post("3", "ann", "[\"two\", \"far\"]"), Workplace.Post("4", "odd"), Workplace.Post("5", "two", "[\"odd\", \"kid\"]"),
            Claiming("6", "ann", "[\"FR\"]"), Claiming("7", "ann", "[\"DE\", \"United States\"]"), Claiming("8", "ann", "\"Narnia\""), Claiming("9", "ann", "null"), Workplace.Post("10", "ann", "[\"far\", \"nobody\"]"));
        string[] expected =
        [
            "granted:interest", "consent-not-given:agreed", "consent-not-given:agreed", "unknown-region", "unknown-region",
            "consent-not-given:agreed", "granted:interest", "unknown-region", "granted:interest", "unknown-subject",
        ];
        Assert.Equal(expected, place.Reasons(place.Gate([posts], "out")));
        Assert.Equal(expected, place.Reasons(place.Gate([posts], "traced", withSubjects: true)));
        foreach (var (reason, i) in expected.Select((reason, i) => (reason, i)))
            Assert.Equal(reason, place.Explain(posts, $"{i + 1}").Verdict.Reason.Text);
    }

    /// <summary>A time of collection that cannot be read is unknown, and not the time of creation; where none is given it is that.</summary>
    [Theory]
    [InlineData("[\"2019-01-01\"]", "suspended:S/unknown-collected")]
    [InlineData("\"lately\"", "suspended:S/unknown-collected")]
    [InlineData("null", "suspended:S/unknown-collected")]
    [InlineData("\"2020-06-01\"", "suspended:S")]
    [InlineData(null, "granted:interest")]
    public void what_cannot_be_read_of_when_a_record_was_collected_is_unknown(string? collected, string reason)
    {
        var suspended = SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["DE", "US", "GB"], null, Headgate.Tests.Corpus.Times.Read("2020-01-01"), Headgate.Tests.Corpus.Times.Read("2021-01-01"), "DPC", ""), null).First;
        var post = Workplace.Post("1", "ann");
        var posts = place.Write("posts.jsonl", collected is null ? post : post.Replace("}", $", \"collected\": {collected}}}", StringComparison.Ordinal), Workplace.Post("2", "ann").Replace("}", ", \"collected\": \"2019-01-01\"}", StringComparison.Ordinal));
        Assert.Contains(reason.Replace("S", $"{suspended}", StringComparison.Ordinal), place.Explain(posts, "1").Findings.Select(one => one.Reason.Text));
    }

    [Fact]
    public void sources_are_followed_through_chains_and_cycles_in_the_input_and_beside_it()
    {
        var posts = place.Write(
            "posts.jsonl", Deriving("a", "ann", "b"), Deriving("b", "ann", "c"), Deriving("c", "kid", "a"), Deriving("d", "ann", "e"), Deriving("e", "bo", "x"), Deriving("f", "ann", "f"), Deriving("g", "ann", "missing"));
        var sources = place.Write("sources.jsonl", Deriving("x", "ann", "y"), Deriving("y", "bo", "d"), Deriving("z", "kid", "z"));
        string[] expected = ["denied:minors", "denied:minors", "denied:minors", "granted:interest", "granted:interest", "granted:interest", "unknown-source"];
        Assert.Equal(expected, place.Reasons(place.Gate([posts], "out", sources: [sources])));
        // Somebody whom only an edge names is in a source of a source.
        var edges = place.Write("edges.jsonl", """{"record_id": "y", "subject": "objector"}""");
        Assert.Equal(["objected", "objected"], place.Reasons(place.Gate([posts], "edged", sources: [sources], edges: [edges]))[3..5]);
    }

    [Fact]
    public void people_are_counted_once_whether_they_are_authors_or_others()
    {
        var posts = place.Write("posts.jsonl", Workplace.Post("1", "ann", "[\"bo\", \"two\"]"), Workplace.Post("2", "bo", "[\"kid\"]"), Workplace.Post("3", "nobody", "[\"nobody\", \"else\"]"));
        foreach (var (name, traced) in new[] { ("out", false), ("traced", true) })
        {
            var subjects = place.Gate([posts], name, withSubjects: traced).Manifest.Subjects;
            Assert.Equal((3, 4), (subjects.Kept, subjects.Dropped));
        }
    }

    private static NewStatement Abroad(string subject, params string[] regions) => new(new MemberDescribed(
        SubjectId.From(subject)!.Value, [.. regions.Select(region => Region.Understand(region))], "declared", new Said<BirthRange>(BirthRange.Born(new DateOnly(1990, 1, 1))), SubjectStatus.Active));

    private static string Claiming(string id, string author, string regions) => Workplace.Post(id, author)[..^1] + $", \"region\": {regions}}}";

    private static string Deriving(string id, string author, string source) => Workplace.Post(id, author)[..^1] + $", \"derived_from\": \"{source}\"}}";
}
