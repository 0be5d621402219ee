namespace Headgate.Suggest.Text;

/// <summary>The languages that the model tells apart: by script, or by the small words that every text is full of. Fixed words, learnt from nobody.</summary>
public static class Languages
{
    private const int FewestHits = 2;

    private static readonly string[] ByWords = ["da", "de", "en", "es", "fi", "fr", "it", "nl", "no", "pl", "pt", "sv", "tr"];
    private static readonly string[] ByScript = ["ar", "el", "he", "hi", "ja", "ko", "ru", "th", "zh"];
    private static readonly Dictionary<string, uint> Marks = Read();
    private static readonly Dictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> Lookup = Marks.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Their codes (ISO 639-1). The number of a language is its place here; the list only grows.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByWords, .. ByScript];

    /// <summary>The number of the language of a code or tag such as <c>de-AT</c>; -1 where it is none of these.</summary>
    public static int Find(string? tag)
    {
        if (tag is null) return -1;
        var end = tag.AsSpan().IndexOfAny('-', '_');
        var code = (end < 0 ? tag : tag[..end]).ToLowerInvariant();
        return code == "nb" ? Find("no") : All.ToList().IndexOf(code);
    }

    /// <summary>The languages whose small words hold this one, a bit each; for words of other scripts, the language of the script.</summary>
    internal static uint MarksOf(ReadOnlySpan<char> word)
    {
        if (word[0] >= 0x370) return OfScript(word[0]) is >= 0 and var script ? 1u << script : 0;
        Span<char> lower = stackalloc char[12];
        if (word.Length > lower.Length) return 0;
        return word.ToLowerInvariant(lower) is var length && Lookup.TryGetValue(lower[..length], out var marks) ? marks : 0;
    }

    /// <summary>The language that the marks of a text's words point at; -1 where they point at none, or at several alike.</summary>
    internal static int Of(ReadOnlySpan<uint> marks)
    {
        Span<int> hits = stackalloc int[32];
        hits.Clear();
        foreach (var mark in marks)
            for (var left = mark; left != 0; left &= left - 1)
                hits[System.Numerics.BitOperations.TrailingZeroCount(left)]++;
        int best = 0, next = 0, which = -1;
        for (var i = 0; i < hits.Length; i++)
        {
            if (hits[i] > best) (next, best, which) = (best, hits[i], i);
            else if (hits[i] > next) next = hits[i];
        }
        return best >= FewestHits && best > next ? which : -1;
    }

    private static int OfScript(char character) => character switch
    {
        >= '\u0370' and <= '\u03FF' => Number("el"),
        >= '\u0400' and <= '\u04FF' => Number("ru"),
        >= '\u0590' and <= '\u05FF' => Number("he"),
        >= '\u0600' and <= '\u06FF' => Number("ar"),
        >= '\u0900' and <= '\u097F' => Number("hi"),
        >= '\u0E00' and <= '\u0E7F' => Number("th"),
        >= '\u3040' and <= '\u30FF' => Number("ja"),
        >= '\u4E00' and <= '\u9FFF' => Number("zh"),
        >= '\uAC00' and <= '\uD7AF' => Number("ko"),
        _ => -1,
    };

    private static int Number(string code) => ByWords.Length + Array.IndexOf(ByScript, code);

    private static Dictionary<string, uint> Read()
    {
        var marks = new Dictionary<string, uint>(StringComparer.Ordinal);
        var language = -1;
        foreach (var word in KnownNames.Words("function-words.txt"))
        {
            if (word.EndsWith(':')) language = Array.IndexOf(ByWords, word[..^1]);
            else marks[word] = marks.GetValueOrDefault(word) | (1u << language);
        }
        return marks;
    }
}
