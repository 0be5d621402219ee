using System.Buffers;
using System.Runtime.InteropServices;
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
    private readonly ArrayBufferWriter<byte> bodies = new();
    private readonly List<Body> seen = [];
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

    /// <summary>Sees that statements can be recorded, and records nothing yet.</summary>
    /// <exception cref="LedgerRefusalException">The time of one of them does not fit, or it cannot be written down.</exception>
    public void Check(IReadOnlyList<NewStatement> statements)
    {
        seen.Clear();
        bodies.ResetWrittenCount();
        foreach (var added in statements)
        {
            seen.Add(Write(added));
            bodies.Write(json.Written);
        }
    }

    /// <summary>Records the statements that were seen last.</summary>
    /// <returns>The position of the first.</returns>
    public long AddSeen(IReadOnlyList<NewStatement> statements)
    {
        foreach (var added in statements) Return(added);
        var (begun, start) = (Next, 0);
        for (var i = 0; i < statements.Count; start += seen[i].Length, i++) Append(statements[i], seen[i], bodies.WrittenSpan.Slice(start, seen[i].Length));
        return begun;
    }

    /// <summary>If the subject of a statement was erased and is not here again yet, records its objections first: it has objected.</summary>
    private void Return(NewStatement added)
    {
        if (added.Statement is not PersonalStatement { Subject: var subject } || subjects.Find(subject) is not null || subjects.Grave(subject) is not { } grave) return;
        subjects.Add(subject);
        foreach (var objection in grave.Objections)
        {
            // dated back, so that it reaches what it reached; and again when all was erased, so that nothing said before that overtakes it
            foreach (var time in new[] { objection.Since, grave.ErasedAt }.Distinct())
            {
                var kept = new NewStatement(new ChoiceMade(subject, objection.Purpose, Choice.Objected, KeptChannel), time);
                Append(kept, Write(kept), json.Written);
                Returned++;
            }
        }
    }

    /// <exception cref="LedgerRefusalException">The statement's time does not fit, or it cannot be written down.</exception>
    public void Add(NewStatement added)
    {
        Return(added);
        Append(added, Write(added), json.Written);
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

    private void Append(NewStatement added, in Body written, ReadOnlySpan<byte> body)
    {
        if (added.Statement is PersonalStatement statement) AddPersonal(statement, written, body);
        else AddAct(StatementBody.EntryKind(added.Statement), added.Place, body);
    }

    private Body Write(NewStatement added)
    {
        var effectiveAt = EffectiveTime.Of(added, recordedAt);
        json.Clear();
        try
        {
            var begun = StatementBody.Write(json, added.Statement, effectiveAt);
            return new(effectiveAt, begun, json.Written.Length);
        }
        catch (ArgumentException fault)
        {
            throw new LedgerRefusalException($"statement {Count + 1} of the batch cannot be recorded: {fault.Message}", fault);
        }
    }

    private void AddPersonal(PersonalStatement statement, in Body written, ReadOnlySpan<byte> body)
    {
        var subject = subjects.Find(statement.Subject) ?? subjects.Add(statement.Subject);
        packed.Clear();
        PackedBody.Pack(packed, StatementBody.Kind(statement), body[written.Begun..]);
        insert.Bind(5, subject.Number).Bind(7, CollectionsMarshal.AsSpan(packed));
        var salt = LogEntry.Salt(subject.Secret, edge.Size);
        if (written.EffectiveAt == recordedAt) insert.BindNull(6);
        else insert.Bind(6, written.EffectiveAt.Microseconds);
        AddEntry(LogEntry.Personal, LogEntry.Commit(salt, body));
    }

    private void AddAct(string kind, string? place, ReadOnlySpan<byte> body)
    {
        using var query = database.Query("INSERT INTO act(position, body, place) VALUES (?, ?, ?)").Bind(1, edge.Size).Bind(2, body).BindText(3, place);
        query.Run();
        insert.BindNull(5).BindNull(6).BindNull(7);
        AddEntry(kind, Digest.Of(body));
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

    /// <summary>A body that was written down.</summary>
    /// <param name="Begun">Where begins what is particular to its kind.</param>
    /// <param name="Length">How many bytes it has.</param>
    private readonly record struct Body(Instant EffectiveAt, int Begun, int Length);
}
