using System.Globalization;
using System.Text;

namespace Headgate.Suggest.Text;

/// <summary>Unicode's normalization form C (UAX #15): letters that are composed in different ways become the same. Without ICU .NET itself takes every text for normalized.</summary>
internal static class Composing
{
    /// <summary>No character below this is composed with one before it, or decomposes in form C.</summary>
    private const char First = '\u0300';

    private const int HangulSyllables = 0xAC00;
    private const int HangulLeading = 0x1100;
    private const int HangulVowels = 0x1161;
    private const int HangulTrailing = 0x11A7;
    private const int Leadings = 19;
    private const int Vowels = 21;
    private const int Trailings = 28;
    private const int Syllables = Leadings * Vowels * Trailings;

    private static readonly Dictionary<int, int[]> Decompositions = [];
    private static readonly Dictionary<(int, int), int> Compositions = [];
    private static readonly Dictionary<int, byte> Classes = [];

    /// <summary>Characters that may change, or be composed with what stands before them; all others stay as they are.</summary>
    private static readonly HashSet<int> Unsettled = Read();

    /// <summary>The text in form C; the very same where it is so already, as nearly every text is.</summary>
    public static string Compose(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange(First, '\uFFFF') < 0 || !text.EnumerateRunes().Any(rune => rune.Value >= First && IsUnsettled(rune.Value))) return text;
        var all = new List<(int Code, byte Class)>(text.Length);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, all);
        Order(all);
        return Joined(all);
    }

    private static bool IsUnsettled(int code) => Unsettled.Contains(code) || code is >= HangulVowels and < HangulVowels + Vowels or > HangulTrailing and < HangulTrailing + Trailings;

    private static void Decompose(int code, List<(int, byte)> all)
    {
        if (code - HangulSyllables is >= 0 and < Syllables and var syllable)
        {
            all.Add((HangulLeading + (syllable / (Vowels * Trailings)), 0));
            all.Add((HangulVowels + (syllable % (Vowels * Trailings) / Trailings), 0));
            if (syllable % Trailings is > 0 and var trailing) all.Add((HangulTrailing + trailing, 0));
        }
        else if (Decompositions.TryGetValue(code, out var parts))
            foreach (var part in parts) Decompose(part, all);
        else all.Add((code, Classes.GetValueOrDefault(code)));
    }

    /// <summary>Brings the marks of each character into the canonical order, those of one class in the order in which they stand.</summary>
    private static void Order(List<(int Code, byte Class)> all)
    {
        for (var from = 0; from < all.Count; from++)
        {
            if (all[from].Class == 0) continue;
            var end = from;
            while (end < all.Count && all[end].Class != 0) end++;
            var sorted = all[from..end].OrderBy(one => one.Class).ToList();
            for (var i = 0; i < sorted.Count; i++) all[from + i] = sorted[i];
            from = end;
        }
    }

    private static string Joined(List<(int Code, byte Class)> all)
    {
        var (starter, last) = (-1, -1);
        var made = new List<(int Code, byte Class)>(all.Count);
        foreach (var (code, which) in all)
        {
            // Blocked where something of the same or a higher class stands between.
            if (starter >= 0 && (starter == made.Count - 1 || (last < which && last > 0)) && Pair(made[starter].Code, code) is { } composed)
            {
                made[starter] = (composed, 0);
                continue;
            }
            if (which == 0) starter = made.Count;
            last = which;
            made.Add((code, which));
        }
        var text = new StringBuilder(made.Count);
        foreach (var (code, _) in made) text.Append(new Rune(code));
        return text.ToString();
    }

    private static int? Pair(int one, int other)
    {
        if (one - HangulLeading is >= 0 and < Leadings and var leading && other - HangulVowels is >= 0 and < Vowels and var vowel) return HangulSyllables + (((leading * Vowels) + vowel) * Trailings);
        if (one - HangulSyllables is >= 0 and < Syllables and var syllable && syllable % Trailings == 0 && other - HangulTrailing is > 0 and < Trailings and var trailing) return one + trailing;
        return Compositions.TryGetValue((one, other), out var composed) ? composed : null;
    }

    private static HashSet<int> Read()
    {
        var unsettled = new HashSet<int>();
        using var reader = new StreamReader(typeof(Composing).Assembly.GetManifestResourceStream("canonical.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var at = line.IndexOfAny(['=', '-', ':']);
            if (line[at] == ':')
            {
                var range = line[..at].Split("..");
                for (var code = Hex(range[0]); code <= Hex(range[^1]); code++)
                {
                    Classes[code] = byte.Parse(line.AsSpan(at + 1), CultureInfo.InvariantCulture);
                    unsettled.Add(code);
                }
                continue;
            }
            int[] parts = [.. line[(at + 1)..].Split(' ').Select(Hex)];
            Decompositions[Hex(line[..at])] = parts;
            if (line[at] == '-')
            {
                unsettled.Add(Hex(line[..at]));
                continue;
            }
            Compositions[(parts[0], parts[1])] = Hex(line[..at]);
            unsettled.Add(parts[1]);
        }
        return unsettled;
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
