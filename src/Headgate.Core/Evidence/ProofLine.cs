using System.Text.Json;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>The hashes of a proof as a member of a line.</summary>
internal static class ProofLine
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Digest> proof)
    {
        writer.WriteStartArray("proof");
        foreach (var hash in proof) writer.WriteStringValue(hash.ToBase64());
        writer.WriteEndArray();
    }

    /// <returns>Null where there is none, or a hash is none.</returns>
    public static IReadOnlyList<Digest>? Read(JsonFields fields, int most)
    {
        var texts = fields.Texts("proof");
        if (texts.Count > most) return null;
        var hashes = new List<Digest>(texts.Count);
        foreach (var text in texts)
        {
            if (!Digest.TryParseBase64(text, out var hash)) return null;
            hashes.Add(hash);
        }
        return hashes;
    }
}
