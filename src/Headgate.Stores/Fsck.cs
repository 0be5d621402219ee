using Headgate.Ledger;
using Headgate.Stores.Sqlite;
using Microsoft.Data.Sqlite;

namespace Headgate.Stores;

/// <summary>Reads all of a ledger again and says what does not hold. It never writes, and never throws over what it finds.</summary>
public sealed class Fsck
{
    /// <summary>Problems past which it does not look for more.</summary>
    public const int MostProblems = 100;

    private readonly List<LedgerProblem> problems = [];
    private readonly LedgerFolder folder;
    private readonly IProgress<long>? progress;

    private Fsck(string path, IProgress<long>? progress, string? passphrase) => (folder, this.progress) = (new(path, passphrase), progress);

    /// <param name="path">The ledger's folder.</param>
    /// <param name="progress">Is told from time to time how many entries were read.</param>
    /// <param name="passphrase">What the ledger's keys are sealed with, if they are.</param>
    /// <returns>What does not hold; nothing where everything does.</returns>
    /// <exception cref="LedgerRefusalException">The keys are sealed, and no passphrase was given.</exception>
    public static IReadOnlyList<LedgerProblem> Check(string path, IProgress<long>? progress = null, string? passphrase = null)
    {
        var fsck = new Fsck(path, progress, passphrase);
        fsck.folder.AskForPassphrase();
        fsck.Check();
        return fsck.problems;
    }

    private void Check()
    {
        try
        {
            if (!File.Exists(folder.Database))
            {
                Report(LedgerFolder.DatabaseName, "is missing: there is no ledger here, or its database must be restored from a backup");
                return;
            }
            CheckKey();
            using var database = new Database(folder.Database);
            if (Schema.Version(database, folder.Database) == 0) Report(LedgerFolder.DatabaseName, "holds no ledger");
            else CheckDatabase(database);
        }
        catch (Exception fault) when (fault is LedgerRefusalException or LedgerDamageException or SqliteException or IOException or UnauthorizedAccessException)
        {
            Report(LedgerFolder.DatabaseName, fault.Message);
        }
    }

    private void CheckKey()
    {
        Try(LedgerFolder.KeyName, () => folder.ReadKey().Dispose());
        Try(LedgerFolder.TombstoneKeyName, () => folder.ReadTombstoneKey());

        void Try(string name, Action read)
        {
            try
            {
                read();
            }
            catch (LedgerRefusalException fault)
            {
                Report(name, fault.Message);
            }
        }
    }

    private void CheckDatabase(Database database)
    {
        using (var integrity = database.Query($"PRAGMA integrity_check({MostProblems})"))
            while (integrity.Step())
                if (integrity.Text(0) is var found && found != "ok") Report(LedgerFolder.DatabaseName, $"is damaged: {found}");
        if (problems.Any(problem => problem.Path == LedgerFolder.DatabaseName)) return;

        // one snapshot for everything, whatever is appended meanwhile
        database.Run("BEGIN");
        if (!VerifierKey.TryParse(LedgerTables.Key(database), out var key))
        {
            Report(LedgerFolder.DatabaseName, "does not say whose ledger it is");
            return;
        }
        CheckOwner(key);
        var head = LedgerTables.Head(database);
        var keys = CheckKeys(database, key);
        var tree = new FsckTree(database, folder, head.Size, keys, Report);
        CheckStatements(database, head, tree);
        tree.Finish();
        CheckActs(database);
        CheckPeople(database);
    }

    private void CheckOwner(VerifierKey key)
    {
        if (folder.Read(LedgerFolder.VerifierName) is not { } text || System.Text.Encoding.UTF8.GetString(text) != $"{key}\n")
            Report(LedgerFolder.VerifierName, "is not the ledger's public key; opening the ledger writes it again");
        if (problems.Any(problem => problem.Path == LedgerFolder.KeyName)) return;
        using var own = folder.ReadKey();
        if (own.Verifier.Equals(key)) return;
        using var next = File.Exists(folder.In(LedgerFolder.NextKeyName)) ? folder.ReadNextKey() : null;
        if (next?.Verifier.Equals(key) != true) Report(LedgerFolder.KeyName, "is another ledger's: restore the one that was made with this ledger");
    }

    /// <summary>Each key was handed over to by the one before it, and the last is the ledger's.</summary>
    /// <returns>All of them.</returns>
    private List<VerifierKey> CheckKeys(Database database, VerifierKey last)
    {
        var keys = SqliteLedger.ReadKeys(database);
        for (var i = 1; i < keys.Count; i++)
            if (!KeyChain.IsHandedOver(keys[i - 1].Key, keys[i].Key, keys[i].Proof))
                Report(LedgerFolder.DatabaseName, $"statement {keys[i].Since} changes the key, and the key before it did not sign that");
        if (keys is not [.., var now] || !now.Key.Equals(last)) Report(LedgerFolder.DatabaseName, "its head names another key than its statements");
        var chain = string.Concat(keys.Select(key => $"{key}\n"));
        if (folder.Read(LedgerFolder.KeysName) is not { } text || System.Text.Encoding.UTF8.GetString(text) != chain)
            Report(LedgerFolder.KeysName, "is not the list of the ledger's keys; opening the ledger writes it again");
        return [.. keys.Select(key => key.Key)];
    }

    /// <summary>One pass over all statements: their entries into the tree, and what is personal against its commitment.</summary>
    private void CheckStatements(Database database, LedgerHead head, FsckTree tree)
    {
        var (next, last, erased) = (0L, Instant.MinValue, 0L);
        var (json, bodies) = (new CanonicalJson(), new KnownBodies());
        using var query = database.Query(
            """
            SELECT e.kind, e.recorded_at, e.digest, e.position, e.effective_at, e.body, e.subject, s.id, s.secret
            FROM statement e LEFT JOIN subject s ON s.number = e.subject ORDER BY e.position
            """);
        while (query.Step())
        {
            var (position, entry) = (query.Number(3), LedgerTables.Entry(query));
            if (position != next) Report(LedgerFolder.DatabaseName, $"entry {next} is missing: restore the database from a backup");
            if (entry.RecordedAt < last) Report(LedgerFolder.DatabaseName, $"entry {position} was recorded before the one that it follows");
            if (!LogEntry.IsKind(entry.Kind)) Report(LedgerFolder.DatabaseName, $"entry {position} is of no kind");
            if (position != next || problems.Count >= MostProblems) return;
            (next, last) = (position + 1, entry.RecordedAt);
            if (!query.IsNull(0) || (query.IsNull(6) && query.IsNull(5)))
            {
                if (query.IsNull(0)) erased++;
                if (!query.IsNull(4) || !query.IsNull(5) || !query.IsNull(6)) Report(LedgerFolder.DatabaseName, $"statement {position} holds something that is nobody's");
            }
            else CheckPersonal(query, position, entry, json, bodies);
            tree.Add(entry);
            if (next % 65_536 == 0) progress?.Report(next);
        }
        if (next != head.Size) Report(LedgerFolder.DatabaseName, $"its head says {head.Size} statements, {next} are there");
        if (next > 0 && head.LastRecordedAt != last) Report(LedgerFolder.DatabaseName, "its head says another time than that of the last entry");
        CheckErased(database, head, erased);
        progress?.Report(next);
    }

    private void CheckPersonal(Query query, long position, LogEntry entry, CanonicalJson json, KnownBodies bodies)
    {
        if (query.IsNull(7))
        {
            Report(LedgerFolder.DatabaseName, $"statement {position} is of nobody: its subject is missing");
            return;
        }
        var subject = LedgerTables.Subject(query.Bytes(7));
        var effectiveAt = query.IsNull(4) ? entry.RecordedAt : LedgerTables.Time(query, 4);
        var secret = query.Bytes(8);
        if (secret.Length != LogEntry.SaltSize) Report(LedgerFolder.DatabaseName, $"the secret of the subject of statement {position} is none");
        else if (!PackedBody.TryUnpack(json, query.Bytes(5), subject, effectiveAt) || !IsCommitted(secret, position, json.Written, entry.Digest))
            Report(LedgerFolder.DatabaseName, $"statement {position} is not the one that its entry commits to: restore the database from a backup");
        else if (!bodies.TryRead(query.Bytes(5), subject, effectiveAt, out _))
            Report(LedgerFolder.DatabaseName, $"statement {position} cannot be read");
    }

    private static bool IsCommitted(ReadOnlySpan<byte> secret, long position, ReadOnlySpan<byte> body, Digest digest)
    {
        var salt = LogEntry.Salt(secret, position);
        return LogEntry.Commit(salt, body) == digest;
    }

    /// <summary>What has no body was erased, and every erasure says of how many.</summary>
    private void CheckErased(Database database, LedgerHead head, long erased)
    {
        var (recorded, erasures) = (0L, 0L);
        using var query = database.Query("SELECT a.body FROM act a CROSS JOIN statement e ON e.position = a.position WHERE e.kind = 'erasure'");
        while (query.Step())
            if (StatementBody.TryRead(query.Bytes(0).ToArray(), out var statement, out _) && statement is Erased erasure) (recorded, erasures) = (recorded + erasure.Statements, erasures + 1);
        if (erasures != head.Erasures) Report(LedgerFolder.DatabaseName, $"its head says {head.Erasures} erasures, {erasures} are there");
        if (recorded != erased) Report(LedgerFolder.DatabaseName, $"{erased} statements are gone, but {recorded} were erased: the others were lost or destroyed; restore the database from a backup");
    }

    private void CheckActs(Database database)
    {
        using (var acts = database.Query(
            "SELECT e.kind, e.recorded_at, e.digest, a.position, a.body FROM act a LEFT JOIN statement e ON e.position = a.position"))
            while (acts.Step() && problems.Count < MostProblems) CheckAct(acts);
        using var lost = database.Query(
            "SELECT e.position FROM statement e LEFT JOIN act a ON a.position = e.position WHERE e.kind IS NOT NULL AND a.position IS NULL ORDER BY e.position");
        while (lost.Step() && problems.Count < MostProblems)
            Report(LedgerFolder.DatabaseName, $"statement {lost.Number(0)} is missing: its entry is there, what was stated is not; restore the database from a backup");
    }

    private void CheckAct(Query query)
    {
        var position = query.Number(3);
        if (query.IsNull(1))
        {
            Report(LedgerFolder.DatabaseName, $"statement {position} has no entry");
            return;
        }
        var entry = LedgerTables.Entry(query);
        if (entry.Digest != Digest.Of(query.Bytes(4))) Report(LedgerFolder.DatabaseName, $"statement {position} is not the one that its entry commits to: restore the database from a backup");
        else if (!StatementBody.TryRead(query.Bytes(4).ToArray(), out var statement, out _)) Report(LedgerFolder.DatabaseName, $"statement {position} cannot be read");
        else if (StatementBody.EntryKind(statement) != entry.Kind) Report(LedgerFolder.DatabaseName, $"statement {position} is not of the kind that its entry says");
    }

    /// <summary>Nobody is there of whom nothing is stated, and the erasures in the file are those of the database.</summary>
    private void CheckPeople(Database database)
    {
        if (database.Number("SELECT count(*) FROM subject s WHERE NOT EXISTS (SELECT 1 FROM statement e WHERE e.subject = s.number)") is var idle and > 0)
            Report(LedgerFolder.DatabaseName, $"{idle} subjects are there of whom nothing is stated");
        try
        {
            var known = Graves.All(database);
            var graves = known.ToDictionary(grave => grave.Mac, grave => grave.ErasedAt);
            var written = folder.ReadErasures();
            var lines = written.Select(ErasureLine.Write).ToHashSet(StringComparer.Ordinal);
            if (known.Any(grave => !lines.Contains(ErasureLine.Write(grave))))
                Report(LedgerFolder.ErasuresName, "lacks an erasure that the database knows; opening the ledger writes it again");
            if (written.GroupBy(line => line.Mac).Any(each => !graves.TryGetValue(each.Key, out var erased) || erased < each.Max(line => line.ErasedAt)))
                Report(LedgerFolder.DatabaseName, "has not carried out an erasure that was carried out before; opening the ledger does");
        }
        catch (LedgerDamageException fault)
        {
            Report(LedgerFolder.ErasuresName, fault.Message);
        }
    }

    private void Report(string path, string problem)
    {
        if (problems.Count < MostProblems) problems.Add(new(path, problem));
    }
}
