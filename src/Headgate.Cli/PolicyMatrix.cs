using System.Globalization;
using System.Net;
using System.Text;

namespace Headgate.Cli;

/// <summary>One self-contained page with all that a policy says for a purpose: the matrices that the terminal shows, and below them every case with its reason.</summary>
internal static class PolicyMatrix
{
    private const string Style =
        ":root{color-scheme:light dark;--ink:#1a1c20;--page:#fff;--line:#d5d8de;--soft:#555b66;--yes:#14532d;--yes-bg:#dcfce7;--no:#7c2d12;--no-bg:#ffedd5;--head:#f4f5f7}" +
        "@media(prefers-color-scheme:dark){:root{--ink:#e6e8ec;--page:#16181c;--line:#363a42;--soft:#a3a9b5;--yes:#bbf7d0;--yes-bg:#14331f;--no:#fed7aa;--no-bg:#3b2013;--head:#1f2228}}" +
        "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--page)}" +
        "h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.2rem;margin:2.5rem 0 .25rem}h3{font-size:1.05rem;margin:2rem 0 .5rem}p{color:var(--soft);margin:.25rem 0 .75rem}" +
        "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--soft);font-weight:600}" +
        ".cases{table-layout:fixed}.cases th,.cases td{overflow-wrap:anywhere}" +
        ".scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.4rem}.scroll:focus-visible{outline:2px solid currentColor;outline-offset:2px}" +
        ".matrix th,.matrix td{min-width:8rem;border-left:1px solid var(--line)}.matrix tbody tr:last-child>*{border-bottom:0}.matrix tr>:first-child{border-left:0;position:sticky;left:0;background:var(--head);min-width:10rem}" +
        ".matrix thead th{background:var(--head)}.matrix tbody th{color:var(--ink);font-weight:500}" +
        "h3 b{padding:.1rem .5rem;border-radius:.3rem;font-weight:600}.allow{color:var(--yes);background:var(--yes-bg)}.deny{color:var(--no);background:var(--no-bg)}.none{color:var(--soft)}" +
        "code{font-size:.9em}@media(max-width:640px){.matrix tr>:first-child{min-width:7rem}.cases thead{display:none}.cases tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}.cases td{display:block;border:0;padding:.1rem 0}.cases td[data-h]::before{content:attr(data-h) \": \";color:var(--soft)}}" +
        "@media print{@page{size:landscape;margin:12mm}:root{color-scheme:light;--ink:#000;--page:#fff;--line:#999;--soft:#333;--yes:#14532d;--yes-bg:#dcfce7;--no:#7c2d12;--no-bg:#ffedd5;--head:#eee}body{max-width:none;margin:0;font-size:10pt}.scroll{overflow:visible;border:0}.matrix th,.matrix td,.matrix tr>:first-child{min-width:0;position:static}tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}.allow,.deny,th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}";

    /// <param name="matrices">Null where there are more kinds of cases than a matrix can show.</param>
    /// <param name="words">What stands in a cell.</param>
    public static string Html(Policy policy, string purpose, Instant at, VerdictMatrices? matrices, Func<Reason?, string> words, IReadOnlyList<TableRow> rows)
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>");
        page.Append(Text($"{policy.Name}: {purpose}")).Append("</title><style>").Append(Style).Append("</style></head><body><main>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>What <code>{Text(policy.Name)}</code>, version {policy.Version}, says of <code>{Text(purpose)}</code></h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>At {Text(at.ToString())}, suspensions left out. Whoever is unknown, in an unknown region or not active is always denied.</p>\n");
        if (matrices is null)
        {
            page.Append("<p>It tells more cases apart than a matrix can show.</p>\n");
        }
        else
        {
            Matrix(page, "Whom", "What is decided of the content of theirs that least speaks against.", "people", matrices.People, words);
            Matrix(page, "What", "What is decided of it for the people of whom least speaks against.", "content", matrices.Content, words);
        }
        page.Append(CultureInfo.InvariantCulture, $"<h2>Every case, by its reason</h2>\n<p>Every case that there can be stands in one row: {rows.Count(row => row.Reason.Allows)} of {rows.Count} allow.</p>\n");
        foreach (var reasons in rows.GroupBy(row => row.Reason.Text).OrderByDescending(group => group.First().Reason.Allows)) Cases(page, [.. reasons]);
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Matrix(StringBuilder page, string title, string about, string rows, VerdictMatrix matrix, Func<Reason?, string> words)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{rows}\">{title}</h2>\n<p>{about}</p>\n<div class=\"scroll\" role=\"region\" aria-labelledby=\"{rows}\" tabindex=\"0\"><table class=\"matrix\"><thead><tr><th scope=\"col\">{rows}</th>");
        foreach (var column in matrix.Columns) page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Text(column.Length == 0 ? "verdict" : column)}</th>");
        page.Append("</tr></thead><tbody>\n");
        foreach (var row in matrix.Rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(row.Words.Length == 0 ? "any" : row.Words)}</th>");
            foreach (var cell in row.Cells)
                page.Append(cell is null ? "<td class=\"none\">no such case</td>" : $"<td class=\"{(cell.Allows ? "allow" : "deny")}\">{Text(words(cell))}</td>");
            page.Append("</tr>\n");
        }
        page.Append("</tbody></table></div>\n");
    }

    private static void Cases(StringBuilder page, IReadOnlyList<TableRow> rows)
    {
        var reason = rows[0].Reason;
        page.Append(CultureInfo.InvariantCulture, $"<h3><b class=\"{(reason.Allows ? "allow\">allowed" : "deny\">denied")}</b> {Text(CaseWords.Verdict(reason).Split(", ", 2)[1])}</h3>\n");
        if (reason.Because is { } because) page.Append(CultureInfo.InvariantCulture, $"<p>{Text(because)}{(reason.Cites.Count == 0 ? "" : $" ({Text(string.Join("; ", reason.Cites))})")}</p>\n");
        page.Append("<table class=\"cases\"><thead><tr><th scope=\"col\">people</th><th scope=\"col\">content</th><th scope=\"col\">told and chosen</th></tr></thead><tbody>\n");
        foreach (var (_, cases) in rows)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td data-h=\"people\">{Text(cases.Who)}</td><td data-h=\"content\">{Text(cases.What.Length == 0 ? "any" : cases.What)}</td><td data-h=\"told and chosen\">{Text(cases.Said.Length == 0 ? "anything" : cases.Said)}</td></tr>\n");
        page.Append("</tbody></table>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
