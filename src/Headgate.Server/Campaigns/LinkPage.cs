using System.Net;
using System.Text;
using Headgate.Engine;

namespace Headgate.Server;

/// <summary>A page behind a link: no script, nothing from elsewhere, kept by no cache.</summary>
internal static class LinkPage
{
    private const string Style = "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}pre{white-space:pre-wrap;font:inherit;overflow-wrap:anywhere}button{font:inherit;padding:.6rem 1.2rem}";

    /// <param name="html">Is put into the page as it is.</param>
    public static IResult Show(HttpContext context, string language, string title, string html, int status = StatusCodes.Status200OK)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        var name = WebUtility.HtmlEncode(title.Length == 0 ? "Headgate" : title);
        var page = $"<!doctype html><html lang=\"{WebUtility.HtmlEncode(language.Length == 0 ? "en" : language)}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{name}</title><style>{Style}</style><main><h1>{name}</h1>{html}</main></html>";
        return TypedResults.Text(page, "text/html", Encoding.UTF8, status);
    }

    /// <summary>One button that sends the page's own address.</summary>
    public static string Button(string words) => $"<form method=\"post\"><p>{WebUtility.HtmlEncode(words)}</p><button>{WebUtility.HtmlEncode(words.TrimEnd(':', ' '))}</button></form>";

    /// <summary>What whoever has no link that works is told; the same whatever the reason.</summary>
    public static IResult Over(HttpContext context) => Show(context, "en", "", $"<p>{WebUtility.HtmlEncode(NoticeWords.In("en").Over)}</p>", StatusCodes.Status404NotFound);
}
