using System.Text;
using System.Text.Json;

namespace Headgate.Gate;

/// <summary>Checks a line of JSON more strictly than DuckDB reads it: RFC 8259, an object, no deeper than it can be handled, each name once.</summary>
internal static class JsonLine
{
    public const byte Fine = 0;
    public const byte RepeatedName = 1;
    public const byte NoObject = 2;
    public const byte TooDeep = 3;
    public const byte NoJson = 4;

    private const int Deepest = 200;
    private const int MostNames = 10_000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = Deepest, CommentHandling = JsonCommentHandling.Disallow };

    /// <param name="names">Gathers the names at the top, up to a bound; may be shared by threads.</param>
    public static byte Check(ReadOnlySpan<byte> line, HashSet<string> names)
    {
        var reader = new Utf8JsonReader(line, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return reader.TokenType == JsonTokenType.None ? NoJson : NoObject;
            var seen = new List<string>();
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
                seen.Add(reader.GetString()!);
            }
            lock (names)
                foreach (var name in seen)
                    if (names.Count < MostNames)
                        names.Add(name);
            seen.Sort(StringComparer.Ordinal);
            for (var i = 1; i < seen.Count; i++)
                if (seen[i] == seen[i - 1])
                    return RepeatedName;
            return Fine;
        }
        catch (JsonException error)
        {
            return error.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) ? TooDeep : NoJson;
        }
        catch (InvalidOperationException)
        {
            return NoJson;
        }
    }

    public static string Problem(byte check) => check switch
    {
        NoObject => "is not a JSON object",
        TooDeep => $"nests deeper than {Deepest} levels",
        _ => "is not JSON",
    };

    /// <summary>The number of the line, from 1, on which the n-th record stands: blank lines hold none.</summary>
    public static long LineOf(string path, long record)
    {
        using var reader = new StreamReader(path, Encoding.UTF8, false, 1 << 16);
        for (var line = 1L; reader.ReadLine() is { } text; line++)
            if (!string.IsNullOrWhiteSpace(text) && record-- == 0)
                return line;
        return 0;
    }
}
