using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Headgate.Server;

/// <summary>Proves who makes a request: by a service's key or a member's token in <c>Authorization: Bearer</c>, or by the cookie of somebody who signed in.</summary>
internal sealed class HeadgateAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeys keys, SignedTokens tokens, ServerSettings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "Headgate";
    public const string Cookie = "headgate-session";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is [{ } header, ..])
        {
            // What is sent on purpose counts alone: a wrong key is not mended by a cookie that comes along.
            if (Request.Headers.Authorization.Count > 1 || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.Fail("unknown credentials"));
            var token = header[Bearer.Length..].Trim();
            return Result(keys.Find(token) ?? tokens.Read(TokenKind.Member, token), "the key or token is not valid");
        }
        if (Request.Cookies[Cookie] is not { } cookie) return Task.FromResult(AuthenticateResult.NoResult());
        if (!IsOwnSite()) return Task.FromResult(AuthenticateResult.Fail("a cookie counts only for what our own pages send"));
        return Result(tokens.Read(TokenKind.Session, cookie), "the session is over");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("who asks is not known: send a valid key in `Authorization: Bearer …`, or sign in", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        TypedResults.Problem("that is not for this role", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);

    private static Task<AuthenticateResult> Result(Caller? caller, string why) => Task.FromResult(caller is null
        ? AuthenticateResult.Fail(why)
        : AuthenticateResult.Success(new(caller.ToPrincipal(SchemeName), SchemeName)));

    /// <summary>Whether a request that changes something comes from a page of ours: browsers say so, and no other site can make them say it (cross-site request forgery).</summary>
    private bool IsOwnSite()
    {
        if (HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)) return true;
        if (Request.Headers["Sec-Fetch-Site"] is [{ } site]) return site is "same-origin";
        return Request.Headers.Origin is [{ } origin] && (origin == $"{Request.Scheme}://{Request.Host}" || origin == settings.PublicOrigin);
    }
}
