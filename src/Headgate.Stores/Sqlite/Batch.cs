using System.Security.Cryptography;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>Writes the statements of one transaction: bodies, commitments, entries and the tree over them.</summary>
/// <remarks>Personal statements are written a chunk at a time in order of their subjects, which is how they lie in the database.</remarks>
internal sealed class Batch(Database database, TreeEdge edge, Instant recordedAt) : IDisposable
{
    private const int ChunkSize = 32_768;

    private readonly CanonicalJson json = new();
    private readonly EntryWriter entries = new();
    private readonly List<Personal> personal = [];
    private readonly byte[] salts = new byte[ChunkSize * LogEntry.SaltSize];
    private readonly long first = edge.Size;
    private readonly Query insertEntry = database.Query("INSERT INTO entry(position, kind, recorded_at, digest) VALUES (?, ?, ?, ?)");
    private readonly Query insertPersonal = database.Query("INSERT INTO personal(subject, position, recorded_at, body, salt) VALUES (?, ?, ?, ?, ?)");

    /// <summary>How many statements were added.</summary>
    public long Count => edge.Size - first;

    /// <exception cref="LedgerRefusalException">The statement's time does not fit, or it cannot be written down.</exception>
    public void Add(NewStatement added)
    {
        var effectiveAt = EffectiveTime.Of(added, recordedAt);
        json.Clear();
        try
        {
            StatementBody.Write(json, added.Statement, effectiveAt);
        }
        catch (ArgumentException fault)
        {
            throw new LedgerRefusalException($"statement {Count + 1} of the batch cannot be recorded: {fault.Message}", fault);
        }
        if (added.Statement is PersonalStatement statement) AddPersonal(statement.Subject);
        else AddAct(StatementBody.EntryKind(added.Statement));
    }

    /// <summary>Writes what is still held back: the last chunk, the tiles that are not full, and the head.</summary>
    public void Finish()
    {
        Flush();
        foreach (var (tile, hashes) in edge.Partial) Store(tile, hashes);
        using var query = database.Query("UPDATE head SET size = ?, last_recorded_at = ?, changes = changes + 1")
            .Bind(1, edge.Size).Bind(2, recordedAt.Microseconds);
        query.Run();
    }

    public void Dispose()
    {
        insertEntry.Dispose();
        insertPersonal.Dispose();
    }

    private void AddPersonal(SubjectId subject)
    {
        if (personal.Count == 0) RandomNumberGenerator.Fill(salts);
        var salt = salts.AsSpan(personal.Count * LogEntry.SaltSize, LogEntry.SaltSize);
        personal.Add(new(Encoding.UTF8.GetBytes(subject.Value), edge.Size, json.Written.ToArray()));
        AddEntry(LogEntry.Personal, LogEntry.Commit(salt, json.Written));
        if (personal.Count == ChunkSize) Flush();
    }

    private void AddAct(string kind)
    {
        using var query = database.Query("INSERT INTO act(position, body) VALUES (?, ?)").Bind(1, edge.Size).Bind(2, json.Written);
        query.Run();
        AddEntry(kind, Digest.Of(json.Written));
    }

    private void AddEntry(string kind, in Digest digest)
    {
        insertEntry.Bind(1, edge.Size).BindText(2, kind == LogEntry.Personal ? null : kind).Bind(3, recordedAt.Microseconds).Bind(4, digest).Run();
        edge.Append(MerkleTree.Leaf(entries.Write(kind, recordedAt, digest)), Store);
    }

    private void Flush()
    {
        var order = new int[personal.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (one, other) => personal[one].Subject.AsSpan().SequenceCompareTo(personal[other].Subject) is var by && by != 0 ? by : one - other);
        foreach (var i in order)
        {
            var statement = personal[i];
            insertPersonal.BindText(1, statement.Subject.AsSpan()).Bind(2, statement.Position).Bind(3, recordedAt.Microseconds)
                .Bind(4, statement.Body).Bind(5, salts.AsSpan(i * LogEntry.SaltSize, LogEntry.SaltSize)).Run();
        }
        personal.Clear();
    }

    private void Store(Tile tile, ReadOnlyMemory<byte> hashes)
    {
        if (tile.Level == 0) return;
        using var query = database.Query("INSERT OR REPLACE INTO tile(level, number, hashes) VALUES (?, ?, ?)");
        query.Bind(1, tile.Level).Bind(2, tile.Number).Bind(3, hashes.Span).Run();
    }

    private readonly record struct Personal(byte[] Subject, long Position, byte[] Body);
}
