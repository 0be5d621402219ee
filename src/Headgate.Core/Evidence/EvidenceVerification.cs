using System.Globalization;
using System.Text;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>Verifies an evidence pack from its files alone (docs/evidence-format.md, What is verified). Hostile files give problems, never exceptions.</summary>
public sealed class EvidenceVerification
{
    private const int MostManifestBytes = 256 << 20;
    private const int MostLineBytes = 64 << 20;
    private const int MostKeysBytes = 1 << 20;

    private readonly UntrustedFiles files;
    private readonly IReadOnlyList<VerifierKey> pinned;
    private readonly List<VerificationProblem> problems = [];
    private readonly SortedDictionary<long, string> kinds = [];
    private readonly List<Recorded> acts = [];
    private readonly Dictionary<(long, Digest), bool> history = [];
    private IReadOnlyList<VerifierKey> chain = [];
    private long people;
    private int unknown;

    private EvidenceVerification(IEnumerable<string> files, Func<string, Stream?> open, IReadOnlyList<VerifierKey> pinned) =>
        (this.files, this.pinned) = (new(files.ToHashSet(StringComparer.Ordinal), open, problems), pinned);

    /// <param name="files">Every file in the folder, below it, with slashes.</param>
    /// <param name="open">Opens one of them for reading; null where it cannot be had.</param>
    /// <param name="pinned">The ledger's keys as the caller knows them, oldest first; where there are none, those in the folder are trusted.</param>
    public static EvidenceReport Verify(IEnumerable<string> files, Func<string, Stream?> open, IReadOnlyList<VerifierKey> pinned) =>
        new EvidenceVerification(files, open, pinned).Verify();

    private EvidenceReport Verify()
    {
        var (key, manifest) = (TrustedKey(), (EvidenceManifest?)null);
        if (key is not null && (manifest = SignedManifest(key)) is not null)
        {
            CheckListing(manifest);
            // What is not the file that was signed is not looked at.
            var whole = manifest.Outputs.Where(output => files.Has(output.Path) && files.Matches(output)).Select(output => output.Path).ToHashSet(StringComparer.Ordinal);
            if (whole.Contains(EvidenceLayout.Checkpoint)) CheckCheckpoint(key, manifest.Ledger);
            if (whole.Contains(EvidenceLayout.History)) ReadHistory(manifest.Ledger);
            if (whole.Contains(EvidenceLayout.Acts)) CheckActs(manifest, whole);
            if (whole.Contains(EvidenceLayout.Personal)) CheckPeople(manifest);
            foreach (var path in whole.Where(path => path.StartsWith(EvidenceLayout.Cosigned, StringComparison.Ordinal)).Order(StringComparer.Ordinal)) CheckCosigned(path);
        }
        return new(key, pinned.Count > 0, manifest, kinds, problems) { People = people, Unknown = unknown };
    }

    /// <summary>The key of the pack: the last of those that lead from one to the next, through one that was pinned where any was.</summary>
    private VerifierKey? TrustedKey()
    {
        if (files.ReadAll(EvidenceLayout.LedgerKeys, MostKeysBytes) is not { } bytes) return null;
        if (!KeyChain.TryParse(Encoding.UTF8.GetString(bytes), out var keys)) files.Add(EvidenceLayout.LedgerKeys, "does not lead from one key of a ledger to the next");
        else if (pinned.Count > 0 && !keys.Any(pinned.Contains)) files.Add(EvidenceLayout.LedgerKeys, "does not hold the key that was pinned");
        else chain = keys;
        return chain.Count == 0 ? null : chain[^1];
    }

    private EvidenceManifest? SignedManifest(VerifierKey key)
    {
        if (files.ReadAll(EvidenceLayout.Manifest, MostManifestBytes) is not { } bytes) return null;
        if (!DsseEnvelope.TryParse(bytes, out var envelope)) files.Add(EvidenceLayout.Manifest, "is not a DSSE envelope");
        else if (envelope.SignatureBy(key) is not { } signature) files.Add(EvidenceLayout.Manifest, $"is not signed by {key.Name}, or was altered since");
        else if (signature.KeyId != DsseEnvelope.KeyIdOf(key) || !bytes.AsSpan().SequenceEqual(envelope.ToBytes())) files.Add(EvidenceLayout.Manifest, "holds something besides what was signed");
        else if (envelope.PayloadType != InTotoStatement.PayloadType) files.Add(EvidenceLayout.Manifest, $"holds `{envelope.PayloadType}`, not `{InTotoStatement.PayloadType}`");
        else if (EvidenceManifest.TryParse(envelope.Payload, out var manifest, out var problem)) return manifest;
        else files.Add(EvidenceLayout.Manifest, problem);
        return null;
    }

    private void CheckListing(EvidenceManifest manifest)
    {
        var listed = manifest.Outputs.Select(output => output.Path).ToHashSet(StringComparer.Ordinal);
        string[] needed = [EvidenceLayout.Page, EvidenceLayout.Readme, EvidenceLayout.Checkpoint, EvidenceLayout.LedgerKeys, EvidenceLayout.Acts, EvidenceLayout.Account, EvidenceLayout.Stated, EvidenceLayout.History];
        foreach (var path in needed.Where(path => !listed.Contains(path))) files.Add(EvidenceLayout.Manifest, $"does not list `{path}`");
        foreach (var path in listed.Where(path => !files.Has(path)).Order(StringComparer.Ordinal)) files.Add(path, "is missing");
        foreach (var path in files.All.Where(path => !listed.Contains(path) && path != EvidenceLayout.Manifest).Order(StringComparer.Ordinal)) files.Add(path, "is not in the signed list");
        if (listed.Contains(EvidenceLayout.Personal) != manifest.Personal) files.Add(EvidenceLayout.Manifest, "does not say rightly whether people are spoken of");
    }

    private void CheckCheckpoint(VerifierKey key, Checkpoint ledger)
    {
        if (files.ReadAll(EvidenceLayout.Checkpoint, SignedNote.MostBytes) is not { } note) return;
        if (!Checkpoint.TryOpen(note, key, out var checkpoint)) files.Add(EvidenceLayout.Checkpoint, $"is not a checkpoint signed by {key.Name}");
        else if ((checkpoint.Origin, checkpoint.Size, checkpoint.Root) != (ledger.Origin, ledger.Size, ledger.Root)) files.Add(EvidenceLayout.Checkpoint, "is not the one that the manifest names");
    }

    private void ReadHistory(Checkpoint ledger) => files.Lines(EvidenceLayout.History, MostLineBytes, (bytes, number) =>
    {
        if (!HistoryLine.TryParse(bytes, out var line)) AtLine(EvidenceLayout.History, number, "is no part of a history");
        else if (!line.Leads(ledger)) AtLine(EvidenceLayout.History, number, $"is not how the log began: the log of {ledger.Size} entries does not go on from these {line.Size}");
        else history[(line.Size, line.Root)] = true;
    });

    private void CheckActs(EvidenceManifest manifest, HashSet<string> whole)
    {
        var last = -1L;
        files.Lines(EvidenceLayout.Acts, MostLineBytes, (bytes, number) =>
        {
            if (Proven(EvidenceLayout.Acts, bytes, number, manifest.Ledger, ref last, out var recorded) is not { } proven) return;
            if (proven.Entry.Kind == LogEntry.Personal) AtLine(EvidenceLayout.Acts, number, "speaks of a person");
            else if (manifest.LeftOut.Any(act => act.Position == proven.Position)) AtLine(EvidenceLayout.Acts, number, "is said to be left out");
            else kinds[proven.Position] = proven.Entry.Kind;
            if (recorded is null) unknown++;
            else acts.Add(recorded);
        });
        var account = new EvidenceAccount(acts, manifest.At);
        if (whole.Contains(EvidenceLayout.Account) && files.ReadAll(EvidenceLayout.Account, MostManifestBytes) is { } said && !said.AsSpan().SequenceEqual(account.ToBytes()))
            files.Add(EvidenceLayout.Account, "is not what follows from the acts");
        if (whole.Contains(EvidenceLayout.Page) && files.ReadAll(EvidenceLayout.Page, MostManifestBytes) is { } page) problems.AddRange(PageFigures.Problems(page, account.Figures()));
        new EvidencePapers(files, chain, history, manifest, whole).Check(account);
    }

    private void CheckPeople(EvidenceManifest manifest)
    {
        var last = -1L;
        files.Lines(EvidenceLayout.Personal, MostLineBytes, (bytes, number) =>
        {
            if (Proven(EvidenceLayout.Personal, bytes, number, manifest.Ledger, ref last, out _) is not { } proven) return;
            if (proven.Entry.Kind == LogEntry.Personal) people++;
            else AtLine(EvidenceLayout.Personal, number, "is a public act");
        });
    }

    private ProvenStatement? Proven(string path, byte[] bytes, long number, Checkpoint ledger, ref long last, out Recorded? recorded)
    {
        recorded = null;
        if (!ProvenStatement.TryParse(bytes, out var proven)) AtLine(path, number, "is no statement with its proof");
        else if (proven.Check(ledger, out recorded) is { } problem) AtLine(path, number, problem);
        else if (proven.Position <= last) AtLine(path, number, "stands twice, or out of order");
        else
        {
            last = proven.Position;
            return proven;
        }
        return null;
    }

    private void CheckCosigned(string path)
    {
        if (files.ReadAll(path, SignedNote.MostBytes) is not { } note) return;
        if (!chain.Any(key => Checkpoint.TryOpen(note, key, out var checkpoint) && history.ContainsKey((checkpoint.Size, checkpoint.Root)))) files.Add(path, "is not a checkpoint of this log's history");
    }

    private void AtLine(string path, long number, string problem) => files.Add(path, string.Create(CultureInfo.InvariantCulture, $"line {number} {problem}"));
}
