using System.Globalization;
using System.Text;
using Headgate.Evidence;
using static Headgate.Engine.EvidencePage;
using static Headgate.Engine.GateReport;

namespace Headgate.Engine;

/// <summary>The part of an evidence page about the log, what is left out, and how to verify all of it.</summary>
internal static class EvidenceProofs
{
    public static void Write(StringBuilder page, EvidenceContents contents)
    {
        Section(page, "log", "The log", Log(contents));
        Section(page, "erasures", "Erasures", Erasures(contents));
        Section(page, "left-out", "What is not in this pack", LeftOut(contents));
        Section(page, "verify", "How to verify this yourself", Verify(contents));
    }

    private static string Log(EvidenceContents contents)
    {
        var text = new StringBuilder();
        Line(text, "<dl>");
        Line(text, $"<dt>Origin</dt><dd><code>{Text(contents.Ledger.Origin)}</code></dd><dt>Statements</dt><dd>{Number(contents.Ledger.Size)}, of which {Number(contents.Account.Acts.Count)} public acts are proved here</dd><dt>Root</dt><dd><code class=\"hash\">{contents.Ledger.Root.ToHex()}</code></dd>");
        foreach (var key in contents.Keys)
            Line(text, $"<dt>{(key.Since is { } since ? $"Key since {Position(since)}" : "First key")}</dt><dd><code class=\"hash\">{Text(key.Key.ToString())}</code></dd>");
        return text.Append("</dl>\n").ToString();
    }

    private static string Erasures(EvidenceContents contents) => contents.Account.Erasures.Count == 0
        ? "<p class=\"empty\">Nobody was erased.</p>\n"
        : Table("Erasures", ["Act", "When", "#Statements destroyed"], contents.Account.Erasures.OrderByDescending(act => act.Position)
            .Select(act => $"<tr><th scope=\"row\">{Position(act.Position)}</th><td>{Day(act.RecordedAt)}</td><td class=\"n\">{Number(((Erased)act.Statement).Statements)}</td></tr>"));

    private static string LeftOut(EvidenceContents contents)
    {
        var text = new StringBuilder("<ul>\n");
        if (contents.People == 0) Line(text, $"<li>The {Number(contents.Ledger.Size)} statements of the log hold sealed commitments to what was said of people, which are not opened here.</li>");
        if (contents.Scope is { } scope)
            Line(text, $"<li>It is limited to {Text(scope.Word)} ({Text(string.Join(", ", scope.Codes))}): {(contents.LeftOut.Count == 0 ? "no pause concerns other regions alone" : $"{Number(contents.LeftOut.Count)} acts that concern other regions alone are left out: {string.Join(", ", contents.LeftOut.Select(act => $"{Text(act.Kind)} {Position(act.Position)}"))}")}. Notices are counted among those who claim that region. All else is not regional, and is here in full.</li>");
        if (contents.NotFound.Count > 0) Line(text, $"<li>Signed manifests that do not lie where they were sealed: {string.Join(", ", contents.NotFound.Select(one => $"{Text(one.Value)} {Position(one.Key)}"))}.</li>");
        Line(text, "<li>The content itself, and the data sets: their digests are in the signed manifests.</li>");
        return text.Append("</ul>\n").ToString();
    }

    private static string Verify(EvidenceContents contents) =>
        $"<ol><li>Get the ledger’s key from somewhere that you trust, and compare it with the one above.</li><li>Run <code>headgate-verify --key KEY FOLDER</code> on the folder that holds this page. It needs no network, and nothing of the platform’s.</li><li>It checks the signature over the list of all files and each of their digests; that every act is the one its entry in the log commits to, and is in the log of the signed checkpoint; that the account and the figures of this page follow from those acts; that policies, data sets and models are the ones their acts name; and that every earlier state of the log named here is its beginning.</li><li>With a copy of the published log beside it, it also checks that no public act is missing.</li></ol>\n<p>The figures as data: <a href=\"{EvidenceLayout.Account}\">{EvidenceLayout.Account}</a>, <a href=\"{EvidenceLayout.Stated}\">{EvidenceLayout.Stated}</a>, <a href=\"{EvidenceLayout.Acts}\">{EvidenceLayout.Acts}</a>.</p>\n<p class=\"quiet\">{EvidenceTexts.NoApproval} Written {contents.At.ToDateTimeOffset().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}.</p>\n";
}
