using System.Globalization;
using System.Reflection;
using System.Text;
using Headgate.Evidence;
using static Headgate.Engine.GateReport;

namespace Headgate.Engine;

/// <summary>The page of an evidence pack: one file that needs no network, by day and night, wide and narrow, and in print.</summary>
internal static class EvidencePage
{
    private static readonly Lazy<string> Style = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("evidence/evidence.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    public static string Html(EvidenceContents contents)
    {
        var page = new StringBuilder();
        Line(page, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Evidence: {Text(contents.Ledger.Origin)}</title><style>\n{Style.Value}</style></head><body>");
        Line(page, "<a class=\"skip\" href=\"#timeline\">Skip to the evidence</a>");
        Head(page, contents);
        Line(page, "<main>");
        Figures(page, contents.Account.Figures());
        Section(page, "timeline", "What was in force, and when", EvidenceTimeline.Draw(contents));
        EvidenceGovernance.Write(page, contents);
        EvidenceUse.Write(page, contents);
        EvidenceProofs.Write(page, contents);
        Line(page, "</main></body></html>");
        return page.ToString();
    }

    /// <summary>A part of the page under a heading.</summary>
    internal static void Section(StringBuilder page, string id, string title, string content) =>
        Line(page, $"<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{title}</h2>\n{content}</section>");

    /// <summary>A table that scrolls by itself where it is too wide.</summary>
    internal static string Table(string caption, IReadOnlyList<string> heads, IEnumerable<string> rows)
    {
        var all = rows.ToList();
        return all.Count == 0 ? "" : $"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><thead><tr>{string.Concat(heads.Select(Head))}</tr></thead><tbody>\n{string.Join('\n', all)}\n</tbody></table></div>\n";

        static string Head(string head) => head.StartsWith('#') ? $"<th scope=\"col\" class=\"n\">{head[1..]}</th>" : $"<th scope=\"col\">{head}</th>";
    }

    internal static string Day(Instant at) => $"<time datetime=\"{at}\">{at.Date.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}</time>";

    internal static string Moment(Instant at) => $"<time datetime=\"{at}\">{at.ToDateTimeOffset().ToString("d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture)} UTC</time>";

    /// <summary>Where an act stands in the ledger.</summary>
    internal static string Position(long position) => string.Create(CultureInfo.InvariantCulture, $"<code class=\"at\">#{position}</code>");

    internal static string Id(string what, long position) => string.Create(CultureInfo.InvariantCulture, $"id=\"{what}-{position}\"");

    internal static string Badge(string kind, string text) => $"<b class=\"badge {kind}\">{text}</b>";

    /// <summary>A duration as people read it.</summary>
    internal static string Took(double milliseconds) => milliseconds switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.###} ms"),
        < 120_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromMilliseconds(milliseconds):d\\.hh\\:mm\\:ss}"),
    };

    private static void Head(StringBuilder page, EvidenceContents contents)
    {
        Line(page, "<header><p class=\"eyebrow\">Headgate · evidence pack</p>");
        Line(page, $"<h1>What was done with people’s content{(contents.Scope is { } scope ? $": {Text(scope.Word)}" : "")}</h1>");
        Line(page, $"<p class=\"lede\">Ledger <code>{Text(contents.Ledger.Origin)}</code>, its first {Number(contents.Ledger.Size)} statements, as of {Moment(contents.At)}.</p>");
        Line(page, $"<p class=\"notice\" role=\"note\"><strong>No approval is implied.</strong> {EvidenceTexts.NoApproval}</p>");
        Line(page, $"<p class=\"{(contents.People > 0 ? "notice" : "quiet")}\">{(contents.People > 0 ? $"<strong>This pack speaks of people:</strong> {Number(contents.People)} statements about them lie in <a href=\"{EvidenceLayout.Personal}\">{EvidenceLayout.Personal}</a>." : "It speaks of nobody: no person is named in it, or can be told from its counts.")}</p>");
        Line(page, "<nav aria-label=\"Parts of this page\"><a href=\"#policies\">Policies</a><a href=\"#suspensions\">Pauses</a><a href=\"#concerns\">Concerns</a><a href=\"#notices\">Notices</a><a href=\"#data-sets\">Data sets</a><a href=\"#permits\">Permits</a><a href=\"#models\">Models</a><a href=\"#log\">The log</a><a href=\"#verify\">Verify it</a></nav></header>");
    }

    private static void Figures(StringBuilder page, IReadOnlyDictionary<string, long> figures)
    {
        (string Anchor, string Name, string Title, string Part, string Of)[] shown =
        [
            ("policies", "policies", "policies published", "overrides", "by override"),
            ("suspensions", "suspensions", "pauses", "suspensions-in-force", "in force"),
            ("concerns", "concerns", "concerns raised", "concerns-open", "open"),
            ("commitments", "commitments", "commitments", "commitments-overdue", "overdue"),
            ("data-sets", "data-sets", "data sets sealed", "", ""),
            ("permits", "permits", "permits given", "permits-revoked", "revoked"),
            ("models", "models", "models trained", "forgettings", "forgettings"),
            ("disclosures", "disclosures", "given to others", "", ""),
            ("erasures", "erasures", "people erased", "", ""),
        ];
        Line(page, "<ul class=\"figures\">");
        foreach (var (anchor, name, title, part, of) in shown)
            Line(page, $"<li><a href=\"#{anchor}\"><strong>{PageFigures.Write(name, figures[name])}</strong> {title}{(part.Length > 0 ? $"<small>{PageFigures.Write(part, figures[part])} {of}</small>" : "")}</a></li>");
        Line(page, "</ul>");
    }
}
