using System.Text.Json;

namespace Headgate.Server;

/// <summary>Reads a question's resource as a record: the subject is its author, its properties are named and typed as the columns of content without a map (docs/server.md). One that is missing is unknown, one of the wrong type makes the record malformed.</summary>
internal sealed class RecordReading
{
    private const int LongestTime = 64;

    private readonly JsonElement? properties;
    private bool hasWrongType;

    private RecordReading(JsonElement? properties) => this.properties = properties;

    public static Record Read(Question question)
    {
        var reading = new RecordReading(question.Resource.Properties);
        var subject = SubjectId.From(question.Subject.Id);
        var author = reading.Has("author") ? reading.Id(reading.Get("author")) is { } named ? SubjectId.From(named) : null : subject;
        var others = reading.Others();
        // Whoever is asked about is judged, whatever the record says of them.
        if (author is not null && author != subject && !others.Contains(subject)) others.Add(subject);
        var collected = reading.Time("collected");
        return new Record
        {
            Id = question.Resource.Id.Length == 0 ? null : question.Resource.Id,
            Author = author,
            Others = others,
            Kind = question.Resource.Type == LedgerView.Kind ? question.Resource.Id : reading.Text("kind"),
            Labels = reading.List("labels", reading.Text),
            Visibility = reading.Text("visibility"),
            Service = reading.Text("service"),
            Created = reading.Time("created"),
            Collected = collected,
            IsCollectedUnknown = collected is null && reading.Has("collected"),
            Regions = reading.Regions(),
            DerivedFrom = (IReadOnlyList<string?>?)reading.List("derived_from", reading.Id)?.Select(NotEmpty).ToList() ?? [],
            Signals = new([.. (reading.List("content_usage", reading.Text) ?? []).OfType<string>()], reading.Flag("tdm_reservation", ["0", "false"]),
                reading.Flag("iptc_data_mining", ["DMI-ALLOWED", "DMI-UNSPECIFIED", "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED", "http://ns.useplus.org/ldf/vocab/DMI-UNSPECIFIED"]),
                reading.Flag("c2pa_training_mining", ["allowed"])),
            HasWrongType = reading.hasWrongType,
        };
    }

    private static string? NotEmpty(string? text) => text is { Length: > 0 } ? text : null;

    private bool Has(string name) => properties is { } some && some.TryGetProperty(name, out _);

    private JsonElement? Get(string name) => properties is { } some && some.TryGetProperty(name, out var value) ? value : null;

    private bool IsNull(string name) => Get(name) is { ValueKind: JsonValueKind.Null };

    private string? Text(string name) => Get(name) is { } value ? Text((JsonElement?)value) : null;

    private string? Text(JsonElement? value)
    {
        if (value is not { ValueKind: not JsonValueKind.Null } some) return null;
        if (some.ValueKind == JsonValueKind.String) return WellFormed(some);
        hasWrongType = true;
        return null;
    }

    /// <summary>An id: a text, or an integer as its decimal digits.</summary>
    private string? Id(JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.Number } number && number.GetRawText() is var digits && IsWhole(digits)) return digits;
        return NotEmpty(Text(value));
    }

    private static bool IsWhole(string digits)
    {
        var unsigned = digits.AsSpan().TrimStart('-');
        return unsigned.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private string? WellFormed(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            hasWrongType = true;
            return null;
        }
    }

    /// <summary>A list, or one value as a list of itself; null where there is none.</summary>
    private List<string?>? List(string name, Func<JsonElement?, string?> read) => Get(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(element => read(element))],
        { } one => [read(one)],
    };

    private List<SubjectId?> Others() => IsNull("other_people") ? [null] : [.. (List("other_people", Id) ?? []).Select(SubjectId.From)];

    private List<Region> Regions() =>
        [.. (List("region", Text) ?? []).Select(region => string.IsNullOrEmpty(region) ? Region.Unknown : Region.Understand(region))];

    private Instant? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        if (text.Length <= LongestTime && Instant.TryParse(text, out var time)) return time;
        hasWrongType = true;
        return null;
    }

    /// <summary>Whether a signal disallows: any value that does not say otherwise.</summary>
    private bool Flag(string name, string[] harmless) => Get(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => false,
        { ValueKind: JsonValueKind.String } text => !harmless.Contains(WellFormed(text)),
        { } other => !harmless.Contains(other.GetRawText()),
    };
}
