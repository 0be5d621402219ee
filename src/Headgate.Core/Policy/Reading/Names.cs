using System.Globalization;

namespace Headgate;

/// <summary>Which words can be names in a policy: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, so that no two look alike and every one can stand in a reason.</summary>
internal static class Names
{
    private const int Longest = 100;

    public const string Help = "a name is made of the letters a to z, digits, `-`, `_` and `.`, at most 100 of them";

    public static bool IsName(string word) =>
        word.Length is > 0 and <= Longest && word.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    /// <summary>The word with every character outside ASCII written as its code point, so that a look-alike shows; a long one is cut.</summary>
    public static string Show(string word) => string.Concat(word.Take(Longest).Select(character =>
        char.IsAscii(character) && !char.IsControl(character) ? character.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")))
        + (word.Length > Longest ? "…" : "");
}
