using System.Net;
using System.Text;

namespace Headgate.Suggest.Drafts;

/// <summary>A résumé as a page of its own: for screens, and for paper by the browser's own printing. It is marked as a draft on both.</summary>
public static class ResumePage
{
    private const string Style =
        "@page{size:A4;margin:18mm 16mm}*{box-sizing:border-box}body{font:15px/1.5 Georgia,'Times New Roman',serif;color:#1c1f24;background:#f2f3f5;margin:0}" +
        "main{max-width:50rem;margin:2rem auto;padding:3rem 3.5rem;background:#fff;box-shadow:0 1px 4px #0002}" +
        "h1{font-size:2.1rem;line-height:1.1;margin:0}h2{font:600 .85rem/1 system-ui,sans-serif;letter-spacing:.08em;text-transform:uppercase;color:#7c2d12;margin:2rem 0 .8rem;padding-bottom:.4rem;border-bottom:1px solid #e2d5cc}" +
        "h3{font-size:1.05rem;margin:0}.label{font-size:1.15rem;color:#4a4f58;margin:.3rem 0 .6rem}.contact,.when{font:.85rem/1.5 system-ui,sans-serif;color:#555b66}" +
        "article{display:grid;grid-template-columns:9rem 1fr;gap:0 1.2rem;margin-bottom:1.1rem;break-inside:avoid}ul{margin:.3rem 0 0;padding-left:1.1rem}p{margin:.3rem 0}" +
        ".draft{font:600 .8rem/1.4 system-ui,sans-serif;color:#7c2d12;border:1px dashed #b45309;border-radius:.3rem;padding:.5rem .8rem;margin-bottom:1.6rem}" +
        "@media(max-width:40rem){main{padding:1.5rem;margin:0}article{display:block}}@media print{body{background:#fff;font-size:11pt}main{box-shadow:none;margin:0;padding:0;max-width:none}}";

    public static string Html(JsonResume resume)
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
        page.Append(Text(resume.Basics?.Name ?? "Résumé")).Append(" – draft</title><style>").Append(Style).Append("</style></head><body><main>\n");
        page.Append("<p class=\"draft\">").Append(Text(Draft.Mark)).Append("</p>\n<header><h1>").Append(Text(resume.Basics?.Name ?? "Résumé")).Append("</h1>\n");
        if (resume.Basics?.Label is { } label) page.Append("<p class=\"label\">").Append(Text(label)).Append("</p>\n");
        var contact = new[] { resume.Basics?.Location?.City, resume.Basics?.Location?.CountryCode, resume.Basics?.Email, resume.Basics?.Phone, resume.Basics?.Url }.OfType<string>().ToList();
        if (contact.Count > 0) page.Append("<p class=\"contact\">").AppendJoin(" · ", contact.Select(Text)).Append("</p>\n");
        page.Append("</header>\n");
        if (resume.Basics?.Summary is { } summary) page.Append("<section><h2>Profile</h2><p>").Append(Text(summary)).Append("</p></section>\n");
        Section(page, "Experience", resume.Work, work => Entry(page, work.StartDate, work.EndDate, work.Position, work.Name, work.Summary, work.Highlights));
        Section(page, "Education", resume.Education, school => Entry(page, school.StartDate, school.EndDate, string.Join(", ", new[] { school.StudyType, school.Area }.OfType<string>()), school.Institution, null, null));
        Section(page, "Projects", resume.Projects, project => Entry(page, null, null, project.Name, null, project.Description, null));
        Section(page, "Skills", resume.Skills, skill => Entry(page, null, null, skill.Name, skill.Level, skill.Keywords is { Count: > 0 } words ? string.Join(", ", words) : null, null));
        Section(page, "Languages", resume.Languages, spoken => Entry(page, null, null, spoken.Language, spoken.Fluency, null, null));
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Section<T>(StringBuilder page, string title, IReadOnlyList<T>? all, Action<T> write)
    {
        if (all is null or []) return;
        page.Append("<section><h2>").Append(title).Append("</h2>\n");
        foreach (var one in all) write(one);
        page.Append("</section>\n");
    }

    private static void Entry(StringBuilder page, string? from, string? to, string? title, string? where, string? text, IReadOnlyList<string>? points)
    {
        page.Append("<article><div class=\"when\">");
        if (from is not null) page.Append(Text(from)).Append(" – ").Append(Text(to ?? "today"));
        page.Append("</div><div><h3>").Append(Text(title ?? "")).Append("</h3>");
        if (where is not null) page.Append("<p class=\"contact\">").Append(Text(where)).Append("</p>");
        if (text is not null) page.Append("<p>").Append(Text(text)).Append("</p>");
        if (points is { Count: > 0 }) page.Append("<ul>").AppendJoin("", points.Select(point => $"<li>{Text(point)}</li>")).Append("</ul>");
        page.Append("</div></article>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
