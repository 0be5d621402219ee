using System.Globalization;
using System.Text.Json;

namespace Headgate.Engine;

/// <summary>A row of a file of statements, whatever its format: names and JSON values.</summary>
/// <param name="Number">Its line in a JSONL file; else its row, from 1.</param>
/// <param name="Problem">Why it cannot be taken, whatever it says.</param>
public readonly record struct ImportRow(long Number, JsonElement Fields, string? Problem = null)
{
    public bool Has(string name) => Fields.TryGetProperty(name, out _);

    /// <summary>The value of a column; null where it is absent or null.</summary>
    public JsonElement? this[string name] => Fields.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text; null where it is absent or null.</summary>
    /// <exception cref="RowProblemException">It is of another type.</exception>
    public string? Text(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => Text(value, name),
        _ => throw new RowProblemException($"`{name}` is not a text"),
    };

    /// <summary>The text that a value is.</summary>
    /// <exception cref="RowProblemException">It is half a character, which no text can hold.</exception>
    public static string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RowProblemException($"`{name}` is not well-formed text");
        }
    }

    /// <summary>An id: a text, or an integer as its decimal digits.</summary>
    /// <exception cref="RowProblemException">It is of another type.</exception>
    public SubjectId? Id(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => SubjectId.From(Text(value, name)),
        { ValueKind: JsonValueKind.Number } value when IsInteger(value.GetRawText()) => SubjectId.From(value.GetRawText()),
        _ => throw new RowProblemException($"`{name}` is neither a text nor an integer"),
    };

    /// <summary>The subject of the row.</summary>
    /// <exception cref="RowProblemException">It names none.</exception>
    public SubjectId Subject() => Id("subject") ?? throw new RowProblemException("`subject` is missing");

    /// <summary>A time; null where it is absent or null.</summary>
    /// <exception cref="RowProblemException">It is none.</exception>
    public Instant? Time(string name) =>
        Text(name) is not { } text ? null
        : Instant.TryParse(text, out var time) ? time
        : throw new RowProblemException($"`{name}` is not a date and time: write `2025-11-03` or `2025-11-03T12:00:00Z`");

    /// <summary>A whole number, also one written as text; null where it is absent, null or something else.</summary>
    public int? WholeNumber(string name) => this[name] switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue => (int)number,
        { ValueKind: JsonValueKind.String } value when int.TryParse(Text(value, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static bool IsInteger(string text) => text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;
}

/// <summary>A row cannot be taken. The rest of the file can.</summary>
public sealed class RowProblemException(string message) : Exception(message);
