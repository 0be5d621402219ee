using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>Writes the statements of one transaction: bodies, commitments, entries and the tree over them. It may serve several that append, one after another.</summary>
internal sealed class Batch(Database database, TreeEdge edge, Subjects subjects) : IDisposable
{
    /// <summary>How an objection that outlived an erasure reached the ledger again.</summary>
    public const string KeptChannel = "kept-when-erased";

    private readonly CanonicalJson json = new();
    private readonly EntryWriter entries = new();
    private readonly List<byte> packed = [];
    private readonly long first = edge.Size;
    private readonly Query insert = database.Query(
        "INSERT INTO statement(position, kind, recorded_at, digest, subject, effective_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)");
    private Instant recordedAt;
    private Instant last;

    /// <summary>How many statements were added, in all.</summary>
    public long Count => edge.Size - first;

    /// <summary>Of them, those that nobody asked for: objections of erased subjects that returned.</summary>
    public long Returned { get; private set; }

    /// <summary>The position of the next statement.</summary>
    public long Next => edge.Size;

    /// <summary>What follows is recorded at a time.</summary>
    public void Begin(Instant at) => recordedAt = at;

    /// <summary>Sees whether a statement can be recorded, and writes nothing.</summary>
    /// <exception cref="LedgerRefusalException">Its time does not fit, or it cannot be written down.</exception>
    public void Check(NewStatement added) => Write(added);

    /// <summary>If the subject of a statement was erased and is not here again yet, records its objections first: it has objected.</summary>
    public void Return(NewStatement added)
    {
        if (added.Statement is not PersonalStatement { Subject: var subject } || subjects.Find(subject) is not null || subjects.Grave(subject) is not { } grave) return;
        subjects.Add(subject);
        foreach (var objection in grave.Objections)
        {
            // dated back, so that it reaches what it reached; and again when all was erased, so that nothing said before that overtakes it
            foreach (var time in new[] { objection.Since, grave.ErasedAt }.Distinct())
            {
                Append(new(new ChoiceMade(subject, objection.Purpose, Choice.Objected, KeptChannel), time));
                Returned++;
            }
        }
    }

    /// <exception cref="LedgerRefusalException">The statement's time does not fit, or it cannot be written down.</exception>
    public void Add(NewStatement added)
    {
        Return(added);
        Append(added);
    }

    /// <summary>Writes what is still held back: the tiles that are not full, and the head.</summary>
    public void Finish()
    {
        foreach (var (tile, hashes) in edge.Partial) Store(tile, hashes);
        using var query = database.Query("UPDATE head SET size = ?, last_recorded_at = ?")
            .Bind(1, edge.Size).Bind(2, last.Microseconds);
        query.Run();
    }

    public void Dispose() => insert.Dispose();

    private void Append(NewStatement added)
    {
        var (effectiveAt, begun) = Write(added);
        if (added.Statement is PersonalStatement statement) AddPersonal(statement, effectiveAt, begun);
        else AddAct(StatementBody.EntryKind(added.Statement), added.Place);
    }

    private (Instant EffectiveAt, int Begun) Write(NewStatement added)
    {
        var effectiveAt = EffectiveTime.Of(added, recordedAt);
        json.Clear();
        try
        {
            return (effectiveAt, StatementBody.Write(json, added.Statement, effectiveAt));
        }
        catch (ArgumentException fault)
        {
            throw new LedgerRefusalException($"statement {Count + 1} of the batch cannot be recorded: {fault.Message}", fault);
        }
    }

    private void AddPersonal(PersonalStatement statement, Instant effectiveAt, int begun)
    {
        var subject = subjects.Find(statement.Subject) ?? subjects.Add(statement.Subject);
        packed.Clear();
        PackedBody.Pack(packed, StatementBody.Kind(statement), json.Written[begun..]);
        insert.Bind(5, subject.Number).Bind(7, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(packed));
        var salt = LogEntry.Salt(subject.Secret, edge.Size);
        if (effectiveAt == recordedAt) insert.BindNull(6);
        else insert.Bind(6, effectiveAt.Microseconds);
        AddEntry(LogEntry.Personal, LogEntry.Commit(salt, json.Written));
    }

    private void AddAct(string kind, string? place)
    {
        using var query = database.Query("INSERT INTO act(position, body, place) VALUES (?, ?, ?)").Bind(1, edge.Size).Bind(2, json.Written).BindText(3, place);
        query.Run();
        insert.BindNull(5).BindNull(6).BindNull(7);
        AddEntry(kind, Digest.Of(json.Written));
    }

    private void AddEntry(string kind, in Digest digest)
    {
        insert.Bind(1, edge.Size).BindText(2, kind == LogEntry.Personal ? null : kind).Bind(3, recordedAt.Microseconds).Bind(4, digest).Run();
        last = recordedAt;
        edge.Append(MerkleTree.Leaf(entries.Write(kind, recordedAt, digest)), Store);
    }

    private void Store(Tile tile, ReadOnlyMemory<byte> hashes)
    {
        if (tile.Level == 0) return;
        using var query = database.Query("INSERT OR REPLACE INTO tile(level, number, hashes) VALUES (?, ?, ?)");
        query.Bind(1, tile.Level).Bind(2, tile.Number).Bind(3, hashes.Span).Run();
    }
}
