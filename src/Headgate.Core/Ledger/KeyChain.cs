using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Headgate.Ledger;

/// <summary>The keys that a log was signed with, one after another, each vouched for by the one before it (docs/ledger-format.md, Keys).</summary>
public static class KeyChain
{
    /// <summary>Whether one key of a log was signed by the one before it.</summary>
    /// <param name="proof">The signature, in base64.</param>
    public static bool IsHandedOver(VerifierKey from, VerifierKey to, string? proof) =>
        StrictBase64.TryDecode(proof, out var signature) && from.Name == to.Name && from.Verify(Encoding.UTF8.GetBytes(KeyChanged.Message(to)), signature);

    /// <summary>Reads a list of keys: the first, then each with its proof, one a line.</summary>
    /// <returns>False where it is none, or a key was not signed by the one before it.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<VerifierKey>? keys)
    {
        keys = null;
        var read = new List<VerifierKey>();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            var parts = line.Split(' ');
            if (!VerifierKey.TryParse(parts[0], out var key) || parts.Length != (read.Count == 0 ? 1 : 2)) return false;
            if (read.Count > 0 && !IsHandedOver(read[^1], key, parts[1])) return false;
            read.Add(key);
        }
        keys = read;
        return true;
    }
}
