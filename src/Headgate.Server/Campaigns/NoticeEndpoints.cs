using System.Net;
using Headgate.Engine;

namespace Headgate.Server;

/// <summary>The links in a message: they work without signing in, and say of nobody who they are. Opening one records nothing but that it was opened.</summary>
internal static class NoticeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notice/{token}", Read).WithTags("links").WithSummary("A notice, for whoever was sent the link.").AllowAnonymous();
        routes.MapGet("/objection/{token}", Ask).WithTags("links").WithSummary("A page with one button that objects.").AllowAnonymous();
        routes.MapPost("/objection/{token}", Objecting).WithTags("links").WithSummary("Objects, for whoever was sent the link.").AllowAnonymous().DisableAntiforgery();
        routes.MapGet("/unsubscribe/{token}", AskUnsubscribe).WithTags("links").WithSummary("A page with one button that asks for no more messages.").AllowAnonymous();
        routes.MapPost("/unsubscribe/{token}", Unsubscribe).WithTags("links").WithSummary("Asks for no more messages (RFC 8058).").AllowAnonymous().DisableAntiforgery();
    }

    private static IResult Read(string token, Session session, HttpContext context) => new NoticeActs(session).Open(token) is { } notice
        ? LinkPage.Show(context, notice.Text.Language, notice.Text.Subject, $"<div class=\"letter\">{WebUtility.HtmlEncode(Plain(notice.Text).Trim())}</div>")
        : LinkPage.Over(context);

    private static IResult Ask(string token, Session session, HttpContext context) => new NoticeActs(session).Find(LinkKind.Objection, token) is { } notice
        ? LinkPage.Show(context, notice.Text.Language, notice.Text.Subject, LinkPage.Button(NoticeWords.In(notice.Text.Language).Objecting))
        : LinkPage.Over(context);

    private static IResult Objecting(string token, Session session, HttpContext context)
    {
        var acts = new NoticeActs(session);
        if (acts.Find(LinkKind.Objection, token) is not { } notice || acts.Objecting(token) is not { } proofs) return LinkPage.Over(context);
        foreach (var proof in proofs) Audit.Recorded(context, proof.Position);
        // the proof is theirs to keep; nobody else can make one
        var receipts = string.Concat(proofs.Select(proof => proof.Receipt is { } receipt ? $"<pre tabindex=\"0\">{WebUtility.HtmlEncode(receipt)}</pre>" : ""));
        return LinkPage.Show(context, notice.Text.Language, notice.Text.Subject, $"<p class=\"note done\" role=\"status\">{WebUtility.HtmlEncode(NoticeWords.In(notice.Text.Language).Done)}</p>{receipts}");
    }

    private static IResult AskUnsubscribe(string token, Session session, HttpContext context) => new NoticeActs(session).Find(LinkKind.Unsubscribe, token) is { } notice
        ? LinkPage.Show(context, notice.Text.Language, notice.Text.Subject, LinkPage.Button(NoticeWords.In(notice.Text.Language).Unsubscribe))
        : LinkPage.Over(context);

    private static IResult Unsubscribe(string token, Session session, HttpContext context)
    {
        var acts = new NoticeActs(session);
        var language = acts.Find(LinkKind.Unsubscribe, token)?.Text.Language ?? "en";
        return acts.Unsubscribe(token) ? LinkPage.Show(context, language, "", $"<p class=\"note done\" role=\"status\">{WebUtility.HtmlEncode(NoticeWords.In(language).Done)}</p>") : LinkPage.Over(context);
    }

    /// <summary>The text without the places for links: the page has its own.</summary>
    private static string Plain(NoticeText text) => text.Text.Replace(NoticeTexts.ObjectPlace, "", StringComparison.Ordinal).Replace(NoticeTexts.ReadPlace, "", StringComparison.Ordinal).Replace(NoticeTexts.UnsubscribePlace, "", StringComparison.Ordinal);
}
