using System.Globalization;
using System.Net;
using System.Text;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>One self-contained page about a gate run: what was kept, what was left out and why, under which policy. It names nobody.</summary>
public static class GateReport
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1a1c20;background:#fff}" +
        "h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}" +
        "th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5d8de;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}" +
        ".bar{background:#e8eaee;height:.7rem;border-radius:.2rem}.bar i{display:block;height:100%;border-radius:.2rem;background:#9a3412}" +
        "code{font-size:.9em}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#555b66}dd{margin:0}" +
        "@media(prefers-color-scheme:dark){body{color:#e6e8ec;background:#16181c}th,td{border-color:#363a42}.bar{background:#2a2e35}.bar i{background:#fb923c}dt{color:#a3a9b5}}";

    /// <param name="acts">The public acts below the run's position.</param>
    public static string Html(Terms terms, IReadOnlyList<Recorded> acts, Moment moment, string purpose, GateResult result)
    {
        var counts = result.Counts;
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Gate run</title><style>")
            .Append(Style).Append("</style></head><body>\n");
        Line(page, $"<h1>{Number(counts.Kept)} of {Number(counts.Input)} records may be used</h1>");
        Line(page, $"<p>For <code>{Text(purpose)}</code>, on {Text(moment.At.ToString())}, by the first {Number(moment.AsOf)} statements of the ledger.{(moment.IsReplay ? " This is a replay: it shows what would have been." : "")}</p>");
        Line(page, "<h2>Left out, and why</h2>");
        if (counts.Dropped == 0) Line(page, "<p>Nothing was left out.</p>");
        else Reasons(page, counts.ByReason, counts.Dropped, terms);
        Line(page, "<h2>The policy</h2>");
        Line(page, terms.Policy is { } policy ? $"<p><code>{Text(policy.Name)}</code>, version {policy.Version}.</p>" : "<p>No policy was in force: everything is left out.</p>");
        Rules(page, terms, acts);
        Concerns(page, ConcernAccount.At(acts, moment.At), moment.At);
        Line(page, "<h2>How to check this</h2>");
        Line(page, "<p>Run <code>headgate-verify</code> on the folder that holds this page. It checks the signature, every file, the account and the ledger's checkpoint, and needs nothing else. The account says what was decided; it implies no approval by anybody.</p>");
        return page.Append("</body></html>\n").ToString();
    }

    private static void Reasons(StringBuilder page, IReadOnlyDictionary<string, long> byReason, long dropped, Terms terms)
    {
        var said = new Reasons(terms).All.GroupBy(reason => reason.Text, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Because, StringComparer.Ordinal);
        Line(page, "<table><thead><tr><th>Reason</th><th>What it means</th><th>Records</th><th>Share of those left out</th></tr></thead><tbody>");
        foreach (var (reason, count) in byReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var share = 100.0 * count / dropped;
            Line(page, string.Create(CultureInfo.InvariantCulture, $"<tr><td><code>{Text(reason)}</code></td><td>{Text(said.GetValueOrDefault(reason) ?? "")}</td><td class=\"n\">{Number(count)}</td><td><div class=\"bar\" role=\"img\" aria-label=\"{share:0.0} %\"><i style=\"width:{share:0.0}%\"></i></div></td></tr>"));
        }
        Line(page, "</tbody></table>");
    }

    private static void Rules(StringBuilder page, Terms terms, IReadOnlyList<Recorded> acts)
    {
        Line(page, "<dl>");
        foreach (var suspension in terms.Suspensions)
            Line(page, $"<dt>suspended: {suspension.Position}</dt><dd><code>{Text(suspension.Purpose)}</code>{(suspension.Regions is { } regions ? $" in {Text(string.Join(", ", regions.Order(StringComparer.Ordinal)))}" : " everywhere")}, since {Day(suspension.Begun)}{acts.Where(act => act.Position == suspension.Position).Select(act => act.Statement).OfType<Suspended>().Select(By).FirstOrDefault()}</dd>");
        foreach (var rule in terms.Policy?.Rules ?? [])
            Line(page, $"<dt>{(rule is GrantRule ? "grant" : "deny")}: {Text(rule.Name)}</dt><dd>{Text(rule.Because ?? "")} {Text(string.Join("; ", rule.Cites))}</dd>");
        Line(page, "</dl>");
    }

    /// <summary>What authorities raised and what is owed to them, beside the pauses that they brought about.</summary>
    private static void Concerns(StringBuilder page, ConcernAccount account, Instant at)
    {
        if (account.Concerns.Count + account.Commitments.Count == 0) return;
        Line(page, "<h2>Concerns and commitments</h2>");
        Line(page, "<p>They change no verdict, and a closed concern is no approval.</p><dl>");
        foreach (var concern in account.Concerns)
            Line(page, $"<dt>concern: {concern.Position}</dt><dd>{Text(concern.Opened.Authority)}, {Day(concern.Since)}: {Text(concern.Opened.Text)} <b>{(concern.Closing is { } closing ? $"closed {Day(closing.EffectiveAt)}" : concern.IsOverdue(at) ? $"answer overdue since {concern.Opened.Due:yyyy-MM-dd}" : concern.Answers.Count > 0 ? $"answered {Day(concern.Answers[^1].EffectiveAt)}, open" : "open")}</b></dd>");
        foreach (var commitment in account.Commitments)
            Line(page, $"<dt>commitment: {commitment.Position}</dt><dd>to {Text(commitment.Made.Authority)}, {Day(commitment.Since)}: {Text(commitment.Made.Text)} <b>{(commitment.Fulfilment is { } fulfilment ? $"fulfilled {Day(fulfilment.EffectiveAt)}" : commitment.Made.Due is { } due ? string.Create(CultureInfo.InvariantCulture, $"{(commitment.IsOverdue(at) ? "overdue since" : "due")} {due:yyyy-MM-dd}") : "holds without end")}</b></dd>");
        Line(page, "</dl>");
    }

    private static string By(Suspended suspended) => $", {Text(suspended.Authority)}{(suspended.Reference.Length > 0 ? $" ({Text(suspended.Reference)})" : "")}";

    private static string Day(Instant instant) => instant.ToString()[..10];

    private static void Line(StringBuilder page, string line) => page.Append(line).Append('\n');

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
