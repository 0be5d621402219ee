using System.Text;
using Headgate.Suggest.Model;
using Headgate.Suggest.Text;
using Headgate.Suggest.Training;

namespace Headgate.Suggest;

/// <summary>Suggests how a text may go on: only with wordings that enough different people used, in the language of the text.</summary>
public static class Suggesting
{
    private const int MostWords = 4;
    private const int Looked = 12;

    /// <summary>How likely a next word must be for a phrase to grow by it: what saves most keystrokes (docs/performance.md).</summary>
    internal const double LeastForMore = 0.65;

    /// <param name="text">What stands before the cursor.</param>
    /// <param name="language">The language of the text, such as <c>de</c>; null where it shall be recognised.</param>
    public static IReadOnlyList<Suggestion> Suggest(PhraseModel model, string text, string? language = null, int most = 3) => Suggest(model, text, language, most, LeastForMore);

    internal static IReadOnlyList<Suggestion> Suggest(PhraseModel model, string text, string? language, int most, double leastForMore)
    {
        text = Composing.Compose(text);
        var wording = new Wording(KnownNames.None);
        var tokens = wording.Read(text, [], isWhole: false);
        var (before, prefix) = Before(model, text, tokens, wording.EndsInPause);
        if (prefix is null) return [];
        var which = language is null ? LanguageOf(text, tokens) : Languages.Find(language);
        var found = Find(model, before, prefix, which, most, leastForMore, isRaised: false);
        // At the beginning of a sentence words are written large that are not otherwise.
        if (found.Count < most && prefix.Length > 0 && char.IsUpper(prefix[0]))
            found.AddRange(Find(model, before, char.ToLowerInvariant(prefix[0]) + prefix[1..], which, most, leastForMore, isRaised: true).Where(one => !found.Exists(other => other.Text == one.Text)).Take(most - found.Count));
        return found;
    }

    /// <returns>The words before the cursor from the last sentence on, and the beginning of the word at it; null where nothing is to be suggested.</returns>
    private static (int[] Before, string? Prefix) Before(PhraseModel model, string text, List<Token> tokens, bool endsInPause)
    {
        var prefix = "";
        var count = tokens.Count;
        if (count > 0 && tokens[^1] is var last && last.Length > 0 && last.Start + last.Length == text.Length)
        {
            if (last.Kind == TokenKind.Cut) return ([], null);
            prefix = text.Substring(last.Start, last.Length).Replace('’', '\'');
            count--;
            if (count > 0 && tokens[count - 1].Kind == TokenKind.Begin) count--;
        }
        var begin = count == 0 ? -1 : tokens.FindLastIndex(count - 1, count, token => token.Kind is TokenKind.Begin or TokenKind.End);
        if (count == 0 || (begin >= 0 && tokens[begin].Kind == TokenKind.End)) return ([Reserved.Begin], prefix);
        var before = tokens.Skip(Math.Max(0, begin)).Take(count - Math.Max(0, begin)).Select(token => token.Kind switch
        {
            TokenKind.Begin => Reserved.Begin,
            TokenKind.Pause => Reserved.Pause,
            TokenKind.Word => model.Find(text.AsSpan(token.Start, token.Length).ToString().Replace('’', '\'')),
            _ => Reserved.Cut,
        });
        return ([.. before, .. endsInPause ? [Reserved.Pause] : Array.Empty<int>()], prefix);
    }

    private static int LanguageOf(string text, List<Token> tokens) =>
        Languages.Of([.. tokens.Where(token => token.Kind == TokenKind.Word).Select(token => Languages.MarksOf(text.AsSpan(token.Start, token.Length)))]);

    private static List<Suggestion> Find(PhraseModel model, int[] before, string prefix, int language, int most, double leastForMore, bool isRaised)
    {
        var (from, to) = model.Beginning(prefix);
        if (language >= 0 && !model.Knows(language)) return [];
        var place = new Continuation(model, before);
        var words = new HashSet<int>();
        for (var length = place.Length; length >= 0 && words.Count < Looked; length--) Best(model, place, length, from, to, language, words);
        return [.. words.Select(word => (Word: word, Probability: place.Probability(word)))
            .OrderByDescending(one => one.Probability).ThenBy(one => one.Word)
            .Select(one => Phrase(model, before, one.Word, one.Probability, prefix, language, leastForMore, isRaised))
            .Where(one => one.Insert.Length > 0)
            .Take(most)];
    }

    /// <summary>Adds the likeliest words after so many of the last ones.</summary>
    private static void Best(PhraseModel model, Continuation place, int length, int from, int to, int language, HashSet<int> words)
    {
        var best = new PriorityQueue<int, (uint, int)>();
        if (length == 0)
        {
            for (var word = from; word < to; word++) Consider(word, word);
        }
        else
        {
            var (first, end) = model.Longer(length, place.Node(length));
            var all = model.Words(length + 1);
            var at = all[first..end].BinarySearch((uint)from);
            for (var id = first + (at < 0 ? ~at : at); id < end && all[id] < to; id++) Consider(id, (int)all[id]);
        }
        while (best.TryDequeue(out var word, out _)) words.Add(word);

        void Consider(int id, int word)
        {
            var weight = model.Weights(length + 1)[id];
            if (best.Count >= Looked && best.TryPeek(out _, out var least) && weight <= least.Item1) return;
            if (language >= 0 && !model.IsOf(word, language)) return;
            best.Enqueue(word, (weight, -word));
            if (best.Count > Looked) best.Dequeue();
        }
    }

    /// <summary>The words that are likely to follow a first one, as long as enough people used all of them in this order.</summary>
    private static Suggestion Phrase(PhraseModel model, int[] before, int word, double probability, string prefix, int language, double leastForMore, bool isRaised)
    {
        var all = before.ToList();
        all.Add(word);
        while (all.Count - before.Length < MostWords && Next(model, all, before.Length, leastForMore) is >= Reserved.Count and var next && (language < 0 || model.IsOf(next, language))) all.Add(next);
        var phrase = all[before.Length..].ToArray();
        var id = Continuation.Find(model, phrase);
        var text = Join(model, phrase);
        if (isRaised) text = char.ToUpperInvariant(text[0]) + text[1..];
        return new(text, text[prefix.Length..], model.People(phrase.Length)[id], model.Posts(phrase.Length)[id], probability);
    }

    /// <returns>-1 where nothing is likely enough.</returns>
    private static int Next(PhraseModel model, List<int> all, int phraseStart, double leastForMore)
    {
        var words = all.ToArray();
        for (var start = Math.Max(0, words.Length - (model.Order - 1)); start <= phraseStart; start++)
        {
            var node = Continuation.Find(model, words.AsSpan(start));
            if (node < 0) continue;
            var level = words.Length - start;
            var (from, to) = model.Longer(level, node);
            if (from == to) continue;
            var best = from;
            var weights = model.Weights(level + 1);
            for (var id = from + 1; id < to; id++)
                if (weights[id] > weights[best]) best = id;
            var next = (int)model.Words(level + 1)[best];
            return new Continuation(model, words).Probability(next) >= leastForMore ? next : -1;
        }
        return -1;
    }

    private static string Join(PhraseModel model, int[] phrase)
    {
        var text = new StringBuilder();
        foreach (var word in phrase)
        {
            var next = model.TextOf(word);
            if (text.Length > 0 && !(WordBreakClasses.IsUnspaced(text[^1]) && WordBreakClasses.IsUnspaced(next[0]))) text.Append(' ');
            text.Append(next);
        }
        return text.ToString();
    }
}
