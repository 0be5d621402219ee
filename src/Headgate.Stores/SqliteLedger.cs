using System.Collections.Concurrent;
using Headgate.Ledger;
using Headgate.Stores.Sqlite;

namespace Headgate.Stores;

/// <summary>A ledger in a folder: a SQLite database, the key, and the published log (docs/ledger-format.md).</summary>
public sealed partial class SqliteLedger : ILedgerStore
{
    private const long WriterCache = 256L << 20;
    private const int MostIdleReaders = 16;

    private readonly LedgerFolder folder;
    private readonly Writer writer;
    private readonly GroupCommit group;
    private readonly Publication publication;
    private readonly TombstoneKey tombstones;
    private readonly ConcurrentBag<Database> readers = [];

    private SqliteLedger(LedgerFolder folder, SigningKey key, TombstoneKey tombstones, Database database)
    {
        (this.folder, Signer, this.tombstones) = (folder, key, tombstones);
        writer = new(folder, database, tombstones);
        publication = new(() => new(folder, Signer, () => Keys.Select(one => one.Key)), Rent, Return);
        group = new(writer, _ => SeeKey(writer.Database));
    }

    /// <inheritdoc/>
    public VerifierKey Key => Signer.Verifier;

    /// <inheritdoc/>
    public SigningKey Signer { get; private set; }

    /// <summary>Why the published files lag behind the database; null where they do not. The next append, and the next opening, publish again.</summary>
    public string? NotPublished => publication.Problem;

    /// <summary>The connection that writes.</summary>
    internal Database Database => writer.Database;

    /// <inheritdoc/>
    public LedgerHead Head => Read(LedgerTables.Head);

    /// <summary>Makes an empty ledger, with keys of its own, in a folder that has none.</summary>
    /// <param name="origin">The name of the log; by default <c>headgate/</c> and the first 8 hexadecimal digits of the SHA-256 of its public key.</param>
    /// <param name="passphrase">What its keys are sealed with; null to leave them open to whoever can read the files.</param>
    /// <exception cref="LedgerRefusalException">There is a ledger, or the folder cannot be written.</exception>
    public static SqliteLedger Create(string path, string? origin = null, string? passphrase = null) => Create(new LedgerFolder(path, passphrase), origin);

    /// <inheritdoc cref="Create(string, string?, string?)"/>
    internal static SqliteLedger Create(LedgerFolder folder, string? origin = null)
    {
        var path = folder.Root;
        if (Exists(folder)) throw new LedgerRefusalException($"there is already a ledger in `{path}`");
        try
        {
            Directory.CreateDirectory(path);
            if (!File.Exists(folder.In(LedgerFolder.KeyName))) folder.WriteKey(LedgerFolder.KeyName, NewKey(origin));
            folder.MakeTombstoneKey();
            using var key = folder.ReadKey();
            using var database = new Database(folder.Database, create: true);
            database.Run("BEGIN IMMEDIATE");
            if (Schema.Version(database, folder.Database) > 0) throw new LedgerRefusalException($"there is already a ledger in `{path}`");
            Schema.Migrate(database, 0);
            using (var query = database.Query("INSERT INTO head(id, size, erasures, key) VALUES (0, 0, 0, ?)")) query.BindText(1, key.Verifier.ToString()).Run();
            database.Run("COMMIT");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LedgerRefusalException($"`{path}` cannot hold a ledger: {fault.Message}", fault);
        }
        return Open(folder);
    }

    /// <summary>Opens the ledger in a folder, publishes what a process that ended early has not, and carries out erasures that a database from a backup lacks.</summary>
    /// <param name="passphrase">What its keys are sealed with, if they are.</param>
    /// <exception cref="LedgerRefusalException">There is none, or its key cannot be used.</exception>
    /// <exception cref="LedgerDamageException">It does not hold.</exception>
    public static SqliteLedger Open(string path, string? passphrase = null) => Open(new LedgerFolder(path, passphrase));

    /// <inheritdoc cref="Open(string, string?)"/>
    internal static SqliteLedger Open(LedgerFolder folder)
    {
        if (!Exists(folder)) throw new LedgerRefusalException($"no ledger in `{folder.Root}`: run `headgate init` first");
        Database? database = null;
        SigningKey? key = null;
        try
        {
            database = new(folder.Database, cacheBytes: WriterCache, step: folder.Step);
            if (Schema.Version(database, folder.Database) < Schema.Current)
            {
                database.Run("BEGIN IMMEDIATE");
                Schema.Migrate(database, Schema.Version(database, folder.Database));
                database.Run("COMMIT");
            }
            key = folder.ReadKey(LedgerTables.Key(database));
            var ledger = new SqliteLedger(folder, key, folder.ReadTombstoneKey(), database);
            ledger.WriteVerifier();
            ledger.publication.Ensure(null, opening: true);
            ledger.CatchUpErasures();
            return ledger;
        }
        catch
        {
            database?.Dispose();
            key?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Appended Append(Func<LedgerHead, IEnumerable<NewStatement>> decide, Instant now, Instant? recordedAt = null, IProgress<long>? progress = null)
    {
        var appended = writer.Transaction((head, batch) =>
        {
            SeeKey(writer.Database);
            var at = RecordingTime.Of(head.LastRecordedAt, now, recordedAt);
            batch.Begin(at);
            foreach (var statement in decide(head))
            {
                batch.Add(statement);
                if (batch.Count % 65_536 == 0) progress?.Report(batch.Count);
            }
            progress?.Report(batch.Count);
            return new Appended(head.Size, batch.Count - batch.Returned, at);
        });
        if (appended.Count > 0) publication.Ensure(null);
        return appended;
    }

    /// <inheritdoc/>
    public Appended Append(IReadOnlyList<NewStatement> statements, Instant now, Instant? recordedAt = null, ImportMark? mark = null)
    {
        var appended = group.Append(statements, now, recordedAt, mark).GetAwaiter().GetResult();
        if (appended.Count > 0) publication.Ensure(appended.First + appended.Count);
        return appended;
    }

    /// <inheritdoc/>
    public async Task<Appended> AppendAsync(IReadOnlyList<NewStatement> statements, Instant now, Instant? recordedAt = null, ImportMark? mark = null)
    {
        var appended = await group.Append(statements, now, recordedAt, mark).ConfigureAwait(false);
        publication.Ask();
        return appended;
    }

    /// <inheritdoc/>
    public ImportMark? ImportOf(Digest id) => Read(database => Imports.Find(database, id));

    /// <inheritdoc/>
    public IReadOnlyList<Recorded> Acts(long below) => Read(database =>
    {
        using var query = database.Query(
            "SELECT e.kind, e.recorded_at, e.digest, a.position, a.body FROM act a JOIN statement e ON e.position = a.position WHERE a.position < ? ORDER BY a.position")
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
    public IReadOnlyList<Recorded> Of(SubjectId subject, long below) => Read(database => People.Of(database, subject, below));

    /// <inheritdoc/>
    public IEnumerable<Recorded> Statements(long from, long below)
    {
        var database = Rent();
        try
        {
            foreach (var recorded in People.InOrder(database, from, below)) yield return recorded;
        }
        finally
        {
            Return(database);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(SubjectId Subject, IReadOnlyList<Recorded> Statements)> BySubject(long below)
    {
        var database = Rent();
        try
        {
            foreach (var subject in People.All(database, below)) yield return subject;
        }
        finally
        {
            Return(database);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<SubjectId> SubjectsWithin(long from, long below) => Read(database => People.Within(database, from, below));

    /// <inheritdoc/>
    public long LastPersonalPosition(long below) => Read(database =>
    {
        using var query = database.Query("SELECT position FROM statement WHERE position < ? AND kind IS NULL ORDER BY position DESC LIMIT 1").Bind(1, below);
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
    public SignedNote CheckpointAt(long size)
    {
        var checkpoint = this.Checkpoint(size);
        return Read(database =>
        {
            SeeKey(database);
            return checkpoint.Sign(Signer);
        });
    }

    /// <inheritdoc/>
    public Receipt? ReceiptFor(long position) => Read(database =>
    {
        using var query = database.Query(
            """
            SELECT e.kind, e.recorded_at, e.digest, a.body, s.id, s.secret, e.position, e.recorded_at, e.effective_at, e.body
            FROM statement e LEFT JOIN act a ON a.position = e.position LEFT JOIN subject s ON s.number = e.subject WHERE e.position = ?
            """).Bind(1, position);
        if (!query.Step() || (query.IsNull(3) && query.IsNull(4))) return null;
        var (entry, body, salt) = (LedgerTables.Entry(query), query.Bytes(3).ToArray(), Array.Empty<byte>());
        if (query.IsNull(0))
        {
            salt = LogEntry.Salt(query.Bytes(5), position).ToArray();
            body = People.Body(query, 6, LedgerTables.Subject(query.Bytes(4)));
        }
        SeeKey(database);
        var signer = Signer;
        var tree = LedgerTables.Tree(database, LedgerTables.Head(database).Size);
        var checkpoint = new Checkpoint(signer.Verifier.Name, tree.Size, tree.Root()).Sign(signer);
        return new Receipt(signer.Verifier, body, salt, entry, new(position, tree.Inclusion(position), checkpoint));
    });

    /// <inheritdoc/>
    public IReadOnlyDictionary<long, string> Places() => Read(database =>
    {
        using var query = database.Query("SELECT position, place FROM act WHERE place IS NOT NULL ORDER BY position");
        var places = new SortedDictionary<long, string>();
        while (query.Step()) places.Add(query.Number(0), query.Text(1));
        return places;
    });

    /// <summary>Compares all that is published with the database, and writes again what is not as it should be.</summary>
    /// <returns>The files that were written.</returns>
    /// <exception cref="LedgerDamageException">The database does not hold what was published: there is something to be found out, not mended.</exception>
    public IReadOnlyList<string> Mend() => Read(database => new Publisher(folder, Signer, () => Keys.Select(one => one.Key)).Mend(database));

    public void Dispose()
    {
        group.Dispose();
        publication.Dispose();
        writer.Dispose();
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
