using System.Globalization;
using System.Text;
using Headgate.Evidence;
using static Headgate.Engine.EvidencePage;
using static Headgate.Engine.GateReport;

namespace Headgate.Engine;

/// <summary>The part of an evidence page about rules and authorities: policies, pauses, concerns, commitments, notices.</summary>
internal static class EvidenceGovernance
{
    public static void Write(StringBuilder page, EvidenceContents contents)
    {
        Section(page, "policies", "Policies in force over time", Policies(contents));
        Section(page, "suspensions", "Pauses, and how fast each took hold", Suspensions(contents));
        Section(page, "concerns", "Concerns", Concerns(contents));
        Section(page, "commitments", "Commitments", Commitments(contents));
        Section(page, "notices", "Notices, and what became of them", NoticesOf(contents));
    }

    private static string Policies(EvidenceContents contents)
    {
        if (contents.Account.Policies.Count == 0) return "<p class=\"empty\">No policy was ever published. Without one everything is denied.</p>\n";
        var inForce = Terms.PublishedInForce(contents.Account.Acts, contents.At);
        var text = new StringBuilder("<ol class=\"cards\">\n");
        foreach (var act in contents.Account.Policies.OrderByDescending(act => act.EffectiveAt).ThenByDescending(act => act.Position))
        {
            var published = (PolicyPublished)act.Statement;
            var policy = PolicyReader.Read(published.Text).Policy;
            var next = contents.Account.Policies.Where(other => other.EffectiveAt > act.EffectiveAt || (other.EffectiveAt == act.EffectiveAt && other.Position > act.Position)).Select(other => (Instant?)other.EffectiveAt).Min();
            Line(text, $"<li {Id("policy", act.Position)}><h3>{Text(policy?.Name ?? "a policy")}, version {(policy?.Version ?? 0).ToString(CultureInfo.InvariantCulture)} {(ReferenceEquals(published, inForce) ? Badge("good", "in force") : "")} {Position(act.Position)}</h3>");
            Line(text, $"<p>{(next is { } end ? $"In force from {Day(act.EffectiveAt)} to {Day(end)}" : $"In force from {Day(act.EffectiveAt)}")}; published {Moment(act.RecordedAt)}.</p>");
            if (published.Override is { } over) Line(text, $"<p class=\"notice\"><strong>Published by override.</strong> {Text(over.By)} answers for it: “{Text(over.Reason)}”</p>");
            if (policy is not null) Line(text, $"<p>{Number(policy.Denies.Count())} rules forbid. What is allowed:</p><ul class=\"grants\">{string.Concat(policy.Grants.Select(grant => $"<li><code>{Text(grant.Name)}</code>{(grant.Because is { } because ? $" {Text(because)}" : "")}</li>"))}</ul>");
            Line(text, $"<details><summary>The text, word for word</summary><pre tabindex=\"0\">{Text(published.Text)}</pre></details><p><a href=\"{EvidenceLayout.PolicyOf(act.Position)}\">As a file</a></p></li>");
        }
        return text.Append("</ol>\n").ToString();
    }

    private static string Suspensions(EvidenceContents contents)
    {
        if (contents.Account.Suspensions.Count == 0) return "<p class=\"empty\">Nothing was paused.</p>\n";
        return "<p>A pause counts from the moment it is recorded: the next decision denies. <em>Took hold</em> is what was measured and recorded: from when it was asked for until nothing could be allowed any more.</p>\n" + Table(
            "Pauses", ["Pause", "Where and for what", "Asked for by", "Since", "Took hold", "Permits ended", "State"],
            contents.Account.Suspensions.OrderByDescending(one => one.Act.Position).Select(one =>
            {
                var said = one.Suspended;
                var window = said.CollectedFrom is null && said.CollectedTo is null ? "" : $"<small>what was collected {(said.CollectedFrom is { } from ? $"from {Day(from)} " : "")}{(said.CollectedTo is { } to ? $"before {Day(to)}" : "")}</small>";
                return $"<tr {Id("suspension", one.Act.Position)}><th scope=\"row\">{Position(one.Act.Position)}</th><td><strong>{Text(said.Regions is null ? "everywhere" : string.Join(", ", said.RegionWords))}</strong> <code>{Text(said.Purpose)}</code>{(said.Service is { } service ? $" on {Text(service)}" : "")}{window}</td>"
                    + $"<td>{Text(said.Authority)}{(said.Reference.Length > 0 ? $"<small>{Text(said.Reference)}</small>" : "")}</td><td>{Moment(one.Act.EffectiveAt)}</td>"
                    + $"<td>{(one.TookHold is { } took ? $"in {Took(took.TotalMilliseconds)}" : "<em>not measured</em>")}</td>"
                    + $"<td>{(one.LastRevokedAfter is { } after ? $"{Number(one.Revoked.Count)}, the last {Took(after.TotalMilliseconds)} after" : "none was reached")}</td><td>{State(one)}</td></tr>";
            }));
    }

    private static string State(SuspensionAccount one) => one.Lifts switch
    {
        [] => Badge("bad", "in force"),
        [.., { Statement: Lifted { After: null, Override: { } over } } lift] => $"{Badge("soft", "lifted")} {Day(lift.EffectiveAt)}, by override of {Text(over.By)}<small>“{Text(over.Reason)}”</small>",
        [.., { Statement: Lifted { After: { } notice } lifted } lift] => $"{Badge("warn", "ends person by person")} since {Day(lift.EffectiveAt)}: for whoever was served <code>{Text(notice.ToString())}</code> and had {Durations.Write(lifted.Window ?? TimeSpan.Zero)} to object",
        _ => Badge("soft", "lifted"),
    };

    private static string Concerns(EvidenceContents contents)
    {
        var account = contents.Account.Concerns;
        if (account.Concerns.Count == 0) return "<p class=\"empty\">No authority’s concern is recorded.</p>\n";
        return "<p>A concern changes no verdict, and one that was closed is no approval.</p>\n<ol class=\"cards\">\n" + string.Concat(account.Concerns.OrderByDescending(one => one.Position).Select(concern =>
            $"<li {Id("concern", concern.Position)}><h3>{Text(concern.Opened.Authority)} {StateBadge(concern.StateAt(contents.At))} {Position(concern.Position)}</h3><p>{Text(concern.Opened.Text)}</p>"
            + $"<p class=\"quiet\">Raised {Day(concern.Since)}{(concern.Opened.Due is { } due ? $", answer due {due.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}" : "")}{(concern.Opened.Reference.Length > 0 ? $", {Text(concern.Opened.Reference)}" : "")}</p>"
            + string.Concat(concern.Answers.Select(answer => $"<blockquote><p>{Text(((ConcernAnswered)answer.Statement).Text)}</p><footer>answered {Day(answer.EffectiveAt)} {Position(answer.Position)}</footer></blockquote>"))
            + (concern.Closing is { } closing ? $"<p class=\"quiet\">Closed by the authority {Day(closing.EffectiveAt)} {Position(closing.Position)}</p>" : "") + "</li>\n")) + "</ol>\n";
    }

    private static string Commitments(EvidenceContents contents)
    {
        var account = contents.Account.Concerns;
        if (account.Commitments.Count == 0) return "<p class=\"empty\">Nothing was undertaken.</p>\n";
        return Table("Commitments", ["Commitment", "Towards", "What was undertaken", "Since", "Due", "State"], account.Commitments.OrderByDescending(one => one.Position).Select(one =>
            $"<tr {Id("commitment", one.Position)}><th scope=\"row\">{Position(one.Position)}</th><td>{Text(one.Made.Authority)}</td><td>{Text(one.Made.Text)}</td><td>{Day(one.Since)}</td><td>{(one.Made.Due is { } due ? due.ToString("d MMM yyyy", CultureInfo.InvariantCulture) : "without end")}</td><td>{StateBadge(one.StateAt(contents.At))}{(one.Fulfilment is { } done ? $" {Day(done.EffectiveAt)}" : "")}</td></tr>"));
    }

    private static string NoticesOf(EvidenceContents contents)
    {
        if (contents.Stated.Notices.Count == 0) return "<p class=\"empty\">No notice was declared or served.</p>\n";
        var few = contents.Stated.Smallest > 1 ? $" Of fewer than {contents.Stated.Smallest.ToString(CultureInfo.InvariantCulture)} people no count is given." : "";
        return $"<p>These counts are <i class=\"stated\">stated</i>: the log holds what was said to people as sealed commitments, one for each, and opening them would tell who they are.{few}</p>\n" + Table(
            "Notices", ["Notice", "SHA-256 of its text", "#Served", "#Bounced", "#Objected since"],
            contents.Stated.Notices.Select(one => $"<tr><th scope=\"row\"><code>{Text(one.Notice.ToString())}</code></th><td>{(one.Digest is { } digest ? $"<code class=\"hash\">{digest}</code>" : "<em>no text was published</em>")}</td><td class=\"n\">{Count(one.Served)}</td><td class=\"n\">{Count(one.Bounced)}</td><td class=\"n\">{Count(one.Objected)}</td></tr>"));

        string Count(long? count) => count is { } number ? Number(number) : $"1–{(contents.Stated.Smallest - 1).ToString(CultureInfo.InvariantCulture)}";
    }

    private static string StateBadge(string state) => Badge(state switch { "overdue" => "bad", "open" or "owed" => "warn", "answered" => "soft", _ => "good" }, state);
}
