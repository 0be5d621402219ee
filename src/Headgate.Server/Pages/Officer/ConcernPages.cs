using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Server.Pages;

/// <summary>What authorities raised and what is owed to them.</summary>
internal static class ConcernPages
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("concerns", (HttpContext context, PublicFacts facts) => Page.Of<ConcernsPage>(context, new ConcernsView(Caller.Of(context)!, facts.Now(), ConcernAccount.At(facts.Now().Acts, facts.Now().At))));
        Act(group, "concerns", (session, form) => ConcernActs.Open(session, form("authority"), form("text"), Day(form("due")), form("reference"), null));
        Act(group, "concerns/answer", (session, form) => ConcernActs.Answer(session, Id(form("id")), form("text"), form("reference"), null));
        Act(group, "concerns/close", (session, form) => ConcernActs.Close(session, Id(form("id")), form("text"), form("reference"), null));
        Act(group, "concerns/commit", (session, form) => ConcernActs.Commit(session, form("id").Length == 0 ? null : Id(form("id")), form("authority") is { Length: > 0 } whom ? whom : null, form("text"), Day(form("due")), form("reference"), null));
        Act(group, "concerns/fulfil", (session, form) => ConcernActs.Fulfil(session, Id(form("id")), form("text"), form("reference"), null));
    }

    private static void Act(IEndpointRouteBuilder group, string address, Func<Session, Func<string, string>, Appended> act) => group.MapPost(address, async (HttpContext context, Session session) =>
    {
        var form = await PageForm.ReadAsync(context);
        Audit.Recorded(context, act(session, name => form[name].ToString().Trim()).First);
        return Page.GoTo("/officer/concerns");
    });

    private static DateOnly? Day(string text) => ConcernEndpoints.Day(text.Length == 0 ? null : text);

    private static long Id(string text) => long.TryParse(text, out var id) ? id : throw new BadInputException("the form names nothing", "go back and use one of its buttons");
}

public sealed record ConcernsView(Caller Caller, PublicFacts.Known Facts, ConcernAccount Account);
