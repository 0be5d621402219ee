using Xunit;

namespace Headgate.EndToEnd;

/// <summary>What an engineer and an officer do when somebody has left.</summary>
public sealed class LineageCommandTests : IDisposable
{
    private static readonly string[] Two = ["ann", "bea"];

    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void what_must_be_redone_stands_in_the_tasks_until_it_is()
    {
        place.Do("init");
        place.Write(
            "policy.yaml", "headgate: 1", "policy: p", "version: 1", "purposes: { train-generative-ai: { title: Train } }", "content: [post]", "labels: []", "services: [network]",
            "permits: { lease: 60s, on-objection: redo-within 30d }", "rules:", "  - grant: agreed", "    when: { visibility: public }", "    basis: consent");
        place.Do("policy", "publish", "policy.yaml");
        place.WriteRows("members.jsonl", Two.Select(subject => new { subject, regions = "GB", status = "active" }));
        place.Do("members", "members.jsonl");
        foreach (var subject in Two) place.Do("consent", subject, "--purpose", Place.Purpose);
        place.WriteRows("posts.jsonl", Two.Select(author => new { record_id = $"p-{author}", author, other_people = Array.Empty<string>(), kind = "post", labels = Array.Empty<string>(), visibility = "public", service = "network", created = "2024-01-01" }));
        place.Do("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "set");
        place.Do("recipient", "add", "set", "--name", "Example Labs", "--mail", "privacy@labs.example");
        Assert.Equal(1, place.Do("trace", "ann").GetProperty("data_sets")[0].GetProperty("records").GetInt32());
        place.Do("object", "ann", "--purpose", Place.Purpose);
        Assert.Equal(["data-set", "recipient"], States("open"));
        // without a mail server nobody is told, and the task stays
        Assert.Equal(3, place.Run("recipient", "tell", "set", "--json").Code);
        Assert.Equal(3, place.Run("recheck", "set", "--apply", "next", "--json").Code);
        Assert.Equal(["recipient"], States("open"));
        Assert.Equal(["data-set"], States("done"));
        Assert.Equal("access", place.Do("request", "open", "access", "--subject", "bea").GetProperty("kind").GetString());
        Assert.Equal(1, place.Do("request", "list").GetProperty("requests").GetArrayLength());
        Assert.Equal(2, place.Do("lineage", "show").GetProperty("nodes").GetArrayLength());
        Assert.Equal(2, place.Do("lineage", "export", "--to", "events.jsonl").GetProperty("sent").GetInt32());
    }

    private string[] States(string state) => [.. place.Do("tasks", "--all").GetProperty("tasks").EnumerateArray().Where(task => task.GetProperty("state").GetString() == state).Select(task => task.GetProperty("what").GetString()!).Order()];
}
