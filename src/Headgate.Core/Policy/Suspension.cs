using System.Collections.Frozen;

namespace Headgate;

/// <summary>A suspension that is in force at T, perhaps lifted for those who were told since (semantics.md, Suspension, and its end).</summary>
/// <param name="Position">Where it stands in the ledger; its id.</param>
/// <param name="Regions">Alpha-2 codes; null means everywhere.</param>
/// <param name="Begun">From when it has been in force.</param>
/// <param name="Resumed">On what terms it was lifted; null where it was not.</param>
public sealed record Suspension(
    long Position, string Purpose, FrozenSet<string>? Regions, string? Service,
    Instant? CollectedFrom, Instant? CollectedTo, Instant Begun, Resumption? Resumed)
{
    /// <summary>What it matches, as the conditions of a rule.</summary>
    public IReadOnlyList<Condition> When { get; } = Conditions(Purpose, Regions, Service, CollectedFrom, CollectedTo);

    public Match Test(in Case given) => HasBeenTold(given.Subject, given.At) ? Match.No : Match.Of(When, given);

    /// <summary>Whether it was lifted for this subject: they were served the notice since it began, and the window has passed.</summary>
    public bool HasBeenTold(Standing subject, Instant at) =>
        Resumed?.Notice is { } notice && subject.FirstServed(notice, Begun) is { } served && at >= served + Resumed.Window;

    private static List<Condition> Conditions(string purpose, FrozenSet<string>? regions, string? service, Instant? collectedFrom, Instant? collectedTo)
    {
        var conditions = new List<Condition> { new SuspendedPurpose(purpose) };
        if (regions is not null) conditions.Add(new OneOf("region", Dimension.Region, regions, false));
        if (service is not null) conditions.Add(new OneOf("service", Dimension.Service, FrozenSet.Create(StringComparer.Ordinal, service), false));
        if (collectedFrom is not null || collectedTo is not null) conditions.Add(new Within("collected", Dimension.Collected, collectedFrom, collectedTo));
        return conditions;
    }
}

/// <summary>The terms of a lift.</summary>
/// <param name="Notice">The notice in the version that the policy in force declares; null where it declares none, and nobody counts as told.</param>
public sealed record Resumption(NoticeVersion? Notice, TimeSpan Window);
