using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Headgate.Ledger;
using Headgate.Stores.Sqlite;

namespace Headgate.Stores;

/// <summary>A ledger in a folder: a SQLite database, the key, and the published log (docs/ledger-format.md).</summary>
public sealed class SqliteLedger : ILedgerStore
{
    private const long WriterCache = 256L << 20;
    private const int MostIdleReaders = 16;

    private readonly LedgerFolder folder;
    private readonly Publisher publisher;
    private readonly Database writer;
    private readonly Lock writing = new();
    private readonly ConcurrentBag<Database> readers = [];
    private TreeEdge? edge;

    private SqliteLedger(LedgerFolder folder, SigningKey key, Database writer)
    {
        (this.folder, Signer, this.writer) = (folder, key, writer);
        publisher = new(folder, key);
    }

    /// <inheritdoc/>
    public VerifierKey Key => Signer.Verifier;

    /// <inheritdoc/>
    public SigningKey Signer { get; }

    /// <summary>Why the published files lag behind the database; null where they do not. The next append, and the next opening, publish again.</summary>
    public string? NotPublished { get; private set; }

    /// <inheritdoc/>
    public LedgerHead Head => Read(LedgerTables.Head);

    /// <summary>Makes an empty ledger, with a key of its own, in a folder that has none.</summary>
    /// <param name="origin">The name of the log; by default <c>headgate/</c> and the first 8 hexadecimal digits of the SHA-256 of its public key.</param>
    /// <exception cref="LedgerRefusalException">There is a ledger, or the folder cannot be written.</exception>
    public static SqliteLedger Create(string path, string? origin = null)
    {
        var folder = new LedgerFolder(path);
        if (Exists(folder)) throw new LedgerRefusalException($"there is already a ledger in `{path}`");
        try
        {
            Directory.CreateDirectory(path);
            if (!File.Exists(folder.In(LedgerFolder.KeyName))) folder.WriteKey(NewKey(origin));
            using var key = folder.ReadKey();
            using var database = new Database(folder.Database, create: true);
            database.Run("BEGIN IMMEDIATE");
            if (Schema.Version(database, folder.Database) > 0) throw new LedgerRefusalException($"there is already a ledger in `{path}`");
            Schema.Migrate(database, 0);
            using (var query = database.Query("INSERT INTO head(id, size, changes, key) VALUES (0, 0, 0, ?)")) query.BindText(1, key.Verifier.ToString()).Run();
            database.Run("COMMIT");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LedgerRefusalException($"`{path}` cannot hold a ledger: {fault.Message}", fault);
        }
        return Open(path);
    }

    /// <summary>Opens the ledger in a folder, and publishes what a process that ended early has not.</summary>
    /// <exception cref="LedgerRefusalException">There is none, or its key cannot be used.</exception>
    /// <exception cref="LedgerDamageException">It does not hold.</exception>
    public static SqliteLedger Open(string path)
    {
        var folder = new LedgerFolder(path);
        if (!Exists(folder)) throw new LedgerRefusalException($"no ledger in `{path}`: run `headgate init` first");
        var key = folder.ReadKey();
        Database? writer = null;
        try
        {
            writer = new(folder.Database, cacheBytes: WriterCache);
            var version = Schema.Version(writer, folder.Database);
            if (version < Schema.Current)
            {
                writer.Run("BEGIN IMMEDIATE");
                Schema.Migrate(writer, Schema.Version(writer, folder.Database));
                writer.Run("COMMIT");
            }
            using (var query = writer.Query("SELECT key FROM head"))
                if (!query.Step() || query.Text(0) != key.Verifier.ToString())
                    throw new LedgerRefusalException($"the private key in `{path}` is another ledger's: restore the one that was made with this ledger");
            var ledger = new SqliteLedger(folder, key, writer);
            if (ledger.folder.Read(LedgerFolder.VerifierName) is not { } text || Encoding.UTF8.GetString(text) != $"{ledger.Key}\n")
                folder.Write(LedgerFolder.VerifierName, Encoding.UTF8.GetBytes($"{ledger.Key}\n"));
            ledger.Publish(opening: true);
            return ledger;
        }
        catch
        {
            writer?.Dispose();
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Appended Append(Func<LedgerHead, IEnumerable<NewStatement>> decide, Instant now, Instant? recordedAt = null, IProgress<long>? progress = null)
    {
        lock (writing)
        {
            writer.Run("BEGIN IMMEDIATE");
            try
            {
                var head = LedgerTables.Head(writer);
                var at = RecordingTime(head, now, recordedAt);
                if (edge is null || edge.Size != head.Size) edge = new(head.Size, tile => LedgerTables.Hashes(writer, tile));
                using var batch = new Batch(writer, edge, at);
                foreach (var statement in decide(head))
                {
                    batch.Add(statement);
                    if (batch.Count % 65_536 == 0) progress?.Report(batch.Count);
                }
                if (batch.Count > 0) batch.Finish();
                writer.Run("COMMIT");
                if (batch.Count > 0) Publish(opening: false);
                progress?.Report(batch.Count);
                return new(head.Size, batch.Count, at);
            }
            catch
            {
                edge = null;
                writer.Undo();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Recorded> Acts(long below) => Read(database =>
    {
        using var query = database.Query(
            "SELECT e.kind, e.recorded_at, e.digest, a.position, a.body FROM act a JOIN entry e ON e.position = a.position WHERE a.position < ? ORDER BY a.position")
            .Bind(1, below);
        var acts = new List<Recorded>();
        while (query.Step())
        {
            var position = query.Number(3);
            if (Digest.Of(query.Bytes(4)) != LedgerTables.Entry(query).Digest)
                throw new LedgerDamageException($"the public act at position {position} is not the one that was recorded: run `headgate fsck`");
            acts.Add(LedgerTables.Recorded(position, LedgerTables.Time(query, 1), query.Bytes(4)));
        }
        return acts;
    });

    /// <inheritdoc/>
    public IReadOnlyList<Recorded> Of(SubjectId subject, long below) => Read(database =>
    {
        using var query = database.Query("SELECT position, recorded_at, body FROM personal WHERE subject = ? AND position < ? ORDER BY position")
            .BindText(1, subject.Value).Bind(2, below);
        var statements = new List<Recorded>();
        while (query.Step()) statements.Add(LedgerTables.Recorded(query.Number(0), LedgerTables.Time(query, 1), query.Bytes(2)));
        return statements;
    });

    /// <inheritdoc/>
    public IEnumerable<(SubjectId Subject, IReadOnlyList<Recorded> Statements)> BySubject(long below)
    {
        var database = Rent();
        try
        {
            using var query = database.Query("SELECT subject, position, recorded_at, body FROM personal WHERE position < ? ORDER BY subject, position").Bind(1, below);
            var subject = Array.Empty<byte>();
            var statements = new List<Recorded>();
            while (query.Step())
            {
                if (!query.Bytes(0).SequenceEqual(subject))
                {
                    if (statements.Count > 0) yield return (LedgerTables.Subject(subject), statements);
                    subject = query.Bytes(0).ToArray();
                    statements = [];
                }
                statements.Add(LedgerTables.Recorded(query.Number(1), LedgerTables.Time(query, 2), query.Bytes(3)));
            }
            if (statements.Count > 0) yield return (LedgerTables.Subject(subject), statements);
        }
        finally
        {
            Return(database);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<SubjectId> SubjectsWithin(long from, long below) => Read(database =>
    {
        using var query = database.Query("SELECT subject FROM personal INDEXED BY personal_position WHERE position >= ? AND position < ?").Bind(1, from).Bind(2, below);
        var subjects = new HashSet<SubjectId>();
        while (query.Step()) subjects.Add(LedgerTables.Subject(query.Bytes(0)));
        return subjects;
    });

    /// <inheritdoc/>
    public long LastPersonalPosition(long below) => Read(database =>
    {
        using var query = database.Query("SELECT position FROM entry WHERE position < ? AND kind IS NULL ORDER BY position DESC LIMIT 1").Bind(1, below);
        return query.Step() ? query.Number(0) : -1;
    });

    /// <inheritdoc/>
    public IEnumerable<LogEntry> Entries(long from, long below)
    {
        var database = Rent();
        try
        {
            foreach (var entry in LedgerTables.Entries(database, from, below)) yield return entry;
        }
        finally
        {
            Return(database);
        }
    }

    /// <inheritdoc/>
    public TileTree Tree(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Head.Size);
        return new(size, tile => Read(database => LedgerTables.Hashes(database, tile)));
    }

    /// <inheritdoc/>
    public SignedNote CheckpointAt(long size) => this.Checkpoint(size).Sign(Signer);

    /// <inheritdoc/>
    public Receipt? ReceiptFor(long position) => Read(database =>
    {
        using var query = database.Query(
            """
            SELECT e.kind, e.recorded_at, e.digest, coalesce(a.body, p.body), p.salt
            FROM entry e LEFT JOIN act a ON a.position = e.position LEFT JOIN personal p ON p.position = e.position WHERE e.position = ?
            """).Bind(1, position);
        if (!query.Step() || query.IsNull(3)) return null;
        var (entry, body, salt) = (LedgerTables.Entry(query), query.Bytes(3).ToArray(), query.Bytes(4).ToArray());
        var tree = LedgerTables.Tree(database, LedgerTables.Head(database).Size);
        var checkpoint = new Checkpoint(Key.Name, tree.Size, tree.Root()).Sign(Signer);
        return new Receipt(Key, body, salt, entry, new(position, tree.Inclusion(position), checkpoint));
    });

    public void Dispose()
    {
        lock (writing) writer.Dispose();
        while (readers.TryTake(out var reader)) reader.Dispose();
        Signer.Dispose();
    }

    private static bool Exists(LedgerFolder folder)
    {
        if (!File.Exists(folder.Database)) return false;
        if (new FileInfo(folder.Database).Length == 0 && !File.Exists(folder.Database + "-wal")) return false;
        using var database = new Database(folder.Database);
        return Schema.Version(database, folder.Database) > 0;
    }

    private static string NewKey(string? origin)
    {
        Span<byte> seed = stackalloc byte[32];
        RandomNumberGenerator.Fill(seed);
        using var key = SigningKey.FromSeed("headgate", seed);
        var text = SigningKey.Text(origin ?? $"headgate/{Digest.Of(key.Verifier.PublicKey).ToHex()[..8]}", seed);
        CryptographicOperations.ZeroMemory(seed);
        return text;
    }

    private static Instant RecordingTime(LedgerHead head, Instant now, Instant? recordedAt)
    {
        if (recordedAt is not { } at) return head.LastRecordedAt is { } last ? Instant.Later(now, last) : now;
        if (at > now) throw new LedgerRefusalException($"nothing can be recorded at `{at}`: that is after now, `{now}`");
        if (at < head.LastRecordedAt) throw new LedgerRefusalException($"nothing can be recorded at `{at}`: the last statement was recorded at `{head.LastRecordedAt}`; give a time not before that");
        return at;
    }

    /// <summary>What is committed stays so, whether or not its files can be written now.</summary>
    private void Publish(bool opening)
    {
        try
        {
            publisher.Publish(writer, compare: opening);
            NotPublished = null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException || (fault is LedgerDamageException && !opening))
        {
            NotPublished = fault.Message;
        }
    }

    private T Read<T>(Func<Database, T> read)
    {
        var database = Rent();
        try
        {
            return read(database);
        }
        finally
        {
            Return(database);
        }
    }

    private Database Rent() => readers.TryTake(out var reader) ? reader : new(folder.Database);

    private void Return(Database reader)
    {
        if (readers.Count < MostIdleReaders) readers.Add(reader);
        else reader.Dispose();
    }
}
