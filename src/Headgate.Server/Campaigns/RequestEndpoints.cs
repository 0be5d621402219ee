using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server;

/// <summary>A request that came in.</summary>
/// <param name="Kind"><c>access</c>, <c>erasure</c> or <c>complaint</c>; of a member, for themselves.</param>
/// <param name="Received">The day on which it came in, if not today.</param>
internal sealed record NewRequest(string Kind, string? Subject = null, string? Text = null, string? Received = null);

/// <summary>In words, why it takes longer, or what was done.</summary>
internal sealed record NewRequestNote(string Text);

/// <param name="Due">The next day on which something must have been done.</param>
/// <param name="State"><c>open</c>, <c>overdue</c> or <c>closed</c>.</param>
internal sealed record RequestSaid(
    string Id, string Kind, string? Subject, string? Text, string Received, string? AcknowledgeBy, string? AcknowledgedAt, string? AnswerBy, string? ExtendedAt, string? Extension, string? Due, string State, string? ClosedAt, string? Outcome);

/// <summary>Access, erasure, complaints: each with the time that the law gives for it.</summary>
internal static class RequestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/requests").WithTags("requests");
        group.MapPost("/", Open).WithSummary("Writes down a request.").RequireAuthorization(Rights.Choose);
        group.MapGet("/", (Session session) => TypedResults.Ok(PersonRequests.All(session).Select(one => Said(one, session)).ToList())).WithSummary("Lists requests, the most urgent first.").RequireAuthorization(Rights.Govern);
        group.MapPost("/{id:long}/acknowledge", (long id, Session session) => TypedResults.Ok(Said(PersonRequests.Acknowledge(session, id), session))).WithSummary("Notes that the person was told that it has come in.").RequireAuthorization(Rights.Govern);
        group.MapPost("/{id:long}/extend", (long id, NewRequestNote note, Session session) => TypedResults.Ok(Said(PersonRequests.Extend(session, id, note.Text), session))).WithSummary("Notes that the person was told that it takes longer.").RequireAuthorization(Rights.Govern);
        group.MapPost("/{id:long}/close", (long id, NewRequestNote note, Session session) => TypedResults.Ok(Said(PersonRequests.Close(session, id, note.Text), session))).WithSummary("Closes a request with what was done.").RequireAuthorization(Rights.Govern);
    }

    private static IResult Open(NewRequest wanted, Session session, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        // a member asks for themselves, whatever they write
        if (caller.Role == Role.Member && wanted.Subject is { } other && other != caller.Subject?.Value) return TypedResults.Problem("a member may speak of themselves alone", statusCode: StatusCodes.Status403Forbidden);
        var subject = caller.Role == Role.Member ? caller.Subject?.Value : wanted.Subject;
        DateOnly? received = wanted.Received is not { } text || caller.Role == Role.Member ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new BadInputException("`received` is not a date that exists", "write `2025-11-03`");
        var made = PersonRequests.Open(session, PersonRequests.KindOf(wanted.Kind), subject, wanted.Text, received);
        return TypedResults.Created((string?)null, Said(made, session));
    }

    private static RequestSaid Said(PersonRequest one, Session session) => new(
        one.Id.ToString(CultureInfo.InvariantCulture), PersonRequests.Word(one.Kind), one.Subject, one.Text, Day(one.Received)!, Day(one.AcknowledgeBy), one.Acknowledged?.ToString(), Day(one.AnswerBy),
        one.Extended?.ToString(), one.Extension, Day(one.Due), one.StateOn(session.MomentOf(null, null).At.Date), one.Closed?.ToString(), one.Outcome);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
