using System.Text.RegularExpressions;
using Headgate.Engine.Demo;
using Xunit;

namespace Headgate.Tests.Demo;

public sealed partial class SampleTextTests
{
    private static readonly SampleNetwork Network = new(people: 800, records: 8_000);

    private static readonly List<SampleRecord> Records = [.. Enumerable.Range(0, (int)Network.Records).Select(number => Network.Record(number))];

    [Fact]
    public void texts_hardly_ever_repeat()
    {
        Assert.True(Records.DistinctBy(record => record.Text).Count() > Records.Count * 99 / 100);
        Assert.All(Records, record => Assert.False(string.IsNullOrWhiteSpace(record.Text)));
    }

    [Fact]
    public void no_sentence_comes_back_every_few_lines()
    {
        var sentences = Records.SelectMany(record => SentenceEnd().Split(record.Text)).CountBy(sentence => sentence).ToList();
        Assert.All(sentences, sentence => Assert.True(sentence.Value < Records.Count / 40, $"{sentence.Key}: {sentence.Value}"));
    }

    [Fact]
    public void people_write_in_seven_languages()
    {
        var languages = Records.CountBy(record => record.Language).ToDictionary();
        Assert.Equal(["de", "en", "es", "fr", "nl", "pl", "pt"], languages.Keys.Order());
        Assert.All(languages.Values, count => Assert.True(count > Records.Count / 100));
    }

    [Theory]
    [InlineData("en", 14)]
    [InlineData("de", 6)]
    [InlineData("fr", 6)]
    [InlineData("nl", 6)]
    [InlineData("pl", 6)]
    [InlineData("pt", 6)]
    [InlineData("es", 6)]
    public void every_profession_of_a_language_has_words_for_every_kind_of_text(string language, int professions)
    {
        var grammar = SampleGrammar.Load(language);
        Assert.Equal(professions, grammar.Variants.Count);
        Assert.Subset(SampleGrammar.Load("en").Variants.ToHashSet(), grammar.Variants.ToHashSet());
        foreach (var profession in grammar.Variants)
        {
            var random = SampleRandom.For(1, SampleStream.RecordText, 1);
            foreach (var symbol in (string[])["post", "title", "mention", "repost", "comment", "message", "caption", "caption-with", "alt", "headline", "profile", "union", "salary"])
                for (var time = 0; time < 40; time++)
                    Assert.DoesNotMatch(@"[{}|]|\s\s|^\s|\s$", grammar[profession].Grow(symbol, ref random, "Ada", "Cork"));
        }
    }

    [Fact]
    public void every_region_has_names_and_cities_of_its_own()
    {
        var people = SampleGrammar.Load("people");
        foreach (var region in LinkedInTimeline.Expected.Keys)
        {
            var random = SampleRandom.For(1, SampleStream.Person, 1);
            foreach (var symbol in (string[])["first", "last", "city", "display"])
                Assert.NotEmpty(people[region].Grow(symbol, ref random, "Ada"));
        }
    }

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex SentenceEnd();
}
