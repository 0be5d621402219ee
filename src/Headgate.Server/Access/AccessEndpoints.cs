using System.Net;

namespace Headgate.Server;

/// <summary>A key that is to be made.</summary>
internal sealed record NewKey(string Name, string Role, int ExpiresInDays = 90);

/// <summary>A key as its makers see it.</summary>
/// <param name="Key">The key itself, told once.</param>
internal sealed record KeySaid(string Id, string Name, string Role, string Created, string Expires, string? Key);

/// <summary>A link for a member.</summary>
internal sealed record NewMemberLink(string Subject, int Minutes = 15);

/// <param name="Token">What a program sends in the member's name.</param>
/// <param name="Url">Where a browser signs in with it.</param>
internal sealed record MemberLink(string Token, string Url, string Expires);

/// <summary>Signing in, keys, and links for members.</summary>
internal static class AccessEndpoints
{
    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(8);
    private static readonly TimeSpan MemberSessionLife = TimeSpan.FromMinutes(30);
    private const int LongestLink = 24 * 60;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", SignIn).WithTags("access").WithSummary("Signs in by a link.").AllowAnonymous();
        routes.MapPost("/sign-out", SignOut).WithTags("access").WithSummary("Signs out.").AllowAnonymous();
        var keys = routes.MapGroup("/v1/keys").WithTags("access").RequireAuthorization(Rights.Administer);
        keys.MapGet("/", (ApiKeys all) => TypedResults.Ok(all.All.Select(key => Said(key, null)).ToList())).WithSummary("Lists keys, without their secrets.");
        keys.MapPost("/", Create).WithSummary("Makes a key for a service.");
        keys.MapDelete("/{id}", Withdraw).WithSummary("Withdraws a key at once.");
        routes.MapPost("/v1/member-links", Link).WithTags("access").WithSummary("Makes a short-lived link for one member.").RequireAuthorization(Rights.Record);
    }

    private static IResult SignIn(HttpContext context, SignInLinks links, SignedTokens tokens, TimeProvider clock, string? token)
    {
        var caller = IsLocal(context) ? links.Read(token) : null;
        caller ??= tokens.Read(TokenKind.Member, token);
        if (caller is null) return TypedResults.Problem("this link is not valid, or no longer", statusCode: StatusCodes.Status403Forbidden);
        var life = caller.Role == Role.Member ? MemberSessionLife : SessionLife;
        context.Response.Cookies.Append(HeadgateAuthentication.Cookie, tokens.Make(TokenKind.Session, caller, life), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Expires = clock.GetUtcNow() + life,
            Path = "/",
        });
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Redirect("/");
    }

    private static IResult SignOut(HttpContext context)
    {
        context.Response.Cookies.Delete(HeadgateAuthentication.Cookie);
        return TypedResults.NoContent();
    }

    private static IResult Create(NewKey wanted, ApiKeys keys)
    {
        var (kept, key) = keys.Create(wanted.Name, wanted.Role, wanted.ExpiresInDays);
        return TypedResults.Created($"/v1/keys/{kept.Id}", Said(kept, key));
    }

    private static IResult Withdraw(string id, ApiKeys keys) =>
        keys.Withdraw(id) ? TypedResults.NoContent() : TypedResults.Problem("there is no such key", statusCode: StatusCodes.Status404NotFound);

    private static IResult Link(NewMemberLink wanted, SignedTokens tokens, HttpRequest request, ServerSettings settings, TimeProvider clock)
    {
        if (SubjectId.From(wanted.Subject) is not { } subject) return TypedResults.Problem("`subject` is empty", statusCode: StatusCodes.Status400BadRequest);
        if (wanted.Minutes is < 1 or > LongestLink) return TypedResults.Problem($"`minutes` is not from 1 to {LongestLink}", statusCode: StatusCodes.Status400BadRequest);
        var life = TimeSpan.FromMinutes(wanted.Minutes);
        var token = tokens.Make(TokenKind.Member, new(Role.Member, Role.Member.Word(), subject), life);
        var place = settings.PublicUrl?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        return TypedResults.Ok(new MemberLink(token, $"{place}/sign-in?token={token}", Instant.FromDateTime(clock.GetUtcNow() + life).ToString()));
    }

    /// <summary>Whether the request comes from this machine, and through nobody else's hands.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static KeySaid Said(ApiKey key, string? secret) => new(
        key.Id, key.Name, key.Role, Instant.FromDateTime(key.Created).ToString(), Instant.FromDateTime(key.Expires).ToString(), secret);
}
