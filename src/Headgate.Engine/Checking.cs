using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Checks what was left behind, as anybody could.</summary>
internal static class Checking
{
    /// <returns>What does not hold with a data set.</returns>
    public static IReadOnlyList<string> OfDataSet(string folder, VerifierKey key)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
        var report = DataSetVerification.Verify(files, file => File.OpenRead(Path.Combine(folder, file)), key);
        return [.. report.Problems.Select(problem => $"{folder}/{problem}")];
    }

    /// <returns>What does not hold with the ledger.</returns>
    public static IReadOnlyList<string> OfLedger(string folder, IProgress<long>? progress) =>
        [.. Fsck.Check(folder, progress, Passphrase.Given()).Select(problem => $"{folder}/{problem.Path}: {problem.Problem}")];
}
