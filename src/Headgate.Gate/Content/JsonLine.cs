using System.Buffers;
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

    private static readonly JsonReaderOptions Options = new() { MaxDepth = Deepest, CommentHandling = JsonCommentHandling.Disallow };

    /// <param name="names">Gathers the names at the top, up to a bound; may be shared by threads.</param>
    public static byte Check(ReadOnlySpan<byte> line, LineNames names) => Check(line, names, out _);

    private static byte Check(ReadOnlySpan<byte> line, LineNames? names, out long column)
    {
        var reader = new Utf8JsonReader(line, Options);
        column = 1;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return reader.TokenType == JsonTokenType.None ? NoJson : NoObject;
            var seen = new List<string>();
            List<string>? wide = null;
            HashSet<(string, string)>? nested = null;
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName) seen.Add(reader.GetString()!);
                else if (reader.TokenType == JsonTokenType.PropertyName) (nested ??= []).Add((seen[^1], reader.GetString()!));
                else if (reader.TokenType == JsonTokenType.Number && IsWide(reader)) (wide ??= []).Add(seen[^1]);
            }
            names?.Add(seen, wide, nested);
            seen.Sort(StringComparer.Ordinal);
            for (var i = 1; i < seen.Count; i++)
                if (seen[i] == seen[i - 1])
                    return RepeatedName;
            return Fine;
        }
        catch (JsonException error)
        {
            column = error.BytePositionInLine + 1 ?? 1;
            return error.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase) ? TooDeep : NoJson;
        }
        catch (InvalidOperationException)
        {
            column = reader.TokenStartIndex + 1;
            return NoJson;
        }
    }

    /// <summary>Whether a number is an integer beyond a <c>BIGINT</c>.</summary>
    private static bool IsWide(in Utf8JsonReader reader) =>
        reader.ValueSpan is { Length: > 18 } digits && digits.IndexOfAny("eE."u8) < 0 && !reader.TryGetInt64(out _);

    public static string Problem(byte check) => check switch
    {
        NoObject => "is not a JSON object",
        TooDeep => $"nests deeper than {Deepest} levels",
        _ => "is not JSON",
    };

    /// <summary>Looks for the first line that is not one JSON object: its number and column, from 1, and what is wrong with it.</summary>
    public static (long Line, long Column, string Problem)? FirstProblem(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var bytes = new ArrayBufferWriter<byte>();
        for (var line = 1L; ReadLine(file, bytes); line++)
        {
            if (bytes.WrittenSpan.IndexOfAnyExcept(" \t\r"u8) >= 0 && Check(bytes.WrittenSpan, null, out var column) is var check and > RepeatedName)
                return (line, column, Problem(check));
            bytes.ResetWrittenCount();
        }
        return null;
    }

    /// <returns>False at the end of the file.</returns>
    private static bool ReadLine(FileStream file, ArrayBufferWriter<byte> line)
    {
        for (var next = file.ReadByte(); next >= 0; next = file.ReadByte())
        {
            if (next == '\n') return true;
            line.GetSpan(1)[0] = (byte)next;
            line.Advance(1);
        }
        return line.WrittenCount > 0;
    }
}

/// <summary>The names at the top of JSON lines, gathered by several threads.</summary>
internal sealed class LineNames
{
    private const int Most = 10_000;

    private readonly HashSet<string> all = new(StringComparer.Ordinal);
    private readonly HashSet<string> wide = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> nested = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> All => all;

    /// <summary>Those in which an integer beyond a <c>BIGINT</c> stands somewhere.</summary>
    public IReadOnlySet<string> Wide => wide;

    /// <summary>Whether two of them differ only in case: no table has columns of such names.</summary>
    public bool Collide => all.Distinct(StringComparer.OrdinalIgnoreCase).Count() < all.Count;

    /// <summary>Whether names below a name differ only in case, or are too many to tell.</summary>
    public bool CollideBelow(string name) =>
        nested.TryGetValue(name, out var below) && (below.Count >= Most || below.Distinct(StringComparer.OrdinalIgnoreCase).Count() < below.Count);

    /// <summary>Whether all of some names stand somewhere below a name.</summary>
    public bool HaveBelow(string name, IEnumerable<string> below) => nested.TryGetValue(name, out var names) && (names.Count >= Most || below.All(names.Contains));

    public void Clear()
    {
        all.Clear();
        wide.Clear();
        nested.Clear();
    }

    /// <summary>Takes in the names of another file.</summary>
    public void Add(LineNames other) => Add(
        [.. other.all], [.. other.wide], [.. other.nested.SelectMany(pair => pair.Value.Select(name => (pair.Key, name)))]);

    public void Add(List<string> seen, List<string>? withWide, HashSet<(string Top, string Name)>? below)
    {
        lock (all)
        {
            foreach (var name in seen)
                if (all.Count < Most)
                    all.Add(name);
            foreach (var name in withWide ?? [])
                if (wide.Count < Most)
                    wide.Add(name);
            foreach (var (top, name) in below ?? [])
            {
                if (!nested.TryGetValue(top, out var names)) nested[top] = names = new(StringComparer.Ordinal);
                if (names.Count < Most) names.Add(name);
            }
        }
    }
}
