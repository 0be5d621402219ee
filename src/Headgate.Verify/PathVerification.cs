using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>Verifies what lies at a path, by what it is: a folder is a data set, a file a checkpoint.</summary>
internal static class PathVerification
{
    /// <returns>False where nothing can be said, so that it is the usage that is at fault.</returns>
    public static bool TryVerify(string path, VerifierKey? pinned, [NotNullWhen(true)] out Finding? finding, out string problem)
    {
        (finding, problem) = (null, "");
        if (Directory.Exists(path)) finding = DataSet(path, pinned);
        else if (!File.Exists(path)) problem = $"nothing is at `{path}`";
        else if (pinned is null) problem = $"`{path}` carries no key with it: give the ledger's with `--key`";
        else finding = Checkpoint(path, pinned);
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

    private static Finding Checkpoint(string path, VerifierKey key)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var note = new byte[SignedNote.MostBytes + 1];
            if (Ledger.Checkpoint.TryOpen(note.AsSpan(0, stream.ReadAtLeast(note, note.Length, throwOnEndOfStream: false)), key, out var checkpoint))
                return new(path, key, true, checkpoint, [Position(checkpoint)], []);
            return new(path, key, true, null, [], [new(path, $"is not a checkpoint signed by {key.Name}, or was altered since")]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(path, key, true, null, [], [new(path, $"cannot be read: {fault.Message}")]);
        }
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
