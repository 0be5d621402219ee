using System.Globalization;
using System.Net;
using System.Text;

namespace Headgate.Engine.Scenarios;

/// <summary>The board of a story as a drawing: a row a region, time from left to right, a bar wherever a state lasts.</summary>
public static class ScenarioSvg
{
    private const int Width = 1080;
    private const int Row = 22;
    private const int Top = 40;
    private const int Letter = 7;

    private const string Style =
        """
        .board{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        .board text{fill:#1b1d22}.board .soft{fill:#5b616c}.board line{stroke:#c9cdd4}.board .gate{stroke:#5b616c;stroke-dasharray:2 3}
        .board .used{fill:#d3ecdb}.board .paused{fill:#f9d9d3}.board .waiting{fill:#fbecc4}.board .never{fill:#eceef1}
        .board text.used{fill:#0d5130}.board text.paused{fill:#8a1f11}.board text.waiting{fill:#6f4a00}.board text.never{fill:#565c66}
        @media(prefers-color-scheme:dark){.board text{fill:#e7e9ed}.board .soft{fill:#a0a7b3}.board line{stroke:#3a404a}.board .gate{stroke:#a0a7b3}
          .board .used{fill:#14402b}.board .paused{fill:#55211a}.board .waiting{fill:#4a3a10}.board .never{fill:#252a31}
          .board text.used{fill:#a9e6c3}.board text.paused{fill:#ffc0b4}.board text.waiting{fill:#f7dd97}.board text.never{fill:#9aa2ae}}
        """;

    public static string Draw(ScenarioResult result)
    {
        var (from, to) = (result.Board[0].Spans[0].From, result.Board[0].Spans[^1].To);
        var left = Letter * result.Board.Max(row => NameOf(row).Length) + 14;
        var scale = (Width - left - 8) / (double)(to.Microseconds - from.Microseconds);
        var bottom = Top + Row * result.Board.Count;
        var svg = new StringBuilder();
        Line(svg, $"<svg class=\"board\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {bottom + 8}\" role=\"img\" aria-label=\"{Text(result.Scenario.Title)}: where it was used, region by region\">");
        Line(svg, $"<style>{Style}</style>");
        foreach (var month in Months(from, to, (to.Microseconds - from.Microseconds) * scale))
        {
            Line(svg, $"<line x1=\"{X(month):0.0}\" y1=\"{Top - 6}\" x2=\"{X(month):0.0}\" y2=\"{bottom}\"/>");
            if (X(month) + 9 * Letter < Width) Line(svg, $"<text class=\"soft\" x=\"{X(month):0.0}\" y=\"14\">{month.Date.ToString("MMM yyyy", CultureInfo.InvariantCulture)}</text>");
        }
        for (var i = 0; i < result.Board.Count; i++) Draw(svg, result.Board[i], Top + Row * i);
        foreach (var gate in result.Gates)
            Line(svg, $"<line class=\"gate\" x1=\"{X(gate.At):0.0}\" y1=\"{Top - 18}\" x2=\"{X(gate.At):0.0}\" y2=\"{bottom}\"><title>gate {Text(gate.Name)}</title></line>");
        return svg.Append("</svg>\n").ToString();

        double X(Instant at) => left + (at.Microseconds - from.Microseconds) * scale;

        void Draw(StringBuilder into, BoardRow row, int y)
        {
            Line(into, $"<text x=\"0\" y=\"{y + 15}\">{Text(NameOf(row))}</text>");
            var (last, isSaid) = ((UseState?)null, false);
            foreach (var span in row.Spans)
            {
                if (span.Cell is not { } cell) continue;
                isSaid &= cell.State == last;
                last = cell.State;
                var (start, width, word) = (X(span.From), X(span.To) - X(span.From), UseStates.Word(cell.State));
                Line(into, $"<rect class=\"{word}\" x=\"{start:0.0}\" y=\"{y + 2}\" width=\"{Math.Max(width - 1, 0.5):0.0}\" height=\"{Row - 4}\" rx=\"3\"><title>{Text($"{NameOf(row)}, {Day(span.From)} to {Day(span.To)}: {word}, {cell.Reason}")}</title></rect>");
                if (isSaid || width <= Letter * (word.Length + 1)) continue;
                isSaid = true;
                Line(into, $"<text class=\"{word}\" x=\"{start + 5:0.0}\" y=\"{y + 15}\" pointer-events=\"none\">{word}</text>");
            }
        }
    }

    /// <summary>The first days of months that there is room to name.</summary>
    private static IEnumerable<Instant> Months(Instant from, Instant to, double width)
    {
        var all = new List<Instant>();
        for (var month = new DateOnly(from.Date.Year, from.Date.Month, 1).AddMonths(1); Instant.FromDate(month) < to; month = month.AddMonths(1)) all.Add(Instant.FromDate(month));
        var step = Math.Max(1, (int)Math.Ceiling(all.Count * 64 / width));
        return all.Where((_, i) => i % step == 0);
    }

    private static string NameOf(BoardRow row) => $"{IsoCountries.NameOf(row.Region).Split(',')[0]}{(row.Post.Length > 0 ? $", {row.Post}" : "")}";

    private static string Day(Instant at) => at.ToString()[..10];

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
