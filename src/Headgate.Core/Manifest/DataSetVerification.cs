using System.Text;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>Verifies a sealed data set from its files alone (docs/manifest-format.md, What is verified). Hostile files give problems, never exceptions.</summary>
public sealed class DataSetVerification
{
    private const int MostManifestBytes = 64 * 1024 * 1024;
    private const int MostKeyBytes = 4096;

    private readonly UntrustedFiles files;
    private readonly VerifierKey? pinned;
    private readonly List<VerificationProblem> problems = [];
    private Redaction? redaction;
    private Digest payload;

    private DataSetVerification(IEnumerable<string> files, Func<string, Stream?> open, VerifierKey? pinned) =>
        (this.files, this.pinned) = (new(files.ToHashSet(StringComparer.Ordinal), open, problems), pinned);

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
            ReadRedaction(key, manifest);
            foreach (var output in manifest.Outputs.DistinctBy(output => output.Path).Where(output => files.Has(output.Path)))
                CheckOutput(manifest, output);
            CheckPrevious(manifest);
        }
        return new(key, pinned is not null, manifest, problems) { Redaction = redaction };
    }

    private VerifierKey? TrustedKey()
    {
        if (files.ReadAll(DataSetLayout.LedgerKey, MostKeyBytes) is not { } bytes) return pinned;
        var lies = Encoding.UTF8.GetString(bytes) is [.. var text, '\n'] && VerifierKey.TryParse(text, out var key) ? key : null;
        if (lies is null) Add(DataSetLayout.LedgerKey, "is not a key of a ledger");
        else if (pinned is not null && !pinned.Equals(lies)) Add(DataSetLayout.LedgerKey, "is not the key that was pinned");
        return pinned ?? lies;
    }

    private GateManifest? SignedManifest(VerifierKey key)
    {
        if (files.ReadAll(DataSetLayout.Manifest, MostManifestBytes) is not { } bytes) return null;
        if (!DsseEnvelope.TryParse(bytes, out var envelope))
        {
            Add(DataSetLayout.Manifest, "is not a DSSE envelope");
            return null;
        }
        payload = Digest.Of(envelope.Payload.Span);
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
        if (files.ReadAll(DataSetLayout.Checkpoint, SignedNote.MostBytes) is not { } note) return;
        if (!Checkpoint.TryOpen(note, key, out var checkpoint)) Add(DataSetLayout.Checkpoint, $"is not a checkpoint signed by {key.Name}, or was altered since");
        else if ((checkpoint.Origin, checkpoint.Size, checkpoint.Root) != (ledger.Origin, ledger.Size, ledger.Root))
            Add(DataSetLayout.Checkpoint, $"is not the checkpoint of size {ledger.Size} that the manifest names");
    }

    private void CheckListing(GateManifest manifest)
    {
        var listed = manifest.Outputs.Select(output => output.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in listed.Where(path => !files.Has(path)).Order(StringComparer.Ordinal)) Add(path, "is missing");
        foreach (var path in files.All.Where(path => !listed.Contains(path) && !DataSetLayout.IsVoucher(path)).Order(StringComparer.Ordinal))
            Add(path, "is not in the manifest");
    }

    /// <summary>A denied file that was written anew since, without people who were erased, is vouched for by a redaction: signed by the data set's key, or by one that it handed over to.</summary>
    private void ReadRedaction(VerifierKey key, GateManifest manifest)
    {
        if (!files.Has(DataSetLayout.Redaction) || files.ReadAll(DataSetLayout.Redaction, MostManifestBytes) is not { } bytes) return;
        IReadOnlyList<VerifierKey> chain = [key];
        if (files.Has(DataSetLayout.LedgerKeys))
        {
            if (files.ReadAll(DataSetLayout.LedgerKeys, SignedNote.MostBytes) is not { } text) return;
            if (!KeyChain.TryParse(Encoding.UTF8.GetString(text), out var keys) || !keys.Contains(key)) Add(DataSetLayout.LedgerKeys, "does not lead from the data set's key to others");
            else chain = [.. keys.SkipWhile(one => !one.Equals(key))];
        }
        if (!DsseEnvelope.TryParse(bytes, out var envelope) || !chain.Any(signer => envelope.SignatureBy(signer) is not null)) Add(DataSetLayout.Redaction, "is not signed by the ledger");
        else if (!Redaction.TryParse(envelope.Payload, out var read)
            || read.Manifest != payload
            || manifest.Outputs.FirstOrDefault(output => output.Path == read.Path) is not { } output
            || output.Sha256 != read.Original
            || !DataSetLayout.IsDenied(read.Path)) Add(DataSetLayout.Redaction, "is not of the denied file of this data set");
        else redaction = read;
    }

    private void CheckOutput(GateManifest manifest, OutputFile output) => files.Read(output.Path, stream =>
    {
        using var census = output.Path == DataSetLayout.Verdicts ? new VerdictCensus() : null;
        var content = OutputContent.Read(stream, redaction?.Path == output.Path ? Math.Max(output.Bytes, redaction.Bytes) : output.Bytes, census is null ? null : census.Append);
        // what was about to be written anew may still be as it was sealed
        var expected = redaction is not null && redaction.Path == output.Path && content.Sha256 != output.Sha256 ? output with { Sha256 = redaction.Sha256, Bytes = redaction.Bytes } : output;
        if (content.Bytes != expected.Bytes) Add(output.Path, $"has {(content.Bytes > expected.Bytes ? "more" : "fewer")} bytes than the {expected.Bytes} of the manifest");
        else if (content.Sha256 != expected.Sha256) Add(output.Path, "does not have the SHA-256 of the manifest");

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
        if (!files.Has(DataSetLayout.PreviousManifest)) return;
        if (files.ReadAll(DataSetLayout.PreviousManifest, MostManifestBytes) is not { } bytes) return;
        if (!DsseEnvelope.TryParse(bytes, out var envelope) || manifest.Previous != Digest.Of(envelope.Payload.Span))
            Add(DataSetLayout.PreviousManifest, "is not the manifest that this one follows");
    }

    private void Add(string path, string problem) => files.Add(path, problem);
}
