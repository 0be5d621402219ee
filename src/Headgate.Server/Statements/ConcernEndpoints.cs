using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server;

/// <summary>What authorities raise and what is undertaken towards them. Nothing of it changes a verdict.</summary>
internal static class ConcernEndpoints
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("/concerns", List).WithSummary("Lists concerns and commitments.").RequireAuthorization(Rights.Read);
        group.MapPost("/concerns", (NewConcern concern, Session session, HttpContext context) => GovernEndpoints.Done(context, ConcernActs.Open(session, concern.Authority, concern.Text, Day(concern.Due), concern.Reference, null)))
            .WithSummary("Records what an authority raised.").RequireAuthorization(Rights.Govern);
        group.MapPost("/concerns/{id:long}/answers", (long id, NewAnswer answer, Session session, HttpContext context) => GovernEndpoints.Done(context, ConcernActs.Answer(session, id, answer.Text, answer.Reference, null)))
            .WithSummary("Records an answer to a concern.").RequireAuthorization(Rights.Govern);
        group.MapPost("/concerns/{id:long}/close", (long id, NewAnswer answer, Session session, HttpContext context) => GovernEndpoints.Done(context, ConcernActs.Close(session, id, answer.Text, answer.Reference, null)))
            .WithSummary("Records that the authority closed a concern.").RequireAuthorization(Rights.Govern);
        group.MapPost("/commitments", (NewCommitment made, Session session, HttpContext context) => GovernEndpoints.Done(context, ConcernActs.Commit(session, made.Concern, made.Authority, made.Text, Day(made.Due), made.Reference, null)))
            .WithSummary("Records what the company undertakes.").RequireAuthorization(Rights.Govern);
        group.MapPost("/commitments/{id:long}/fulfil", (long id, NewAnswer answer, Session session, HttpContext context) => GovernEndpoints.Done(context, ConcernActs.Fulfil(session, id, answer.Text, answer.Reference, null)))
            .WithSummary("Records that a commitment was fulfilled.").RequireAuthorization(Rights.Govern);
    }

    private static IResult List(Session session)
    {
        var at = session.MomentOf(null, null).At;
        var account = ConcernActs.At(session, at);
        return TypedResults.Ok(new ConcernsSaid(
            [.. account.Concerns.Select(one => new ConcernSaid(
                one.Position, one.Opened.Authority, one.Opened.Text, one.Since.ToString(), Day(one.Opened.Due), one.StateAt(at), [.. one.Answers.Select(answer => ((ConcernAnswered)answer.Statement).Text)]))],
            [.. account.Commitments.Select(one => new CommitmentSaid(one.Position, one.Made.Concern, one.Made.Authority, one.Made.Text, one.Since.ToString(), Day(one.Made.Due), one.StateAt(at)))]));
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static DateOnly? Day(string? text) =>
        text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new BadInputException("`due` is not a day that exists", "write `2026-04-03`");
}
