using System.Text.Json;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary><c>headgate train, suggest, forget, trace, draft</c>, as processes of their own.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private const string Policy =
        """
        headgate: 1
        policy: talk
        version: 1
        purposes: { train-generative-ai: { title: Train }, assist-writing: { title: Help } }
        content: [post]
        permits: { lease: 60s, on-objection: redo-within 30d }
        rules:
          - grant: agreed
            when: { visibility: public, content: post }
            basis: consent
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    /// <summary>People who all consented, and say much the same.</summary>
    private void Begin(int people, int posts)
    {
        place.Do("init");
        place.Write("policy.yaml", Policy);
        place.Do("policy", "publish", "policy.yaml");
        place.WriteRows("members.jsonl", Enumerable.Range(0, people).Select(i => new { subject = $"member{i}", regions = (string[])[i % 2 == 0 ? "GB" : "DE"], born = "1990-01-01", status = "active" }));
        place.Do("members", "members.jsonl");
        place.WriteRows("choices.jsonl", Enumerable.Range(0, people).Select(i => new { subject = $"member{i}", purpose = Place.Purpose, choice = "consented", at = "2025-01-01T00:00:00Z", channel = "settings" }));
        place.Do("choices", "choices.jsonl");
        place.WriteRows("posts.jsonl", Enumerable.Range(0, posts).Select(i => new
        {
            record_id = $"r{i}",
            author = $"member{i % people}",
            other_people = (string[])(i % 7 == 0 ? [$"member{(i + 1) % people}"] : []),
            kind = "post",
            labels = Array.Empty<string>(),
            visibility = "public",
            service = (string?)null,
            created = "2025-02-01T00:00:00Z",
            text = $"We are happy to announce a new position, and member{i % people} is glad. Write to ann{i}@example.org or call 0170 55512{i % 90:00}. It is number {i % 50} of the words that we have for {(i % 3 == 0 ? "you" : "them")}",
        }));
        Assert.Equal(posts, place.Do("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "set").GetProperty("kept").GetInt64());
    }

    [Fact]
    public void a_model_is_trained_asked_followed_and_left()
    {
        Begin(8, 80);
        var trained = place.Do("train", "set", "--out", "model");
        Assert.Equal((80, 8), (trained.GetProperty("records").GetInt32(), trained.GetProperty("authors").GetInt32()));
        var suggestion = place.Do("suggest", "model", "We are ").GetProperty("suggestions")[0];
        Assert.Equal("happy to announce a", suggestion.GetProperty("text").GetString());
        Assert.Equal((8, 80), (suggestion.GetProperty("people").GetInt32(), suggestion.GetProperty("posts").GetInt32()));
        var trace = place.Do("trace", "member3");
        Assert.True(trace.GetProperty("data_sets")[0].GetProperty("records").GetInt32() >= 10);
        Assert.Equal("closed", trace.GetProperty("permits")[0].GetProperty("state").GetString());
        Assert.Equal(trace.GetProperty("data_sets")[0].GetProperty("records").GetInt32(), trace.GetProperty("models")[0].GetProperty("records").GetInt32());

        place.Do("object", "member3", "--purpose", Place.Purpose);
        var forgot = place.Do("forget", "model", "--left");
        Assert.Equal(1, forgot.GetProperty("people").GetInt32());
        Assert.NotEqual(forgot.GetProperty("before").GetString(), forgot.GetProperty("after").GetString());
        Assert.Empty(place.Do("trace", "member3").GetProperty("models").EnumerateArray());
        place.Do("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "less");
        place.Do("train", "less", "--out", "never");
        static bool IsManifest(string file) => file.EndsWith(".dsse.json", StringComparison.Ordinal);
        Assert.Equal(place.Bytes("never", IsManifest), place.Bytes("model", IsManifest));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place.In("model", "people", "people.bin")));
        place.Do("fsck");
    }

    [Fact]
    public void what_may_not_be_trained_on_is_refused()
    {
        Begin(6, 12);
        place.Run("train", "set", "--out", "model", "--purpose", "assist-writing").Ends(3);
        place.Run("train", "nothing", "--out", "model").Ends(2);
        place.Run("forget", "nothing").Ends(2);
        place.Do("suspend", "--purpose", Place.Purpose, "--region", "GB");
        Assert.Contains("suspended", place.Run("train", "set", "--out", "model").Ends(3).Errors, StringComparison.Ordinal);
        File.AppendAllText(place.In("set", "report.html"), " ");
        Assert.Contains("does not verify", place.Run("train", "set", "--out", "model").Ends(3).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.In("model")));
    }

    [Fact]
    public void a_run_that_was_killed_is_taken_up_and_comes_to_the_same()
    {
        Begin(40, 6000);
        place.Do("train", "set", "--out", "whole");
        var killed = place.Begin("train", "set", "--out", "model");
        var until = DateTime.UtcNow + Patience;
        while (!killed.HasEnded && !File.Exists(place.In(".model.training", "work", "corpus.bin")) && DateTime.UtcNow < until) Thread.Yield();
        killed.Kill();
        killed.Dispose();
        if (!Directory.Exists(place.In("model"))) place.Do("train", "set", "--out", "model");
        static bool IsManifest(string file) => file.EndsWith(".dsse.json", StringComparison.Ordinal);
        Assert.Equal(place.Bytes("whole", IsManifest), place.Bytes("model", IsManifest));
        Assert.False(Directory.Exists(place.In(".model.training")));
    }

    [Fact]
    public void drafts_are_marked_and_nothing_is_sent_before_it_was_shown()
    {
        Begin(2, 2);
        File.WriteAllText(place.In("resume.json"), """{ "basics": { "name": "Ann", "label": "Designer", "email": "ann@example.org" }, "work": [{ "name": "Co", "position": "Lead designer" }] }""");
        Assert.StartsWith("[Draft:", place.Run("draft", "post", "--profile", "resume.json", "--about", "a talk").Ends(0).Output, StringComparison.Ordinal);
        var resume = place.Do("draft", "resume", "--profile", "resume.json", "--html", "resume.html");
        using var json = JsonDocument.Parse(resume.GetProperty("text").GetString()!);
        Assert.True(json.RootElement.GetProperty("meta").GetProperty("draft").GetBoolean());
        Assert.Contains("[Draft:", File.ReadAllText(place.In("resume.html")), StringComparison.Ordinal);
        place.Run("draft", "poem", "--profile", "resume.json").Ends(2);
        // The policy does not list prompts: it does not allow them to be sent.
        string[] chat = ["draft", "post", "--profile", "resume.json", "--chat", "http://localhost:1/v1", "--chat-model", "m"];
        Assert.Contains("unknown-content-kind", place.Run([.. chat, "--subject", "member0"]).Ends(3).Errors, StringComparison.Ordinal);
        place.Run(chat).Ends(2);
        place.Write("policy.yaml", Policy.Replace("version: 1", "version: 2", StringComparison.Ordinal).Replace("[post]", "[post, ai-prompt]", StringComparison.Ordinal) + "\n  - grant: help\n    when: { content: ai-prompt, purpose: assist-writing }\n    basis: consent\n");
        place.Do("policy", "publish", "policy.yaml");
        place.Do("consent", "member0", "--purpose", "assist-writing");
        var shown = place.Do([.. chat, "--subject", "member0"]);
        Assert.False(shown.GetProperty("sent").GetBoolean());
        Assert.DoesNotContain("ann@example.org", shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("gave no draft", place.Run([.. chat, "--subject", "member0", "--send", "--time-out", "20"]).Ends(3).Errors, StringComparison.Ordinal);
    }
}
