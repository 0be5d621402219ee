using System.Net;
using System.Text;
using Headgate.Engine;
using Headgate.Server.Pages;

namespace Headgate.Server;

/// <summary>A page behind a link: looks like the others, has no script and nothing from elsewhere, and is kept by no cache. It is in the language of the notice, and so has no other words than the notice's.</summary>
internal static class LinkPage
{
    private const string Mark =
        """<header class="top"><span class="mark"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M3 2h3v20H3zM18 2h3v20h-3z"/><path d="M8 2h8v9H8z"/><path d="M8 16c2-2 3 2 4 0s3 2 4 0v2c-2 2-3-2-4 0s-3-2-4 0z" class="water"/></svg> <span lang="en">Headgate</span></span></header>""";

    /// <param name="html">Is put into the page as it is.</param>
    public static IResult Show(HttpContext context, string language, string title, string html, int status = StatusCodes.Status200OK)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        var name = WebUtility.HtmlEncode(title.Length == 0 ? "Headgate" : title);
        var page =
            $"""
            <!doctype html><html lang="{WebUtility.HtmlEncode(language.Length == 0 ? "en" : language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <title>{name}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{PageLook.Address}"></head><body>{Mark}<main class="narrow"><h1>{name}</h1>{html}</main></body></html>
            """;
        return TypedResults.Text(page, "text/html", Encoding.UTF8, status);
    }

    /// <summary>One button that sends the page's own address.</summary>
    public static string Button(string words) => $"<form method=\"post\"><p class=\"actions\"><button class=\"primary\">{WebUtility.HtmlEncode(words.TrimEnd(':', ' '))}</button></p></form>";

    /// <summary>What whoever has no link that works is told; the same whatever the reason.</summary>
    public static IResult Over(HttpContext context) => Show(context, "en", "", $"<p class=\"note\">{WebUtility.HtmlEncode(NoticeWords.In("en").Over)}</p>", StatusCodes.Status404NotFound);
}
