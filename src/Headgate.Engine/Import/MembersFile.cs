using System.Text.Json;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Reads members: <c>subject, regions, source, born</c> or <c>age, age_on</c> or <c>age_band, age_on, status</c> (cli.md). An absent column is no statement; a null is unknown.</summary>
public sealed class MembersFile(StatementImport import)
{
    /// <summary>What stands between regions; the comma last, since names hold it too.</summary>
    private static readonly char[] Separators = [';', '|', ','];

    public NewStatement Read(ImportRow row) => new(new MemberDescribed(
        row.Subject(),
        row.Has("regions") ? Regions(row["regions"]) : null,
        row.Text("source") ?? "declared",
        row.Has("born") || row.Has("age") || row.Has("age_band") ? new Said<BirthRange>(Birth(row)) : null,
        row.Has("status") ? Status(row.Text("status")) : null));

    private List<Region> Regions(JsonElement? value) => value switch
    {
        null => [Region.Unknown],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Element).Distinct()],
        { ValueKind: JsonValueKind.String } text => Words(ImportRow.Text(text, "regions")),
        { } other => [Keep(other.GetRawText())],
    };

    private Region Element(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Region.Unknown,
        JsonValueKind.String => Keep(ImportRow.Text(element, "regions")),
        _ => Keep(element.GetRawText()),
    };

    private List<Region> Words(string text)
    {
        if (text.StartsWith('[') && TryList(text) is { } list) return list;
        if (Region.Understand(text) is { IsUnderstood: true } whole) return [whole];
        foreach (var separator in Separators)
            if (text.Contains(separator) && text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } parts)
                return [.. parts.SelectMany(Words).Distinct()];
        return [Keep(text)];
    }

    private List<Region>? TryList(string text)
    {
        try
        {
            using var list = JsonDocument.Parse(text);
            return [.. list.RootElement.EnumerateArray().Select(Element).Distinct()];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private Region Keep(string text)
    {
        var region = Region.Understand(text);
        if (!region.IsUnderstood) import.Note("regions that were not understood");
        return region;
    }

    private BirthRange? Birth(ImportRow row)
    {
        if (row["born"] is { } born)
            return Date(born) is { } date ? BirthRange.Born(date) : NotUnderstood();
        if (row["age"] is null && row["age_band"] is null) return null;
        if (row["age_on"] is not { } given || Date(given) is not { } on) return NotUnderstood();
        if (row["age"] is not null)
            return row.WholeNumber("age") is >= 0 and <= 150 and var years ? BirthRange.Aged(years, on) : NotUnderstood();
        return row["age_band"] is { ValueKind: JsonValueKind.String } band && BirthRange.TryBand(ImportRow.Text(band, "age_band"), on, out var range) ? range : NotUnderstood();
    }

    private BirthRange? NotUnderstood()
    {
        import.Note("ages that were not understood");
        return null;
    }

    private static DateOnly? Date(JsonElement value) =>
        value.ValueKind != JsonValueKind.String ? null
        : Instant.TryParse(ImportRow.Text(value, "date"), out var time) ? time.Date
        : null;

    private SubjectStatus Status(string? word)
    {
        switch (word)
        {
            case "active": return SubjectStatus.Active;
            case "closed": return SubjectStatus.Closed;
            case "memorialised": return SubjectStatus.Memorialised;
            case null: return SubjectStatus.Unknown;
            default:
                import.Note("statuses that were not understood");
                return SubjectStatus.Unknown;
        }
    }
}
