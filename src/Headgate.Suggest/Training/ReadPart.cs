using System.Runtime.InteropServices;
using Headgate.Suggest.Text;

namespace Headgate.Suggest.Training;

/// <summary>A record as it was read: to whom it belongs, how many tokens it has, and its language.</summary>
internal readonly record struct ReadRecord(int Bundle, int Length, sbyte Language);

/// <summary>What one thread has read: tokens as numbers of its own, and the words behind them.</summary>
internal sealed class ReadPart(KnownNames names)
{
    private const char Between = '\0';

    private readonly Wording wording = new(names);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<uint> marks = [];
    private readonly List<uint> textMarks = [];
    private readonly Dictionary<string, int> bundleNumbers = new(StringComparer.Ordinal);
    private readonly SortedSet<string> people = new(StringComparer.Ordinal);

    /// <summary>The words by their number, after the reserved ones.</summary>
    public List<string> Words { get; } = [.. Reserved.Words];

    public List<int> Tokens { get; } = [];

    public List<ReadRecord> Records { get; } = [];

    /// <summary>Author and others of each bundle, in one key that sorts by author.</summary>
    public List<string> Bundles { get; } = [];

    public long WordCount { get; private set; }

    /// <exception cref="ArgumentException">An identifier is empty or holds a null character.</exception>
    public void Add(TrainingRecord record)
    {
        var bundle = Bundle(record);
        ReadOnlySpan<string> bearers = [Composing.Compose(record.Author), .. record.Others.Select(Composing.Compose)];
        var text = Composing.Compose(record.Text);
        var tokens = wording.Read(text, bearers);
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        textMarks.Clear();
        foreach (var token in CollectionsMarshal.AsSpan(tokens))
        {
            if (token.Kind != TokenKind.Word)
            {
                Tokens.Add(token.Kind switch { TokenKind.Begin => Reserved.Begin, TokenKind.End => Reserved.End, TokenKind.Pause => Reserved.Pause, _ => Reserved.Cut });
                continue;
            }
            var word = text.AsSpan(token.Start, token.Length);
            var number = word.Contains('’') ? Number(word.ToString().Replace('’', '\'')) : lookup.TryGetValue(word, out var known) ? known : Number(word.ToString());
            Tokens.Add(number);
            if (marks[number - Reserved.Count] is not 0 and var mark) textMarks.Add(mark);
            WordCount++;
        }
        var language = record.Language is null ? Languages.Of(CollectionsMarshal.AsSpan(textMarks)) : Languages.Find(record.Language);
        Records.Add(new(bundle, tokens.Count, (sbyte)language));
    }

    private int Number(string word)
    {
        if (numbers.TryGetValue(word, out var number)) return number;
        number = Words.Count;
        Words.Add(word);
        marks.Add(Languages.MarksOf(word));
        numbers.Add(word, number);
        return number;
    }

    private int Bundle(TrainingRecord record)
    {
        var key = record.Author;
        if (record.Others.Count > 0)
        {
            people.Clear();
            foreach (var other in record.Others)
                if (other != record.Author) people.Add(other);
            if (people.Count > 0) key = $"{record.Author}{Between}{string.Join(Between, people)}";
        }
        if (bundleNumbers.TryGetValue(key, out var bundle)) return bundle;
        if (record.Author.Length == 0 || record.Author.Contains(Between) || record.Others.Any(other => other.Length == 0 || other.Contains(Between)))
            throw new ArgumentException("an identifier is empty or holds a null character", nameof(record));
        bundle = Bundles.Count;
        Bundles.Add(key);
        bundleNumbers.Add(key, bundle);
        return bundle;
    }

    /// <summary>The people of a bundle's key; the author comes first.</summary>
    public static string[] People(string key) => key.Split(Between);
}
