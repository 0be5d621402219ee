namespace Headgate.Server.Pages;

/// <summary>Campaigns: who is told, who was reached, saw it and acted. They are planned and sent on the command line or over HTTP (docs/campaigns.md).</summary>
internal static class CampaignPages
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("campaigns", (HttpContext context, PublicFacts facts, CampaignKeeper campaigns) => Page.Of<CampaignsPage>(context, new CampaignsView(Caller.Of(context)!, facts.Now(), campaigns.All())));
        group.MapGet("campaigns/{name}", (string name, HttpContext context, PublicFacts facts, CampaignKeeper campaigns) => Page.Of<CampaignPage>(context, new CampaignView(Caller.Of(context)!, facts.Now(), campaigns.Of(name))));
    }
}

/// <param name="Campaigns">The newest first.</param>
public sealed record CampaignsView(Caller Caller, PublicFacts.Known Facts, IReadOnlyList<CountedCampaign> Campaigns);

public sealed record CampaignView(Caller Caller, PublicFacts.Known Facts, CountedCampaign Counted);
