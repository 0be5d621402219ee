using System.Diagnostics;
using System.Text;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Headgate.Suggest.Text;
using Xunit;

namespace Headgate.Tests.Suggest;

/// <summary>Letters that are composed in different ways are the same letters (UAX #15, form C).</summary>
public sealed class ComposingTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("café", "café")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("a\u0323\u0302", "\u1EAD")]
    [InlineData("a\u0302\u0323", "\u1EAD")]
    [InlineData("\u1EA5\u0323", "\u1EAD\u0301")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u212B", "Å")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("\uD558\u11AB", "한")]
    [InlineData("한", "한")]
    [InlineData("a\u0308\u0308", "ä\u0308")]
    [InlineData("\u0301e", "\u0301e")]
    [InlineData("e\u0327\u0301", "\u0229\u0301")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    public void a_text_is_composed(string text, string composed)
    {
        Assert.Equal(composed, Composing.Compose(text));
        Assert.Equal(composed, Composing.Compose(composed));
    }

    [Fact]
    public void what_is_composed_already_is_the_very_same_text() => Assert.Same("Zürich, 東京 und Čačak", Composing.Compose("Zürich, 東京 und Čačak"));

    /// <summary>Against another implementation: every character by itself and beside marks, and drawn strings of what composes.</summary>
    [Fact]
    public async Task every_character_is_composed_as_python_does()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "there is no python3");
        var random = new Random(3);
        int[] marks = [0x300, 0x301, 0x308, 0x323, 0x327, 0x345, 0x1161, 0x11A8, 0x93C, 0x3099];
        var texts = Enumerable.Range(0, 0x2FA20).Where(code => code is not (>= 0xD800 and < 0xE000) and not ('\n' or '\r')).Select(code => new Rune(code).ToString())
            .SelectMany(one => (string[])[one, $"{one}{new Rune(marks[random.Next(marks.Length)])}", $"{one}{new Rune(marks[random.Next(marks.Length)])}{new Rune(marks[random.Next(marks.Length)])}"]).ToList();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.In("texts"), string.Join('\n', texts), TestContext.Current.CancellationToken);
        // What is newer than one of the two is left out.
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", "import sys, unicodedata as u; known = lambda c: (u if float(u.unidata_version.rsplit('.', 1)[0]) <= 15 else u.ucd_3_2_0).category(c) != 'Cn'; [print(u.normalize('NFC', t) if all(map(known, t)) else '?') for t in open(sys.argv[1], encoding='utf-8', newline='\\n').read().split('\\n')]", folder.In("texts")])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["PYTHONIOENCODING"] = "utf-8:surrogatepass" },
        })!;
        var composed = (await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(texts.Count, composed.Length - 1);
        var compared = 0;
        for (var i = 0; i < texts.Count; i++)
        {
            if (composed[i] == "?") continue;
            Assert.True(composed[i] == Composing.Compose(texts[i]), $"{string.Join(' ', texts[i].EnumerateRunes().Select(rune => $"{rune.Value:X}"))}");
            compared++;
        }
        Assert.True(compared > 300_000);
    }

    [Fact]
    public void a_model_learns_one_word_of_letters_that_are_composed_differently_and_no_name_hides_behind_that()
    {
        using var folder = new TempFolder();
        string[] authors = ["a", "b", "c"];
        var records = authors.Select((author, i) => new TrainingRecord(author, [], null, i == 0 ? "the cafe\u0301 of Zoe\u0308 is open" : "the café of Zoë is open"));
        SampleTalk.Train(records, folder.In("model"), people: 3, names: new KnownNames(["Zoe\u0308"]));
        using var model = PhraseModel.Open(folder.In("model"));
        Assert.StartsWith("café", Suggesting.Suggest(model, "the ")[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("fé", Suggesting.Suggest(model, "the ca")[0].Insert, StringComparison.Ordinal);
        Assert.Equal(3, Suggesting.Suggest(model, "the cafe\u0301 ")[0].People);
        Assert.DoesNotContain("Zo", Encoding.UTF8.GetString(File.ReadAllBytes(ModelLayout.Phrases(folder.In("model")))), StringComparison.Ordinal);
    }
}
