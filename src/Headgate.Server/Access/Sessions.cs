using Headgate.Server.Pages;

namespace Headgate.Server;

/// <summary>Browsers of people who have signed in: a signed cookie that ends by itself.</summary>
/// <remarks>It comes along when somebody follows a link to a page here, which shows and never changes anything; what changes something counts only if our own pages send it (<see cref="HeadgateAuthentication"/>).</remarks>
internal sealed class Sessions(SignedTokens tokens, ServerSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(8);
    private static readonly TimeSpan MemberLife = TimeSpan.FromMinutes(30);

    /// <summary>Gives a browser its cookie and sends it on.</summary>
    /// <param name="then">A place on this server; the start leads to the role's own page.</param>
    public IResult SignIn(HttpContext context, Caller caller, string then)
    {
        var life = caller.Role == Role.Member ? MemberLife : Life;
        context.Response.Cookies.Append(HeadgateAuthentication.Cookie, tokens.Make(TokenKind.Session, caller, life), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps || settings.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true,
            Expires = clock.GetUtcNow() + life,
            Path = "/",
        });
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(then == "/" ? PageEndpoints.HomeOf(caller.Role) : then);
    }

    public static void SignOut(HttpContext context)
    {
        context.Response.Cookies.Delete(HeadgateAuthentication.Cookie, new CookieOptions { Path = "/" });
        context.Response.Headers.CacheControl = "no-store";
    }
}
