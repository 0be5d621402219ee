using System.Net;
using Headgate.Server.Pages;
using Microsoft.AspNetCore.Authentication;

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
    private const int LongestLink = 24 * 60;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", SignIn).WithTags("access").WithSummary("Signs in by a link.").AllowAnonymous();
        routes.MapPost("/sign-out", SignOut).WithTags("access").WithSummary("Signs out.").AllowAnonymous();
        routes.MapGet(OpenIdSignIn.Path, (ServerSettings settings, string? role, string? then) => OpenIdSignIn.Begin(settings, role, then)).WithTags("access").WithSummary("Signs in by the provider of identities.").AllowAnonymous();
        routes.MapPost(OpenIdSignIn.Path + "/sign-out", SignOutThere).WithTags("access").WithSummary("Signs out here and at the provider of identities.").AllowAnonymous();
        var keys = routes.MapGroup("/v1/keys").WithTags("access").RequireAuthorization(Rights.Administer);
        keys.MapGet("/", (ApiKeys all) => TypedResults.Ok(all.All.Select(key => Said(key, null)).ToList())).WithSummary("Lists keys, without their secrets.");
        keys.MapPost("/", Create).WithSummary("Makes a key for a service.");
        keys.MapDelete("/{id}", Withdraw).WithSummary("Withdraws a key at once.");
        routes.MapPost("/v1/member-links", Link).WithTags("access").WithSummary("Makes a short-lived link for one member.").RequireAuthorization(Rights.Record);
    }

    private static IResult SignIn(HttpContext context, SignInLinks links, SignedTokens tokens, Sessions sessions, string? token, string? then)
    {
        var caller = IsLocal(context) ? links.Read(token) : null;
        caller ??= tokens.Read(TokenKind.Member, token);
        return caller is null
            ? TypedResults.Problem("this link is not valid, or no longer", statusCode: StatusCodes.Status403Forbidden)
            : sessions.SignIn(context, caller, OpenIdSignIn.Local(then));
    }

    private static IResult SignOut(HttpContext context)
    {
        Sessions.SignOut(context);
        return context.Request.HasFormContentType || context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) ? Page.GoTo("/") : TypedResults.NoContent();
    }

    /// <summary>Signs out here and, where people sign in by a provider, there.</summary>
    private static IResult SignOutThere(HttpContext context, ServerSettings settings)
    {
        Sessions.SignOut(context);
        return settings.OpenId is null ? TypedResults.Redirect("/") : TypedResults.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIdSignIn.Scheme]);
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
