using System.Globalization;
using System.Text;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Kept and dropped over the time when records were created, drawn as plain SVG: by month, or by year where there are too many of those.</summary>
internal static class GateReportTime
{
    private const int MostMonths = 60;
    private const int Width = 860;
    private const int Height = 180;
    private const int Left = 56;
    private const int Bottom = 22;
    private const int Top = 8;

    public static void Draw(StringBuilder page, IReadOnlyList<Share> months)
    {
        var known = months.Where(month => month.Of is not null).OrderBy(month => month.Of, StringComparer.Ordinal).ToList();
        var unknown = months.Where(month => month.Of is null).Sum(month => month.Kept + month.Dropped);
        if (known.Count + unknown == 0) return;
        GateReport.Line(page, "<h2>By the time of creation</h2>");
        if (known.Count > 0) Chart(page, Filled(known));
        if (unknown > 0) GateReport.Line(page, $"<p>When {GateReport.Number(unknown)} records were created is not known.</p>");
    }

    /// <summary>Every month from the first to the last, or every year.</summary>
    private static List<Share> Filled(List<Share> known)
    {
        var (first, last) = (Month(known[0].Of!), Month(known[^1].Of!));
        var byYear = last - first >= MostMonths;
        var groups = known.GroupBy(share => byYear ? Month(share.Of!) / 12 : Month(share.Of!)).ToDictionary(group => group.Key, group => (Kept: group.Sum(share => share.Kept), Dropped: group.Sum(share => share.Dropped)));
        var (from, to) = byYear ? (first / 12, last / 12) : (first, last);
        return [.. Enumerable.Range(from, to - from + 1).Select(at => new Share(
            byYear ? at.ToString("0000", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{at / 12:0000}-{at % 12 + 1:00}"),
            groups.GetValueOrDefault(at).Kept, groups.GetValueOrDefault(at).Dropped))];
    }

    private static int Month(string month) => int.Parse(month.AsSpan(0, 4), CultureInfo.InvariantCulture) * 12 + int.Parse(month.AsSpan(5, 2), CultureInfo.InvariantCulture) - 1;

    private static void Chart(StringBuilder page, List<Share> shares)
    {
        var most = shares.Max(share => share.Kept + share.Dropped);
        var (step, floor) = ((double)(Width - Left) / shares.Count, Height - Bottom);
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"records by time, kept below and left out above\">");
        page.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{floor}\" x2=\"{Width}\" y2=\"{floor}\"/><line x1=\"{Left}\" y1=\"{Top}\" x2=\"{Width}\" y2=\"{Top}\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Top + 8}\" text-anchor=\"end\">{Short(most)}</text><text x=\"{Left - 6}\" y=\"{floor}\" text-anchor=\"end\">0</text>");
        var labels = Math.Max(1, (int)Math.Ceiling(shares.Count / 10.0));
        for (var i = 0; i < shares.Count; i++)
        {
            var share = shares[i];
            var (x, wide) = (Left + i * step + step * 0.1, step * 0.8);
            var (kept, dropped) = ((floor - Top) * (double)share.Kept / most, (floor - Top) * (double)share.Dropped / most);
            page.Append(CultureInfo.InvariantCulture, $"<g><title>{share.Of}: {GateReport.Number(share.Kept)} kept, {GateReport.Number(share.Dropped)} left out</title>");
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"kept\" x=\"{x:0.0}\" y=\"{floor - kept:0.0}\" width=\"{wide:0.0}\" height=\"{kept:0.0}\"/><rect class=\"dropped\" x=\"{x:0.0}\" y=\"{floor - kept - dropped:0.0}\" width=\"{wide:0.0}\" height=\"{dropped:0.0}\"/></g>");
            if (i % labels == 0) page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (i + 0.5) * step:0.0}\" y=\"{Height - 6}\" text-anchor=\"middle\">{share.Of}</text>");
        }
        GateReport.Line(page, "</svg>");
        GateReport.Line(page, "<p class=\"key\"><span><i class=\"kept\"></i>kept</span><span><i class=\"dropped\"></i>left out</span></p>");
    }

    private static string Short(long number) => number switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e6:0.#} M"),
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e3:0.#} k"),
        _ => GateReport.Number(number),
    };
}
