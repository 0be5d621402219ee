using System.Security.Cryptography;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>A sealed model as it lies in its folder.</summary>
/// <param name="ManifestDigest">SHA-256 in lower-case hex of its manifest's payload.</param>
public sealed record ModelFolder(string Folder, ModelManifest Manifest, string ManifestDigest)
{
    public const string ManifestName = "manifest.dsse.json";
    public const string PreviousName = "previous.dsse.json";

    /// <summary>Opens a model and checks every byte of it.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    /// <exception cref="RefusedException">It is not one that this ledger sealed, or it was altered since.</exception>
    public static ModelFolder Open(Session session, string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path)) throw new BadInputException($"there is no model in `{folder}`", "name the folder that `headgate train … --out` wrote");
        if (!DsseEnvelope.TryParse(File.ReadAllBytes(path), out var envelope) || session.Store.SignerOf(envelope) is null || !ModelManifest.TryParse(envelope.Payload, out var manifest, out _))
            throw new RefusedException($"the model does not verify: `{path}` is no manifest signed by this ledger", "use it with the ledger under which it was trained");
        var digest = Convert.ToHexStringLower(SHA256.HashData(envelope.Payload.Span));
        if (!session.Store.Acts(session.Store.Head.Size).Any(act => act.Statement is ModelTrained trained && trained.ManifestDigest == digest || act.Statement is ModelForgot forgot && forgot.After == digest))
            throw new RefusedException($"the ledger records no model that is the one in `{folder}`", "use it with the ledger under which it was trained");
        var model = new ModelFolder(Path.GetFullPath(folder), manifest, digest);
        if (model.Problem() is { } problem) throw new RefusedException($"the model does not verify: {problem}", "train it again");
        return model;
    }

    /// <summary>The digest of the manifest in a folder, whoever signed it; null where there is none.</summary>
    internal static string? DigestOf(string folder) =>
        Path.Combine(folder, ManifestName) is var path && File.Exists(path) && DsseEnvelope.TryParse(File.ReadAllBytes(path), out var envelope) ? Convert.ToHexStringLower(SHA256.HashData(envelope.Payload.Span)) : null;

    /// <summary>What does not hold with the files; null where everything does.</summary>
    public string? Problem()
    {
        foreach (var output in Manifest.Outputs)
        {
            var path = Path.Combine(Folder, output.Path);
            if (!DataSetLayout.IsConfined(output.Path) || !File.Exists(path)) return $"`{output.Path}` is missing";
            using var file = File.OpenRead(path);
            if (file.Length != output.Bytes || Convert.ToHexStringLower(SHA256.HashData(file)) != output.Sha256.ToHex()) return $"`{output.Path}` is not the file that was sealed";
        }
        var listed = Manifest.Outputs.Select(output => output.Path).ToHashSet(StringComparer.Ordinal);
        return Below(Folder).FirstOrDefault(file => !listed.Contains(file) && file is not (ManifestName or PreviousName)) is { } stranger ? $"`{stranger}` is not in its manifest" : null;
    }

    /// <summary>The files that were made, with their digests. The protected part is for its owner alone.</summary>
    internal static List<OutputFile> Outputs(string folder)
    {
        var outputs = new List<OutputFile>();
        foreach (var path in Below(folder))
        {
            var whole = Path.Combine(folder, path);
            if (!OperatingSystem.IsWindows() && path.Contains('/')) File.SetUnixFileMode(whole, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            using var file = File.OpenRead(whole);
            outputs.Add(new(path, HexOf(file), file.Length, null));
        }
        if (!OperatingSystem.IsWindows())
            foreach (var inner in Directory.EnumerateDirectories(folder)) File.SetUnixFileMode(inner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return outputs;
    }

    private static Digest HexOf(Stream file)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(file, hash);
        return Digest.From(hash);
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
