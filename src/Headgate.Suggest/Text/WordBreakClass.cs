using System.Globalization;
using System.Text;

namespace Headgate.Suggest.Text;

/// <summary>What a character is to the rules of word boundaries (UAX #29, table 3), as far as they tell characters apart.</summary>
internal enum WordBreakClass : byte
{
    Other,
    CarriageReturn,
    LineFeed,
    Newline,
    Extend,
    Joiner,
    Format,
    RegionalIndicator,
    Katakana,
    HebrewLetter,
    Letter,
    SingleQuote,
    DoubleQuote,
    MidNumberLetter,
    MidLetter,
    MidNumber,
    Numeric,
    ExtendNumberLetter,
    Space,
    Pictograph,
}

/// <summary>Finds the class of a character from the Unicode data that .NET carries (general categories), and the lists of table 3 that no category gives.</summary>
internal static class WordBreakClasses
{
    private static readonly byte[] Plane = [.. Enumerable.Range(0, 0x10000).Select(code => (byte)Find(code))];

    public static WordBreakClass Of(char character) => (WordBreakClass)Plane[character];

    public static WordBreakClass Of(Rune rune) => rune.IsBmp ? (WordBreakClass)Plane[rune.Value] : Find(rune.Value);

    /// <summary>Letters of scripts that are written without blanks between words: each is a word by itself here.</summary>
    public static bool IsUnspaced(int code) => code is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x1950 and <= 0x19DF) or (>= 0x1A20 and <= 0x1AAF)
        or (>= 0x2E80 and <= 0x2FDF) or 0x3005 or 0x3006 or 0x3007 or (>= 0x3021 and <= 0x3029) or (>= 0x3038 and <= 0x303A) or (>= 0x3040 and <= 0x309A) or 0x309D or 0x309E or 0x309F
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xA9E0 and <= 0xA9FE) or (>= 0xAA60 and <= 0xAADF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x1B001 and <= 0x1B16F) or (>= 0x20000 and <= 0x3FFFF);

    private static WordBreakClass Find(int code) => code switch
    {
        '\r' => WordBreakClass.CarriageReturn,
        '\n' => WordBreakClass.LineFeed,
        0x0B or 0x0C or 0x85 or 0x2028 or 0x2029 => WordBreakClass.Newline,
        '\'' => WordBreakClass.SingleQuote,
        '"' => WordBreakClass.DoubleQuote,
        '.' or 0x2018 or 0x2019 or 0x2024 or 0xFE52 or 0xFF07 or 0xFF0E => WordBreakClass.MidNumberLetter,
        ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2027 or 0xFE13 or 0xFE55 or 0xFF1A => WordBreakClass.MidLetter,
        ',' or ';' or 0x37E or 0x589 or 0x60C or 0x60D or 0x66C or 0x7F8 or 0x2044 or 0xFE10 or 0xFE14 or 0xFE50 or 0xFE54 or 0xFF0C or 0xFF1B => WordBreakClass.MidNumber,
        0x200D => WordBreakClass.Joiner,
        0x200B => WordBreakClass.Other,
        0x200C or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xFF9E and <= 0xFF9F) or (>= 0xE0020 and <= 0xE007F) => WordBreakClass.Extend,
        0x202F => WordBreakClass.ExtendNumberLetter,
        0x5F3 => WordBreakClass.Letter,
        0x66B => WordBreakClass.Numeric,
        >= 0x1F1E6 and <= 0x1F1FF => WordBreakClass.RegionalIndicator,
        (>= 0x3031 and <= 0x3035) or 0x309B or 0x309C or 0x30A0 or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
            or (>= 0x32D0 and <= 0x32FE) or (>= 0x3300 and <= 0x3357) or (>= 0xFF66 and <= 0xFF9D) or 0x1B000 => WordBreakClass.Katakana,
        (>= 0x5D0 and <= 0x5EA) or (>= 0x5EF and <= 0x5F2) or (>= 0xFB1D and <= 0xFB4F and not 0xFB1E and not 0xFB29) => WordBreakClass.HebrewLetter,
        0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or (>= 0x2194 and <= 0x21AA) or (>= 0x231A and <= 0x23FA) or (>= 0x25AA and <= 0x27BF) or (>= 0x2934 and <= 0x2935)
            or (>= 0x2B05 and <= 0x2B55) or 0x3030 or 0x303D or 0x3297 or 0x3299 or (>= 0x1F000 and <= 0x1FAFF) => WordBreakClass.Pictograph,
        >= 0xD800 and <= 0xDFFF => WordBreakClass.Other,
        _ => ByCategory(code),
    };

    private static WordBreakClass ByCategory(int code) => CharUnicodeInfo.GetUnicodeCategory(code) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => WordBreakClass.Extend,
        UnicodeCategory.Format => WordBreakClass.Format,
        UnicodeCategory.SpaceSeparator when code != 0xA0 => WordBreakClass.Space,
        UnicodeCategory.ConnectorPunctuation => WordBreakClass.ExtendNumberLetter,
        UnicodeCategory.DecimalDigitNumber => WordBreakClass.Numeric,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber when !IsUnspaced(code) => WordBreakClass.Letter,
        UnicodeCategory.OtherSymbol when code is >= 0x24B6 and <= 0x24E9 => WordBreakClass.Letter,
        _ => WordBreakClass.Other,
    };
}
