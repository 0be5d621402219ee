using System.Globalization;
using System.Net;
using System.Text;

namespace Headgate.Cli;

/// <summary>One self-contained page with all that a policy says for a purpose: for each kind of people, what of theirs is decided how, and why.</summary>
internal static class PolicyMatrix
{
    private const string Style =
        ":root{color-scheme:light dark;--ink:#1a1c20;--page:#fff;--line:#d5d8de;--soft:#555b66;--yes:#14532d;--yes-bg:#dcfce7;--no:#7c2d12;--no-bg:#ffedd5}" +
        "@media(prefers-color-scheme:dark){:root{--ink:#e6e8ec;--page:#16181c;--line:#363a42;--soft:#a3a9b5;--yes:#bbf7d0;--yes-bg:#14331f;--no:#fed7aa;--no-bg:#3b2013}}" +
        "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--page)}" +
        "h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{color:var(--soft)}table{border-collapse:collapse;width:100%}" +
        "th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}th{color:var(--soft);font-weight:600}" +
        ".v{white-space:nowrap}b{padding:.1rem .5rem;border-radius:.3rem;font-weight:600}.allow{color:var(--yes);background:var(--yes-bg)}.deny{color:var(--no);background:var(--no-bg)}" +
        "code{font-size:.9em}@media(max-width:640px){thead{display:none}tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}td{display:block;border:0;padding:.1rem 0}td:empty{display:none}td[data-h]::before{content:attr(data-h) \": \";color:var(--soft)}}";

    public static string Html(Policy policy, string purpose, Instant at, IReadOnlyList<TableRow> rows)
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>");
        page.Append(Text($"{policy.Name}: {purpose}")).Append("</title><style>").Append(Style).Append("</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>What <code>{Text(policy.Name)}</code>, version {policy.Version}, says of <code>{Text(purpose)}</code></h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>At {Text(at.ToString())}, suspensions left out. Every case that there can be stands in one row: {rows.Count(row => row.Reason.Allows)} rows allow, {rows.Count(row => !row.Reason.Allows)} deny. Whoever is unknown, in an unknown region or not active is always denied.</p>\n");
        foreach (var reasons in rows.GroupBy(row => row.Reason.Text).OrderByDescending(group => group.First().Reason.Allows))
        {
            var reason = reasons.First().Reason;
            page.Append(CultureInfo.InvariantCulture, $"<h2><b class=\"{(reason.Allows ? "allow\">allowed" : "deny\">denied")}</b> {Text(CaseWords.Verdict(reason).Split(", ", 2)[1])}</h2>\n");
            if (reason.Because is { } because) page.Append(CultureInfo.InvariantCulture, $"<p>{Text(because)}{(reason.Cites.Count == 0 ? "" : $" ({Text(string.Join("; ", reason.Cites))})")}</p>\n");
            page.Append("<table><thead><tr><th>people</th><th>content</th><th>told and chosen</th></tr></thead><tbody>\n");
            foreach (var (_, cases) in reasons)
                page.Append(CultureInfo.InvariantCulture, $"<tr><td data-h=\"people\">{Text(cases.Who)}</td><td data-h=\"content\">{Text(cases.What.Length == 0 ? "any" : cases.What)}</td><td data-h=\"told and chosen\">{Text(cases.Said.Length == 0 ? "anything" : cases.Said)}</td></tr>\n");
            page.Append("</tbody></table>\n");
        }
        return page.Append("</body></html>\n").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
