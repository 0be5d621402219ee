using System.Globalization;
using System.Net;
using System.Text;

namespace Headgate.Engine.Scenarios;

/// <summary>A story as one self-contained page: the board over time and gate by gate, what was done, what had to hold and what was found.</summary>
public static class ScenarioPage
{
    private const string Style =
        """
        :root{color-scheme:light dark;--paper:#fbfbf9;--ink:#1b1d22;--soft:#5b616c;--line:#dfe1e5;--accent:#1d5f8a;--good:#0d5130;--bad:#8a1f11;
          --used:#d3ecdb;--used-ink:#0d5130;--paused:#f9d9d3;--paused-ink:#8a1f11;--waiting:#fbecc4;--waiting-ink:#6f4a00;--never:#eceef1;--never-ink:#565c66}
        @media(prefers-color-scheme:dark){:root{--paper:#14161a;--ink:#e7e9ed;--soft:#a0a7b3;--line:#2e333b;--accent:#7cc0ea;--good:#a9e6c3;--bad:#ffc0b4;
          --used:#14402b;--used-ink:#a9e6c3;--paused:#55211a;--paused-ink:#ffc0b4;--waiting:#4a3a10;--waiting-ink:#f7dd97;--never:#252a31;--never-ink:#9aa2ae}}
        *{box-sizing:border-box}body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;margin:0;color:var(--ink);background:var(--paper)}
        main{max-width:70rem;margin:0 auto;padding:3rem 1.25rem 5rem}h1{font-size:2rem;line-height:1.2;margin:0 0 .6rem;letter-spacing:-.02em}
        h2{font-size:1.3rem;margin:3rem 0 .4rem}p{max-width:46rem;margin:.4rem 0}.lede{color:var(--soft)}
        .wide{overflow-x:auto;margin:1rem 0 0}svg{width:100%;min-width:60rem;height:auto}
        .cells{border-collapse:separate;border-spacing:3px;font-size:.82rem}.cells th{text-align:left;font-weight:500;white-space:nowrap;padding:.15rem .6rem .15rem 0}.cells th:first-child{position:sticky;left:0;background:var(--paper)}.cells thead th{color:var(--soft)}
        .cells td{padding:.2rem .55rem;border-radius:.3rem;white-space:nowrap}.used{background:var(--used);color:var(--used-ink)}.paused{background:var(--paused);color:var(--paused-ink)}
        .waiting{background:var(--waiting);color:var(--waiting-ink)}.never{background:var(--never);color:var(--never-ink)}
        .story{list-style:none;margin:1rem 0 0;padding:0}.story>li{border-left:2px solid var(--line);padding:0 0 1rem 1.2rem}
        .story time{font-weight:650;font-variant-numeric:tabular-nums}.story em{font-style:normal;font-size:.8rem;color:var(--soft);border:1px solid var(--line);border-radius:1rem;padding:0 .5rem}
        .story small{color:var(--soft)}.story ul{margin:.2rem 0 0;padding-left:1.1rem;font-size:.94rem}.holds::marker{content:"✓ ";color:var(--good)}.fails{color:var(--bad)}.fails::marker{content:"✗ "}
        code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        """;

    public static string Html(ScenarioResult result)
    {
        var page = new StringBuilder();
        Line(page, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Text(result.Scenario.Title)}</title><style>\n{Style}\n</style></head><body><main>");
        Line(page, $"<h1>{Text(result.Scenario.Title)}</h1>");
        var problems = result.Problems.Count();
        Line(page, $"<p class=\"lede\">{(problems == 0 ? $"All {Number(result.Outcomes.Count)} expectations hold." : $"<span class=\"fails\">{Number(problems)} of {Number(result.Outcomes.Count)} expectations do not hold.</span>")} Everything was recorded in a ledger on its day, and every gate says what the reference says.</p>");
        Board(page, result);
        Line(page, "<h2>The story</h2><ol class=\"story\">");
        foreach (var step in result.Scenario.Steps) Step(page, step, result);
        Line(page, "</ol>");
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Board(StringBuilder page, ScenarioResult result)
    {
        if (result.Board.Count == 0) return;
        Line(page, "<h2>Where it was used</h2>");
        Line(page, "<p>What is said of an ordinary post by an adult who is there alone, chose nothing, and was told if anybody there was. Broken lines are gates.</p>");
        Line(page, $"<div class=\"wide\">{ScenarioSvg.Draw(result)}</div>");
        if (result.Gates.Count == 0) return;
        Line(page, $"<div class=\"wide\"><table class=\"cells\"><thead><tr><th scope=\"col\">Region</th>{string.Concat(result.Gates.Select(gate => $"<th scope=\"col\">{Text(gate.Name)}</th>"))}</tr></thead><tbody>");
        foreach (var row in result.Board)
            Line(page, $"<tr><th scope=\"row\">{Text(IsoCountries.NameOf(row.Region))}{(row.Post.Length > 0 ? $", {Text(row.Post)}" : "")}</th>{string.Concat(row.Cells.Select(Cell))}</tr>");
        Line(page, "</tbody></table></div>");
    }

    private static string Cell(BoardCell? cell) =>
        cell is null ? "<td>–</td>" : $"<td class=\"{UseStates.Word(cell.State)}\" title=\"{Text(cell.Reason)}\">{UseStates.Word(cell.State)}</td>";

    private static void Step(StringBuilder page, ScenarioStep step, ScenarioResult result)
    {
        var last = result.Scenario.Steps.Where(other => other.Line > step.Line).Select(other => other.Line).DefaultIfEmpty(int.MaxValue).Min();
        Line(page, $"<li><time>{step.At.ToString()[..10]}</time>{string.Concat(step.Events.Select(one => $" <em>{Text(one)}</em>"))}{(step.Source is { } source ? $" <small>{Text(source)}</small>" : "")}{(step.Tell is { } tell ? $"<div>{Text(tell)}</div>" : "")}");
        foreach (var told in result.Told.Where(told => Within(told.Line) && told.Act != "note"))
            Line(page, $"<div><em>{Text(told.Act)}</em> {(told.What == step.Tell ? "" : Text(told.What))} <small>{Text(told.Detail)}</small></div>");
        var outcomes = result.Outcomes.Where(outcome => Within(outcome.Line)).ToList();
        if (outcomes.Count > 0) Line(page, $"<ul>{string.Concat(outcomes.Select(Outcome))}</ul>");
        Line(page, "</li>");

        bool Within(int line) => line >= step.Line && line < last;
    }

    private static string Outcome(Outcome outcome) =>
        $"<li class=\"{(outcome.Holds ? "holds" : "fails")}\"><code>{Text(outcome.Expected)}</code>{(outcome.Holds ? "" : $": found {Text(outcome.Found)}")}</li>";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder page, string line) => page.Append(line).Append('\n');

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
