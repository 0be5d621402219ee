using Headgate.Engine;

namespace Headgate.Server.Pages;

/// <summary>What an authority may see: everything public, and nothing to change.</summary>
internal static class RegulatorPages
{
    public static void Map(IEndpointRouteBuilder routes) =>
        Page.Group(routes, "/regulator", Rights.Account).MapGet("", (HttpContext context, PublicFacts facts, Session session) =>
        {
            var known = facts.Now();
            return Page.Of<RegulatorPage>(context, new RegulatorView(
                Caller.Of(context)!, known, ConcernAccount.At(known.Acts, known.At), [.. known.Acts.Where(act => act.Statement is Suspended).Reverse()],
                [.. GateAccount.All(session, known.Acts).Reverse()], [.. PermitState.All(session).Reverse()], [.. session.Store.Keys.Select(key => key.Key.ToString())]));
        });
}

/// <param name="Keys">Every key that the log was signed with, the oldest first.</param>
public sealed record RegulatorView(
    Caller Caller, PublicFacts.Known Facts, ConcernAccount Account, IReadOnlyList<Recorded> Pauses, IReadOnlyList<GateAccount> Gates, IReadOnlyList<PermitState> Permits, IReadOnlyList<string> Keys);
