using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>Reads the members of a JSON object one by one, and notes what is missing or of the wrong type instead of throwing.</summary>
/// <param name="place">Where the object is, such as <c>predicate.counts</c>; empty for the whole.</param>
/// <param name="problems">Takes what was found wrong, the first hundred.</param>
internal sealed class JsonFields(JsonElement element, string place, List<string> problems)
{
    private const int MostProblems = 100;
    private const string Whole = "a whole number from 0 to 2^53 - 1";

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads a JSON document with <paramref name="read"/>, unless it is none or what was noted speaks against it.</summary>
    public static bool TryRead<T>(ReadOnlyMemory<byte> json, Func<JsonFields, T> read, [NotNullWhen(true)] out T? result, out string problem)
        where T : class
    {
        (result, problem) = (null, "");
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return TryRead(document.RootElement.Clone(), "", read, out result, out problem);
        }
        catch (JsonException fault)
        {
            problem = $"not JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}";
            return false;
        }
    }

    /// <summary>Reads a part of a document with <paramref name="read"/>, unless what was noted speaks against it.</summary>
    public static bool TryRead<T>(JsonElement element, string place, Func<JsonFields, T> read, [NotNullWhen(true)] out T? result, out string problem)
        where T : class
    {
        var problems = new List<string>();
        try
        {
            result = read(new(element, place, problems));
        }
        catch (InvalidOperationException)
        {
            result = null;
            problems.Add("holds text that is not Unicode");
        }
        problem = problems.FirstOrDefault("");
        if (problems.Count > 0) result = null;
        return result is not null;
    }

    public bool Has(string name) => TryMember(name, out _);

    public string Text(string name) => TextOrNull(name) ?? (Has(name) ? "" : Wrong(name, "text", ""));

    /// <summary>Null where the member is null or absent.</summary>
    public string? TextOrNull(string name) =>
        !TryMember(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : Wrong<string?>(name, "text", null);

    public long Count(string name) => CountOrNull(name) ?? (Has(name) ? 0 : Wrong(name, Whole, 0L));

    /// <summary>Null where the member is null or absent.</summary>
    public long? CountOrNull(string name) =>
        !TryMember(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and <= Jcs.LargestNumber ? count
        : Wrong<long?>(name, Whole, null);

    public bool Flag(string name) =>
        TryMember(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : Wrong(name, "true or false", false);

    /// <summary>A SHA-256 in lower-case hexadecimal digits.</summary>
    public Digest Digest(string name) => DigestOrNull(name) ?? (Has(name) ? default : Wrong<Digest>(name, "a SHA-256", default));

    /// <summary>Null where the member is null or absent.</summary>
    public Digest? DigestOrNull(string name) =>
        TextOrNull(name) is not { } text ? null
        : HexDigest.TryParse(text, out var digest) ? digest
        : Wrong<Digest?>(name, "a SHA-256 in 64 lower-case hexadecimal digits", null);

    /// <summary>The members of an object; none, and that is noted, where it is not one.</summary>
    public JsonFields Object(string name) => new(Element(name), At(name), problems);

    /// <summary>The object itself; an undefined element, and that is noted, where it is not one.</summary>
    public JsonElement Element(string name) =>
        TryMember(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : Wrong<JsonElement>(name, "an object", default);

    public List<T> Each<T>(string name, Func<JsonFields, T> read)
    {
        if (!TryMember(name, out var value) || value.ValueKind != JsonValueKind.Array) return Wrong<List<T>>(name, "an array", []);
        return [.. value.EnumerateArray().Select((one, index) => read(new(one, $"{At(name)}[{index}]", problems)))];
    }

    /// <summary>An array of texts.</summary>
    public List<string> Texts(string name) =>
        TryMember(name, out var value) && value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(one => one.GetString()!)]
            : Wrong<List<string>>(name, "an array of texts", []);

    /// <summary>An array of counts.</summary>
    public List<long> CountList(string name) =>
        TryMember(name, out var value) && value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt64(out var count) && count is >= 0 and <= Jcs.LargestNumber)
            ? [.. value.EnumerateArray().Select(one => one.GetInt64())]
            : Wrong<List<long>>(name, "an array of whole numbers", []);

    /// <summary>An object whose values are all counts, sorted by name.</summary>
    public SortedDictionary<string, long> Counts(string name)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var value = Element(name);
        var fields = new JsonFields(value, At(name), problems);
        if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject())
                counts[member.Name] = fields.Count(member.Name);
        return counts;
    }

    /// <summary>Notes that a member is not what it must be, and answers for it.</summary>
    public T Wrong<T>(string name, string expected, T answer)
    {
        if (problems.Count < MostProblems) problems.Add($"`{At(name)}`: expected {expected}");
        return answer;
    }

    private bool TryMember(string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private string At(string name) => place.Length == 0 ? name : $"{place}.{name}";
}
