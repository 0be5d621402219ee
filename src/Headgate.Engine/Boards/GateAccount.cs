using System.Security.Cryptography;
using Headgate.Manifest;

namespace Headgate.Engine;

/// <summary>A data set that the ledger sealed, and its account where that still lies where it was put.</summary>
/// <param name="Folder">Where it lies on this machine; null where that is not known or it is gone.</param>
/// <param name="Account">Null where its manifest cannot be read, or is not the one that was sealed.</param>
public sealed record GateAccount(Recorded Act, DataSetSealed Seal, string? Folder, GateManifest? Account)
{
    /// <summary>Every data set, in order of position.</summary>
    /// <param name="acts">The public acts that are known.</param>
    public static IReadOnlyList<GateAccount> All(Session session, IReadOnlyList<Recorded> acts)
    {
        var places = session.Store.Places();
        return [.. acts.Where(act => act.Statement is DataSetSealed).Select(act => Of(act, (DataSetSealed)act.Statement, places.GetValueOrDefault(act.Position)))];
    }

    private static GateAccount Of(Recorded act, DataSetSealed seal, string? folder)
    {
        if (folder is null || !Directory.Exists(folder)) return new(act, seal, null, null);
        try
        {
            // The seal in the ledger vouches for the payload, whichever key signed it.
            return DsseEnvelope.TryParse(File.ReadAllBytes(Path.Combine(folder, DataSetLayout.Manifest)), out var envelope)
                && Convert.ToHexStringLower(SHA256.HashData(envelope.Payload.Span)) == seal.ManifestDigest && GateManifest.TryParse(envelope.Payload, out var manifest, out _)
                ? new(act, seal, folder, manifest)
                : new(act, seal, folder, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(act, seal, folder, null);
        }
    }
}
