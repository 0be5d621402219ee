namespace Headgate.Engine;

/// <summary>The links in a message to one person. None of them says who that is.</summary>
/// <param name="Objection">Opens a page with one button; nothing is recorded by opening it, since mail programs open links by themselves.</param>
/// <param name="Unsubscribe">Takes a one-click request as RFC 8058 lays it out.</param>
public sealed record NoticeLinks(string Read, string Objection, string Unsubscribe)
{
    /// <param name="publicUrl">Where the server is reached.</param>
    internal static NoticeLinks Of(LinkTokens tokens, string publicUrl, Campaign campaign, long delivery)
    {
        var place = publicUrl.TrimEnd('/');
        return new(
            $"{place}/notice/{tokens.Make(LinkKind.Notice, delivery, campaign.LinksUntil)}",
            $"{place}/objection/{tokens.Make(LinkKind.Objection, delivery, campaign.LinksUntil)}",
            $"{place}/unsubscribe/{tokens.Make(LinkKind.Unsubscribe, delivery, campaign.LinksUntil)}");
    }
}
