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
        Assert.Equal(place.Bytes("never", IsManifest), place.Bytes("model", IsManifest));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place.In("model", "people", "people.bin")));
        place.Do("fsck");
    }

    /// <summary>Killed all through a run: there is one whole model at every moment, the old or the new, and the next command ends what was begun.</summary>
    [Fact]
    public void a_forgetting_that_is_killed_leaves_one_whole_model()
    {
        Processes.AreSeen();
        const int Kills = 7;
        Begin(20, 200);
        place.Do("train", "set", "--out", "model");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        place.Do("forget", "model", "member0");
        var whole = clock.Elapsed;
        for (var kill = 1; kill <= Kills; kill++)
        {
            using (var run = place.Begin("forget", "model", $"member{kill}"))
            {
                Thread.Sleep(whole * kill / Kills);
                run.Kill();
                run.Wait();
            }
            place.Do("suggest", "model", "We are ");
            place.Do("forget", "model", $"member{kill}");
            Assert.Empty(place.Do("trace", $"member{kill}").GetProperty("models").EnumerateArray());
        }
        for (var left = 0; left <= Kills; left++) place.Do("object", $"member{left}", "--purpose", Place.Purpose);
        place.Do("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "less");
        place.Do("train", "less", "--out", "never");
        Assert.Equal(place.Bytes("never", IsManifest), place.Bytes("model", IsManifest));
        Assert.DoesNotContain(Directory.EnumerateDirectories(place.In()), folder => Path.GetFileName(folder).StartsWith(".model", StringComparison.Ordinal));
        place.Do("fsck");
    }

    [Fact]
    public void a_pause_makes_models_forget_whom_it_denies_in_one_act()
    {
        Begin(20, 200);
        place.Do("train", "set", "--out", "model");
        place.Do("train", "set", "--out", "other");
        var paused = place.Do("suspend", "--purpose", Place.Purpose, "--region", "GB", "--forget");
        Assert.Equal([10, 10], paused.GetProperty("forgotten").EnumerateArray().Select(one => one.GetProperty("people").GetInt32()));
        place.Do("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "less");
        place.Do("train", "less", "--out", "never");
        Assert.Equal(place.Bytes("never", IsManifest), place.Bytes("model", IsManifest));
        Assert.Equal(0, place.Do("forget", "other", "--paused").GetProperty("people").GetInt32());
    }

    [Fact]
    public void prompts_and_feedback_pass_the_gate_like_any_other_content()
    {
        place.Do("init", "--policy", "consent-first");
        place.Do("policy", "publish", Path.Combine(Place.Ledger, "policy.yaml"));
        place.WriteRows("members.jsonl", ((string[])["ann", "bo"]).Select(subject => new { subject, regions = (string[])["GB"], born = "1990-01-01", status = "active" }));
        place.Do("members", "members.jsonl");
        place.Do("consent", "ann", "--purpose", "assist-writing");
        place.Write("turns.jsonl",
            """{"turn": "t1", "member": "ann", "event": "prompt", "at": "2026-01-15T09:00:00Z", "text": "Make this shorter"}""",
            """{"turn": "t2", "member": "ann", "event": "feedback", "at": "2026-01-15T09:01:00Z", "text": "Too short"}""",
            """{"turn": "t3", "member": "bo", "event": "prompt", "at": "2026-01-15T09:02:00Z", "text": "Translate this"}""",
            """{"turn": "t4", "member": "ann", "event": "click", "at": "2026-01-15T09:03:00Z", "text": ""}""");
        var map = Headgate.Tests.Repository.File("samples/maps/assistant.yaml");
        var help = place.Do("gate", "turns.jsonl", "--map", map, "--purpose", "assist-writing", "--out", "help");
        Assert.Equal(2, help.GetProperty("kept").GetInt32());
        Assert.Equal((1, 1), (help.GetProperty("by_reason").GetProperty("consent-not-given:help-asked-for").GetInt32(), help.GetProperty("by_reason").GetProperty("unknown-content-kind").GetInt32()));
        var train = place.Do("gate", "turns.jsonl", "--map", map, "--purpose", Place.Purpose, "--out", "train");
        Assert.Equal((0, 3), (train.GetProperty("kept").GetInt32(), train.GetProperty("by_reason").GetProperty("no-grant").GetInt32()));
    }

    private static bool IsManifest(string file) => file.EndsWith(".dsse.json", StringComparison.Ordinal);

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
