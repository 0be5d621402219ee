using System.Text;

namespace Headgate.Suggest.Text;

/// <summary>Where words begin and end: the default rules of Unicode Standard Annex #29, section 4.1.1. .NET itself knows grapheme clusters only.</summary>
/// <remarks>Classes come from general categories. So two things differ from the annex's own tables: what a newer Unicode than .NET's has assigned, and a few marks of single scripts.</remarks>
internal static class WordBreaks
{
    /// <summary>The end of the segment that begins at <paramref name="start"/>.</summary>
    public static int Next(ReadOnlySpan<char> text, int start)
    {
        if (start >= text.Length) return text.Length;
        var at = start;
        var last = Read(text, ref at);
        // What came before `last`, past extending characters; WB7 and WB11 look that far back.
        var beforeLast = WordBreakClass.Other;
        var raw = last;
        var flags = last == WordBreakClass.RegionalIndicator ? 1 : 0;
        while (at < text.Length)
        {
            var after = at;
            var next = Read(text, ref after);
            if (raw == WordBreakClass.CarriageReturn && next == WordBreakClass.LineFeed) { } // WB3
            else if (IsNewline(raw) || IsNewline(next)) return at; // WB3a, WB3b
            else if (raw == WordBreakClass.Joiner && next == WordBreakClass.Pictograph) { } // WB3c
            else if (raw == WordBreakClass.Space && next == WordBreakClass.Space) { } // WB3d
            else if (IsIgnored(next)) // WB4
            {
                raw = next;
                at = after;
                continue;
            }
            else if (last == WordBreakClass.RegionalIndicator && next == WordBreakClass.RegionalIndicator) // WB15, WB16
            {
                if (flags % 2 == 0) return at;
            }
            else if (!Joins(beforeLast, last, next, text, after)) return at;
            flags = next == WordBreakClass.RegionalIndicator ? flags + 1 : 0;
            (beforeLast, last, raw) = (last, next, next);
            at = after;
        }
        return text.Length;
    }

    private static bool Joins(WordBreakClass beforeLast, WordBreakClass last, WordBreakClass next, ReadOnlySpan<char> text, int after) => (last, next) switch
    {
        (WordBreakClass.Letter or WordBreakClass.HebrewLetter, WordBreakClass.Letter or WordBreakClass.HebrewLetter) => true, // WB5
        (WordBreakClass.HebrewLetter, WordBreakClass.SingleQuote) => true, // WB7a, and WB6
        (WordBreakClass.Letter or WordBreakClass.HebrewLetter, WordBreakClass.MidLetter or WordBreakClass.MidNumberLetter or WordBreakClass.SingleQuote) => IsLetter(Following(text, after)), // WB6
        (WordBreakClass.MidLetter or WordBreakClass.MidNumberLetter or WordBreakClass.SingleQuote, WordBreakClass.Letter or WordBreakClass.HebrewLetter) => IsLetter(beforeLast), // WB7
        (WordBreakClass.HebrewLetter, WordBreakClass.DoubleQuote) => Following(text, after) == WordBreakClass.HebrewLetter, // WB7b
        (WordBreakClass.DoubleQuote, WordBreakClass.HebrewLetter) => beforeLast == WordBreakClass.HebrewLetter, // WB7c
        (WordBreakClass.Numeric or WordBreakClass.Letter or WordBreakClass.HebrewLetter, WordBreakClass.Numeric) => true, // WB8, WB9
        (WordBreakClass.Numeric, WordBreakClass.Letter or WordBreakClass.HebrewLetter) => true, // WB10
        (WordBreakClass.MidNumber or WordBreakClass.MidNumberLetter or WordBreakClass.SingleQuote, WordBreakClass.Numeric) => beforeLast == WordBreakClass.Numeric, // WB11
        (WordBreakClass.Numeric, WordBreakClass.MidNumber or WordBreakClass.MidNumberLetter or WordBreakClass.SingleQuote) => Following(text, after) == WordBreakClass.Numeric, // WB12
        (WordBreakClass.Katakana, WordBreakClass.Katakana) => true, // WB13
        (WordBreakClass.Letter or WordBreakClass.HebrewLetter or WordBreakClass.Numeric or WordBreakClass.Katakana or WordBreakClass.ExtendNumberLetter, WordBreakClass.ExtendNumberLetter) => true, // WB13a
        (WordBreakClass.ExtendNumberLetter, WordBreakClass.Letter or WordBreakClass.HebrewLetter or WordBreakClass.Numeric or WordBreakClass.Katakana) => true, // WB13b
        _ => false, // WB999
    };

    /// <summary>The class of the next character that WB4 does not pass over.</summary>
    private static WordBreakClass Following(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length)
        {
            var found = Read(text, ref at);
            if (!IsIgnored(found)) return found;
        }
        return WordBreakClass.Other;
    }

    private static WordBreakClass Read(ReadOnlySpan<char> text, ref int at)
    {
        var character = text[at];
        if (!char.IsHighSurrogate(character) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]))
        {
            at++;
            return WordBreakClasses.Of(character);
        }
        at += 2;
        return WordBreakClasses.Of(new Rune(character, text[at - 1]));
    }

    private static bool IsLetter(WordBreakClass found) => found is WordBreakClass.Letter or WordBreakClass.HebrewLetter;

    private static bool IsNewline(WordBreakClass found) => found is WordBreakClass.CarriageReturn or WordBreakClass.LineFeed or WordBreakClass.Newline;

    private static bool IsIgnored(WordBreakClass found) => found is WordBreakClass.Extend or WordBreakClass.Format or WordBreakClass.Joiner;
}
