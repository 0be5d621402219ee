using System.Text;
using System.Text.Json;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Reads a file of statements row by row: JSONL, CSV or Parquet, plain or compressed.</summary>
public static class ImportFile
{
    private const int LongestLine = 16 << 20;

    private static readonly JsonDocumentOptions EachNameOnce = new() { AllowDuplicateProperties = false };

    /// <exception cref="BadInputException">The file cannot be parsed.</exception>
    public static IEnumerable<ImportRow> Read(string path, Bounds bounds)
    {
        if (ContentFiles.Find([path]) is not [var file]) throw new BadInputException($"`{path}` is not one file", "import one file at a time");
        return file.Format == ContentFormat.JsonLines ? Lines(file, bounds) : Table(file, bounds);
    }

    private static IEnumerable<ImportRow> Lines(ContentFile file, Bounds bounds)
    {
        var plain = PlainFile.Of(file, bounds, CancellationToken.None);
        using var reader = new StreamReader(plain, new UTF8Encoding(false, true), false, 1 << 16);
        for (var number = 1L; ReadLine(reader, file.Path, number) is { } line; number++)
            if (!string.IsNullOrWhiteSpace(line))
                yield return Row(line, file.Path, number);
    }

    private static string? ReadLine(StreamReader reader, string path, long number)
    {
        try
        {
            var line = reader.ReadLine();
            return line?.Length > LongestLine
                ? throw new BadInputException($"`{path}:{number}` has a line of more than {LongestLine >> 20} MiB", "one row a line: the file may lack line ends")
                : line;
        }
        catch (DecoderFallbackException)
        {
            throw new BadInputException($"`{path}:{number}` is not UTF-8", "save the file as UTF-8");
        }
    }

    private static ImportRow Row(string line, string path, long number)
    {
        try
        {
            return new(number, Parse(line, EachNameOnce, path, number));
        }
        catch (JsonException)
        {
            return new(number, Lenient(line, path, number), "a name stands twice");
        }
        catch (InvalidOperationException)
        {
            return new(number, Lenient(line, path, number), "a name is not well-formed text");
        }
    }

    private static JsonElement Lenient(string line, string path, long number)
    {
        try
        {
            return Parse(line, default, path, number);
        }
        catch (JsonException error)
        {
            throw new BadInputException($"`{path}:{number}:{error.BytePositionInLine + 1}` is not JSON", "each line of a JSONL file is one JSON object; nothing was recorded");
        }
    }

    private static JsonElement Parse(string line, JsonDocumentOptions options, string path, long number)
    {
        using var document = JsonDocument.Parse(line, options);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new BadInputException($"`{path}:{number}` is not a JSON object", "each line of a JSONL file is one JSON object; nothing was recorded");
    }

    private static IEnumerable<ImportRow> Table(ContentFile file, Bounds bounds)
    {
        var number = 1L;
        foreach (var row in TableRows.AsJson(file, bounds))
        {
            using var document = JsonDocument.Parse(row);
            yield return new(number++, document.RootElement.Clone());
        }
    }
}
