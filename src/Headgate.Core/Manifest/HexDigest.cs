using System.Buffers;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>Reads digests as manifests write them.</summary>
internal static class HexDigest
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <returns>False where the text is not 64 lower-case hexadecimal digits.</returns>
    public static bool TryParse(string text, out Digest digest)
    {
        digest = default;
        if (text.Length != 2 * Digest.Size || text.AsSpan().ContainsAnyExcept(Digits)) return false;
        digest = Digest.From(Convert.FromHexString(text));
        return true;
    }
}
