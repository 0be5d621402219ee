using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Runs <c>headgate scenario</c> and <c>headgate concern</c> as processes.</summary>
public sealed class ScenarioCommandTests : IDisposable
{
    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void a_story_that_holds_is_drawn_and_one_that_does_not_names_the_line()
    {
        string[] story = ["scenario: 1", "title: Nothing is published", "purpose: p", "posts: { kind: post }", "story:", "  - at: 2025-01-01", "    do:", "      - { join: ann, region: GB }", "      - { post: hello, by: ann }", "    expect:"];
        place.Write("holds.yaml", [.. story, "      - { deny: hello, reason: no-policy }"]);
        place.Write("fails.yaml", [.. story, "      - { deny: hello, reason: objected }"]);
        place.Write("wrong.yaml", [.. story, "      - { deny: hullo, reason: objected }"]);

        Assert.Contains("1 of 1 expectations hold", place.Run("scenario", "holds.yaml", "--out", "drawn").Ends(0).Output, StringComparison.Ordinal);
        Assert.Contains("no-policy", File.ReadAllText(place.In("drawn", "story.html")), StringComparison.Ordinal);
        Assert.Contains("fails.yaml:11: at 2025-01-01T00:00:00Z\n  expected: hello: objected\n  found:    no-policy", place.Run("scenario", "fails.yaml").Ends(4).Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var said = place.Run("scenario", "fails.yaml", "--json").Ends(4).Json();
        Assert.False(said.GetProperty("ok").GetBoolean());
        Assert.Equal("no-policy", said.GetProperty("expectations")[0].GetProperty("found").GetString());
        Assert.Contains("wrong.yaml:11:17: there is no post `hullo` until here", place.Run("scenario", "wrong.yaml").Ends(2).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.In(Place.Ledger)));
    }

    [Fact]
    public void a_concern_is_opened_answered_and_closed_and_what_is_overdue_is_listed()
    {
        place.Do("init");
        var concern = place.Do("concern", "open", "--authority", "ICO", "--text", "nobody was told", "--recorded-at", "2025-01-01").GetProperty("id").GetString()!;
        var report = place.Do("concern", "commit", concern, "--text", "a report", "--due", "2025-02-01", "--recorded-at", "2025-01-02").GetProperty("id").GetString()!;
        Assert.Equal(1, place.Do("concern", "list").GetProperty("overdue").GetInt32());
        Assert.Equal(0, place.Do("concern", "list", "--at", "2025-02-01").GetProperty("overdue").GetInt32());
        place.Do("concern", "answer", concern, "--text", "they are told now");
        place.Do("concern", "fulfil", report);
        place.Do("concern", "close", concern);
        place.Run("concern", "close", concern).Ends(3);
        place.Run("concern", "answer", report, "--text", "it is a commitment").Ends(2);
        var list = place.Do("concern", "list");
        Assert.Equal(("closed", "fulfilled"), (list.GetProperty("concerns")[0].GetProperty("state").GetString(), list.GetProperty("commitments")[0].GetProperty("state").GetString()));
        place.Do("fsck");
    }
}
