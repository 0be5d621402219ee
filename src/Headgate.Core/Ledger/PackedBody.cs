using System.Text;

namespace Headgate.Ledger;

/// <summary>The body of a personal statement as a store keeps it: without what it keeps anyway, and with one byte for what stands in most (docs/ledger-format.md, Packed bodies).</summary>
/// <remarks>The first byte is the kind. The rest is what follows the subject; a byte below 0x20, which canonical JSON never holds, stands for one of <see cref="Phrases"/>. Both lists only grow.</remarks>
internal static class PackedBody
{
    private static readonly string[] Kinds = ["member", "choice", "notice-served", "notice-bounced"];

    private static readonly byte[][] Phrases =
    [
        .. new[]
        {
            ",\"purpose\":\"", "\",\"choice\":\"objected\"", "\",\"choice\":\"consented\"", "\",\"choice\":\"unset\"", ",\"channel\":\"",
            ",\"source\":\"declared\"", ",\"source\":\"billing\"", ",\"source\":\"network\"", ",\"source\":\"phone\"", ",\"source\":\"",
            ",\"regions\":[\"", "\",\"", "\"],\"birth\":{\"earliest\":\"", "\",\"latest\":\"", ",\"birth\":{\"earliest\":\"", "\"],\"birth\":null",
            "\"},\"status\":\"active\"}", ",\"status\":\"active\"}", ",\"status\":\"closed\"}", ",\"status\":\"memorialised\"}", ",\"status\":null}",
            "\"],\"status\":\"active\"}", ",\"notice\":\"", "\",\"version\":", "train-generative-ai", "settings\"}", "\"}", "\"]", "-01-01",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly byte[][] ByFirst = First();

    /// <param name="packed">Is given the packed body after what it holds.</param>
    /// <param name="kind">As in the body.</param>
    /// <param name="rest">The bytes of the body after its subject.</param>
    public static void Pack(List<byte> packed, string kind, ReadOnlySpan<byte> rest)
    {
        packed.Add((byte)Array.IndexOf(Kinds, kind));
        while (!rest.IsEmpty)
        {
            var (phrase, length) = Longest(rest);
            packed.Add(phrase < 0 ? rest[0] : (byte)phrase);
            rest = rest[length..];
        }
    }

    /// <summary>Writes the body that was packed.</summary>
    /// <returns>False where the bytes are none.</returns>
    public static bool TryUnpack(CanonicalJson json, ReadOnlySpan<byte> packed, SubjectId subject, Instant effectiveAt)
    {
        if (packed.IsEmpty || packed[0] >= Kinds.Length) return false;
        json.Clear();
        StatementBody.Begin(json, Kinds[packed[0]], effectiveAt, subject);
        packed = packed[1..];
        while (packed.IndexOfAnyInRange((byte)0, (byte)0x1f) is var at && at >= 0)
        {
            if (packed[at] >= Phrases.Length) return false;
            json.Raw(packed[..at]).Raw(Phrases[packed[at]]);
            packed = packed[(at + 1)..];
        }
        json.Raw(packed);
        return true;
    }

    private static (int Phrase, int Length) Longest(ReadOnlySpan<byte> text)
    {
        var (phrase, length) = (-1, 1);
        foreach (var candidate in ByFirst[text[0]])
            if (Phrases[candidate] is var bytes && bytes.Length > length && text.StartsWith(bytes)) (phrase, length) = (candidate, bytes.Length);
        return (phrase, length);
    }

    private static byte[][] First()
    {
        var lists = new byte[256][];
        for (var first = 0; first < lists.Length; first++)
            lists[first] = [.. Enumerable.Range(0, Phrases.Length).Where(phrase => Phrases[phrase][0] == first).Select(phrase => (byte)phrase)];
        return lists;
    }
}
