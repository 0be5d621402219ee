using System.Globalization;
using System.Text;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server.Pages;

/// <summary>A member's own page: what is used, one switch a purpose, receipts, history, erasure.</summary>
internal static class MemberPages
{
    private const string Channel = "headgate-page";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = Page.Group(routes, "/me", Rights.SeeOwn);
        group.MapGet("", (HttpContext context, PublicFacts facts, LineageKeeper lineage, Session session) =>
        {
            lineage.Ask();
            return Page.Of<MemberPage>(context, View(context, facts, session));
        });
        group.MapPost("choices", ChooseAsync);
        group.MapGet("receipts/{position:long}", Receipt);
        group.MapPost("requests", RequestAsync);
        group.MapGet("erase", (HttpContext context) => Page.Of<ErasePage>(context, new EraseView(Caller.Of(context)!, null)));
        group.MapPost("erase", EraseAsync);
    }

    private static MemberView View(HttpContext context, PublicFacts facts, Session session)
    {
        var caller = Caller.Of(context)!;
        var known = facts.Now();
        var (asOf, standing) = PersonEndpoints.StandingOf(session, caller.Subject!.Value.Value);
        var uses = (known.Policy is null ? [] : UseBoard.Leaves(known.Policy))
            .Select(purpose => MemberUse.Of(new Terms(known.Policy, known.Pauses, purpose, session.MomentOf(null, null).At), standing)).ToList();
        var said = session.Store.Of(caller.Subject.Value, asOf).OrderByDescending(one => one.Position).ToList();
        var done = long.TryParse(context.Request.Query["done"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? said.Find(one => one.Position == position) : null;
        return new(caller, known, standing, uses, said, done, PersonEndpoints.HasGpc(context.Request), Tracing.Of(session, caller.Subject.Value.Value), [.. PersonRequests.All(session).Where(request => request.Subject == caller.Subject.Value.Value)]);
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, Session session)
    {
        var caller = Caller.Of(context)!;
        var form = await PageForm.ReadAsync(context);
        var choice = PersonEndpoints.Word(form["choice"].ToString());
        if (choice == Choice.Consented && PersonEndpoints.HasGpc(context.Request)) throw new RefusedException("your browser says that your data is not to be shared (Sec-GPC), which is the opposite of a consent", "switch that off in your browser for this site first");
        var made = Choosing.Record(session, caller.Subject!.Value.Value, form["purpose"].ToString(), choice, null, Channel);
        Audit.Recorded(context, made.Position);
        return Page.GoTo($"/me?done={made.Position.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>A request for themselves: for what is known of them, or a complaint.</summary>
    private static async Task<IResult> RequestAsync(HttpContext context, Session session)
    {
        var form = await PageForm.ReadAsync(context);
        PersonRequests.Open(session, PersonRequests.KindOf(form["kind"].ToString()), Caller.Of(context)!.Subject!.Value.Value, form["text"].ToString() is { Length: > 0 } text ? text : null, null);
        return Page.GoTo("/me#requests");
    }

    private static IResult Receipt(long position, HttpContext context, Session session)
    {
        var subject = Caller.Of(context)!.Subject!.Value;
        context.Response.Headers.CacheControl = "no-store";
        return session.Store.Of(subject, session.Store.Head.Size).Any(one => one.Position == position) && session.Store.ReceiptFor(position) is { } receipt
            ? Results.File(Encoding.UTF8.GetBytes(receipt.ToString()), "text/plain; charset=utf-8", $"headgate-{position.ToString(CultureInfo.InvariantCulture)}.receipt")
            : Results.NotFound();
    }

    private static async Task<IResult> EraseAsync(HttpContext context, Session session)
    {
        var caller = Caller.Of(context)!;
        var form = await PageForm.ReadAsync(context);
        if (form["sure"] != "yes") return Page.GoTo("/me/erase");
        using var temp = new TempFolder();
        var report = Erasing.Erase(session, caller.Subject!.Value, purge: true, new(MemorySize.Megabytes(512), 2, temp.Path));
        return Page.Of<ErasePage>(context, new EraseView(caller, report));
    }
}

/// <summary>What a member's page is about.</summary>
/// <param name="Standing">Null where nothing is known of them.</param>
/// <param name="Said">Everything that was stated of them, the newest first.</param>
/// <param name="Done">What they have just said.</param>
/// <param name="Trace">Which data sets and models hold their records.</param>
/// <param name="Requests">What they have asked for.</param>
/// <param name="HasGpc">Whether their browser sends <c>Sec-GPC: 1</c>.</param>
public sealed record MemberView(Caller Caller, PublicFacts.Known Facts, Standing? Standing, IReadOnlyList<MemberUse> Uses, IReadOnlyList<Recorded> Said, Recorded? Done, bool HasGpc, Trace Trace, IReadOnlyList<PersonRequest> Requests);

/// <param name="Report">What was done; null while they are still asked.</param>
public sealed record EraseView(Caller Caller, ErasureReport? Report);
