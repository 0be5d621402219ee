using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace Headgate.Server.Pages;

/// <summary>The pages: for everybody, for a member, for the officer, for a regulator (docs/pages.md).</summary>
internal static class PageEndpoints
{
    public static void Add(IServiceCollection services, ServerSettings settings)
    {
        services.AddRazorComponents();
        // Pages keep nothing in what they send: without a provider of identities no key for that is left on the disk.
        if (settings.OpenId is null) services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, PageRefusals>();
        services.AddSingleton<PublicFacts>().AddSingleton<CensusKeeper>().AddSingleton<CampaignKeeper>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        PageLook.Map(routes);
        EveryonePages.Map(routes);
        MemberPages.Map(routes);
        OfficerPages.Map(routes);
        RegulatorPages.Map(routes);
    }

    /// <summary>Where somebody of a role begins.</summary>
    public static string HomeOf(Role? role) => role switch
    {
        Role.Member => "/me",
        Role.Officer => "/officer",
        Role.Regulator => "/regulator",
        _ => "/",
    };
}
