using System.Globalization;
using System.Text;
using Headgate.Evidence;
using Headgate.Manifest;
using static Headgate.Engine.EvidencePage;
using static Headgate.Engine.GateReport;

namespace Headgate.Engine;

/// <summary>The part of an evidence page about what was used: data sets with their accounts, permits, models.</summary>
internal static class EvidenceUse
{
    public static void Write(StringBuilder page, EvidenceContents contents)
    {
        Section(page, "data-sets", "Data sets, and their accounts", DataSets(contents));
        Section(page, "permits", "Permits, and how each ended", Permits(contents));
        Section(page, "models", "Models", Models(contents));
        Section(page, "disclosures", "Who else was given a data set", Disclosures(contents));
    }

    private static string DataSets(EvidenceContents contents)
    {
        if (contents.Account.DataSets.Count == 0) return "<p class=\"empty\">No data set was sealed.</p>\n";
        return string.Concat(contents.Account.DataSets.OrderByDescending(act => act.Position).Select(act => DataSet(act, contents)));
    }

    private static string DataSet(Recorded act, EvidenceContents contents)
    {
        var set = (DataSetSealed)act.Statement;
        var share = set.Input == 0 ? 0 : 100.0 * set.Kept / set.Input;
        var text = new StringBuilder();
        Line(text, $"<article {Id("data-set", act.Position)}><h3>{Text(set.Name)} {(set.Replay ? Badge("soft", "replay: shows what would have been") : "")} {Position(act.Position)}</h3>");
        Line(text, $"<p>For <code>{Text(set.Purpose)}</code>, sealed {Moment(act.RecordedAt)}: <strong>{Number(set.Kept)}</strong> of {Number(set.Input)} records may be used, {Number(set.Input - set.Kept)} were left out.</p>");
        if (set.Input > 0) Line(text, string.Create(CultureInfo.InvariantCulture, $"<div class=\"bar\" role=\"img\" aria-label=\"kept {share:0.0} %, left out {100 - share:0.0} %\"><i style=\"width:{share:0.00}%\"></i></div>"));
        if (!contents.Gates.TryGetValue(act.Position, out var gate)) Line(text, $"<p class=\"notice\">Its signed manifest no longer lies where it was sealed. The log holds its SHA-256: <code class=\"hash\">{Text(set.ManifestDigest)}</code></p>");
        else Account(text, act.Position, gate);
        return text.Append("</article>\n").ToString();
    }

    private static void Account(StringBuilder text, long position, GateManifest gate)
    {
        Line(text, $"<p class=\"quiet\">{(gate.Policy is { } policy ? $"By policy {Text(policy.Id)}, version {policy.Version.ToString(CultureInfo.InvariantCulture)}" : "No policy was in force")}; {Number(gate.Subjects.Kept)} people have a record in it. <a href=\"{EvidenceLayout.DataSetOf(position)}\">Signed manifest</a></p>");
        if (gate.Counts.ByReason.Count == 0) return;
        Line(text, "<details><summary>Why records were left out</summary>");
        text.Append(Table("Reasons", ["Reason", "#Records"], gate.Counts.ByReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"<tr><th scope=\"row\"><code>{Text(pair.Key)}</code></th><td class=\"n\">{Number(pair.Value)}</td></tr>")));
        Line(text, "</details>");
    }

    private static string Permits(EvidenceContents contents)
    {
        if (contents.Account.Permits.Count == 0) return "<p class=\"empty\">No permit was given.</p>\n";
        return "<p>A permit is a short lease. One that nobody renewed ended by itself, whether or not the ledger says so.</p>\n" + Table(
            "Permits", ["Permit", "Run", "Data set", "Given", "Ended", "Why"],
            contents.Account.Permits.OrderByDescending(permit => permit.Position).Select(permit =>
                $"<tr {Id("permit", permit.Position)}><th scope=\"row\">{Position(permit.Position)}</th><td>{Text(permit.Given.Run)}</td><td>{Text(permit.Given.DataSet)}</td><td>{Moment(permit.Since)}</td><td>{(permit.Ending is { } end ? Moment(end.RecordedAt) : "<em>no end recorded</em>")}</td><td>{Why(permit.EndReason)}</td></tr>"));
    }

    private static string Why(string? reason) => reason switch
    {
        null => $"its lease runs, or ran out",
        "closed" => Badge("good", "given back"),
        "expired" => Badge("soft", "ran out"),
        _ => $"{Badge("bad", "revoked")} <code>{Text(reason)}</code>",
    };

    private static string Models(EvidenceContents contents)
    {
        var text = new StringBuilder();
        if (contents.Account.Models.Count == 0) Line(text, "<p class=\"empty\">No model was trained.</p>");
        text.Append(Table("Models trained", ["Act", "Model", "For", "#Records", "#Authors", "Under permit", "Trained", "Manifest"], contents.Account.Models.OrderByDescending(act => act.Position).Select(act =>
        {
            var model = (ModelTrained)act.Statement;
            return $"<tr {Id("model", act.Position)}><th scope=\"row\">{Position(act.Position)}</th><td>{Text(model.Name)}</td><td><code>{Text(model.Purpose)}</code></td><td class=\"n\">{Number(model.Records)}</td><td class=\"n\">{Number(model.Authors)}</td><td><a href=\"#permit-{model.Permit.ToString(CultureInfo.InvariantCulture)}\">{Position(model.Permit)}</a></td><td>{Moment(act.RecordedAt)}</td><td>{Manifest(contents, act.Position)}</td></tr>";
        })));
        text.Append(Table("What models were made to forget", ["Act", "Model", "#People forgotten", "#Records", "When", "Manifest"], contents.Account.Forgettings.OrderByDescending(act => act.Position).Select(act =>
        {
            var forgot = (ModelForgot)act.Statement;
            return $"<tr {Id("forgetting", act.Position)}><th scope=\"row\">{Position(act.Position)}</th><td>{Text(forgot.Name)}</td><td class=\"n\">{Number(forgot.People)}</td><td class=\"n\">{Number(forgot.Records)}</td><td>{Moment(act.RecordedAt)}</td><td>{Manifest(contents, act.Position)}</td></tr>";
        })));
        return text.ToString();
    }

    private static string Disclosures(EvidenceContents contents) => contents.Account.Disclosures.Count == 0
        ? "<p class=\"empty\">No data set is recorded as given to anybody else.</p>\n"
        : "<p>Whoever holds a copy is told which records must go, as people leave.</p>\n" + Table("Recipients", ["Act", "Recipient", "Data set", "Given", "#Times told", "#Records to remove, last", "#Acknowledged"], contents.Account.Disclosures.OrderByDescending(one => one.Act.Position).Select(one =>
        {
            var disclosed = (DataSetDisclosed)one.Act.Statement;
            return $"<tr {Id("disclosure", one.Act.Position)}><th scope=\"row\">{Position(one.Act.Position)}</th><td>{Text(disclosed.Recipient)}</td><td>{Text(disclosed.DataSet)}</td><td>{Moment(one.Act.RecordedAt)}</td><td class=\"n\">{Number(one.Told.Count)}</td><td class=\"n\">{(one.Told is [.., { Statement: RecipientTold last }] ? Number(last.Records) : "–")}</td><td class=\"n\">{Number(one.Acknowledged.Count)}</td></tr>";
        }));

    private static string Manifest(EvidenceContents contents, long position) =>
        contents.Models.ContainsKey(position) ? $"<a href=\"{EvidenceLayout.ModelOf(position)}\">signed</a>" : "<em>not found</em>";
}
