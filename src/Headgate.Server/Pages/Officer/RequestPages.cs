using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server.Pages;

/// <summary>What people ask for, with the time that the law gives for it.</summary>
internal static class RequestPages
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("requests", (HttpContext context, PublicFacts facts, Session session) => Page.Of<RequestsPage>(context, new RequestsView(Caller.Of(context)!, facts.Now(), PersonRequests.All(session))));
        Act(group, "acknowledge", (session, id, _) => PersonRequests.Acknowledge(session, id));
        Act(group, "extend", PersonRequests.Extend);
        Act(group, "close", PersonRequests.Close);
    }

    private static void Act(IEndpointRouteBuilder group, string what, Func<Session, long, string, PersonRequest> act) => group.MapPost($"requests/{what}", async (HttpContext context, Session session) =>
    {
        var form = await PageForm.ReadAsync(context);
        act(session, long.TryParse(form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw new BadInputException("the form names nothing", "go back and use one of its buttons"), form["text"].ToString());
        return Page.GoTo("/officer/requests");
    });
}

/// <param name="Requests">The most urgent first.</param>
public sealed record RequestsView(Caller Caller, PublicFacts.Known Facts, IReadOnlyList<PersonRequest> Requests);
