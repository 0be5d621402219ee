using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>One self-contained page about a gate run: what was kept, what was left out and why, of what kind, where and when, under which policy. It names nobody.</summary>
public static partial class GateReport
{
    private const int MostBars = 12;

    /// <param name="acts">The public acts below the run's position.</param>
    public static string Html(Terms terms, IReadOnlyList<Recorded> acts, Moment moment, string purpose, GateResult result)
    {
        var counts = result.Counts;
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Gate run: ")
            .Append(Text(purpose)).Append("</title><style>").Append(GateReportStyle.Css).Append("</style></head><body><main>\n");
        Line(page, $"<h1>{Number(counts.Kept)} of {Number(counts.Input)} records may be used</h1>");
        Line(page, $"<p class=\"lead\">For <code>{Text(purpose)}</code>, at {Time(moment.At)}, by the first {Number(moment.AsOf)} statements of the ledger.</p>");
        if (moment.IsReplay) Line(page, "<p class=\"note\">This is a replay: it shows what would have been.</p>");
        foreach (var remark in result.Remarks) Line(page, $"<p class=\"note\">Note: {Words(remark)}.</p>");
        Whole(page, counts.Kept, counts.Dropped);
        Line(page, $"<p>{Number(result.Subjects.Kept)} people have a record in it; {Number(result.Subjects.Dropped)} have one that was left out.</p>");

        Line(page, "<h2>Left out, and why</h2>");
        if (counts.Dropped == 0) Line(page, "<p>Nothing was left out.</p>");
        else Reasons(page, counts.ByReason, counts.Dropped, terms);
        Shares(page, "By kind of content", "kind", result.Breakdown.Kinds, kind => kind);
        Shares(page, "By region of the author", "region", result.Breakdown.Regions, Region);
        GateReportTime.Draw(page, result.Breakdown.Months);

        Line(page, "<h2>The policy</h2>");
        Line(page, terms.Policy is { } policy ? $"<p><code>{Text(policy.Name)}</code>, version {policy.Version}. What no rule grants is left out. What is not known counts against use: it meets a rule that denies, and meets none that grants.</p>" : "<p>No policy was in force: everything is left out.</p>");
        Rules(page, terms, acts);
        Concerns(page, ConcernAccount.At(acts, moment.At), moment.At);
        Line(page, "<h2>How to check this</h2>");
        Line(page, "<ol><li>Take the folder that holds this page, and the ledger's key from somewhere that you trust.</li><li>Run <code>headgate-verify --key KEY FOLDER</code>. It needs nothing else of ours, and no network.</li><li>It checks the signature of <code>manifest.dsse.json</code>, the digest of every file, that the numbers above add up, every verdict in <code>verdicts.bin</code>, and the ledger's checkpoint.</li></ol>");
        Line(page, "<p>The account says what was decided, by which rules. It implies no approval by anybody.</p>");
        return page.Append("</main></body></html>\n").ToString();
    }

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    internal static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    internal static void Line(StringBuilder page, string line) => page.Append(line).Append('\n');

    private static void Whole(StringBuilder page, long kept, long dropped)
    {
        if (kept + dropped == 0) return;
        var share = 100.0 * kept / (kept + dropped);
        Line(page, string.Create(CultureInfo.InvariantCulture, $"<div class=\"whole\" role=\"img\" aria-label=\"kept {share:0.0} %\"><i style=\"width:{share:0.00}%\"></i></div>"));
        Line(page, string.Create(CultureInfo.InvariantCulture, $"<p class=\"key\"><span><i class=\"kept\"></i>kept, {share:0.0} %</span><span><i class=\"dropped\"></i>left out, {100 - share:0.0} %</span></p>"));
    }

    private static void Reasons(StringBuilder page, IReadOnlyDictionary<string, long> byReason, long dropped, Terms terms)
    {
        Line(page, "<table class=\"reasons\"><thead><tr><th>Reason</th><th>What it means</th><th class=\"n\">Records</th><th>Share of those left out</th></tr></thead><tbody>");
        foreach (var (reason, count) in byReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var share = 100.0 * count / dropped;
            Line(page, string.Create(CultureInfo.InvariantCulture, $"<tr><td><code>{Breakable(reason)}</code></td><td>{Words(RuleWords.Meaning(reason, terms))}</td><td class=\"n\">{Number(count)}</td><td><div class=\"bar\" role=\"img\" aria-label=\"{share:0.0} %\"><i class=\"dropped\" style=\"width:{share:0.00}%\"></i></div></td></tr>"));
        }
        Line(page, "</tbody></table>");
    }

    /// <summary>Kept and dropped side by side, the largest first; what is small is taken together.</summary>
    private static void Shares(StringBuilder page, string title, string what, IReadOnlyList<Share> shares, Func<string, string> name)
    {
        if (shares.Count == 0) return;
        Line(page, $"<h2>{title}</h2><table class=\"shares\"><thead><tr><th>{char.ToUpperInvariant(what[0])}{what[1..]}</th><th class=\"n\">Kept</th><th class=\"n\">Left out</th><th>Share kept</th></tr></thead><tbody>");
        foreach (var share in shares.Take(MostBars)) Row(share.Of is { } of ? Text(name(of)) : "<em>unknown</em>", share.Kept, share.Dropped);
        if (shares.Count > MostBars) Row($"<em>{shares.Count - MostBars} others</em>", shares.Skip(MostBars).Sum(share => share.Kept), shares.Skip(MostBars).Sum(share => share.Dropped));
        Line(page, "</tbody></table>");

        void Row(string of, long kept, long dropped)
        {
            var part = 100.0 * kept / (kept + dropped);
            Line(page, string.Create(CultureInfo.InvariantCulture, $"<tr><td>{of}</td><td class=\"n\">{Number(kept)}</td><td class=\"n\">{Number(dropped)}</td><td><div class=\"bar both\" role=\"img\" aria-label=\"kept {part:0.0} %\"><i class=\"kept\" style=\"width:{part:0.00}%\"></i></div></td></tr>"));
        }
    }

    private static string Region(string code) => code == Breakdown.Several ? "several regions" : code;

    private static void Rules(StringBuilder page, Terms terms, IReadOnlyList<Recorded> acts)
    {
        Line(page, "<dl>");
        foreach (var suspension in terms.Suspensions)
            Line(page, $"<dt>suspended: {suspension.Position}</dt><dd><code>{Text(suspension.Purpose)}</code>{(suspension.Regions is { } regions ? $" in {Text(string.Join(", ", regions.Order(StringComparer.Ordinal)))}" : " everywhere")}, since {Day(suspension.Begun)}{acts.Where(act => act.Position == suspension.Position).Select(act => act.Statement).OfType<Suspended>().Select(By).FirstOrDefault()}</dd>");
        foreach (var rule in terms.Policy?.Rules ?? [])
            Line(page, $"<dt>{(rule is GrantRule ? "grant" : "deny")}: {Breakable(rule.Name)}</dt><dd>{Text(RuleWords.When(rule) + RuleWords.Asks(rule))}{(rule.Because is { } because ? $" <em>{Text(because)}</em>" : "")}{(rule.Cites.Count == 0 ? "" : $" <cite>{Text(string.Join("; ", rule.Cites))}</cite>")}</dd>");
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

    /// <summary>A long word that may break where its parts meet.</summary>
    private static string Breakable(string word) => Text(word).Replace(":", ":<wbr>", StringComparison.Ordinal).Replace("/", "/<wbr>", StringComparison.Ordinal).Replace("-", "-<wbr>", StringComparison.Ordinal);

    private static string By(Suspended suspended) => $", {Text(suspended.Authority)}{(suspended.Reference.Length > 0 ? $" ({Text(suspended.Reference)})" : "")}";

    /// <summary>A sentence, in which what stands between backticks is a name.</summary>
    private static string Words(string sentence) => Name().Replace(Text(sentence), "<code>$1</code>");

    private static string Time(Instant instant)
    {
        var exact = instant.ToString();
        return $"<time datetime=\"{exact}\">{exact[..10]} {exact[11..19]} UTC</time>";
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    private static string Day(Instant instant) => instant.ToString()[..10];
}
