using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A campaign that is to be planned, in the words of whoever plans it.</summary>
/// <param name="Regions">Codes and groups; none for everywhere.</param>
/// <param name="Purposes">What the notice is about; none for what the policy asks it for.</param>
/// <param name="Texts">The notice by language; the first is told to whoever reads none of them. None where the platform's sender has its own.</param>
public sealed record CampaignRequest(
    string Name, string Notice, CampaignRoute Route, IReadOnlyList<string> Regions, string? Service, int? AgeFrom, int? AgeUnder, IReadOnlyList<string> Purposes, IReadOnlyList<(string Language, byte[] Text)> Texts);

/// <summary>Whom a campaign reaches.</summary>
/// <param name="Planned">How many messages there are.</param>
/// <param name="LeftOut">How many people get none, for each reason.</param>
public sealed record CampaignReach(long People, long Planned, IReadOnlyDictionary<string, long> ByRegion, IReadOnlyDictionary<string, long> ByLanguage, IReadOnlyDictionary<string, long> LeftOut);

/// <summary>Plans campaigns: from everybody the ledger knows, those who are to be told (docs/campaigns.md).</summary>
public static class CampaignPlan
{
    /// <summary>Says whom a campaign would reach, and plans nothing.</summary>
    /// <param name="who">Told each person and why they get no message, null where they do: for those alone who may know.</param>
    public static CampaignReach DryRun(Session session, CampaignRequest request, IReadOnlyDictionary<string, Contact>? contacts, Action<SubjectId, string?>? who, CancellationToken cancellation) =>
        Reach(session, Of(session, request, out var check), check, contacts, who, null, cancellation);

    /// <summary>Plans a campaign: all of it or nothing.</summary>
    /// <param name="contacts">How people are reached, and in which language; needed for mail.</param>
    /// <exception cref="BadInputException">A word of the request is not known, or the campaign has been planned already.</exception>
    /// <exception cref="RefusedException">The text is not the one that was published.</exception>
    public static (Campaign Campaign, CampaignReach Reach) Make(Session session, CampaignRequest request, IReadOnlyDictionary<string, Contact>? contacts, CancellationToken cancellation)
    {
        var campaign = Of(session, request, out var check);
        return session.Beside.Together(() =>
        {
            var made = campaign with { Id = CampaignTable.Add(session.Beside, campaign, session.Store.Head.Size) };
            return (made, Reach(session, made, check, contacts, null, (subject, region, language, address) => CampaignTable.Plan(session.Beside, made.Id, subject, region, language, address), cancellation));
        });
    }

    private static CampaignReach Reach(
        Session session, Campaign campaign, AudienceCheck check, IReadOnlyDictionary<string, Contact>? contacts, Action<SubjectId, string?>? who, Action<string, string, string, string?>? plan, CancellationToken cancellation)
    {
        var moment = session.MomentOf(null, null);
        var (told, unsubscribed) = (CampaignTable.BeingTold(session.Beside, campaign.Notice), CampaignTable.Unsubscribed(session.Beside));
        var (regions, languages, left) = (new SortedDictionary<string, long>(StringComparer.Ordinal), new SortedDictionary<string, long>(StringComparer.Ordinal), new SortedDictionary<string, long>(StringComparer.Ordinal));
        var (people, planned) = (0L, 0L);
        foreach (var (subject, statements) in session.Store.BySubject(moment.AsOf))
        {
            if ((++people & 0xfff) == 0) cancellation.ThrowIfCancellationRequested();
            var contact = contacts?.GetValueOrDefault(subject.Value);
            var standing = StandingFold.At(statements, moment.At);
            var against = standing is null ? "unknown-subject" : check.Against(standing, moment.At) ?? check.Service(contact)
                ?? (told.Contains(subject.Value) ? "being-told" : unsubscribed.Contains(subject.Value) ? "unsubscribed" : null);
            string? address = null;
            if (against is null && campaign.Route == CampaignRoute.Smtp)
            {
                address = MailRoute.TryAddress(contact?.Address)?.Address;
                if (address is null) against = contact?.Address is null ? "no-address" : "not-an-address";
            }
            who?.Invoke(subject, against);
            if (against is not null)
            {
                left[against] = left.GetValueOrDefault(against) + 1;
                continue;
            }
            var (region, language) = (check.RegionOf(standing!), NoticeTexts.Choose(campaign.Texts, contact?.Language));
            regions[region] = regions.GetValueOrDefault(region) + 1;
            languages[language] = languages.GetValueOrDefault(language) + 1;
            planned++;
            plan?.Invoke(subject.Value, region, language, address);
        }
        return new(people, planned, regions, languages, left);
    }

    private static Campaign Of(Session session, CampaignRequest request, out AudienceCheck check)
    {
        if (request.Name.Length is 0 or > 100 || request.Name.Any(char.IsControl)) throw new BadInputException("the campaign's name cannot be used", "give it one of 1 to 100 characters");
        var notice = Notices.Find(session, request.Notice, null);
        var (policy, published) = Notices.Declaring(session, notice);
        var purposes = PurposesOf(policy, notice, request.Purposes);
        var regions = request.Regions.Count == 0 ? [] : SuspensionActs.Codes(request.Regions, policy) ?? [];
        if (request.Service is { } service && !policy.Services.Contains(service)) throw new BadInputException($"`{service}` is no service of the policy", Nearest.Hint(service, policy.Services));
        if (request.AgeFrom < 0 || request.AgeUnder <= (request.AgeFrom ?? 0)) throw new BadInputException("nobody is of that age", "write `--age-from 18`, `--age-under 65`");
        var texts = NoticeTexts.Check(policy.Notices[notice.Notice], published.NoticeDigests.GetValueOrDefault(notice.Notice), request.Texts, request.Route);
        var audience = new Audience([.. purposes.Select(purpose => purpose.Name)], [.. regions], request.Service, request.AgeFrom, request.AgeUnder);
        check = new(audience, purposes, notice);
        var windows = policy.Grants.Where(grant => grant.After?.Notice == notice).Select(grant => grant.After!.Window).ToList();
        return new(0, request.Name, notice, request.Route, audience, texts, windows.Count == 0 ? null : windows.Max(), session.MomentOf(null, null).At, null);
    }

    /// <summary>The check of a campaign that is under way, by the policy that declares its notice now.</summary>
    internal static AudienceCheck CheckOf(Session session, Campaign campaign)
    {
        var policies = Notices.Policies(session).Select(one => one.Policy).ToList();
        return new(campaign.Audience, [.. campaign.Audience.Purposes.Select(name => policies.Select(policy => policy.Purposes.GetValueOrDefault(name)).FirstOrDefault(found => found is not null) ?? new Purpose(name, null, null, null, null))], campaign.Notice);
    }

    /// <summary>The purposes that were asked for, else those that some grant allows after the notice.</summary>
    private static List<Purpose> PurposesOf(Policy policy, NoticeVersion notice, IReadOnlyList<string> asked)
    {
        foreach (var name in asked)
            if (!policy.Purposes.ContainsKey(name)) throw new UnknownPurposeException(name, policy);
        if (asked.Count > 0) return [.. asked.Distinct().Select(name => policy.Purposes[name])];
        var named = policy.Grants.Where(grant => grant.After?.Notice == notice)
            .SelectMany(grant => grant.When.SelectMany(condition => condition.Parts).OfType<OneOf>().Where(one => one.Field == "purpose" && !one.Negated).SelectMany(one => one.Values)).Distinct().ToList();
        // a grant that names no purpose is about all of them: about each root, that is
        return named.Count > 0 ? [.. named.Order(StringComparer.Ordinal).Select(name => policy.Purposes[name])]
            : [.. policy.Purposes.Values.Where(purpose => !policy.Purposes.Values.Any(other => other.Name != purpose.Name && purpose.IsWithin(other.Name))).OrderBy(purpose => purpose.Name, StringComparer.Ordinal)];
    }
}
