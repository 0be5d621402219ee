using System.Globalization;
using System.Text;
using static Headgate.Engine.GateReport;

namespace Headgate.Engine;

/// <summary>Policies, pauses, concerns, data sets and permits over time, as a drawing. The tables below it say the same.</summary>
internal static class EvidenceTimeline
{
    private const int Width = 1000;
    private const int Left = 214;
    private const int Row = 26;
    private const int Top = 30;
    private const int MostOfAKind = 10;
    private const int Letter = 7;

    private sealed record Bar(Instant From, Instant To, string Kind, string Label, string Title);

    public static string Draw(EvidenceContents contents)
    {
        var rows = Rows(contents);
        if (rows.Count == 0) return "<p class=\"empty\">Nothing has happened yet.</p>\n";
        var from = rows.SelectMany(row => row.Bars).Min(bar => bar.From);
        var to = contents.At > from ? contents.At : from + TimeSpan.FromDays(1);
        var scale = (double)(Width - Left - 4) / (to.Microseconds - from.Microseconds);
        var height = Top + Row * rows.Count + 6;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Timeline\"><svg class=\"timeline\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Policies, pauses, concerns, data sets and permits over time; the tables below say the same\">\n");
        foreach (var mark in Marks(from, to))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(mark.At):0.0}\" x2=\"{X(mark.At):0.0}\" y1=\"{Top - 8}\" y2=\"{height}\"/>");
            if (X(mark.At) + mark.Label.Length * Letter < Width) svg.Append(CultureInfo.InvariantCulture, $"<text class=\"soft\" x=\"{X(mark.At) + 3:0.0}\" y=\"14\">{Text(mark.Label)}</text>");
            svg.Append('\n');
        }
        for (var i = 0; i < rows.Count; i++)
        {
            var y = Top + Row * i;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{y + 17}\">{Text(Cut(rows[i].Label))}<title>{Text(rows[i].Label)}</title></text>\n");
            foreach (var bar in rows[i].Bars)
            {
                var (x, wide) = (X(bar.From), Math.Max(3, X(bar.To) - X(bar.From) - 1));
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{bar.Kind}\" x=\"{x:0.0}\" y=\"{y + 3}\" width=\"{wide:0.0}\" height=\"{Row - 7}\" rx=\"3\"><title>{Text(bar.Title)}</title></rect>");
                if (bar.Label.Length > 0 && wide > bar.Label.Length * Letter + 10) svg.Append(CultureInfo.InvariantCulture, $"<text class=\"in\" x=\"{x + 6:0.0}\" y=\"{y + 17}\">{Text(bar.Label)}</text>");
                svg.Append('\n');
            }
        }
        return svg.Append("</svg></div>\n<p class=\"key\"><span><i class=\"policy\"></i>policy in force</span><span><i class=\"pause\"></i>pause</span><span><i class=\"concern\"></i>concern open</span><span><i class=\"use\"></i>data set sealed, permit held</span></p>\n").ToString();

        double X(Instant at) => Left + (Math.Clamp(at.Microseconds, from.Microseconds, to.Microseconds) - from.Microseconds) * scale;
    }

    private static List<(string Label, List<Bar> Bars)> Rows(EvidenceContents contents)
    {
        var (account, end) = (contents.Account, contents.At);
        var rows = new List<(string, List<Bar>)>();
        var policies = account.Policies.Where(act => act.EffectiveAt <= end).OrderBy(act => act.EffectiveAt).ThenBy(act => act.Position).ToList();
        if (policies.Count > 0)
            rows.Add(("Policy", [.. policies.Select((act, i) => new Bar(act.EffectiveAt, i + 1 < policies.Count ? policies[i + 1].EffectiveAt : end, "policy", Version(act), $"{Version(act)}, from {act.EffectiveAt.Date:yyyy-MM-dd}"))]));
        foreach (var one in account.Suspensions.TakeLast(MostOfAKind))
        {
            var lifted = one.IsInForce ? end : one.Lifts[^1].EffectiveAt;
            rows.Add(($"Pause: {Where(one.Suspended)}", [new(one.Act.EffectiveAt, lifted, "pause", one.Suspended.Authority, string.Create(CultureInfo.InvariantCulture, $"{one.Suspended.Purpose}, {one.Suspended.Authority}, {one.Act.EffectiveAt.Date:yyyy-MM-dd} to {(one.IsInForce ? "now" : lifted.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))}"))]));
        }
        foreach (var one in account.Concerns.Concerns.TakeLast(MostOfAKind))
            rows.Add(($"Concern: {one.Opened.Authority}", [new(one.Since, one.Closing?.EffectiveAt ?? end, "concern", one.StateAt(end), one.Opened.Text)]));
        if (account.DataSets.Count > 0) rows.Add(("Data sets sealed", [.. account.DataSets.Select(act => new Bar(act.RecordedAt, act.RecordedAt, "use", "", $"{((DataSetSealed)act.Statement).Name}, {act.RecordedAt.Date:yyyy-MM-dd}"))]));
        if (account.Permits.Count > 0) rows.Add(("Permits held", [.. account.Permits.Select(permit => new Bar(permit.Since, permit.Ending?.RecordedAt ?? permit.Since, "use", "", $"{permit.Given.Run}, {permit.Since.Date:yyyy-MM-dd}"))]));
        return rows;
    }

    private static string Version(Recorded act) => PolicyReader.Read(((PolicyPublished)act.Statement).Text).Policy is { } policy ? string.Create(CultureInfo.InvariantCulture, $"version {policy.Version}") : "a policy";

    private static string Where(Suspended suspended) => suspended.Regions is null ? "everywhere" : string.Join(", ", suspended.RegionWords);

    private static string Cut(string label) => label.Length <= 28 ? label : label[..27] + "…";

    /// <summary>Beginnings of days, months or years that there is room to name.</summary>
    private static IEnumerable<(Instant At, string Label)> Marks(Instant from, Instant to)
    {
        var days = (to.Microseconds - from.Microseconds) / 86_400_000_000.0;
        var step = days switch { < 20 => 0, < 240 => 1, < 1000 => 3, _ => 12 };
        if (step == 0)
        {
            for (var day = from.Date.AddDays(1); Instant.FromDate(day) < to; day = day.AddDays(days > 8 ? 2 : 1)) yield return (Instant.FromDate(day), day.ToString("d MMM", CultureInfo.InvariantCulture));
            yield break;
        }
        for (var month = new DateOnly(from.Date.Year, step == 12 ? 1 : (from.Date.Month - 1) / step * step + 1, 1).AddMonths(step); Instant.FromDate(month) < to; month = month.AddMonths(step))
            yield return (Instant.FromDate(month), month.ToString(step == 12 ? "yyyy" : "MMM yyyy", CultureInfo.InvariantCulture));
    }
}
