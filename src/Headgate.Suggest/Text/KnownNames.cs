namespace Headgate.Suggest.Text;

/// <summary>The handles and display names of people, none of which the model may learn.</summary>
/// <remarks>A property of who is known, not of what was read: it stays the same when somebody is forgotten, whose name is nobody's wording after that either.</remarks>
public sealed class KnownNames
{
    private static readonly HashSet<string> Ordinary = [.. Words("ordinary-words.txt")];

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> handles;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> words;
    private readonly Dictionary<string, List<string[]>>.AlternateLookup<ReadOnlySpan<char>> sequences;

    /// <param name="names">Handles, identifiers and display names, as they are written.</param>
    /// <param name="ordinary">Further words that stay words although they are somebody's name.</param>
    public KnownNames(IEnumerable<string> names, IEnumerable<string>? ordinary = null)
    {
        var (all, single, several) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, List<string[]>>(StringComparer.OrdinalIgnoreCase));
        var excepted = new HashSet<string>(Ordinary.Concat(ordinary ?? []), StringComparer.OrdinalIgnoreCase);
        foreach (var written in names)
        {
            var name = Composing.Compose(written);
            if (!name.Any(char.IsLetter)) continue;
            if (!name.Any(char.IsWhiteSpace)) all.Add(name);
            var parts = Parts(name);
            if (parts is [var one])
            {
                if (!excepted.Contains(one)) single.Add(one);
            }
            else if (parts.Length > 1 && name.Any(char.IsWhiteSpace))
            {
                if (!several.TryGetValue(parts[0], out var list)) several.Add(parts[0], list = []);
                list.Add(parts[1..]);
            }
        }
        IsEmpty = all.Count + single.Count + several.Count == 0;
        handles = all.GetAlternateLookup<ReadOnlySpan<char>>();
        words = single.GetAlternateLookup<ReadOnlySpan<char>>();
        sequences = several.GetAlternateLookup<ReadOnlySpan<char>>();
        this.excepted = excepted.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> excepted;

    public static KnownNames None { get; } = new([]);

    internal bool IsEmpty { get; }

    /// <summary>Whether a word is the name of somebody.</summary>
    internal bool IsName(ReadOnlySpan<char> word) => !IsEmpty && words.Contains(word);

    /// <summary>Whether something that stands between blanks is a handle.</summary>
    /// <param name="isCalled">Whether it stands where people are addressed, and so is a name whatever else it may mean.</param>
    internal bool IsHandle(ReadOnlySpan<char> word, bool isCalled) => !IsEmpty && handles.Contains(word) && (isCalled || !excepted.Contains(word));

    /// <summary>How many tokens from one on are a name of several words; 0 where they are none.</summary>
    internal int Length(ReadOnlySpan<char> text, List<Token> tokens, int at)
    {
        if (!sequences.TryGetValue(Text(text, tokens[at]), out var rests)) return 0;
        var longest = 0;
        foreach (var rest in rests)
        {
            if (at + rest.Length >= tokens.Count) continue;
            var i = 0;
            while (i < rest.Length && tokens[at + 1 + i].Length > 0 && Text(text, tokens[at + 1 + i]).Equals(rest[i], StringComparison.OrdinalIgnoreCase)) i++;
            if (i == rest.Length) longest = Math.Max(longest, i + 1);
        }
        return longest;
    }

    private static ReadOnlySpan<char> Text(ReadOnlySpan<char> text, Token token) => text.Slice(token.Start, token.Length);

    private static string[] Parts(string name)
    {
        var parts = new List<string>();
        for (int at = 0, end; at < name.Length; at = end)
        {
            end = WordBreaks.Next(name, at);
            if (char.IsLetterOrDigit(name[at])) parts.Add(name[at..end]);
        }
        return [.. parts];
    }

    internal static IEnumerable<string> Words(string resource)
    {
        using var reader = new StreamReader(typeof(KnownNames).Assembly.GetManifestResourceStream(resource)!);
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#'))
                foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    yield return word;
    }
}
