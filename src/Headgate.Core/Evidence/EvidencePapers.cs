using System.Globalization;
using System.Text;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>Checks the files of a pack that belong to single acts: policies as published, signed manifests of data sets and models.</summary>
internal sealed class EvidencePapers(
    UntrustedFiles files, IReadOnlyList<VerifierKey> chain, IReadOnlyDictionary<(long, Digest), bool> history, EvidenceManifest manifest, IReadOnlySet<string> whole)
{
    private const int MostBytes = 64 << 20;

    private readonly HashSet<string> expected = new(StringComparer.Ordinal);

    public void Check(EvidenceAccount account)
    {
        foreach (var act in account.Policies)
        {
            if (Paper(EvidenceLayout.PolicyOf(act.Position), act.Position) is { } text && !text.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(((PolicyPublished)act.Statement).Text)))
                files.Add(EvidenceLayout.PolicyOf(act.Position), "is not the text that was published");
        }
        foreach (var act in account.DataSets) DataSet(EvidenceLayout.DataSetOf(act.Position), act.Position, (DataSetSealed)act.Statement);
        foreach (var act in account.Models) Model(EvidenceLayout.ModelOf(act.Position), act.Position, ((ModelTrained)act.Statement).ManifestDigest);
        foreach (var act in account.Forgettings) Model(EvidenceLayout.ModelOf(act.Position), act.Position, ((ModelForgot)act.Statement).After);
        foreach (var path in whole.Where(path => !expected.Contains(path) && IsOfAnAct(path)).Order(StringComparer.Ordinal)) files.Add(path, "belongs to no act of the pack");
    }

    private static bool IsOfAnAct(string path) => ((string[])[EvidenceLayout.Policies, EvidenceLayout.DataSets, EvidenceLayout.Models]).Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    private void DataSet(string path, long position, DataSetSealed act)
    {
        if (Signed(path, position, act.ManifestDigest) is not { } payload) return;
        if (!GateManifest.TryParse(payload, out var gate, out var problem)) files.Add(path, problem);
        else if ((gate.Counts.Input, gate.Counts.Kept, gate.Purpose, gate.Replay) != (act.Input, act.Kept, act.Purpose, act.Replay)) files.Add(path, "does not say what its act says");
        else
        {
            foreach (var one in ManifestAccount.Problems(gate)) files.Add(path, one.ToString());
            Follows(path, gate.Ledger);
        }
    }

    private void Model(string path, long position, string digest)
    {
        if (Signed(path, position, digest) is not { } payload) return;
        if (!ModelManifest.TryParse(payload, out var model, out var problem)) files.Add(path, problem);
        else Follows(path, model.Ledger);
    }

    /// <summary>The payload of a signed manifest, which an act names by its digest.</summary>
    private ReadOnlyMemory<byte>? Signed(string path, long position, string digest)
    {
        if (Paper(path, position) is not { } bytes) return null;
        if (!DsseEnvelope.TryParse(bytes, out var envelope)) files.Add(path, "is not a DSSE envelope");
        else if (Digest.Of(envelope.Payload.Span).ToHex() != digest) files.Add(path, "is not the manifest that its act names");
        else if (!chain.Any(key => envelope.SignatureBy(key) is not null)) files.Add(path, "is not signed by the ledger");
        else return envelope.Payload;
        return null;
    }

    private byte[]? Paper(string path, long position)
    {
        expected.Add(path);
        if (whole.Contains(path)) return files.ReadAll(path, MostBytes);
        if (!files.Has(path) && !manifest.NotFound.Contains(position)) files.Add(path, string.Create(CultureInfo.InvariantCulture, $"is missing, and position {position} is not said to lack it"));
        return null;
    }

    private void Follows(string path, Checkpoint ledger)
    {
        if (ledger.Origin != manifest.Ledger.Origin || !history.ContainsKey((ledger.Size, ledger.Root))) files.Add(path, "was made on a log that this one is not proved to go on from");
    }
}
