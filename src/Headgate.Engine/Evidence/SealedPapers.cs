using Headgate.Evidence;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Engine;

/// <summary>Collects the signed manifests that acts name, from where data sets and models were put.</summary>
/// <param name="follows">Whether the log goes on from an earlier checkpoint; notes the proof.</param>
/// <param name="write">Takes a file of the pack.</param>
internal sealed class SealedPapers(Session session, Func<Checkpoint, bool> follows, Action<string, byte[]> write)
{
    private readonly IReadOnlyDictionary<long, string> places = session.Store.Places();

    /// <summary>By the position of the act.</summary>
    public Dictionary<long, GateManifest> Gates { get; } = [];

    public Dictionary<long, ModelManifest> Models { get; } = [];

    /// <summary>Names of data sets and models whose manifest was not found, by the position of the act.</summary>
    public SortedDictionary<long, string> NotFound { get; } = [];

    public void Write(EvidenceAccount account)
    {
        foreach (var act in account.DataSets)
        {
            var seal = (DataSetSealed)act.Statement;
            if (Find(act.Position, DataSetLayout.Manifest, seal.ManifestDigest) is { } found && GateManifest.TryParse(found.Envelope.Payload, out var gate, out _) && follows(gate.Ledger))
            {
                Gates[act.Position] = gate;
                write(EvidenceLayout.DataSetOf(act.Position), found.Bytes);
            }
            else NotFound[act.Position] = seal.Name;
        }
        foreach (var act in account.Models) Model(act.Position, ((ModelTrained)act.Statement).Name, ((ModelTrained)act.Statement).ManifestDigest);
        foreach (var act in account.Forgettings) Model(act.Position, ((ModelForgot)act.Statement).Name, ((ModelForgot)act.Statement).After);
    }

    private void Model(long position, string name, string digest)
    {
        var found = Find(position, ModelFolder.ManifestName, digest) ?? Find(position, ModelFolder.PreviousName, digest);
        if (found is { } paper && ModelManifest.TryParse(paper.Envelope.Payload, out var model, out _) && follows(model.Ledger))
        {
            Models[position] = model;
            write(EvidenceLayout.ModelOf(position), paper.Bytes);
        }
        else NotFound[position] = name;
    }

    /// <summary>The manifest with a digest, signed by a key of the ledger; null where it does not lie there.</summary>
    private (byte[] Bytes, DsseEnvelope Envelope)? Find(long position, string name, string digest)
    {
        if (places.GetValueOrDefault(position) is not { } folder || !File.Exists(Path.Combine(folder, name))) return null;
        var bytes = File.ReadAllBytes(Path.Combine(folder, name));
        return DsseEnvelope.TryParse(bytes, out var envelope) && Digest.Of(envelope.Payload.Span).ToHex() == digest && session.Store.Keys.Any(key => envelope.SignatureBy(key.Key) is not null)
            ? (bytes, envelope)
            : null;
    }
}
