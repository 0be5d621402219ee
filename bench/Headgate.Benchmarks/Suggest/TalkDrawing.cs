using System.Text;
using Headgate.Suggest.Model;
using Headgate.Suggest.Training;

namespace Headgate.Benchmarks.Suggest;

/// <summary>Draws messages from a model, word after word.</summary>
internal sealed class TalkDrawing(PhraseModel model, Random random)
{
    private const int MostWords = 60;

    private readonly string[] texts = [.. Enumerable.Range(0, model.WordCount).Select(model.TextOf)];
    private readonly ulong[] sums = Sums(model);
    private readonly Dictionary<int, List<string>> own = [];

    public (string Text, int Words) Message(int person)
    {
        var text = new StringBuilder();
        var (one, two, count) = (-1, Reserved.Begin, 0);
        while (count < MostWords)
        {
            var word = Next(one, two);
            if (word is Reserved.End or Reserved.Begin) break;
            if (word == Reserved.Pause) text.Append(',');
            else
            {
                if (text.Length > 0) text.Append(' ');
                text.Append(word < 0 ? Invented(person) : texts[word]);
                count++;
            }
            (one, two) = (two, word);
        }
        return (text.ToString(), count);
    }

    private int Next(int one, int two)
    {
        if (one >= 0 && two >= 0 && model.Child(1, one, two) is >= 0 and var pair && Below(2, pair) is { } third) return third;
        if (two >= 0 && Below(1, two) is { } second) return second;
        var at = (ulong)random.NextInt64((long)model.RootTotal);
        if (at >= sums[^1]) return -1;
        var found = Array.BinarySearch(sums, at + 1);
        return found < 0 ? ~found : found;
    }

    /// <returns>Null where the shorter wording decides.</returns>
    private int? Below(int level, int id)
    {
        var total = model.Total(level, id);
        if (total == 0) return null;
        var at = random.NextInt64(total);
        var (from, to) = model.Longer(level, id);
        var weights = model.Weights(level + 1);
        for (var longer = from; longer < to; longer++)
        {
            at -= weights[longer];
            if (at < 0) return (int)model.Words(level + 1)[longer];
        }
        return null;
    }

    private string Invented(int person)
    {
        if (!own.TryGetValue(person, out var words)) own.Add(person, words = []);
        if (words.Count > 0 && random.Next(2) == 0) return words[random.Next(words.Count)];
        var word = new StringBuilder();
        for (var syllables = random.Next(2, 5); syllables > 0; syllables--) word.Append("bcdfghklmnprstvwz"[random.Next(17)]).Append("aeiou"[random.Next(5)]);
        words.Add(word.ToString());
        return words[^1];
    }

    private static ulong[] Sums(PhraseModel model)
    {
        var sums = new ulong[model.WordCount];
        var sum = 0UL;
        for (var word = 0; word < sums.Length; word++) sums[word] = sum += model.Weights(1)[word];
        return sums;
    }
}
