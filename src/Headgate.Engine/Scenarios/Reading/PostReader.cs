namespace Headgate.Engine.Scenarios;

/// <summary>Reads what is posted, or described as if it were.</summary>
internal sealed class PostReader(Fields fields, ScenarioNames names)
{
    /// <summary>The fields of a record that a story can state.</summary>
    public static IReadOnlyList<string> Keys => ScenarioLanguage.Post.Words;

    private YamlMap? defaults;

    /// <summary>What every post is like unless it says otherwise.</summary>
    public void Defaults(YamlNode? node) => defaults = fields.Map(node, "`posts`", ScenarioLanguage.Like.Words);

    /// <param name="id">Null for what has none yet.</param>
    /// <param name="created">When it was created unless it says otherwise; null means unknown.</param>
    /// <param name="withDefaults">Whether what it does not say is as <see cref="Defaults"/> has it, and not unknown.</param>
    public Record Read(YamlMap map, string? id, SubjectId? author, IReadOnlyList<string> derivedFrom, Instant? created, bool withDefaults)
    {
        var when = map["created"] is { } said ? IsNull(said) ? null : fields.Time(said, "`created`") : created;
        return new()
        {
            Id = id,
            Author = author,
            Others = [.. fields.Texts(map["mentions"], "`mentions`").Select(text => (SubjectId?)names.Person(text))],
            Kind = Word(Field("kind"), "`kind`"),
            Labels = Field("labels") is { } labels && !IsNull(labels) ? [.. fields.Texts(labels, "`labels`").Select(text => text.Value)] : null,
            Visibility = Word(Field("visibility"), "`visibility`"),
            Service = Word(Field("service"), "`service`"),
            Created = when,
            Collected = map["collected"] is { } collected && !IsNull(collected) ? fields.Time(collected, "`collected`") : null,
            IsCollectedUnknown = map["collected"] is { } unknown && IsNull(unknown),
            Regions = [.. fields.Texts(map["region"], "`region`").Select(text => Region.Understand(text.Value))],
            DerivedFrom = derivedFrom,
            Signals = ContentSignals.None with { ContentUsage = [.. fields.Texts(map["content-usage"], "`content-usage`").Select(text => text.Value)] },
        };

        YamlNode? Field(string key) => map[key] ?? (withDefaults ? defaults?[key] : null);
    }

    private string? Word(YamlNode? node, string what) => node is null || IsNull(node) ? null : fields.Text(node, what);

    private static bool IsNull(YamlNode node) => node is YamlText { IsNull: true };
}
