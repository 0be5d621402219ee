using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Headgate.Server;

/// <summary>Signs people in by a provider of identities: the authorization code flow with PKCE. What comes of it is the same session as of a sign-in link; the provider's tokens are not kept.</summary>
internal static class OpenIdSignIn
{
    public const string Scheme = "OpenId";
    public const string Path = "/sign-in/openid";

    private const string Callback = Path + "/callback";
    private const string SignedOut = Path + "/signed-out";
    private const string Wanted = "headgate:role";
    private const int LongestName = 200;

    public static void Add(AuthenticationBuilder authentication, IServiceCollection services, ServerFolder folder, ServerSettings settings)
    {
        if (settings.OpenId is not { } openId) return;
        services.AddDataProtection().SetApplicationName("Headgate").PersistKeysToFileSystem(new DirectoryInfo(folder.Folder("protection")));
        authentication.AddOpenIdConnect(Scheme, options =>
        {
            (options.Authority, options.ClientId, options.ClientSecret) = (openId.Authority, openId.ClientId, openId.Secret());
            options.RequireHttpsMetadata = !openId.IsLoopback;
            options.ResponseType = OpenIdConnectResponseType.Code;
            // By GET: an answer by POST would come from another site, with cookies that only TLS may carry.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.MapInboundClaims = false;
            options.SaveTokens = false;
            options.Scope.Clear();
            options.Scope.Add("openid");
            options.Scope.Add("profile");
            (options.CallbackPath, options.SignedOutCallbackPath) = (Callback, SignedOut);
            (options.CorrelationCookie.SameSite, options.NonceCookie.SameSite) = (SameSiteMode.Lax, SameSiteMode.Lax);
            options.TokenValidationParameters.NameClaimType = "name";
            options.Events.OnRedirectToIdentityProvider = context => Leave(context, settings, Callback);
            options.Events.OnRedirectToIdentityProviderForSignOut = context => Leave(context, settings, SignedOut);
            options.Events.OnTicketReceived = Arrive;
            options.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                return TypedResults.Problem("the provider did not sign anybody in", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context.HttpContext);
            };
        });
    }

    /// <summary>Sends a browser to the provider.</summary>
    /// <param name="role">As what, where somebody may be several.</param>
    /// <param name="then">Where to go when that is done, on this server.</param>
    public static IResult Begin(ServerSettings settings, string? role, string? then)
    {
        if (settings.OpenId is null) return TypedResults.Problem("no provider of identities is connected", statusCode: StatusCodes.Status404NotFound);
        if (role is not null && Roles.Find(role) is null) return TypedResults.Problem($"`{role}` is no role", statusCode: StatusCodes.Status400BadRequest);
        var properties = new AuthenticationProperties { RedirectUri = Local(then) };
        if (role is not null) properties.Items[Wanted] = role;
        return TypedResults.Challenge(properties, [Scheme]);
    }

    /// <summary>A place on this server; its start where the text is none.</summary>
    public static string Local(string? place) => place is ['/', ..] && (place.Length == 1 || place[1] is not ('/' or '\\')) && !place.Any(char.IsControl) ? place : "/";

    private static Task Leave(RedirectContext context, ServerSettings settings, string path)
    {
        // Behind a proxy requests do not say under which address people came.
        if (settings.PublicUrl?.TrimEnd('/') is { } place)
        {
            if (path == Callback) context.ProtocolMessage.RedirectUri = place + path;
            else context.ProtocolMessage.PostLogoutRedirectUri = place + path;
        }
        return Task.CompletedTask;
    }

    private static async Task Arrive(TicketReceivedContext context)
    {
        context.HandleResponse();
        var services = context.HttpContext.RequestServices;
        var result = CallerOf(context, services.GetRequiredService<ServerSettings>().OpenId!) is var (caller, refusal) && caller is not null
            ? services.GetRequiredService<Sessions>().SignIn(context.HttpContext, caller, Local(context.ReturnUri))
            : TypedResults.Problem(refusal, statusCode: StatusCodes.Status403Forbidden);
        await result.ExecuteAsync(context.HttpContext);
    }

    private static (Caller? Caller, string? Refusal) CallerOf(TicketReceivedContext context, OpenIdSettings openId)
    {
        string? Claim(string type) => context.Principal?.FindFirst(type)?.Value is { Length: > 0 and <= LongestName } value && !value.Any(char.IsControl) ? value : null;
        if (Claim("sub") is not { } id) return (null, "the provider does not say who signed in");
        var roles = openId.RolesOf(context.Principal!.FindAll(openId.Claim).Select(claim => claim.Value));
        var wanted = context.Properties?.Items.TryGetValue(Wanted, out var word) == true ? Roles.Find(word) : null;
        if (wanted is null && roles.Count > 1) return (null, $"this account may be {string.Join(" or ", roles.Select(one => one.Word()))}: say which, {Path}?role={roles[0].Word()}");
        if ((wanted ?? (roles.Count == 1 ? roles[0] : null)) is not { } role || !roles.Contains(role)) return (null, "this account has no such role here");
        // The name alone is not one person's: the provider's own id of them is, so that two people are two.
        var name = Claim("name") ?? Claim("preferred_username");
        if (role != Role.Member) return (new(role, name is null ? id : $"{name} ({id})", null), null);
        return SubjectId.From(Claim(openId.MemberClaim)) is { } member ? (new(role, role.Word(), member), null) : (null, "the provider does not say which member that is");
    }
}
