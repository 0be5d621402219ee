using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Headgate;

/// <summary>Reads one YAML document to a tree with positions: plain data only, no anchors, aliases, tags or repeated keys.</summary>
internal static class YamlTree
{
    private const int MostCharacters = 1 << 20;
    private const int DeepestNesting = 32;
    private const int MostNodes = 20_000;

    private static readonly SearchValues<char> Unseen = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Where(value => value is < 0x20 and not ('\t' or '\n') or >= 0x7F).Select(value => (char)value), .. "\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"]);

    /// <exception cref="YamlProblemException">The text is not such a document.</exception>
    public static YamlNode Read(string text)
    {
        if (text.Length > MostCharacters)
            throw new YamlProblemException(1, 1, $"the file has {text.Length} characters", $"at most {MostCharacters} are read");
        Visible(text);
        var scanner = new Scanner(new StringReader(text));
        var parser = new Parser(scanner);
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) throw new YamlProblemException(1, 1, "the file is empty", "start with `headgate: 1`");
            parser.Consume<DocumentStart>();
            var remaining = MostNodes;
            var root = Node(parser, 0, ref remaining);
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _)
                ? root
                : throw Problem(parser.Current!, "a second document begins", "a file is one document");
        }
        catch (YamlException error)
        {
            throw NotYaml(text, scanner.CurrentPosition, error.Start, error.Message);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // The parser gives up in these ways too, such as on "\UFFFFFFFF" and on "..." twice.
            var stopped = scanner.CurrentPosition;
            throw NotYaml(text, stopped, stopped.Index < text.Length ? stopped : parser.Current?.Start ?? Mark.Empty, "something here has no meaning");
        }
    }

    /// <summary>Refuses what makes a file read otherwise than it looks: whoever signs a policy must have seen every line of it, comments too.</summary>
    private static void Visible(string text)
    {
        var at = 0;
        while ((at = Next(text, at)) >= 0)
        {
            var character = text[at];
            // A carriage return is at home before a line feed, and a byte order mark is no part of a text.
            if (character == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
            {
                at++;
                continue;
            }
            var (line, column) = (text.AsSpan(0, at).Count('\n') + 1, at == 0 ? 1 : at - text.LastIndexOf('\n', at - 1));
            throw character switch
            {
                '\0' => new YamlProblemException(line, column, "the file holds a NUL character", "save it as plain UTF-8 text"),
                '\r' => new YamlProblemException(line, column, "a carriage return stands alone", "end lines with a line feed: else some programs show one line over another"),
                _ => new YamlProblemException(line, column, $"the file holds {Names.CodePoint(character)}, {Names.Kind(character)}", "take it out: a file must read as it looks"),
            };
        }
    }

    private static int Next(string text, int start) => text.AsSpan(start).IndexOfAny(Unseen) is var found and >= 0 ? start + found : -1;

    /// <summary>Where the parser stopped says more than where the thing it was reading began, if it stopped at a tab.</summary>
    private static YamlProblemException NotYaml(string text, Mark stopped, Mark start, string message)
    {
        if (stopped.Index < text.Length && text[(int)stopped.Index] == '\t')
            return new(Number(stopped.Line), Number(stopped.Column), "the line is indented with a tab", "indent with spaces, not tabs");
        message = string.Join(' ', message.TrimEnd('.').Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return new(Number(start.Line), Number(start.Column), $"this is not YAML: {char.ToLowerInvariant(message[0])}{message[1..]}", "see the example that `headgate init` writes");
    }

    private static YamlNode Node(IParser parser, int depth, ref int remaining)
    {
        var start = parser.Current!;
        if (depth > DeepestNesting) throw Problem(start, "this is nested too deeply", $"at most {DeepestNesting} levels");
        if (--remaining < 0) throw Problem(start, "the file has too many entries", $"at most {MostNodes}");
        if (start is AnchorAlias || start is NodeEvent { Anchor.IsEmpty: false })
            throw Problem(start, "anchors and aliases are not read", "write the value out");
        if (start is NodeEvent { Tag.IsEmpty: false })
            throw Problem(start, "tags are not read", "write the plain value");

        var (line, column) = (Number(start.Start.Line), Number(start.Start.Column));
        switch (start)
        {
            case Scalar scalar:
                parser.MoveNext();
                return new YamlText(scalar.Value, scalar.Style == ScalarStyle.Plain, line, column);
            case SequenceStart:
                parser.MoveNext();
                var items = new List<YamlNode>();
                while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(parser, depth + 1, ref remaining));
                return new YamlList(items, line, column);
            case MappingStart:
                parser.MoveNext();
                return Map(parser, depth, line, column, ref remaining);
            default:
                throw Problem(start, "a value is missing", "see the example that `headgate init` writes");
        }
    }

    private static YamlMap Map(IParser parser, int depth, int line, int column, ref int remaining)
    {
        var entries = new List<KeyValuePair<YamlText, YamlNode>>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var at = parser.Current!;
            if (Node(parser, depth + 1, ref remaining) is not YamlText key) throw Problem(at, "a key must be a word", "write `key: value`");
            if (!seen.TryAdd(key.Value, key.Line)) throw Problem(at, $"`{Names.Show(key.Value)}` stands twice", $"it stands at line {seen[key.Value]} too; keep one of them");
            entries.Add(new(key, Node(parser, depth + 1, ref remaining)));
        }
        return new YamlMap(entries, line, column);
    }

    private static YamlProblemException Problem(ParsingEvent at, string problem, string help) =>
        new(Number(at.Start.Line), Number(at.Start.Column), problem, help);

    private static int Number(long mark) => (int)Math.Clamp(mark, 1, int.MaxValue);
}

/// <summary>A text is not YAML that we read.</summary>
internal sealed class YamlProblemException(int line, int column, string problem, string help) : Exception(problem)
{
    public PolicyProblem Problem { get; } = new(line, column, problem, help);
}
