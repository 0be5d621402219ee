using System.Text;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Headgate.Suggest.Training;
using Xunit;

namespace Headgate.Tests.Suggest;

/// <summary>What the model holds, and what it says.</summary>
public sealed class PhraseModelTests
{
    private const int People = 5;

    [Fact]
    public void a_secret_of_too_few_people_never_comes_out()
    {
        using var folder = new TempFolder();
        var records = SampleTalk.Draw(3, 40, 600);
        const string Secret = "the vault code is zanzibar orchid";
        for (var i = 0; i < People - 1; i++)
            for (var times = 0; times < 20; times++) records.Add(new($"planter{i}", [], null, $"{Secret} in the next week."));
        SampleTalk.Train(records, folder.In("model"), People);
        using var model = PhraseModel.Open(folder.In("model"));
        // Every wording of the served model, and every suggestion after any of them and any beginning of the secret.
        var wordings = All(model).ToList();
        Assert.True(wordings.Count > 500);
        foreach (var (text, people) in wordings)
        {
            Assert.True(people >= People, text);
            foreach (var word in (string[])["vault", "code", "zanzibar", "orchid"]) Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        }
        foreach (var text in wordings.Select(wording => wording.Text).Concat(Enumerable.Range(1, Secret.Length).Select(length => Secret[..length])))
            foreach (var suggestion in Suggesting.Suggest(model, text + (text.EndsWith(' ') ? "" : " "), most: 50).Concat(Suggesting.Suggest(model, text, most: 50)))
            {
                Assert.DoesNotContain("zanzibar", suggestion.Text, StringComparison.Ordinal);
                Assert.True(suggestion.People >= People && suggestion.Posts >= People);
            }
        foreach (var file in ModelLayout.Files(folder.In("model")))
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder.In("model"), file));
            foreach (var word in (string[])["vault", "zanzibar", "orchid"])
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) < 0, $"{file} holds `{word}`");
        }
    }

    [Fact]
    public void it_comes_out_once_enough_people_use_it()
    {
        using var folder = new TempFolder();
        var records = SampleTalk.Draw(3, 40, 600);
        for (var i = 0; i < People; i++) records.Add(new($"speaker{i}", [], null, "please water the orchid"));
        SampleTalk.Train(records, folder.In("model"), People);
        using var model = PhraseModel.Open(folder.In("model"));
        var suggestion = Suggesting.Suggest(model, "please wa")[0];
        Assert.Equal(("water the orchid", "ter the orchid", 5L, 5L), (suggestion.Text, suggestion.Insert, suggestion.People, suggestion.Posts));
    }

    [Fact]
    public void a_wording_counts_people_not_how_often_they_repeat_it()
    {
        using var folder = new TempFolder();
        var records = Enumerable.Range(0, 4).SelectMany(person => Enumerable.Range(0, 50).Select(_ => new TrainingRecord($"p{person}", [], null, "buy this now"))).ToList();
        SampleTalk.Train(records, folder.In("four"), People);
        using var four = PhraseModel.Open(folder.In("four"));
        Assert.Equal(Reserved.Count, four.WordCount);
        Assert.Empty(Suggesting.Suggest(four, "buy "));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void the_words_after_any_words_sum_up_to_one(int people)
    {
        using var folder = new TempFolder();
        SampleTalk.Train(SampleTalk.Draw(11, 25, 400), folder.In("model"), people);
        using var model = PhraseModel.Open(folder.In("model"));
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var before = Enumerable.Range(0, random.Next(0, 6)).Select(_ => random.Next(-1, model.WordCount)).ToArray();
            var place = new Continuation(model, before);
            var sum = Enumerable.Range(-1, model.WordCount + 1).Sum(place.Probability);
            Assert.InRange(sum, 1 - 1e-9, 1 + 1e-9);
        }
    }

    [Fact]
    public void suggests_in_the_language_of_the_text()
    {
        using var folder = new TempFolder();
        var records = new List<TrainingRecord>();
        for (var i = 0; i < 8; i++)
        {
            records.Add(new($"p{i}", [], null, "I work in the office and it is fine"));
            records.Add(new($"p{i}", [], null, "Ich arbeite in der Verwaltung und das ist gut"));
        }
        SampleTalk.Train(records, folder.In("model"), People);
        using var model = PhraseModel.Open(folder.In("model"));
        Assert.StartsWith("the", Suggesting.Suggest(model, "What is it that you do in ")[0].Text, StringComparison.Ordinal);
        var german = Suggesting.Suggest(model, "Das ist nicht in ", most: 10);
        Assert.StartsWith("der", german[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(german, suggestion => suggestion.Text.StartsWith("the", StringComparison.Ordinal));
        Assert.Empty(Suggesting.Suggest(model, "C'est pour vous dans ", most: 10));
    }

    [Fact]
    public void nothing_is_suggested_where_an_address_is_typed()
    {
        using var folder = new TempFolder();
        SampleTalk.Train(SampleTalk.Draw(3, 40, 600), folder.In("model"), People);
        using var model = PhraseModel.Open(folder.In("model"));
        Assert.Empty(Suggesting.Suggest(model, "write to ann@exam"));
        Assert.NotEmpty(Suggesting.Suggest(model, ""));
        Assert.NotEmpty(Suggesting.Suggest(model, "It is done. "));
    }

    [Fact]
    public void the_served_model_changes_while_it_is_read()
    {
        using var folder = new TempFolder();
        SampleTalk.Train(SampleTalk.Draw(3, 40, 600), folder.In("old"), People);
        SampleTalk.Train(SampleTalk.Draw(4, 20, 300), folder.In("new"), People);
        using var holder = new ModelHolder();
        Assert.Equal(0, holder.Ask(model => model.Counts.Records));
        holder.Serve(folder.In("old"));
        holder.Ask(old =>
        {
            holder.Serve(folder.In("new"));
            Assert.Equal(300, holder.Ask(model => model.Counts.Records));
            Assert.NotEmpty(Suggesting.Suggest(old, "the "));
            return true;
        });
        Assert.ThrowsAny<IOException>(() => holder.Serve(folder.In("none")));
        Assert.Equal(300, holder.Ask(model => model.Counts.Records));
    }

    private static IEnumerable<(string Text, long People)> All(PhraseModel model)
    {
        for (var word = Reserved.Count; word < model.WordCount; word++)
            foreach (var found in Below(model, 1, word, model.TextOf(word))) yield return found;
    }

    private static IEnumerable<(string Text, long People)> Below(PhraseModel model, int level, int id, string text)
    {
        yield return (text, model.People(level)[id]);
        if (level == model.Order) yield break;
        var (from, to) = model.Longer(level, id);
        for (var longer = from; longer < to; longer++)
            foreach (var found in Below(model, level + 1, longer, $"{text} {model.TextOf((int)model.Words(level + 1)[longer])}")) yield return found;
    }
}
