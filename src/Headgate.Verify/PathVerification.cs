using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Headgate.Evidence;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>Verifies what lies at a path, by what it is: a folder is a data set, an evidence pack or a log, a file a receipt or a checkpoint.</summary>
internal static class PathVerification
{
    private const string ReceiptStart = "headgate-receipt/";

    /// <returns>False where nothing can be said, so that it is the usage that is at fault.</returns>
    public static bool TryVerify(string path, IReadOnlyList<VerifierKey> pinned, [NotNullWhen(true)] out Finding? finding, out string problem)
    {
        (finding, problem) = (null, "");
        if (File.Exists(Path.Combine(path, EvidenceLayout.Manifest))) finding = Evidence(path, pinned);
        else if (LogFolder.IsLog(path)) finding = Log(path, pinned, out problem);
        else if (Directory.Exists(path)) finding = DataSet(path, pinned);
        else if (!File.Exists(path)) problem = $"nothing is at `{path}`";
        else if (!TryReadNote(path, out var bytes, out var fault)) finding = Failing(path, Last(pinned), fault);
        else if (bytes.AsSpan().StartsWith(Encoding.UTF8.GetBytes(ReceiptStart))) finding = Receipt(path, bytes, pinned);
        else if (pinned.Count == 0) problem = $"`{path}` carries no key with it: give the ledger's with `--key`";
        else finding = Checkpoint(path, bytes, pinned);
        return finding is not null;
    }

    /// <returns>Null where nothing can be said for want of a key.</returns>
    private static Finding? Log(string path, IReadOnlyList<VerifierKey> pinned, out string problem)
    {
        problem = "";
        var log = new LogFolder(path);
        var keys = pinned.Count > 0 ? pinned : log.Keys();
        if (keys.Count == 0)
        {
            problem = $"`{path}` carries no key with it: give the ledger's with `--key`";
            return null;
        }
        if (log.Checkpoint(keys) is not var (checkpoint, key)) return Failing(path, keys[^1], $"its checkpoint is missing, or not signed by {keys[^1].Name}") with { Pinned = pinned.Count > 0 };
        return new(path, key, pinned.Count > 0, checkpoint, [Position(checkpoint)], [.. log.Problems(checkpoint).Select(one => new VerificationProblem(path, one))]) { Log = log };
    }

    private static Finding DataSet(string path, IReadOnlyList<VerifierKey> pinned)
    {
        var folder = new DataSetFolder(path);
        // sealed with whichever of the ledger's keys it says; the last where it says none of them
        var key = pinned.FirstOrDefault(folder.Says) ?? Last(pinned);
        var report = DataSetVerification.Verify(folder.Files, folder.Open, key);
        var problems = report.Problems.Concat(folder.Problems).Select(found => Below(path, found));
        string[] redacted = report.Redaction is { } redaction ? [Text($"{redaction.Path} was written anew: {redaction.Records:N0} records in it no longer name people who were erased")] : [];
        return new(path, report.Key, report.Pinned, report.Manifest?.Ledger, report.Manifest is { } manifest ? [.. Account(manifest), .. redacted] : [], [.. problems]);
    }

    private static Finding Evidence(string path, IReadOnlyList<VerifierKey> pinned)
    {
        var folder = new DataSetFolder(path);
        var report = EvidenceVerification.Verify(folder.Files, folder.Open, pinned);
        var problems = report.Problems.Concat(folder.Problems).Select(found => Below(path, found));
        return new(path, report.Key, report.Pinned, report.Manifest?.Ledger, report.Manifest is { } manifest ? [.. EvidenceSays(report, manifest)] : [], [.. problems]) { Evidence = report };
    }

    private static IEnumerable<string> EvidenceSays(EvidenceReport report, EvidenceManifest manifest)
    {
        yield return Text($"an evidence pack of {report.Acts.Count:N0} public acts, each proved to be in the log, as of {manifest.At}");
        if (report.Unknown > 0) yield return Text($"{report.Unknown:N0} of them are of kinds that this verifier does not know");
        if (manifest.Personal) yield return Text($"{report.People:N0} statements about people, each proved");
        if (manifest.Scope is { } scope) yield return Text($"limited to {scope.Word}: {manifest.LeftOut.Count:N0} acts of other regions are left out");
        if (manifest.NotFound.Count > 0) yield return Text($"{manifest.NotFound.Count:N0} acts come without the signed manifest that they name");
        yield return "give the folder of the published log beside it, and it is also checked that no public act is missing";
        yield return Position(manifest.Ledger);
    }

    private static Finding Receipt(string path, byte[] bytes, IReadOnlyList<VerifierKey> pinned)
    {
        if (!Ledger.Receipt.TryParse(bytes, out var receipt)) return Failing(path, Last(pinned), "is not a receipt");
        var key = pinned.Count == 0 || pinned.Contains(receipt.Key) ? receipt.Key : pinned[^1];
        if (receipt.Check(key) is { } problem) return Failing(path, key, problem) with { Pinned = pinned.Count > 0 };
        Ledger.Checkpoint.TryOpen(Encoding.UTF8.GetBytes(receipt.Proof.Checkpoint.ToString()), key, out var checkpoint);
        string[] says = [Text($"a statement of kind {receipt.Entry.Kind}, position {receipt.Proof.Index}, recorded at {receipt.Entry.RecordedAt}"), Position(checkpoint!)];
        return new(path, key, pinned.Count > 0, checkpoint, says, []);
    }

    private static Finding Checkpoint(string path, byte[] bytes, IReadOnlyList<VerifierKey> keys)
    {
        foreach (var key in keys)
            if (Ledger.Checkpoint.TryOpen(bytes, key, out var checkpoint)) return new(path, key, true, checkpoint, [Position(checkpoint)], []);
        return Failing(path, keys[^1], $"is not a checkpoint signed by {keys[^1].Name}, or was altered since");
    }

    private static VerifierKey? Last(IReadOnlyList<VerifierKey> keys) => keys.Count > 0 ? keys[^1] : null;

    private static Finding Failing(string path, VerifierKey? key, string problem) => new(path, key, key is not null, null, [], [new(path, problem)]);

    private static bool TryReadNote(string path, [NotNullWhen(true)] out byte[]? bytes, out string problem)
    {
        (bytes, problem) = (null, "");
        try
        {
            var length = new FileInfo(path).Length;
            if (length > SignedNote.MostBytes) problem = $"has more than {SignedNote.MostBytes} bytes";
            else bytes = length == 0 ? [] : File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot be read: {fault.Message}";
        }
        return bytes is not null;
    }

    private static string[] Account(GateManifest manifest) =>
    [
        Text($"{manifest.Counts.Input:N0} records read, {manifest.Counts.Kept:N0} kept, {manifest.Counts.Dropped:N0} dropped"),
        $"for {manifest.Purpose} at {manifest.At}{(manifest.Replay ? ", a replay" : "")}",
        manifest.Policy is { } policy ? Text($"policy {policy.Id}, version {policy.Version}") : "no policy was in force",
        Position(manifest.Ledger),
    ];

    private static VerificationProblem Below(string path, VerificationProblem found) => found with { Path = $"{path.TrimEnd('/', Path.DirectorySeparatorChar)}/{found.Path}" };

    private static string Position(Checkpoint checkpoint) => Text($"ledger {checkpoint.Origin} of {checkpoint.Size:N0} entries");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
