namespace Headgate.Stores.Sqlite;

/// <summary>The tables of a ledger's database, and how those of an earlier version become today's (docs/ledger-format.md, Database).</summary>
internal static class Schema
{
    /// <summary>Marks a SQLite file as a ledger: <c>Head</c> in ASCII.</summary>
    public const long ApplicationId = 0x48656164;

    // each step makes the next version out of the one before it; a step that was released never changes
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE head(
            id INTEGER PRIMARY KEY CHECK (id = 0),
            size INTEGER NOT NULL,
            last_recorded_at INTEGER,
            erasures INTEGER NOT NULL,
            key TEXT NOT NULL) STRICT;
        CREATE TABLE statement(
            position INTEGER PRIMARY KEY,
            kind TEXT,
            recorded_at INTEGER NOT NULL,
            digest BLOB NOT NULL,
            subject INTEGER,
            effective_at INTEGER,
            body BLOB) STRICT;
        CREATE INDEX statement_subject ON statement(subject) WHERE subject IS NOT NULL;
        CREATE TABLE act(
            position INTEGER PRIMARY KEY,
            body BLOB NOT NULL,
            place TEXT) STRICT;
        CREATE TABLE subject(
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            secret BLOB NOT NULL) STRICT;
        CREATE TABLE tombstone(
            mac BLOB PRIMARY KEY,
            erased_at INTEGER NOT NULL,
            objections TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE import(
            id BLOB PRIMARY KEY,
            rows INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            recorded INTEGER NOT NULL,
            first INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            complete INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE tile(
            level INTEGER NOT NULL,
            number INTEGER NOT NULL,
            hashes BLOB NOT NULL,
            PRIMARY KEY (level, number)) STRICT;
        """,
    ];

    /// <summary>The version that this program writes.</summary>
    public static int Current => Steps.Length;

    /// <summary>The version of a database; 0 where it holds no ledger yet.</summary>
    /// <exception cref="LedgerRefusalException">It was written by a later version, or is something else's.</exception>
    public static int Version(Database database, string path)
    {
        var version = database.Number("PRAGMA user_version");
        var application = database.Number("PRAGMA application_id");
        if (version > Current)
            throw new LedgerRefusalException($"`{path}` was written by a later version of Headgate (schema {version}; this one knows {Current}): use that one");
        if (application != (version == 0 ? 0 : ApplicationId)) throw new LedgerRefusalException($"`{path}` is a database of something else");
        return (int)version;
    }

    /// <summary>Brings the tables up to date. Inside a transaction of the caller's.</summary>
    public static void Migrate(Database database, int version)
    {
        foreach (var step in Steps.Skip(version)) database.Run(step);
        database.Run($"PRAGMA user_version = {Current}");
        database.Run($"PRAGMA application_id = {ApplicationId}");
    }
}
