using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>Verifies what lies at a path, by what it is: a folder is a data set, a file a receipt or a checkpoint.</summary>
internal static class PathVerification
{
    private const string ReceiptStart = "headgate-receipt/";

    /// <returns>False where nothing can be said, so that it is the usage that is at fault.</returns>
    public static bool TryVerify(string path, VerifierKey? pinned, [NotNullWhen(true)] out Finding? finding, out string problem)
    {
        (finding, problem) = (null, "");
        if (Directory.Exists(path)) finding = DataSet(path, pinned);
        else if (!File.Exists(path)) problem = $"nothing is at `{path}`";
        else if (!TryReadNote(path, out var bytes, out var fault)) finding = Failing(path, pinned, fault);
        else if (bytes.AsSpan().StartsWith(Encoding.UTF8.GetBytes(ReceiptStart))) finding = Receipt(path, bytes, pinned);
        else if (pinned is null) problem = $"`{path}` carries no key with it: give the ledger's with `--key`";
        else finding = Checkpoint(path, bytes, pinned);
        return finding is not null;
    }

    private static Finding DataSet(string path, VerifierKey? pinned)
    {
        var folder = new DataSetFolder(path);
        var report = DataSetVerification.Verify(folder.Files, folder.Open, pinned);
        var problems = report.Problems.Concat(folder.Problems)
            .Select(found => found with { Path = $"{path.TrimEnd('/', Path.DirectorySeparatorChar)}/{found.Path}" });
        return new(path, report.Key, report.Pinned, report.Manifest?.Ledger, report.Manifest is { } manifest ? Account(manifest) : [], [.. problems]);
    }

    private static Finding Receipt(string path, byte[] bytes, VerifierKey? pinned)
    {
        if (!Ledger.Receipt.TryParse(bytes, out var receipt)) return Failing(path, pinned, "is not a receipt");
        var key = pinned ?? receipt.Key;
        if (receipt.Check(key) is { } problem) return Failing(path, key, problem) with { Pinned = pinned is not null };
        Ledger.Checkpoint.TryOpen(Encoding.UTF8.GetBytes(receipt.Proof.Checkpoint.ToString()), key, out var checkpoint);
        string[] says = [Text($"a statement of kind {receipt.Entry.Kind}, position {receipt.Proof.Index}, recorded at {receipt.Entry.RecordedAt}"), Position(checkpoint!)];
        return new(path, key, pinned is not null, checkpoint, says, []);
    }

    private static Finding Checkpoint(string path, byte[] bytes, VerifierKey key) =>
        Ledger.Checkpoint.TryOpen(bytes, key, out var checkpoint)
            ? new(path, key, true, checkpoint, [Position(checkpoint)], [])
            : Failing(path, key, $"is not a checkpoint signed by {key.Name}, or was altered since");

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

    private static string Position(Checkpoint checkpoint) => Text($"ledger {checkpoint.Origin} of {checkpoint.Size:N0} entries");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
