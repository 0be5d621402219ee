using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Headgate.Manifest;

/// <summary>The JSON Canonicalization Scheme (RFC 8785), in which every value has exactly one text: members sorted, no blanks, the fewest escapes. What is signed is written so.</summary>
/// <remarks>Numbers are whole and within ±(2⁵³ − 1), the range in which every reader of JSON agrees.</remarks>
public static class Jcs
{
    internal const long LargestNumber = (1L << 53) - 1;

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (char)code), '"', '\\']);

    /// <exception cref="ArgumentException">It holds a number that is not whole, or too large.</exception>
    public static byte[] Write(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The canonical text of what a writer is given.</summary>
    /// <exception cref="ArgumentException">It holds a number that is not whole, or too large.</exception>
    public static byte[] Write(Action<Utf8JsonWriter> write) => Write(Element(write));

    internal static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal);
                AppendAll(text, '{', members, '}', member =>
                {
                    Append(text, member.Name);
                    Append(text.Append(':'), member.Value);
                });
                break;
            case JsonValueKind.Array:
                AppendAll(text, '[', value.EnumerateArray(), ']', element => Append(text, element));
                break;
            case JsonValueKind.String:
                Append(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(CultureInfo.InvariantCulture, $"{Whole(value)}");
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, IEnumerable<T> all, char close, Action<T> append)
    {
        text.Append(open);
        var first = true;
        foreach (var one in all)
        {
            if (!first) text.Append(',');
            first = false;
            append(one);
        }
        text.Append(close);
    }

    private static long Whole(JsonElement value) =>
        value.TryGetInt64(out var number) && number is >= -LargestNumber and <= LargestNumber
            ? number
            : throw new ArgumentException($"`{value.GetRawText()}` is not a whole number within 2^53", nameof(value));

    private static void Append(StringBuilder text, ReadOnlySpan<char> value)
    {
        text.Append('"');
        for (var next = value.IndexOfAny(Escaped); next >= 0; next = value.IndexOfAny(Escaped))
        {
            text.Append(value[..next]).Append(Escape(value[next]));
            value = value[(next + 1)..];
        }
        text.Append(value).Append('"');
    }

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ => $"\\u{(int)character:x4}",
    };
}
