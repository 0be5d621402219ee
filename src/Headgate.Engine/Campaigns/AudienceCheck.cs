namespace Headgate.Engine;

/// <summary>Who is addressed, and why somebody is not. What is not known of somebody and asked for leaves them out.</summary>
/// <param name="purposes">The notice's purposes, each with its ancestors.</param>
internal sealed class AudienceCheck(Audience audience, IReadOnlyList<Purpose> purposes, NoticeVersion notice)
{
    public const string Objected = "objected";
    public const string Decided = "decided";
    public const string NotActive = "not-active";

    /// <returns>Null where they are addressed.</returns>
    public string? Against(Standing standing, Instant at)
    {
        if (HasDecided(standing) is { } decided) return decided;
        if (standing.FirstServed(notice, Instant.MinValue) is not null) return "told-already";
        if (audience.Regions.Count > 0)
        {
            if (standing.Regions.Count == 0) return "unknown-region";
            if (!standing.Regions.Any(region => audience.Regions.Contains(region.Code))) return standing.Regions.Any(region => !region.IsUnderstood) ? "unknown-region" : "another-region";
        }
        return Age(standing.Birth, at.Date);
    }

    /// <summary>Why somebody is not to be asked any more; null where they may be.</summary>
    public string? HasDecided(Standing standing)
    {
        if (purposes.Any(purpose => standing.ObjectedSince(purpose) is not null)) return Objected;
        if (standing.Status != SubjectStatus.Active) return NotActive;
        return purposes.Count > 0 && purposes.All(purpose => standing.Consented(purpose.Name)) ? Decided : null;
    }

    /// <returns>Null where they use the service that is asked for, or none is.</returns>
    public string? Service(Contact? contact) =>
        audience.Service is not { } service ? null
        : contact?.Services is not { } used ? "unknown-service"
        : used.Contains(service) ? null : "another-service";

    /// <summary>The region under which somebody is counted: one that was asked for, else their first.</summary>
    public string RegionOf(Standing standing)
    {
        foreach (var region in standing.Regions)
            if (audience.Regions.Count == 0 || audience.Regions.Contains(region.Code))
                return region.Code;
        return "";
    }

    private string? Age(BirthRange? birth, DateOnly on)
    {
        if (audience is { AgeFrom: null, AgeUnder: null }) return null;
        if (birth is not { } range) return "unknown-age";
        var (least, most) = (BirthRange.FullYears(range.Latest, on), BirthRange.FullYears(range.Earliest, on));
        if (most < audience.AgeFrom || least >= audience.AgeUnder) return "another-age";
        return least < audience.AgeFrom || most >= audience.AgeUnder ? "unknown-age" : null;
    }
}
