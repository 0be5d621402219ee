using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Headgate.Engine;

/// <summary>Which data sets and models hold whose records: a folder in the ledger's, so that who objected stays nobody's business elsewhere (docs/lineage.md, The index).</summary>
/// <remarks>Nobody's id stands in it, only tags under a key of its own; whoever is erased is taken out.</remarks>
internal sealed class LineageIndex
{
    private const string Ending = ".json";
    private const string Tags = ".people";

    private readonly string folder;
    private readonly byte[] key;

    public LineageIndex(Session session)
    {
        folder = Path.Combine(session.Folder, "lineage");
        OwnerFile.MakeFolder(folder);
        key = OwnerFile.Secret(Path.Combine(folder, "key"));
    }

    /// <summary>The tag of somebody: the first 64 bits of HMAC-SHA256 of their id, in UTF-8, under the key.</summary>
    public ulong TagOf(string subject)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var bytes = Encoding.UTF8.GetByteCount(subject);
        Span<byte> utf8 = bytes <= 512 ? stackalloc byte[bytes] : new byte[bytes];
        Encoding.UTF8.GetBytes(subject, utf8);
        HMACSHA256.HashData(key, utf8, mac);
        return BitConverter.ToUInt64(mac);
    }

    /// <summary>What is known of a data set or model; null where it is not in the index.</summary>
    public LineageNode? Find(string digest)
    {
        try
        {
            return IsDigest(digest) && File.Exists(Place(digest, Tags)) ? JsonSerializer.Deserialize<LineageNode>(File.ReadAllBytes(Place(digest, Ending))) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Who is in it; null where that is not known.</summary>
    public PeopleTags? Open(string digest) => IsDigest(digest) ? PeopleTags.Open(Place(digest, Tags)) : null;

    /// <summary>In how many records of it somebody is; null where that is not known.</summary>
    public TaggedPerson? Look(string digest, ulong tag) => IsDigest(digest) ? PeopleTags.Find(Place(digest, Tags), tag) : null;

    /// <summary>Puts a data set or model into the index.</summary>
    /// <param name="isOvertaken">Whether somebody was erased since its people were read.</param>
    /// <returns>False where that was so, and it must be read again.</returns>
    public bool Add(LineageNode node, TaggedPerson[] people, Func<bool> isOvertaken)
    {
        using var alone = Alone();
        if (isOvertaken()) return false;
        PeopleTags.Write(Place(node.Digest, Tags), people);
        Write(node);
        return true;
    }

    /// <summary>Takes out a model that another has taken the place of.</summary>
    public void Remove(string digest)
    {
        if (!IsDigest(digest)) return;
        using var alone = Alone();
        File.Delete(Place(digest, Ending));
        File.Delete(Place(digest, Tags));
    }

    /// <summary>Takes somebody out of everything, and leaves in each that it is about one fewer of its people: what holds their records must be redone all the same.</summary>
    /// <param name="last">The last position of the ledger.</param>
    public void Erase(string subject, Instant at, long last)
    {
        var tag = TagOf(subject);
        using var alone = Alone();
        foreach (var file in Directory.EnumerateFiles(folder, $"*{Tags}"))
        {
            TaggedPerson found;
            using (var people = PeopleTags.Open(file)) found = people?.Find(tag) ?? default;
            if (found is { Records: 0, Through: 0 }) continue;
            // the duty first: where this ends in between, the same erasure is asked for again
            if (Find(Path.GetFileNameWithoutExtension(file)) is { } node)
                Write(node with { Erased = ErasedPeople.Together(node.Erased, new(1, (long)found.Records + found.Through, at.Microseconds, last)) });
            PeopleTags.Erase(file, tag);
        }
    }

    private void Write(LineageNode node) => OwnerFile.Write(Place(node.Digest, Ending), JsonSerializer.SerializeToUtf8Bytes(node));

    private FileStream Alone() => OwnerFile.Lock(Path.Combine(folder, "lock"));

    private string Place(string digest, string ending) => Path.Combine(folder, digest + ending);

    private static bool IsDigest(string text) => text.Length == 64 && text.All(letter => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
