using System.Security.Cryptography;
using Headgate.Manifest;

namespace Headgate.Engine;

/// <summary>A data set or model in the graph.</summary>
/// <param name="Kind"><c>data-set</c> or <c>model</c>.</param>
/// <param name="Path">Where it lies; null where it does not lie where it was put.</param>
/// <param name="From">The digests of what it was made from: of a data set the one before it, of a model its data sets.</param>
/// <param name="Next">The digest of what took its place; null where nothing did.</param>
/// <param name="Records">How many it holds.</param>
/// <param name="People">Whose they are; null where it is not in the index.</param>
public sealed record LineagePlace(string Kind, string Name, string Digest, string? Path, string Purpose, long Position, Instant Since, IReadOnlyList<string> From, string? Next, long Records, long? People)
{
    internal LineageNode? Node { get; init; }
}

/// <summary>Data sets, permits and models, and what was made from what.</summary>
public sealed class LineageGraph
{
    private readonly Dictionary<string, LineagePlace> byDigest;

    private LineageGraph(IReadOnlyList<LineagePlace> nodes, IReadOnlyList<PermitState> permits, IReadOnlyList<Disclosure> disclosures)
    {
        (Nodes, Permits, Disclosures) = (nodes, permits, disclosures);
        byDigest = nodes.GroupBy(node => node.Digest, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
    }

    /// <summary>Data sets and the models that no other has taken the place of, in order of position.</summary>
    public IReadOnlyList<LineagePlace> Nodes { get; }

    public IReadOnlyList<PermitState> Permits { get; }

    /// <summary>Who outside holds a data set.</summary>
    public IReadOnlyList<Disclosure> Disclosures { get; }

    public static LineageGraph Of(Session session)
    {
        var acts = session.Store.Acts(session.Store.Head.Size);
        var index = new LineageIndex(session);
        var places = session.Store.Places();
        var next = new Dictionary<string, string>(StringComparer.Ordinal);
        var nodes = new List<LineagePlace>();
        foreach (var act in acts)
        {
            if (act.Statement is not DataSetSealed seal) continue;
            var node = index.Find(seal.ManifestDigest);
            if (node?.Previous is { } previous) next[previous] = seal.ManifestDigest;
            nodes.Add(new(
                LineageNode.DataSet, seal.Name, seal.ManifestDigest, There(places.GetValueOrDefault(act.Position), seal.ManifestDigest), seal.Purpose, act.Position, act.RecordedAt, node?.Previous is { } before ? [before] : [], null, seal.Kept, node?.People)
            { Node = node });
        }
        foreach (var model in LineageModel.Current(acts))
        {
            var node = index.Find(model.Digest);
            var trained = acts.Select(act => act.Statement).OfType<ModelTrained>().FirstOrDefault(one => one.Permit == model.Permit);
            var from = node?.From ?? acts.Where(act => act.Position == model.Permit).Select(act => act.Statement).OfType<PermitGiven>().Select(permit => permit.ManifestDigest).ToList();
            nodes.Add(new(LineageNode.Model, model.Name, model.Digest, There(places.GetValueOrDefault(model.Position), model.Digest), model.Purpose, model.Position, acts.First(act => act.Position == model.Position).RecordedAt, from, null, node?.Records ?? trained?.Records ?? 0, node?.People) { Node = node });
        }
        return new([.. nodes.Select(node => node with { Next = next.GetValueOrDefault(node.Digest) }).OrderBy(node => node.Position)], PermitState.All(session), Disclosure.All(acts));
    }

    /// <summary>The version that took the place of a data set; null where none did.</summary>
    public LineagePlace? NextOf(string digest) => byDigest.GetValueOrDefault(digest)?.Next is { } next ? byDigest.GetValueOrDefault(next) : null;

    /// <summary>Where what has a manifest lies; null where it does not lie where it was put, or something else does.</summary>
    /// <param name="digest">Of its manifest.</param>
    internal static string? There(string? place, string digest)
    {
        try
        {
            return place is not null && Path.Combine(place, DataSetLayout.Manifest) is var manifest && File.Exists(manifest)
                && DsseEnvelope.TryParse(File.ReadAllBytes(manifest), out var envelope) && Convert.ToHexStringLower(SHA256.HashData(envelope.Payload.Span)) == digest ? place : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
