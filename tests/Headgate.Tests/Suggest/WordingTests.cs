using Headgate.Suggest.Text;
using Xunit;

namespace Headgate.Tests.Suggest;

/// <summary>What is learnt from a text, and what is not.</summary>
public sealed class WordingTests
{
    [Theory]
    [InlineData("Hello there. How are you?", "< Hello there > < How are you >")]
    [InlineData("well, it's fine", "< well , it's fine >")]
    [InlineData("a well-known fact", "< a well-known fact >")]
    [InlineData("first line\nsecond line", "< first line > < second line >")]
    [InlineData("version 3.5 of 2024", "< version 3.5 of 2024 >")]
    [InlineData("(yes) \"no\"", "< yes , no >")]
    [InlineData("", "")]
    [InlineData("?! …", "")]
    [InlineData("Straße größer", "< Straße größer >")]
    public void reads_words_and_sentences(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("mail ann@example.org now", "< mail # now >")]
    [InlineData("see https://example.org/a?b=c today", "< see # today >")]
    [InlineData("see www.example.org, or not", "< see # , or not >")]
    [InlineData("see example.org.", "< see # >")]
    [InlineData("thanks @ann_42 for this", "< thanks # for this >")]
    [InlineData("in /home/ann/letters and ~/notes", "< in # and # >")]
    [InlineData("my card 4111111111111111 is", "< my card # is >")]
    [InlineData("call 0170 555 1234 please", "< call # # # please >")]
    [InlineData("call 555-1234 please", "< call # , # please >")]
    [InlineData("plate AB123CD here", "< plate # here >")]
    [InlineData("token 9f8e7d6c5b4a here", "< token # here >")]
    [InlineData("write to ann at example [dot] org", "< write to ann at example , dot , org >")]
    public void never_learns_what_identifies(string text, string expected) => Assert.Equal(expected, Read(text));

    [Fact]
    public void never_learns_the_names_of_known_people()
    {
        var names = new KnownNames(["seveas", "|trey|", "Ann Will", "dr_willis", "the", "usual"]);
        Assert.Equal("< ask # or # about it >", Read("ask Seveas or dr_willis about it", names));
        Assert.Equal("< # , what now >", Read("|trey|: what now", names));
        Assert.Equal("< I met # # and he will >", Read("I met ann will and he will", names));
        Assert.Equal("< the # , quite >", Read("the usual, quite", names));
    }

    [Fact]
    public void an_ordinary_word_is_a_name_only_where_somebody_is_called()
    {
        var names = new KnownNames(["the", "simple"], ["simple"]);
        Assert.Equal("< # , the simple way >", Read("the: the simple way", names));
        Assert.Equal("< # , try this >", Read("simple, try this", names));
        Assert.Equal("< it is # >", Read("it is simple", names, "simple"));
    }

    [Theory]
    [InlineData("the cat is on the table", "en")]
    [InlineData("das ist nicht die richtige Stelle", "de")]
    [InlineData("c'est pour vous dans la maison", "fr")]
    [InlineData("Это хорошая мысль", "ru")]
    [InlineData("ubuntu kernel grub", null)]
    public void recognises_the_language(string text, string? expected)
    {
        var marks = text.Split(' ').Select(word => Languages.MarksOf(word)).Where(mark => mark != 0).ToArray();
        Assert.Equal(expected is null ? -1 : Languages.Find(expected), Languages.Of(marks));
    }

    private static string Read(string text, KnownNames? names = null, params string[] bearers) => string.Join(' ', new Wording(names ?? KnownNames.None).Read(text, bearers).Select(token => token.Kind switch
    {
        TokenKind.Begin => "<",
        TokenKind.End => ">",
        TokenKind.Pause => ",",
        TokenKind.Cut => "#",
        _ => text.Substring(token.Start, token.Length),
    }));
}
