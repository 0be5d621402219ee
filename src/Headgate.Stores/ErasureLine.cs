using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>An erasure as a line of the file <c>erasures</c>: <c>TIME MAC OBJECTIONS</c> (docs/ledger-format.md, Erasures).</summary>
internal static class ErasureLine
{
    public static string Write(Tombstone tombstone) => $"{tombstone.ErasedAt} {tombstone.Mac.ToBase64()} {Objections(tombstone.Objections)}";

    public static bool TryParse(string line, [NotNullWhen(true)] out Tombstone? tombstone)
    {
        tombstone = null;
        var parts = line.Split(' ', 3);
        if (parts.Length != 3 || !Instant.TryParse(parts[0], out var time) || !Digest.TryParseBase64(parts[1], out var mac) || !TryObjections(parts[2], out var objections)) return false;
        tombstone = new(mac, time, objections);
        return Write(tombstone) == line;
    }

    /// <summary>The objections as a JSON object: since when, by purpose.</summary>
    public static string Objections(IReadOnlyList<KeptObjection> objections)
    {
        var json = new CanonicalJson();
        json.Begin('{');
        foreach (var objection in objections) json.Name(objection.Purpose).Value(objection.Since);
        return Encoding.UTF8.GetString(json.End('}').Written);
    }

    public static bool TryObjections(string text, [NotNullWhen(true)] out IReadOnlyList<KeptObjection>? objections)
    {
        objections = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            var read = new List<KeptObjection>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!Instant.TryParse(member.Value.GetString(), out var since)) return false;
                read.Add(new(member.Name, since));
            }
            objections = read;
            return Objections(read) == text;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
