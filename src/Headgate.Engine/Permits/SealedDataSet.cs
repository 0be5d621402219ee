using System.Security.Cryptography;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>A data set that this ledger sealed, as it lies in its folder.</summary>
/// <param name="ManifestDigest">SHA-256 in lower-case hex of the manifest's payload.</param>
/// <param name="SealedBy">The ledger's key of then. That the ledger records the seal, and not the key alone, makes it this ledger's.</param>
internal sealed record SealedDataSet(string Folder, GateManifest Manifest, string ManifestDigest, VerifierKey SealedBy)
{
    /// <summary>Opens a data set and verifies every byte of it.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    /// <exception cref="RefusedException">It does not verify, or another ledger sealed it.</exception>
    public static SealedDataSet Verified(Session session, string folder)
    {
        var set = Open(session, folder);
        if (Checking.OfDataSet(folder, set.SealedBy) is [var problem, ..])
            throw new RefusedException($"the data set does not verify: {problem}", "nothing may be trained on it; gate the content again");
        return set;
    }

    /// <summary>Opens a data set by its signed manifest alone.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    /// <exception cref="RefusedException">Its manifest is not this ledger's.</exception>
    public static SealedDataSet Open(Session session, string folder)
    {
        var path = Path.Combine(folder, DataSetLayout.Manifest);
        if (!File.Exists(path)) throw new BadInputException($"there is no data set in `{folder}`", "name the folder that `headgate gate … --out` wrote");
        if (!DsseEnvelope.TryParse(File.ReadAllBytes(path), out var envelope) || session.Store.SignerOf(envelope) is not { } signer || !GateManifest.TryParse(envelope.Payload, out var manifest, out _))
            throw new RefusedException($"the data set does not verify: `{path}` is no manifest signed by this ledger", "nothing may be trained on it; gate the content again");
        var digest = Convert.ToHexStringLower(SHA256.HashData(envelope.Payload.Span));
        if (!session.Store.Acts(session.Store.Head.Size).Any(act => act.Statement is DataSetSealed seal && seal.ManifestDigest == digest))
            throw new RefusedException($"the ledger records no seal of the data set in `{folder}`", "gate the content with this ledger");
        return new(Path.GetFullPath(folder), manifest, digest, signer);
    }

    /// <summary>The data set with a manifest, if it lies in a folder: where it was put is no part of the log, and may have been changed (docs/decisions/0061-where-a-data-set-lies-is-not-proved.md).</summary>
    /// <param name="manifestDigest">SHA-256 in lower-case hex of its manifest's payload.</param>
    public static SealedDataSet? Find(Session session, string? folder, string manifestDigest)
    {
        try
        {
            return folder is not null && Open(session, folder) is { } set && set.ManifestDigest == manifestDigest ? set : null;
        }
        catch (Exception fault) when (fault is BadInputException or RefusedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The files that hold records.</summary>
    public IReadOnlyList<OutputFile> Eligible { get; } = [.. Manifest.Outputs.Where(output => DataSetLayout.IsEligible(output.Path) && output.Records > 0)];

    public IReadOnlyList<string> Content => [.. Eligible.Select(PathOf)];

    public IReadOnlyList<string> Sources => [.. Of(InputRole.Sources).Select(input => input.Path)];

    /// <summary>Files that say who else is in its records: the eligible part does not hold that.</summary>
    public IReadOnlyList<string> Edges => [.. Of(InputRole.Edges).Select(input => input.Path)];

    public string? Map => Of(InputRole.Map).FirstOrDefault()?.Path;

    /// <summary>A file that is not as the manifest says, by its length alone; null where there is none.</summary>
    public string? Altered() => Manifest.Outputs.Where(output => new FileInfo(PathOf(output)) is not { Exists: true } file || file.Length != output.Bytes).Select(PathOf).FirstOrDefault();

    /// <summary>A file that was read and is not the one of the manifest; null where there is none.</summary>
    public string? Altered(GateResult read)
    {
        var known = Eligible.Select(output => (Path: PathOf(output), output.Sha256)).Concat(Of(InputRole.Sources).Concat(Of(InputRole.Edges)).Select(input => (input.Path, input.Sha256))).ToList();
        return read.Inputs.Where(input => !known.Contains((input.Path, input.Sha256))).Select(input => input.Path).FirstOrDefault()
            ?? Of(InputRole.Map).Where(map => Digest.Of(File.ReadAllBytes(map.Path)) != map.Sha256).Select(map => map.Path).FirstOrDefault();
    }

    private IEnumerable<InputFile> Of(InputRole role) => Manifest.Inputs.Where(input => input.Role == role);

    private string PathOf(OutputFile output) => Path.Combine(Folder, output.Path);
}
