using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>Counts the verdicts of a verdict file code by code, and hashes them, as its bytes come.</summary>
internal sealed class VerdictCensus : IDisposable
{
    private readonly VerdictTree tree = new();
    private readonly long[] counts = new long[ushort.MaxValue + 1];
    private int half = -1;

    public long Verdicts => tree.Verdicts;

    public Digest Root() => tree.Root();

    public void Append(ReadOnlySpan<byte> bytes)
    {
        tree.Append(bytes);
        foreach (var one in bytes)
        {
            if (half < 0)
            {
                half = one;
                continue;
            }
            counts[one << 8 | half]++;
            half = -1;
        }
    }

    /// <summary>What in the verdicts contradicts the account.</summary>
    public IEnumerable<string> Problems(GateManifest manifest)
    {
        if (half >= 0) yield return "ends in the middle of a verdict";
        if (Verdicts != manifest.Counts.Input) yield return $"holds {Verdicts} verdicts, not {manifest.Counts.Input}";
        if (Root() != manifest.Verdicts.Root) yield return "does not have the Merkle root of the manifest";

        var left = counts.ToArray();
        foreach (var code in manifest.Verdicts.Codes) left[code.Code] = 0;
        if (left.Any(count => count > 0))
            yield return $"holds the code {Array.FindIndex(left, count => count > 0)}, which the manifest does not explain";

        foreach (var denial in manifest.Verdicts.Codes.Where(code => !code.Allows).GroupBy(code => code.Reason, StringComparer.Ordinal))
        {
            var (found, said) = (denial.Sum(code => counts[code.Code]), manifest.Counts.ByReason.GetValueOrDefault(denial.Key));
            if (found != said) yield return $"denies {found} with `{denial.Key}`, not {said}";
        }
    }

    public void Dispose() => tree.Dispose();
}
