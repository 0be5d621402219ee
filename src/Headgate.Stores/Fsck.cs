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

    private Fsck(string path, IProgress<long>? progress) => (folder, this.progress) = (new(path), progress);

    /// <param name="path">The ledger's folder.</param>
    /// <param name="progress">Is told from time to time how many entries were read.</param>
    /// <returns>What does not hold; nothing where everything does.</returns>
    public static IReadOnlyList<LedgerProblem> Check(string path, IProgress<long>? progress = null)
    {
        var fsck = new Fsck(path, progress);
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
        try
        {
            using var key = folder.ReadKey();
        }
        catch (LedgerRefusalException fault)
        {
            Report(LedgerFolder.KeyName, fault.Message);
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
        var text = "";
        using (var query = database.Query("SELECT key FROM head"))
            if (query.Step()) text = query.Text(0);
        if (!VerifierKey.TryParse(text, out var key))
        {
            Report(LedgerFolder.DatabaseName, "does not say whose ledger it is");
            return;
        }
        CheckOwner(key);
        var head = LedgerTables.Head(database);
        var tree = new FsckTree(database, folder, head.Size, key, Report);
        CheckEntries(database, head, tree);
        tree.Finish();
        CheckBodies(database);
    }

    private void CheckOwner(VerifierKey key)
    {
        if (folder.Read(LedgerFolder.VerifierName) is not { } text || System.Text.Encoding.UTF8.GetString(text) != $"{key}\n")
            Report(LedgerFolder.VerifierName, "is not the ledger's public key; opening the ledger writes it again");
        if (problems.Any(problem => problem.Path == LedgerFolder.KeyName)) return;
        using var own = folder.ReadKey();
        if (!own.Verifier.Equals(key)) Report(LedgerFolder.KeyName, "is another ledger's: restore the one that was made with this ledger");
    }

    private void CheckEntries(Database database, LedgerHead head, FsckTree tree)
    {
        var (next, last) = (0L, Instant.MinValue);
        using var query = database.Query("SELECT kind, recorded_at, digest, position FROM entry ORDER BY position");
        while (query.Step())
        {
            var (position, entry) = (query.Number(3), LedgerTables.Entry(query));
            if (position != next) Report(LedgerFolder.DatabaseName, $"entry {next} is missing");
            if (entry.RecordedAt < last) Report(LedgerFolder.DatabaseName, $"entry {position} was recorded before the one that it follows");
            if (!LogEntry.IsKind(entry.Kind)) Report(LedgerFolder.DatabaseName, $"entry {position} is of no kind");
            if (position != next || problems.Count >= MostProblems) return;
            (next, last) = (position + 1, entry.RecordedAt);
            tree.Add(entry);
            if (next % 65_536 == 0) progress?.Report(next);
        }
        if (next != head.Size) Report(LedgerFolder.DatabaseName, $"its head says {head.Size} statements, {next} are there");
        if (next > 0 && head.LastRecordedAt != last) Report(LedgerFolder.DatabaseName, "its head says another time than that of the last entry");
        progress?.Report(next);
    }

    private void CheckBodies(Database database)
    {
        using (var acts = database.Query(
            "SELECT e.kind, e.recorded_at, e.digest, a.position, a.body FROM act a LEFT JOIN entry e ON e.position = a.position"))
            while (acts.Step() && problems.Count < MostProblems)
                CheckBody(acts, Digest.Of(acts.Bytes(4)));
        using (var personal = database.Query(
            """
            SELECT e.kind, e.recorded_at, e.digest, p.position, p.body, p.salt, p.subject, p.recorded_at
            FROM personal p LEFT JOIN entry e ON e.position = p.position
            """))
            while (personal.Step() && problems.Count < MostProblems)
            {
                var salt = personal.Bytes(5);
                var statement = CheckBody(personal, salt.Length == LogEntry.SaltSize ? LogEntry.Commit(salt, personal.Bytes(4)) : default);
                if (statement is PersonalStatement said && said.Subject != LedgerTables.Subject(personal.Bytes(6)))
                    Report(LedgerFolder.DatabaseName, $"statement {personal.Number(3)} is kept under another subject than its own");
                if (personal.Number(7) != personal.Number(1))
                    Report(LedgerFolder.DatabaseName, $"statement {personal.Number(3)} is kept with another time than its entry's");
            }
        using var lost = database.Query(
            """
            SELECT e.position FROM entry e LEFT JOIN act a ON a.position = e.position LEFT JOIN personal p ON p.position = e.position
            WHERE a.position IS NULL AND p.position IS NULL ORDER BY e.position
            """);
        while (lost.Step() && problems.Count < MostProblems)
            Report(LedgerFolder.DatabaseName, $"statement {lost.Number(0)} is missing: its entry is there, what was stated is not");
    }

    private Statement? CheckBody(Query query, Digest digest)
    {
        var position = query.Number(3);
        if (query.IsNull(1))
        {
            Report(LedgerFolder.DatabaseName, $"statement {position} has no entry");
            return null;
        }
        var entry = LedgerTables.Entry(query);
        if (entry.Digest != digest) Report(LedgerFolder.DatabaseName, $"statement {position} is not the one that its entry commits to");
        else if (!StatementBody.TryRead(query.Bytes(4).ToArray(), out var statement, out _)) Report(LedgerFolder.DatabaseName, $"statement {position} cannot be read");
        else if (StatementBody.EntryKind(statement) != entry.Kind) Report(LedgerFolder.DatabaseName, $"statement {position} is not of the kind that its entry says");
        else return statement;
        return null;
    }

    private void Report(string path, string problem)
    {
        if (problems.Count < MostProblems) problems.Add(new(path, problem));
    }
}
