using System.Net;
using Headgate.Engine;

namespace Headgate.Server;

/// <summary>An objection of somebody without an account.</summary>
/// <param name="Mail">Where the link that confirms it goes.</param>
/// <param name="Identifier">What others' posts call them.</param>
/// <param name="Records">The ids of posts that speak of them.</param>
internal sealed record NewOutsider(string Mail, string? Identifier = null, IReadOnlyList<string>? Records = null);

/// <summary>What everybody is told who asks, whatever is known of them.</summary>
internal sealed record OutsiderSaid(string Message);

/// <summary>Objecting without an account: by the posts or the name, confirmed by a link. Everybody is answered the same.</summary>
internal static class OutsiderEndpoints
{
    private const string Told = "If the address is right, a message with a link is on its way. Nothing is recorded before the link is opened and confirmed.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/outsiders/objections", Ask).WithTags("people without an account").WithSummary("Objects without an account; a mail confirms it.").AllowAnonymous();
        routes.MapGet("/confirm/{token}", Show).WithTags("people without an account").WithSummary("A page with one button that confirms.").AllowAnonymous();
        routes.MapPost("/confirm/{token}", Confirm).WithTags("people without an account").WithSummary("Confirms an objection.").AllowAnonymous().DisableAntiforgery();
    }

    private static IResult Ask(NewOutsider wanted, Session session, ServerSettings settings, OutsiderMail mail, HttpContext context)
    {
        if (settings.Mail is not { } route) return TypedResults.Problem("this server sends no mail, so that nobody could confirm", statusCode: StatusCodes.Status503ServiceUnavailable);
        if (!mail.MayAsk(context.Connection.RemoteIpAddress)) return TypedResults.Problem("too many requests", statusCode: StatusCodes.Status429TooManyRequests);
        var place = settings.PublicUrl ?? $"{context.Request.Scheme}://{context.Request.Host}";
        if (new Outsiders(session).Ask(wanted.Mail, new(wanted.Identifier, wanted.Records ?? []), route.From, place) is { } message) mail.Send(message);
        return TypedResults.Accepted((string?)null, new OutsiderSaid(Told));
    }

    private static IResult Show(string token, Session session, HttpContext context) => new Outsiders(session).IsOpen(token)
        ? LinkPage.Show(context, "en", "Confirm your objection", LinkPage.Button("Confirm that what others say of you is not used to train AI:"))
        : LinkPage.Over(context);

    private static IResult Confirm(string token, Session session, HttpContext context) => new Outsiders(session).Confirm(token)
        ? LinkPage.Show(context, "en", "Confirmed", $"<p class=\"note done\" role=\"status\">{WebUtility.HtmlEncode(NoticeWords.In("en").Done)} If you have an account, sign in and object there too: it counts at once for everything.</p>")
        : LinkPage.Over(context);
}
