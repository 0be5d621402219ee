using System.Security.Cryptography;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>The subjects of a ledger, each with the number that its statements name it by and the secret that its salts are made of; within one transaction.</summary>
internal sealed class Subjects(Database database, TombstoneKey key)
{
    private const int MostCached = 250_000;

    private readonly Dictionary<SubjectId, Entry> cached = [];
    private readonly byte[] random = new byte[LogEntry.SaltSize * 512];
    private int used = int.MaxValue;
    private bool? graves;

    /// <summary>The subject, if anything is stated of it.</summary>
    public Entry? Find(SubjectId subject)
    {
        if (cached.TryGetValue(subject, out var known)) return known;
        using var query = database.Query("SELECT number, secret FROM subject WHERE id = ?").BindText(1, subject.Value);
        return query.Step() ? Cache(subject, new(query.Number(0), query.Bytes(1).ToArray())) : null;
    }

    /// <summary>Makes a new subject, of whom nothing is stated yet.</summary>
    public Entry Add(SubjectId subject)
    {
        if (used > random.Length - LogEntry.SaltSize)
        {
            RandomNumberGenerator.Fill(random);
            used = 0;
        }
        var secret = random.AsSpan(used, LogEntry.SaltSize).ToArray();
        used += LogEntry.SaltSize;
        using var query = database.Query("INSERT INTO subject(id, secret) VALUES (?, ?)").BindText(1, subject.Value).Bind(2, secret);
        query.Run();
        return Cache(subject, new(database.LastRow, secret));
    }

    /// <summary>What is kept of a subject that was erased; null where it never was.</summary>
    public Tombstone? Grave(SubjectId subject)
    {
        graves ??= database.Number("SELECT count(*) FROM (SELECT 1 FROM tombstone LIMIT 1)") > 0;
        return graves.Value ? Graves.Find(database, key.Mac(subject)) : null;
    }

    private Entry Cache(SubjectId subject, Entry entry)
    {
        if (cached.Count == MostCached) cached.Clear();
        cached.Add(subject, entry);
        return entry;
    }

    /// <param name="Number">What statements name the subject by.</param>
    /// <param name="Secret">What its salts are made of.</param>
    public sealed record Entry(long Number, byte[] Secret);
}
