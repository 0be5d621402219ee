namespace Headgate.Tests.Laws;

/// <summary>Copies with something changed.</summary>
internal static class Changed
{
    public static Policy Rules(this Policy policy, IEnumerable<Rule> rules) => new()
    {
        Name = policy.Name,
        Version = policy.Version,
        Effective = policy.Effective,
        Objection = policy.Objection,
        Purposes = policy.Purposes,
        Content = policy.Content,
        Labels = policy.Labels,
        Services = policy.Services,
        Groups = policy.Groups,
        Notices = policy.Notices,
        Permits = policy.Permits,
        Rules = [.. rules],
    };

    public static Standing Regions(this Standing standing, IEnumerable<Region> regions) => Copy(standing, regions: [.. regions]);

    public static Standing Birth(this Standing standing, BirthRange? birth) => new()
    {
        Regions = standing.Regions,
        Birth = birth,
        Status = standing.Status,
        Choices = standing.Choices,
        Notices = standing.Notices,
    };

    public static Standing Status(this Standing standing, SubjectStatus status) => Copy(standing, status: status);

    public static Standing Choices(this Standing standing, IEnumerable<StandingChoice> choices) =>
        Copy(standing, choices: [.. choices.OrderBy(choice => choice.Purpose, StringComparer.Ordinal)]);

    public static Standing Choose(this Standing standing, string purpose, Choice choice, Instant since) =>
        standing.Choices(standing.Choices.Where(other => other.Purpose != purpose).Append(new(purpose, choice, since)));

    public static Standing Notices(this Standing standing, IReadOnlyList<ServedNotice> notices) => Copy(standing, notices: notices);

    /// <param name="with">Fields of the record by name; those not named stay.</param>
    public static Record With(this Record record, params (string Field, object? Value)[] with)
    {
        var values = with.ToDictionary(pair => pair.Field, pair => pair.Value, StringComparer.Ordinal);
        T Or<T>(string field, T old) => values.Remove(field, out var value) ? (T)value! : old;
        var changed = new Record
        {
            Id = Or(nameof(Record.Id), record.Id),
            HasWrongType = Or(nameof(Record.HasWrongType), record.HasWrongType),
            Author = Or(nameof(Record.Author), record.Author),
            Others = Or(nameof(Record.Others), record.Others),
            Kind = Or(nameof(Record.Kind), record.Kind),
            Labels = Or(nameof(Record.Labels), record.Labels),
            Visibility = Or(nameof(Record.Visibility), record.Visibility),
            Service = Or(nameof(Record.Service), record.Service),
            Created = Or(nameof(Record.Created), record.Created),
            Collected = Or(nameof(Record.Collected), record.Collected),
            IsCollectedUnknown = Or(nameof(Record.IsCollectedUnknown), record.IsCollectedUnknown),
            Regions = Or(nameof(Record.Regions), record.Regions),
            DerivedFrom = Or(nameof(Record.DerivedFrom), record.DerivedFrom),
            Signals = Or(nameof(Record.Signals), record.Signals),
        };
        return values.Count == 0 ? changed : throw new ArgumentException($"a record has no {values.First().Key}", nameof(with));
    }

    private static Standing Copy(
        Standing standing, IReadOnlyList<Region>? regions = null, SubjectStatus? status = null,
        IReadOnlyList<StandingChoice>? choices = null, IReadOnlyList<ServedNotice>? notices = null) => new()
        {
            Regions = regions ?? standing.Regions,
            Birth = standing.Birth,
            Status = status ?? standing.Status,
            Choices = choices ?? standing.Choices,
            Notices = notices ?? standing.Notices,
        };
}
