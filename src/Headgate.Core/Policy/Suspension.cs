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
    public Match Test(in Case given)
    {
        if (!MayConcern(given.Terms, out var unknown) || Regions?.Contains(given.Region.Code) == false || HasBeenTold(given.Subject, given.At)) return Match.No;
        if (Service is not null)
        {
            if (given.Service is { } service && service != Service) return Match.No;
            if (given.Service is null) unknown ??= "service";
        }
        if (CollectedFrom is not null || CollectedTo is not null)
        {
            if (given.Collected < CollectedFrom || given.Collected >= CollectedTo) return Match.No;
            if (given.Collected is null) unknown ??= "collected";
        }
        return new(unknown is null ? Truth.True : Truth.Unknown, unknown);
    }

    /// <summary>Whether it speaks of the purpose: itself, an ancestor, or a word that the policy in force no longer knows.</summary>
    public bool MayConcern(Terms terms, out string? unknown)
    {
        var known = terms.Policy is { } policy && policy.Purposes.ContainsKey(Purpose);
        unknown = known || terms.Purpose.Name == Purpose ? null : "purpose";
        return unknown is not null || terms.Purpose.IsWithin(Purpose);
    }

    /// <summary>Whether it was lifted for this subject: they were served the notice since it began, and the window has passed.</summary>
    public bool HasBeenTold(Standing subject, Instant at) =>
        Resumed?.Notice is { } notice && subject.FirstServed(notice, Begun) is { } served && at >= served + Resumed.Window;
}

/// <summary>The terms of a lift.</summary>
/// <param name="Notice">The notice in the version that the policy in force declares; null where it declares none, and nobody counts as told.</param>
public sealed record Resumption(NoticeVersion? Notice, TimeSpan Window);
