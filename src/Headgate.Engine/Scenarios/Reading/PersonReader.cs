namespace Headgate.Engine.Scenarios;

/// <summary>Reads what is said of a person.</summary>
internal static class PersonReader
{
    public static readonly string[] BirthKeys = ["born", "age", "age-on", "age-band"];

    private const int OldestAge = 150;

    /// <summary>When somebody can have been born; null where nothing is said, or that it is unknown.</summary>
    /// <param name="on">The day of which an age speaks unless it names another.</param>
    public static BirthRange? Birth(Fields fields, YamlMap map, DateOnly on)
    {
        if (map["born"] is { } born) return born is YamlText { IsNull: true } ? null : fields.Time(born, "`born`") is { } day ? BirthRange.Born(day.Date) : null;
        if (map["age-on"] is { } given && fields.Time(given, "`age-on`") is { } named) on = named.Date;
        if (map["age"] is { } age) return fields.Number(age, "`age`", 0, OldestAge) is { } years ? BirthRange.Aged(years, on) : null;
        if (map["age-band"] is not { } band || fields.Text(band, "`age-band`") is not { } text) return null;
        if (BirthRange.TryBand(text, on, out var range)) return range;
        fields.Error(band, $"`{Names.Show(text)}` is no age band", "write `16-17` or `65+`");
        return null;
    }

    public static IReadOnlyList<Region> Regions(Fields fields, YamlNode? node, string what) =>
        node is YamlText { IsNull: true } ? [Region.Unknown] : [.. fields.Texts(node, what).Select(text => Region.Understand(text.Value)).Distinct()];

    public static SubjectStatus? Status(Fields fields, YamlNode? node, SubjectStatus? otherwise) =>
        node is null ? otherwise
        : fields.Word(node, "status", ["active", "closed", "memorialised", "unknown"]) switch
        {
            "closed" => SubjectStatus.Closed,
            "memorialised" => SubjectStatus.Memorialised,
            "unknown" => SubjectStatus.Unknown,
            _ => SubjectStatus.Active,
        };
}
