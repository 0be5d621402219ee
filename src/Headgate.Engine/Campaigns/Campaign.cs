using System.Globalization;

namespace Headgate.Engine;

/// <summary>How a campaign reaches people.</summary>
public enum CampaignRoute
{
    /// <summary>Mail, handed to a server by SMTP.</summary>
    Smtp = 0,

    /// <summary>Batches that are posted to an address of the platform's.</summary>
    Webhook = 1,

    /// <summary>Batches that the platform's own sender takes over HTTP.</summary>
    Platform = 2,
}

/// <summary>A notice in one language.</summary>
/// <param name="Language">A language tag, such as <c>de</c>.</param>
/// <param name="Subject">What the message is called.</param>
/// <param name="Sha256">Of the text's bytes, in lower-case hex.</param>
public sealed record NoticeText(string Language, string Subject, string Text, string Sha256);

/// <summary>Whom a campaign addresses. What is null or empty asks for nothing.</summary>
/// <param name="Purposes">What the notice is about: whoever objected to one of them, or consented to all, has decided.</param>
/// <param name="Regions">Alpha-2 codes.</param>
/// <param name="Service">Whom the contacts say to use it.</param>
/// <param name="AgeFrom">Full years, at least; whose age is not known is not addressed.</param>
/// <param name="AgeUnder">Full years, less than.</param>
public sealed record Audience(IReadOnlyList<string> Purposes, IReadOnlyList<string> Regions, string? Service, int? AgeFrom, int? AgeUnder);

/// <summary>A campaign: a version of a notice, told to an audience.</summary>
/// <param name="Texts">The first is told to whoever reads none of the languages.</param>
/// <param name="Window">How long one can object before anything is used, by the policy; null where no grant asks for the notice.</param>
/// <param name="Stopped">When it was stopped; null where it was not.</param>
public sealed record Campaign(
    long Id, string Name, NoticeVersion Notice, CampaignRoute Route, Audience Audience, IReadOnlyList<NoticeText> Texts, TimeSpan? Window, Instant Planned, Instant? Stopped)
{
    /// <summary>How long its links work.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(400);

    internal Instant LinksUntil => Planned + LinkLife;

    public NoticeText TextIn(string language) => Texts.FirstOrDefault(text => text.Language == language) ?? Texts[0];

    internal static string Word(CampaignRoute route) => route.ToString().ToLower(CultureInfo.InvariantCulture);

    internal static CampaignRoute? RouteOf(string word) => word switch
    {
        "smtp" => CampaignRoute.Smtp,
        "webhook" => CampaignRoute.Webhook,
        "platform" => CampaignRoute.Platform,
        _ => null,
    };
}
