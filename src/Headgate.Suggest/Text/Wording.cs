using System.Buffers;
using System.Globalization;

namespace Headgate.Suggest.Text;

/// <summary>Reads texts into tokens: words by the rules of Unicode, sentences, and cuts where something stands that must not be learnt (docs/suggest.md, What is never learnt).</summary>
/// <remarks>Holds a buffer: one for each thread.</remarks>
internal sealed class Wording(KnownNames names)
{
    private const int LongestWord = 40;
    private const int MostDigits = 4;
    private const int MostDigitsBesideLetters = 2;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\u000B\u000C\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u2028\u2029\u205F\u3000");
    private static readonly SearchValues<char> AsciiLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly List<Token> tokens = [];
    private bool inSentence;
    private bool pausing;
    private bool lastIsNumber;

    /// <summary>Whether the text that was read last ends in punctuation within a sentence.</summary>
    public bool EndsInPause => inSentence && pausing;

    /// <summary>The tokens of a text; valid until the next one is read. Every sentence that holds a word begins with a <see cref="TokenKind.Begin"/> and is closed by an <see cref="TokenKind.End"/>.</summary>
    /// <param name="bearers">The identifiers of the people it speaks of, which it is likely to name.</param>
    /// <param name="isWhole">False where the text goes on after its last character, as it does while somebody types: what comes last is not closed.</param>
    public List<Token> Read(ReadOnlySpan<char> text, ReadOnlySpan<string> bearers, bool isWhole = true)
    {
        tokens.Clear();
        (inSentence, pausing, lastIsNumber) = (false, false, false);
        for (var at = 0; at < text.Length;)
        {
            if (Blanks.Contains(text[at]))
            {
                if (text[at] is '\n' or '\u2028' or '\u2029') EndSentence(at);
                at++;
                continue;
            }
            var length = text[at..].IndexOfAny(Blanks);
            if (length < 0) length = text.Length - at;
            Chunk(text, at, length, bearers);
            at += length;
        }
        if (isWhole) EndSentence(text.Length);
        if (!names.IsEmpty) CutNames(text);
        return tokens;
    }

    /// <summary>What stands between two blanks.</summary>
    private void Chunk(ReadOnlySpan<char> text, int start, int length, ReadOnlySpan<string> bearers)
    {
        var chunk = text.Slice(start, length);
        if (chunk.IndexOfAnyExcept(AsciiLetters) < 0 && length <= LongestWord)
        {
            if (names.IsName(chunk) || IsBearer(chunk, bearers)) Add(TokenKind.Cut, start, length);
            else Add(TokenKind.Word, start, length);
            return;
        }
        if (MustGo(chunk, bearers, tokens.Count == 0))
        {
            Add(TokenKind.Cut, start, length);
            if (chunk[^1] is '.' or '!' or '?') EndSentence(start + length);
            else if (chunk[^1] is ',' or ':' or ';') pausing = true;
            return;
        }
        for (int at = 0, end; at < length; at = end)
        {
            end = WordBreaks.Next(chunk, at);
            if (!char.IsLetterOrDigit(chunk[at]) && !char.IsSurrogate(chunk[at])) Punctuation(chunk, at, end, start);
            else
            {
                // A hyphen between letters holds a word together.
                while (end + 1 < length && chunk[end] is '-' or '\u2010' && end + 1 < length && char.IsLetter(chunk[end - 1]) && char.IsLetter(chunk[end + 1])) end = WordBreaks.Next(chunk, end + 1);
                var word = chunk[at..end];
                var isWord = IsWord(word, out var isNumber);
                if (isWord && !isNumber && (names.IsName(word) || IsBearer(word, bearers))) isWord = false;
                // Two numbers in a row may be one that identifies, such as a telephone number.
                var followsNumber = isNumber && lastIsNumber && tokens.Count > 0;
                if (followsNumber) tokens[^1] = tokens[^1] with { Kind = TokenKind.Cut };
                if (isWord || isNumber || word.IndexOfAnyInRange('\uD800', '\uDFFF') < 0) Add(isWord && !followsNumber ? TokenKind.Word : TokenKind.Cut, start + at, end - at);
                else pausing = true;
                lastIsNumber = isNumber;
            }
        }
    }

    private void Punctuation(ReadOnlySpan<char> chunk, int at, int end, int start)
    {
        if (chunk[at] is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '؟' or '।' && (end == chunk.Length || !char.IsLetterOrDigit(chunk[end]) || chunk[at] > 0x7F)) EndSentence(start + end);
        else pausing = true;
    }

    private void Add(TokenKind kind, int start, int length)
    {
        lastIsNumber = false;
        if (!inSentence) tokens.Add(new(TokenKind.Begin, start, 0));
        else if (pausing) tokens.Add(new(TokenKind.Pause, start, 0));
        (inSentence, pausing) = (true, false);
        tokens.Add(new(kind, start, length));
    }

    private void EndSentence(int at)
    {
        if (inSentence) tokens.Add(new(TokenKind.End, at, 0));
        (inSentence, pausing) = (false, false);
    }

    /// <summary>Links, addresses, handles, paths; and whoever is called by name.</summary>
    private bool MustGo(ReadOnlySpan<char> chunk, ReadOnlySpan<string> bearers, bool isFirst)
    {
        if (chunk.ContainsAny('@', '\\') || chunk.Contains("://", StringComparison.Ordinal) || chunk.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return true;
        var core = chunk.Trim("()[]<>{}\"'“”‘’«»*_,;:.!?…");
        if (core.Length == 0) return false;
        if (core[0] is '/' or '~' or '#' || core.Count('/') > 1 || (core.Contains('/') && core.Contains('.')) || IsDomain(core)) return true;
        if (names.IsEmpty && bearers.IsEmpty) return false;
        // "Ann: have you seen …": a name, also where it is an ordinary word.
        var isCalled = isFirst && chunk[^1] is ':' or ',' or '>';
        var handle = chunk.TrimEnd(",:;.!?");
        return names.IsHandle(handle, isCalled) || names.IsHandle(core, isCalled) || IsBearer(handle, bearers) || IsBearer(core, bearers);
    }

    private static bool IsBearer(ReadOnlySpan<char> word, ReadOnlySpan<string> bearers)
    {
        foreach (var bearer in bearers)
            if (word.Equals(bearer, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Two or more labels with dots between, of which the last is of letters: example.org, file.txt.</summary>
    private static bool IsDomain(ReadOnlySpan<char> core)
    {
        var dot = core.LastIndexOf('.');
        if (dot < 2 || core.Length - dot < 3) return false;
        foreach (var character in core[(dot + 1)..])
            if (!char.IsLetter(character)) return false;
        return true;
    }

    private static bool IsWord(ReadOnlySpan<char> word, out bool isNumber)
    {
        isNumber = false;
        if (word.Length > LongestWord) return false;
        if (word.IndexOfAnyExcept(AsciiLetters) < 0) return true;
        int digits = 0, letters = 0;
        foreach (var character in word)
        {
            if (char.IsAsciiDigit(character) || (character > 0x7F && char.GetUnicodeCategory(character) == UnicodeCategory.DecimalDigitNumber)) digits++;
            else if (char.IsLetter(character) || char.IsSurrogate(character)) letters++;
        }
        isNumber = letters == 0 && digits > 0;
        return isNumber ? digits <= MostDigits : letters > 0 && digits <= MostDigitsBesideLetters;
    }

    /// <summary>Cuts names of several words.</summary>
    private void CutNames(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens[at].Kind != TokenKind.Word || names.Length(text, tokens, at) is not (> 0 and var length)) continue;
            for (var i = at; i < at + length; i++) tokens[i] = tokens[i] with { Kind = TokenKind.Cut };
            at += length - 1;
        }
    }
}
