using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Headgate.StructuredFields;

/// <summary>The parsing algorithms for bare items (RFC 9651, sections 4.2.3.1 and 4.2.4 to 4.2.10).</summary>
internal static class BareItemReader
{
    private const int MostIntegerDigits = 15;
    private const int MostWholeDigits = 12;
    private const int MostFractionDigits = 3;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~:/");

    private static readonly SearchValues<char> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>Reads one bare item from the start of <paramref name="rest"/> and leaves there what follows it.</summary>
    public static bool TryRead(ref ReadOnlySpan<char> rest, out BareItem item)
    {
        item = default;
        if (rest.IsEmpty) return false;
        return rest[0] switch
        {
            '-' or (>= '0' and <= '9') => TryNumber(ref rest, out item),
            '"' => TryString(ref rest, out item),
            '*' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') => TryToken(ref rest, out item),
            ':' => TryBytes(ref rest, out item),
            '?' => TryBoolean(ref rest, out item),
            '@' => TryDate(ref rest, out item),
            '%' => TryDisplayString(ref rest, out item),
            _ => false,
        };
    }

    private static bool TryNumber(ref ReadOnlySpan<char> rest, out BareItem item)
    {
        item = default;
        var negative = rest[0] == '-';
        if (negative) rest = rest[1..];
        var whole = Digits(rest);
        if (whole is 0 or > MostIntegerDigits) return false;
        var number = Value(rest[..whole]);
        rest = rest[whole..];
        if (rest.IsEmpty || rest[0] != '.')
        {
            item = BareItem.OfInteger(negative ? -number : number);
            return true;
        }

        rest = rest[1..];
        var fraction = Digits(rest);
        if (whole > MostWholeDigits || fraction is 0 or > MostFractionDigits) return false;
        number *= 1000;
        number += Value(rest[..fraction]) * (fraction switch { 1 => 100, 2 => 10, _ => 1 });
        rest = rest[fraction..];
        item = BareItem.OfThousandths(negative ? -number : number);
        return true;
    }

    private static bool TryString(ref ReadOnlySpan<char> rest, out BareItem item)
    {
        item = default;
        var text = new StringBuilder();
        for (var position = 1; position < rest.Length; position++)
        {
            var character = rest[position];
            if (character == '"')
            {
                item = BareItem.OfString(text.ToString());
                rest = rest[(position + 1)..];
                return true;
            }
            if (!IsPrintable(character)) return false;
            if (character == '\\')
            {
                if (++position == rest.Length || rest[position] is not ('"' or '\\')) return false;
                character = rest[position];
            }
            text.Append(character);
        }
        return false;
    }

    private static bool TryToken(ref ReadOnlySpan<char> rest, out BareItem item)
    {
        var end = rest.IndexOfAnyExcept(TokenCharacters);
        if (end < 0) end = rest.Length;
        item = BareItem.OfToken(rest[..end].ToString());
        rest = rest[end..];
        return true;
    }

    /// <summary>Padding may be left out, and bits that no byte needs may be set (RFC 9651, section 4.2.7).</summary>
    private static bool TryBytes(ref ReadOnlySpan<char> rest, out BareItem item)
    {
        item = default;
        var length = rest[1..].IndexOf(':');
        if (length < 0) return false;
        var encoded = rest.Slice(1, length);
        var digits = encoded.TrimEnd('=');
        if (encoded.Length - digits.Length > 2 || digits.Length % 4 == 1 || digits.ContainsAnyExcept(Base64Characters)) return false;
        if (encoded.Length > digits.Length && encoded.Length % 4 != 0) return false;
        item = BareItem.OfBytes(Convert.FromBase64String(digits.ToString().PadRight((digits.Length + 3) / 4 * 4, '=')));
        rest = rest[(length + 2)..];
        return true;
    }

    private static bool TryBoolean(ref ReadOnlySpan<char> rest, out BareItem item)
    {
        item = default;
        if (rest.Length < 2 || rest[1] is not ('0' or '1')) return false;
        item = BareItem.OfBoolean(rest[1] == '1');
        rest = rest[2..];
        return true;
    }

    private static bool TryDate(ref ReadOnlySpan<char> rest, out BareItem item)
    {
        item = default;
        rest = rest[1..];
        if (rest.IsEmpty || !TryNumber(ref rest, out var seconds) || seconds.Kind != BareItemKind.Integer) return false;
        item = BareItem.OfDate(seconds.Integer);
        return true;
    }

    private static bool TryDisplayString(ref ReadOnlySpan<char> rest, out BareItem item)
    {
        item = default;
        if (rest.Length < 2 || rest[1] != '"') return false;
        var bytes = new List<byte>();
        for (var position = 2; position < rest.Length; position++)
        {
            var character = rest[position];
            if (character == '"')
            {
                rest = rest[(position + 1)..];
                return TryUtf8([.. bytes], out item);
            }
            if (!IsPrintable(character)) return false;
            if (character != '%')
            {
                bytes.Add((byte)character);
                continue;
            }
            if (position + 2 >= rest.Length || !IsLowerHex(rest[position + 1]) || !IsLowerHex(rest[position + 2])) return false;
            bytes.Add(Convert.FromHexString(rest.Slice(position + 1, 2))[0]);
            position += 2;
        }
        return false;
    }

    private static bool TryUtf8(byte[] bytes, out BareItem item)
    {
        item = default;
        if (!Utf8.IsValid(bytes)) return false;
        item = BareItem.OfDisplayString(Encoding.UTF8.GetString(bytes));
        return true;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static long Value(ReadOnlySpan<char> digits)
    {
        var value = 0L;
        foreach (var digit in digits) value = value * 10 + digit - '0';
        return value;
    }

    private static bool IsPrintable(char character) => character is >= ' ' and <= '~';

    private static bool IsLowerHex(char character) => character is (>= '0' and <= '9') or (>= 'a' and <= 'f');
}
