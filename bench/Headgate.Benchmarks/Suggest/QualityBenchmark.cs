using System.Globalization;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Headgate.Suggest.Text;
using Headgate.Suggest.Training;

namespace Headgate.Benchmarks.Suggest;

/// <summary>How well a model predicts people that it never saw: perplexity, and the keystrokes that its suggestions save.</summary>
internal static class QualityBenchmark
{
    private const int MostTyped = 1500;
    private const int Shown = 3;

    public static int Run(Options options)
    {
        var data = options.Text("data", "../shared/data");
        foreach (var collection in RealTalk.Collections)
        {
            var (training, test) = RealTalk.Split(RealTalk.Read(data, collection));
            Say($"{collection}: {training.Count} records of {training.Select(record => record.Author).Distinct().Count()} people to learn from, {test.Count} of {test.Select(record => record.Author).Distinct().Count()} others");
            var names = new KnownNames(training.Concat(test).SelectMany(record => record.Others.Append(record.Author)));
            var work = Directory.CreateTempSubdirectory("headgate-bench-").FullName;
            var models = new List<(string Name, PhraseModel Model)>();
            foreach (var (name, people, order) in new[] { ("k 5, order 5", 5, 5), ("k 5, order 4", 5, 4), ("k 5, bigram", 5, 2), ("k 1, order 5", 1, 5), ("k 1, bigram", 1, 2) })
            {
                var folder = Directory.CreateDirectory(Path.Combine(work, name.Replace(' ', '-'))).FullName;
                var counts = PhraseTraining.Train(training, names, new() { People = people, Order = order }, folder, $"{folder}.work", _ => { }, CancellationToken.None);
                models.Add((name, PhraseModel.Open(folder)));
                var wordings = counts.Wordings.Sum();
                Say($"  {name}: {counts.Words} tokens, wordings {string.Join(" ", counts.Wordings)}, {new FileInfo(ModelLayout.Phrases(folder)).Length / (double)wordings:0.0} bytes a wording, people {new DirectoryInfo(ModelLayout.People(folder)).EnumerateFiles().Sum(file => file.Length)}");
            }
            Perplexities(models, test, names);
            foreach (var (name, model) in models) Keystrokes(name, model, test, Suggesting.LeastForMore);
            // Above 1 no phrase ever grows beyond its first word.
            foreach (var least in (double[])[0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.1]) Keystrokes(string.Create(CultureInfo.InvariantCulture, $"{models[0].Name}, phrases grow from {least}"), models[0].Model, test, least);
            foreach (var (_, model) in models) model.Dispose();
            Directory.Delete(work, recursive: true);
        }
        return 0;
    }

    /// <summary>Over the words that all models know, so that none gains by knowing fewer.</summary>
    private static void Perplexities(List<(string Name, PhraseModel Model)> models, List<TrainingRecord> test, KnownNames names)
    {
        var wording = new Wording(names);
        var (sums, unigram, count, all) = (new double[models.Count], 0.0, 0L, 0L);
        foreach (var record in test)
        {
            var tokens = wording.Read(record.Text, [record.Author, .. record.Others]).ToArray();
            var numbers = models.Select(one => tokens.Select(token => Number(one.Model, record.Text, token)).ToArray()).ToArray();
            for (var i = 0; i < tokens.Length; i++)
            {
                if (tokens[i].Kind is TokenKind.Begin or TokenKind.Cut) continue;
                all++;
                if (numbers.Any(one => one[i] < 0)) continue;
                count++;
                for (var m = 0; m < models.Count; m++)
                {
                    var begin = Array.FindLastIndex(tokens, i, token => token.Kind == TokenKind.Begin);
                    sums[m] += Math.Log(new Continuation(models[m].Model, numbers[m].AsSpan(begin..i)).Probability(numbers[m][i]));
                }
                unigram += Math.Log(new Continuation(models[0].Model, []).Probability(numbers[0][i]));
            }
        }
        Say($"  perplexity over {count} of {all} tokens ({100.0 * count / all:0.0} %, those that all models know)");
        for (var m = 0; m < models.Count; m++) Say($"    {models[m].Name}: {Math.Exp(-sums[m] / count):0.0}");
        Say($"    k 5, words alone: {Math.Exp(-unigram / count):0.0}");
    }

    private static int Number(PhraseModel model, string text, Token token) => token.Kind switch
    {
        TokenKind.Begin => Reserved.Begin,
        TokenKind.End => Reserved.End,
        TokenKind.Pause => Reserved.Pause,
        TokenKind.Word => model.Find(text.AsSpan(token.Start, token.Length).ToString().Replace('’', '\'')),
        _ => Reserved.Cut,
    };

    /// <summary>Types every text as somebody would who takes the suggestion that saves most, one keystroke each; three are shown at a time, and without any a text costs its characters.</summary>
    private static void Keystrokes(string name, PhraseModel model, List<TrainingRecord> test, double leastForMore)
    {
        var (typed, characters) = (0L, 0L);
        foreach (var record in test.Where((_, i) => i % Math.Max(1, test.Count / MostTyped) == 0))
        {
            var text = record.Text.Trim();
            characters += text.Length;
            for (var at = 0; at < text.Length; typed++)
            {
                var best = 0;
                if (at == 0 || text[at - 1] == ' ' || char.IsLetter(text[at - 1]))
                    foreach (var suggestion in Suggesting.Suggest(model, text[..at], null, Shown, leastForMore))
                    {
                        var insert = suggestion.Insert;
                        if (insert.Length <= best || !text.AsSpan(at).StartsWith(insert, StringComparison.Ordinal)) continue;
                        var end = at + insert.Length;
                        if (end < text.Length && char.IsLetterOrDigit(text[end])) continue;
                        // A blank comes with it.
                        best = insert.Length + (end < text.Length && text[end] == ' ' ? 1 : 0);
                    }
                at += Math.Max(1, best);
            }
        }
        Say($"    keystrokes saved, {name}: {100.0 * (characters - typed) / characters:0.0} % of {characters}");
    }

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
