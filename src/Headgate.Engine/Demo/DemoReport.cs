using System.Globalization;
using System.Net;
using System.Text;

namespace Headgate.Engine.Demo;

/// <summary>The demo as one self-contained page: the story, the board, what was kept and why the rest was not.</summary>
internal sealed class DemoReport
{
    private const string Style =
        """
        :root{color-scheme:light dark;--paper:#fbfbf9;--ink:#1b1d22;--soft:#5b616c;--line:#dfe1e5;--card:#fff;--bar:#e9ebee;--accent:#1d5f8a;
          --used:#d3ecdb;--used-ink:#0d5130;--paused:#f9d9d3;--paused-ink:#8a1f11;--waiting:#fbecc4;--waiting-ink:#6f4a00;--never:#eceef1;--never-ink:#565c66}
        @media(prefers-color-scheme:dark){:root{--paper:#14161a;--ink:#e7e9ed;--soft:#a0a7b3;--line:#2e333b;--card:#1b1e24;--bar:#2a2f37;--accent:#7cc0ea;
          --used:#14402b;--used-ink:#a9e6c3;--paused:#55211a;--paused-ink:#ffc0b4;--waiting:#4a3a10;--waiting-ink:#f7dd97;--never:#252a31;--never-ink:#9aa2ae}}
        *{box-sizing:border-box}body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;margin:0;color:var(--ink);background:var(--paper)}
        main{max-width:66rem;margin:0 auto;padding:3rem 1.25rem 5rem}h1{font-size:2.1rem;line-height:1.15;margin:0 0 .6rem;letter-spacing:-.02em;max-width:24ch}
        h2{font-size:1.3rem;margin:3.2rem 0 .4rem;letter-spacing:-.01em}p{max-width:46rem;margin:.4rem 0}.lede{font-size:1.12rem;color:var(--soft)}
        .facts{display:flex;flex-wrap:wrap;gap:.8rem 2.4rem;margin:1.6rem 0 0;padding:0}.facts div{display:flex;flex-direction:column-reverse}
        .facts dt{color:var(--soft);font-size:.85rem}.facts dd{margin:0;font-size:1.5rem;font-weight:650;font-variant-numeric:tabular-nums}
        .wide{overflow-x:auto;margin:1rem 0 0}table{border-collapse:separate;border-spacing:3px;width:100%;font-size:.9rem}
        th{text-align:left;font-weight:600}thead th{color:var(--soft);font-size:.8rem;white-space:nowrap;padding:.2rem .4rem}
        .board tbody th{white-space:nowrap;font-weight:500;padding:0 .6rem 0 0}.board tbody th small{color:var(--soft);display:inline-block;width:1.9em}
        .board td{padding:.28rem .55rem;border-radius:.3rem;white-space:nowrap;min-width:6.4rem}.board td b{font-weight:600}.board td span{float:right;opacity:.75;font-variant-numeric:tabular-nums}
        .used{background:var(--used);color:var(--used-ink)}.paused{background:var(--paused);color:var(--paused-ink)}.waiting{background:var(--waiting);color:var(--waiting-ink)}.never{background:var(--never);color:var(--never-ink)}
        .key{display:flex;flex-wrap:wrap;gap:.4rem .8rem;margin:.8rem 0 0;padding:0;list-style:none;font-size:.88rem;color:var(--soft)}.key b{border-radius:.3rem;padding:.1rem .5rem;font-weight:600}
        .lines{border-collapse:collapse;border-spacing:0}.lines td,.lines th{border-bottom:1px solid var(--line);padding:.4rem .6rem;vertical-align:top}
        .lines tbody th{font-weight:500}.lines tbody th small{color:var(--soft);font-weight:400;display:block;min-width:15rem}.lines .day{white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}thead th.n{text-align:right}.zero{color:var(--soft);opacity:.55}
        .meter{background:var(--bar);height:.7rem;border-radius:.35rem;min-width:9rem;margin:.4rem 0}.meter i{display:block;height:100%;border-radius:.35rem;background:var(--accent)}
        .story{list-style:none;margin:1rem 0 0;padding:0;border-left:2px solid var(--line)}.story li{position:relative;padding:.1rem 0 .9rem 1.3rem;max-width:50rem}
        .story li::before{content:"";position:absolute;left:-6px;top:.55rem;width:10px;height:10px;border-radius:50%;background:var(--line)}
        .story li.act::before{background:var(--accent)}.story time{font-variant-numeric:tabular-nums;font-weight:600;margin-right:.5rem}.story em{font-style:normal;font-size:.8rem;color:var(--soft);border:1px solid var(--line);border-radius:1rem;padding:0 .55rem}
        .story div{color:var(--soft);font-size:.92rem}article{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:1rem 1.2rem;margin:1rem 0}
        article h3{margin:0 0 .3rem;font-size:1.05rem}blockquote{margin:.6rem 0;padding-left:.9rem;border-left:3px solid var(--line);color:var(--soft)}
        code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}ul.why{margin:.4rem 0 0;padding-left:1.1rem}ul.why small{color:var(--soft);display:block}
        .bad{border-color:var(--paused-ink)}footer{margin-top:3.5rem;color:var(--soft);font-size:.9rem}
        """;

    private readonly DemoResult result;
    private readonly StringBuilder page = new();

    private DemoReport(DemoResult result) => this.result = result;

    public static string Html(DemoResult result) => new DemoReport(result).Write();

    private string Write()
    {
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Headgate demo</title><style>\n")
            .Append(Style).Append("\n</style></head><body><main>\n");
        Line("<h1>Whose posts may train AI, and why the others may not</h1>");
        Line("<p class=\"lede\">An invented career network lives through what happened to LinkedIn’s members from September 2024 to November 2025. At each date its posts and photos pass the gate; what may be used becomes a data set, and everything else is left out for a reason.</p>");
        Facts();
        Board();
        Kept();
        Reasons();
        Examples();
        Story();
        Checked();
        return page.Append("</main></body></html>\n").ToString();
    }

    private void Facts()
    {
        Line("<dl class=\"facts\">");
        Fact("people", result.People);
        Fact("posts, comments, messages", result.Records);
        Fact("photos", result.Photos);
        Fact("statements in the ledger", result.Statements);
        Fact("data sets sealed", result.Gates.Count);
        Line("</dl>");
    }

    private void Fact(string what, long count) => Line($"<div><dt>{what}</dt><dd>{Number(count)}</dd></div>");

    private void Board()
    {
        Line("<h2>Where it is used, date by date</h2>");
        Line("<p>The word is what the policy and the pauses in force say of an ordinary public post by an adult who is there alone. The number is how many records the data sets of that date hold of people who are there and nowhere else.</p>");
        Line("<ul class=\"key\"><li><b class=\"used\">used</b> a grant holds</li><li><b class=\"paused\">paused</b> suspended, or not yet resumed for them</li><li><b class=\"waiting\">waiting</b> a notice, a window or a date is still to come</li><li><b class=\"never\">never</b> nothing grants it</li></ul>");
        Line($"<div class=\"wide\"><table class=\"board\"><thead><tr><th scope=\"col\">Region</th>{string.Concat(result.Board.Dates.Select(date => $"<th scope=\"col\">{date}</th>"))}</tr></thead><tbody>");
        foreach (var (region, cells) in result.Board.Regions.Zip(result.Board.Cells))
            Line($"<tr><th scope=\"row\"><small>{region}</small> {Text(IsoCountries.NameOf(region))}</th>{string.Concat(cells.Select(Cell))}</tr>");
        Line("</tbody></table></div>");
    }

    private static string Cell(DemoCell cell)
    {
        var word = UseStates.Word(cell.State);
        return $"<td class=\"{word}\" title=\"{Text(cell.Reason)}\"><b>{word}</b>{(cell.Kept > 0 ? $"<span>{Number(cell.Kept)}</span>" : "")}</td>";
    }

    private void Kept()
    {
        Line("<h2>What passed the gate</h2>");
        Line("<div class=\"wide\"><table class=\"lines\"><thead><tr><th>Date</th><th>Content</th><th class=\"n\">Read</th><th class=\"n\">Kept</th><th class=\"n\">Left out</th><th>Kept, of all</th></tr></thead><tbody>");
        foreach (var gate in result.Gates)
        {
            var share = 100.0 * gate.Counts.Kept / Math.Max(gate.Counts.Input, 1);
            Line(Words($"<tr><th scope=\"row\" class=\"day\">{gate.Date}</th><td>{gate.Content}</td><td class=\"n\">{gate.Counts.Input:N0}</td><td class=\"n\">{gate.Counts.Kept:N0}</td><td class=\"n\">{gate.Counts.Dropped:N0}</td><td><div class=\"meter\" role=\"img\" aria-label=\"{share:0.0} %\"><i style=\"width:{share:0.0}%\"></i></div></td></tr>"));
        }
        Line("</tbody></table></div>");
    }

    private void Reasons()
    {
        Line("<h2>Why the rest was left out</h2>");
        Line("<p>Posts and photos together. A record with several people, regions or sources is left out if any of them says no; it is counted once, under the reason that comes first in the order of the rules.</p>");
        Line($"<div class=\"wide\"><table class=\"lines\"><thead><tr><th>Reason</th>{string.Concat(result.Board.Dates.Select(date => $"<th class=\"n\">{date}</th>"))}</tr></thead><tbody>");
        foreach (var row in DemoReasonRow.Of(result))
        {
            var where = result.Pauses.TryGetValue(row.Reason, out var region) ? $": {region}" : "";
            Line($"<tr><th scope=\"row\"><code>{Text(row.Reason)}</code><small>{Text(DemoReasonRow.Meaning(row.Reason) + where)}</small></th>{string.Concat(row.Counts.Select(count => count == 0 ? "<td class=\"n zero\">0</td>" : $"<td class=\"n\">{Number(count)}</td>"))}</tr>");
        }
        Line("</tbody></table></div>");
    }

    private void Examples()
    {
        if (result.Examples.Count == 0) return;
        Line("<h2>Some that were left out</h2>");
        foreach (var example in result.Examples)
        {
            Line($"<article><h3>{Text(example.Title)}</h3><div><code>{Text(example.Record.Id)}</code>: {Text(example.Record.Kind ?? "of no kind")}, {Text(example.Record.Visibility ?? "of unknown visibility")}, by {Text(example.NameOf(example.Record.Author))}</div><blockquote>{Text(example.Record.Text)}</blockquote><ul class=\"why\">");
            foreach (var finding in example.Explanation.Findings)
                Line($"<li><code>{Text(finding.Reason.Text)}</code> — {Text(example.WhomOf(finding))}{(finding.Reason is { Allows: false, Because: { } because } ? $"<small>{Text(because)} {Text(string.Join("; ", finding.Reason.Cites))}</small>" : "")}</li>");
            Line("</ul></article>");
        }
    }

    private void Story()
    {
        Line("<h2>The story</h2>");
        Line("<p>What happened, and what the demo recorded in its ledger. Notes change no verdict.</p><ol class=\"story\">");
        foreach (var told in result.Events)
            Line($"<li{(told.Act == "note" ? "" : " class=\"act\"")}><time>{DemoFolder.Day(told.At)}</time><em>{Text(told.Act)}</em> {Text(told.What)}{(told.Detail.Length > 0 ? $"<div>{Text(told.Detail)}</div>" : "")}</li>");
        Line("</ol>");
    }

    private void Checked()
    {
        Line("<h2>What was checked</h2>");
        Line(Words($"<p>{result.Verified:N0} of {result.Gates.Count:N0} data sets hold: signatures, files and accounts, by the offline verifier’s rules. The ledger was read again from its first statement. The board was made twice, by the reference evaluator and from what lies in the data sets, and compared with what must come out.</p>"));
        if (result.Problems.Count > 0)
        {
            Line("<article class=\"bad\"><h3>This does not hold</h3><ul class=\"why\">");
            foreach (var problem in result.Problems) Line($"<li>{Text(problem)}</li>");
            Line("</ul></article>");
        }
        Line("<footer>Everybody here is invented. Dates and acts follow the public record. The account says what was decided; it implies no approval by any authority.</footer>");
    }

    private void Line(string line) => page.Append(line).Append('\n');

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
