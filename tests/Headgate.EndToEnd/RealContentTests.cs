using System.Globalization;
using System.Text.Json;
using Headgate.Tests;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Real content through <c>headgate members</c> and <c>headgate gate</c>, compared record by record with a reading of the policy that shares no code with the gate.
/// Nobody's choices are real, nor who was served the notice: they are drawn (<see cref="Forum"/>; samples/maps/README.md).</summary>
public sealed class RealContentTests : IDisposable
{
    private static readonly string[] Written = ["question", "answer", "comment"];

    private readonly Place place = new();
    private string suspension = "";

    public void Dispose() => place.Dispose();

    [Fact]
    public void posts_and_comments_about_beer()
    {
        var forum = Live("beer");
        Assert.Equal((3966, 852), (forum.Records.Count, forum.Members.Count));
        var reasons = Gate("beer", forum, Written, "jsonl");
        // 49 have no author; of 117 we do not know what they are, and two of those are among the 49.
        Assert.Equal((49, 115), (reasons["unknown-subject"], reasons["unknown-content-kind"]));

        var lines = forum.Records.ToDictionary(record => record.Id, record => record.Line, StringComparer.Ordinal);
        Assert.Equal(DataSet.Eligible(place.In("out")).Select(id => lines[id]), DataSet.EligibleLines(place.In("out")));

        // As of now rather than then: everybody has grown older, and every window has passed.
        var now = place.Do("gate", forum.ContentPath, "--purpose", Place.Purpose, "--map", Map("beer"), "--out", "now");
        var read = new ForumReading(forum, now.GetProperty("at").GetDateTime().ToUniversalTime(), suspension);
        var kept = forum.Records.Where(record => IsGrant(read.ReasonOf(record, Written))).Select(record => record.Id).ToList();
        Assert.Equal(kept, DataSet.Eligible(place.In("now")));
        Assert.True(kept.Count > DataSet.Eligible(place.In("out")).Count);
    }

    [Fact]
    public void titles_and_comments_about_travel()
    {
        var forum = Live("travel");
        Assert.Equal((230_170, 44_203), (forum.Records.Count, forum.Members.Count));
        var reasons = Gate("travel", forum, Written, "parquet");
        Assert.Equal(2_542, reasons["unknown-subject"]);
        Assert.Superset(
            new HashSet<string>
            {
                "unknown-region", $"suspended:{suspension}", "denied:minors/unknown-age", "denied:written-as-a-minor", "denied:written-as-a-minor/unknown-age-at-creation",
                "objected", "consent-not-given:consent", "notice-not-served:told-first", "window-open:told-first", "granted:consent", "granted:told-first",
            },
            reasons.Keys.ToHashSet());
    }

    [Fact]
    public void messages_of_a_channel_each_with_whom_it_is_addressed_to()
    {
        var forum = Live("ubuntu-irc");
        Assert.Equal((234_974, 18_956), (forum.Records.Count, forum.Members.Count));
        Assert.Equal(93_901, forum.Records.Count(record => record.Others.Count > 0));
        var reasons = Gate("ubuntu-irc", forum, ["message"], "jsonl");
        // `2013-01-26T15:04:04:00Z` is no time: these say when they were written in a way that nobody can read.
        Assert.Equal(10_709, reasons["malformed-record"]);
        Assert.True(reasons["not-active"] > 0 && reasons["denied:written-as-a-minor"] > 0);

        // The second person counts: many that their author alone would let through are left out.
        var read = new ForumReading(forum, Then, suspension);
        Assert.True(forum.Records.Count(record => record.Others.Count > 0 && !IsGrant(read.ReasonOf(record, ["message"])) && IsGrant(read.ReasonOf(record with { Others = [] }, ["message"]))) > 10_000);
    }

    private static DateTime Then { get; } = new(2025, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>A ledger in which the members, their choices, notices and a suspension are recorded.</summary>
    private Forum Live(string name)
    {
        var forum = new Forum(name);
        place.Do("init");
        place.Do("policy", "publish", Repository.File("samples/maps/policy.yaml"), "--recorded-at", "2024-01-01");
        var members = place.Do("members", forum.MembersPath, "--recorded-at", "2024-01-01");
        Assert.Equal((forum.Members.Count, 0), (members.GetProperty("recorded").GetInt32(), members.GetProperty("rejected").GetInt32()));
        Record(["choices", place.Write("choices.jsonl", forum.Choices)], forum.Choices.Count());
        Record(["notice", "serve", Forum.Notice, "--to", place.Write("served.jsonl", forum.ServedRows)], forum.ServedRows.Count());
        Record(["notice", "bounce", Forum.Notice, "--to", place.Write("bounced.jsonl", forum.BouncedRows)], forum.BouncedRows.Count());
        suspension = place.Do(
            "suspend", "--purpose", Place.Purpose, "--region", "GB", "--collected-from", "2015-01-01", "--collected-to", "2017-01-01", "--recorded-at", "2025-05-31")
            .GetProperty("id").GetString()!;
        return forum;
    }

    private void Record(IEnumerable<string> command, int rows) =>
        Assert.Equal(rows, place.Do([.. command, "--recorded-at", "2025-05-31"]).GetProperty("recorded").GetInt32());

    /// <summary>Gates twice as of <see cref="Then"/>, and compares everything that came out with the reading.</summary>
    /// <returns>How many records have each reason.</returns>
    private Dictionary<string, int> Gate(string name, Forum forum, IReadOnlyCollection<string> kinds, string format)
    {
        var read = new ForumReading(forum, Then, suspension);
        var expected = forum.Records.Select(record => (record.Id, Reason: read.ReasonOf(record, kinds))).ToList();
        var kept = expected.Where(found => IsGrant(found.Reason)).Select(found => found.Id).ToList();

        var said = Run("out");
        Assert.Equal((expected.Count, kept.Count), (said.GetProperty("input").GetInt32(), said.GetProperty("kept").GetInt32()));
        Assert.Equal(expected.Count, said.GetProperty("kept").GetInt32() + said.GetProperty("dropped").GetInt32());
        var reasons = expected.CountBy(found => found.Reason).ToDictionary(StringComparer.Ordinal);
        Assert.Equal(
            reasons.Where(pair => !IsGrant(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            said.GetProperty("by_reason").EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, pair.Value.GetInt32())).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.NotEmpty(kept);
        Assert.Equal(kept, DataSet.Eligible(place.In("out")));
        Assert.Equal(expected.Where(found => !IsGrant(found.Reason)), DataSet.Denied(place.In("out")));

        Assert.True(place.Do("verify", "out").GetProperty("ok").GetBoolean());
        var once = place.Bytes("out");
        Directory.Delete(place.In("out"), recursive: true);
        Run("out");
        Assert.Equal(once, place.Bytes("out"));
        return reasons;

        JsonElement Run(string @out) => place.Do(
            "gate", forum.ContentPath, "--purpose", Place.Purpose, "--map", Map(name), "--out", @out, "--format", format,
            "--at", Then.ToString("O", CultureInfo.InvariantCulture), "--as-of", $"{long.Parse(suspension, CultureInfo.InvariantCulture) + 1}");
    }

    private static bool IsGrant(string reason) => reason.StartsWith("granted:", StringComparison.Ordinal);

    private static string Map(string name) => Repository.File($"samples/maps/{name}.yaml");
}
