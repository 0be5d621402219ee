using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server.Pages;

/// <summary>Objecting without an account: by name or posts, confirmed by a link in a mail. Everybody gets the same answer.</summary>
internal static class ObjectPages
{
    private static readonly char[] Separators = [',', ' ', '\n', '\r', '\t'];

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("object", (HttpContext context, ServerSettings settings) => Page.Of<ObjectPage>(context, new ObjectView(Caller.Of(context), settings.Mail is not null, context.Request.Query.ContainsKey("sent"))));
        group.MapPost("object", AskAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext context, Session session, ServerSettings settings, OutsiderMail mail)
    {
        if (settings.Mail is not { } route) throw new RefusedException("this server sends no mail, so that nobody could confirm", "write to the platform");
        if (!mail.MayAsk(context.Connection.RemoteIpAddress)) throw new RefusedException("too many have asked from here", "try again in an hour");
        var form = await PageForm.ReadAsync(context);
        var (identifier, records) = (form["identifier"].ToString().Trim(), form["records"].ToString().Split(Separators, StringSplitOptions.RemoveEmptyEntries));
        if (identifier.Length == 0 && records.Length == 0) throw new BadInputException("neither a name nor a post is given", "say what others' posts call you, or which posts they are");
        var place = settings.PublicUrl ?? $"{context.Request.Scheme}://{context.Request.Host}";
        if (new Outsiders(session).Ask(form["mail"].ToString(), new(identifier.Length == 0 ? null : identifier, records), route.From, place) is { } message) mail.Send(message);
        return Page.GoTo("/object?sent");
    }
}

/// <param name="CanSend">Whether this server sends mail.</param>
/// <param name="IsSent">Whether somebody has just asked.</param>
public sealed record ObjectView(Caller? Caller, bool CanSend, bool IsSent);
