using System.Runtime.CompilerServices;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Suggest.Drafts;
using Headgate.Suggest.Model;
using Headgate.Tests.Gate;
using Microsoft.Extensions.AI;
using Xunit;

namespace Headgate.Tests.Suggest;

/// <summary>Drafts say what the profile says, and that they are drafts.</summary>
public sealed class DraftTests
{
    private const string Profile =
        """
        {
          "basics": { "name": "Ann <b>Lee</b>", "label": "Product designer", "email": "ann@example.org", "phone": "+49 30 1234567", "url": "https://ann.example", "x-pronouns": "she" },
          "work": [
            { "name": "Old Co", "position": "Junior designer", "startDate": "2015-01", "endDate": "2018-01", "highlights": ["drew icons"] },
            { "name": "New Co", "position": "Lead designer", "startDate": "2018-02", "highlights": ["built the design system", "led six people", "halved the bounce rate", "one more thing"] }
          ],
          "skills": [{ "name": "typography" }, { "name": "research" }],
          "volunteer": [{ "organization": "Library" }]
        }
        """;

    private static readonly JsonResume Ann = JsonResume.Read(Profile);

    [Theory]
    [InlineData(DraftKind.Post, DraftTone.Plain, DraftLength.Brief)]
    [InlineData(DraftKind.Post, DraftTone.Warm, DraftLength.Full)]
    [InlineData(DraftKind.RecruiterMessage, DraftTone.Formal, DraftLength.Medium)]
    public void every_text_is_marked_as_a_draft_and_says_what_the_profile_says(DraftKind kind, DraftTone tone, DraftLength length)
    {
        var draft = Drafting.Write(Ann, new(kind, tone, length, "the new design system", "Mr Bo"), null);
        Assert.StartsWith(Draft.Mark, draft.Text, StringComparison.Ordinal);
        Assert.Contains("the new design system", draft.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(length != DraftLength.Brief || kind != DraftKind.Post, draft.Text.Contains("lead designer at New Co", StringComparison.Ordinal));
        Assert.DoesNotContain("Old Co", draft.Text, StringComparison.Ordinal);
        Assert.Equal(tone == DraftTone.Formal, draft.Text.Contains("Dear Mr Bo", StringComparison.Ordinal));
    }

    [Fact]
    public void a_resume_keeps_what_it_does_not_know_and_prints_as_a_page()
    {
        var draft = Drafting.Write(Ann, new(DraftKind.Resume, DraftTone.Plain, DraftLength.Medium, null, null), null);
        using var json = JsonDocument.Parse(draft.Text);
        Assert.True(json.RootElement.GetProperty("meta").GetProperty("draft").GetBoolean());
        Assert.Equal("she", json.RootElement.GetProperty("basics").GetProperty("x-pronouns").GetString());
        Assert.Equal("Library", json.RootElement.GetProperty("volunteer")[0].GetProperty("organization").GetString());
        Assert.Equal("New Co", json.RootElement.GetProperty("work")[0].GetProperty("name").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("work")[0].GetProperty("highlights").GetArrayLength());
        Assert.Equal(draft.Text, JsonResume.Read(draft.Text).Write());
        Assert.Contains("Ann &lt;b&gt;Lee&lt;/b&gt;", draft.Html, StringComparison.Ordinal);
        Assert.Contains("@page", draft.Html, StringComparison.Ordinal);
        Assert.Contains("[Draft:", draft.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", draft.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void a_model_lends_wordings_that_many_people_use()
    {
        using var folder = new TempFolder();
        SampleTalk.Train(Enumerable.Range(0, 6).Select(i => new Headgate.Suggest.TrainingRecord($"p{i}", [], "en", "I look forward to hearing from you soon")), folder.In("model"), 5);
        using var model = PhraseModel.Open(folder.In("model"));
        var draft = Drafting.Write(Ann, new(DraftKind.RecruiterMessage, DraftTone.Plain, DraftLength.Brief, null, null), model);
        Assert.Contains("I look forward to hearing from you", draft.Text, StringComparison.Ordinal);
        Assert.All(draft.Suggested, one => Assert.True(one.People >= 5));
    }

    [Fact]
    public void an_empty_profile_is_refused() =>
        Assert.Throws<ArgumentException>(() => Drafting.Write(JsonResume.Read("{}"), new(DraftKind.Post, DraftTone.Plain, DraftLength.Brief, null, null), null));

    [Fact]
    public async Task what_is_sent_is_what_was_shown_and_the_answer_comes_in_pieces()
    {
        var prompt = ChatDrafting.Prompt(Ann, new(DraftKind.Post, DraftTone.Warm, DraftLength.Brief, "a talk", null));
        var shown = string.Concat(prompt.Select(message => message.Text));
        foreach (var secret in (string[])["ann@example.org", "1234567", "ann.example"]) Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        using var chat = new Chat("Come ", "to my ", "talk");
        var pieces = new List<string>();
        var draft = await ChatDrafting.WriteAsync(chat, prompt, DraftKind.Post, TimeSpan.FromMinutes(1), TimeProvider.System, pieces.Add, TestContext.Current.CancellationToken);
        Assert.Equal(shown, string.Concat(chat.Sent!.Select(message => message.Text)));
        Assert.Equal(["Come ", "to my ", "talk"], pieces);
        Assert.Equal($"{Draft.Mark}\n\nCome to my talk\n", draft.Text);
    }

    [Fact]
    public async Task a_chat_model_that_does_not_answer_in_time_is_given_up()
    {
        using var chat = new Chat();
        await Assert.ThrowsAsync<TimeoutException>(() => ChatDrafting.WriteAsync(chat, [], DraftKind.Post, TimeSpan.FromMilliseconds(1), TimeProvider.System, _ => { }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void help_with_writing_is_another_purpose_than_training()
    {
        using var place = new Workplace();
        place.Publish(Workplace.Policy.Replace("content: [post, comment]", "content: [post, comment, ai-prompt]", StringComparison.Ordinal).Replace("""
          - grant: interest
        """, """
          - grant: help
            when: { purpose: assist-writing, content: ai-prompt }
            basis: legitimate-interests
          - grant: interest
        """, StringComparison.Ordinal), "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo"), Workplace.Member("kim", born: "2015-01-01"));
        place.Record(Workplace.At("2025-01-03"), Workplace.Chose("ann", Choice.Objected, "2025-01-03"), Workplace.Chose("bo", Choice.Objected, "2025-01-03", Assistance.Purpose));
        Assert.Equal("granted:help", Decide(place, "ann"));
        Assert.Equal("objected", Decide(place, "bo"));
        Assert.Equal("denied:minors", Decide(place, "kim"));
        Assert.Equal("unknown-subject", Decide(place, "nobody"));
    }

    [Fact]
    public void a_policy_that_does_not_list_prompts_denies_them()
    {
        using var place = new Workplace();
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"));
        Assert.Equal("unknown-content-kind", Decide(place, "ann"));
    }

    private static string Decide(Workplace place, string member) => Assistance.Decide(place.Session, SubjectId.From(member)!.Value).Reason.Text;

    /// <summary>A chat model that gives the pieces it was made with; none, and it never answers.</summary>
    private sealed class Chat(params string[] pieces) : IChatClient
    {
        public List<ChatMessage>? Sent { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Sent = [.. messages];
            if (pieces.Length == 0) await Task.Delay(Timeout.Infinite, cancellationToken);
            foreach (var piece in pieces) yield return new(ChatRole.Assistant, piece);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
