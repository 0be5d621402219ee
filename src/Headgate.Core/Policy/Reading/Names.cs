using System.Globalization;

namespace Headgate;

/// <summary>Which words can be names in a policy: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, so that no two look alike and every one can stand in a reason.</summary>
internal static class Names
{
    private const int Longest = 100;

    public static bool IsName(string word) =>
        word.Length is > 0 and <= Longest && word.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    /// <summary>What to do about a word that is no name.</summary>
    public static string Help(string word) => $"a name is made of the letters a to z, digits, `-`, `_` and `.`, at most {Longest} of them{Stranger(word)}";

    /// <summary>The word with every character outside ASCII written as its code point, so that a look-alike shows; a long one is cut.</summary>
    public static string Show(string word) => string.Concat(word.Take(Longest).Select(character =>
        char.IsAscii(character) && !char.IsControl(character) ? character.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")))
        + (word.Length > Longest ? "…" : "");

    /// <summary>Says which character of the word is the first that no valid word has; nothing where there is none.</summary>
    public static string Stranger(string word) => word.EnumerateRunes().FirstOrDefault(rune => !rune.IsAscii || char.IsControl((char)rune.Value)) is { Value: not 0 } rune
        ? $" ({CodePoint(rune.Value)} in it is {Kind(rune.Value)})"
        : "";

    public static string CodePoint(int value) => string.Create(CultureInfo.InvariantCulture, $"U+{value:X4}");

    /// <summary>What a character is that could be taken for another, or for none.</summary>
    public static string Kind(int value) => value switch
    {
        0xAD or (>= 0x200B and <= 0x200D) or (>= 0x2060 and <= 0x2064) or 0xFEFF => "a character without width",
        0x61C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => "a mark that turns the direction of text",
        0x85 or 0x2028 or 0x2029 => "a line break that many editors do not show",
        < 0x20 or (>= 0x7F and < 0xA0) => "a control character",
        0xA0 or 0x202F or 0x3000 or (>= 0x2000 and <= 0x200A) => "a space of another kind",
        >= 0x370 and <= 0x3FF => "a Greek letter",
        >= 0x400 and <= 0x52F => "a Cyrillic letter",
        >= 0x530 and <= 0x58F => "an Armenian letter",
        >= 0x13A0 and <= 0x13FF => "a Cherokee letter",
        >= 0x2010 and <= 0x2015 or 0x2212 => "a dash of another kind",
        >= 0xFF01 and <= 0xFF5E => "a full-width form",
        >= 0x1D400 and <= 0x1D7FF => "a mathematical letter",
        _ => "no letter from a to z",
    };
}
