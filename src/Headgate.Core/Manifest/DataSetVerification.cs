using System.Security;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>Verifies a sealed data set from its files alone (docs/manifest-format.md, What is verified). Hostile files give problems, never exceptions.</summary>
public sealed class DataSetVerification
{
    private const int MostManifestBytes = 64 * 1024 * 1024;
    private const int MostKeyBytes = 4096;

    private readonly IReadOnlySet<string> files;
    private readonly Func<string, Stream?> open;
    private readonly VerifierKey? pinned;
    private readonly List<VerificationProblem> problems = [];

    private DataSetVerification(IEnumerable<string> files, Func<string, Stream?> open, VerifierKey? pinned) =>
        (this.files, this.open, this.pinned) = (files.ToHashSet(StringComparer.Ordinal), open, pinned);

    /// <param name="files">Every file in the folder, below it, with slashes.</param>
    /// <param name="open">Opens one of them for reading, able to seek; null where it cannot be had.</param>
    /// <param name="pinned">The ledger's key as the caller knows it; where null, the key in the folder is trusted.</param>
    public static DataSetReport Verify(IEnumerable<string> files, Func<string, Stream?> open, VerifierKey? pinned = null) =>
        new DataSetVerification(files, open, pinned).Verify();

    private DataSetReport Verify()
    {
        var key = TrustedKey();
        var manifest = key is null ? null : SignedManifest(key);
        if (key is not null && manifest is not null)
        {
            problems.AddRange(ManifestAccount.Problems(manifest));
            CheckCheckpoint(key, manifest.Ledger);
            CheckListing(manifest);
            foreach (var output in manifest.Outputs.DistinctBy(output => output.Path).Where(output => files.Contains(output.Path)))
                CheckOutput(manifest, output);
            CheckPrevious(manifest);
        }
        return new(key, pinned is not null, manifest, problems);
    }

    private VerifierKey? TrustedKey()
    {
        if (ReadAll(DataSetLayout.LedgerKey, MostKeyBytes) is not { } bytes) return pinned;
        var lies = Encoding.UTF8.GetString(bytes) is [.. var text, '\n'] && VerifierKey.TryParse(text, out var key) ? key : null;
        if (lies is null) Add(DataSetLayout.LedgerKey, "is not a key of a ledger");
        else if (pinned is not null && !pinned.Equals(lies)) Add(DataSetLayout.LedgerKey, "is not the key that was pinned");
        return pinned ?? lies;
    }

    private GateManifest? SignedManifest(VerifierKey key)
    {
        if (ReadAll(DataSetLayout.Manifest, MostManifestBytes) is not { } bytes) return null;
        if (!DsseEnvelope.TryParse(bytes, out var envelope))
        {
            Add(DataSetLayout.Manifest, "is not a DSSE envelope");
            return null;
        }
        if (envelope.SignatureBy(key) is not { } signature)
        {
            Add(DataSetLayout.Manifest, $"is not signed by {key.Name}, or was altered since");
            return null;
        }
        if (signature.KeyId != DsseEnvelope.KeyIdOf(key) || !bytes.AsSpan().SequenceEqual(envelope.ToBytes()))
            Add(DataSetLayout.Manifest, "holds something besides what was signed");
        if (envelope.PayloadType != InTotoStatement.PayloadType) Add(DataSetLayout.Manifest, $"holds `{envelope.PayloadType}`, not `{InTotoStatement.PayloadType}`");
        else if (GateManifest.TryParse(envelope.Payload, out var manifest, out var problem)) return manifest;
        else Add(DataSetLayout.Manifest, problem);
        return null;
    }

    private void CheckCheckpoint(VerifierKey key, Checkpoint ledger)
    {
        if (ReadAll(DataSetLayout.Checkpoint, SignedNote.MostBytes) is not { } note) return;
        if (!Checkpoint.TryOpen(note, key, out var checkpoint)) Add(DataSetLayout.Checkpoint, $"is not a checkpoint signed by {key.Name}, or was altered since");
        else if ((checkpoint.Origin, checkpoint.Size, checkpoint.Root) != (ledger.Origin, ledger.Size, ledger.Root))
            Add(DataSetLayout.Checkpoint, $"is not the checkpoint of size {ledger.Size} that the manifest names");
    }

    private void CheckListing(GateManifest manifest)
    {
        var listed = manifest.Outputs.Select(output => output.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in listed.Where(path => !files.Contains(path)).Order(StringComparer.Ordinal)) Add(path, "is missing");
        foreach (var path in files.Where(path => !listed.Contains(path) && !DataSetLayout.IsVoucher(path)).Order(StringComparer.Ordinal))
            Add(path, "is not in the manifest");
    }

    private void CheckOutput(GateManifest manifest, OutputFile output) => Read(output.Path, stream =>
    {
        using var census = output.Path == DataSetLayout.Verdicts ? new VerdictCensus() : null;
        var content = OutputContent.Read(stream, output.Bytes, census is null ? null : census.Append);
        if (content.Bytes != output.Bytes) Add(output.Path, $"has {(content.Bytes > output.Bytes ? "more" : "fewer")} bytes than the {output.Bytes} of the manifest");
        else if (content.Sha256 != output.Sha256) Add(output.Path, "does not have the SHA-256 of the manifest");

        if (census is not null)
        {
            foreach (var problem in census.Problems(manifest)) Add(output.Path, problem);
            return;
        }
        var isData = DataSetLayout.IsEligible(output.Path) || DataSetLayout.IsDenied(output.Path) || DataSetLayout.IsVerdictList(output.Path);
        var counted = Path.GetExtension(output.Path) switch
        {
            ".parquet" => ParquetFooter.Rows(stream),
            ".jsonl" => content.Lines,
            _ => null,
        };
        if (counted is null && isData) Add(output.Path, "is not a file whose records can be counted");
        else if (counted is not null && (isData || output.Records is not null) && counted != (output.Records ?? 0))
            Add(output.Path, $"holds {counted} records, not {output.Records ?? 0}");
    });

    private void CheckPrevious(GateManifest manifest)
    {
        if (!files.Contains(DataSetLayout.PreviousManifest)) return;
        if (ReadAll(DataSetLayout.PreviousManifest, MostManifestBytes) is not { } bytes) return;
        if (!DsseEnvelope.TryParse(bytes, out var envelope) || manifest.Previous != Digest.Of(envelope.Payload.Span))
            Add(DataSetLayout.PreviousManifest, "is not the manifest that this one follows");
    }

    /// <returns>Null, and that is a problem, where the file is missing, longer than <paramref name="most"/> bytes, or cannot be read.</returns>
    private byte[]? ReadAll(string path, int most)
    {
        byte[]? all = null;
        Read(path, stream =>
        {
            using var buffer = new MemoryStream();
            var part = new byte[64 * 1024];
            for (int read; buffer.Length <= most && (read = stream.Read(part)) > 0;) buffer.Write(part, 0, read);
            if (buffer.Length > most) Add(path, $"has more than {most} bytes");
            else all = buffer.ToArray();
        });
        return all;
    }

    private void Read(string path, Action<Stream> read)
    {
        try
        {
            using var stream = files.Contains(path) ? open(path) : null;
            if (stream is null) Add(path, "is missing");
            else read(stream);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException)
        {
            Add(path, $"cannot be read: {fault.Message}");
        }
    }

    private void Add(string path, string problem) => problems.Add(new(path, problem));
}
