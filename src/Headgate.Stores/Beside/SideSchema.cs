namespace Headgate.Stores;

/// <summary>The tables of a <see cref="SideDatabase"/>, and how those of an earlier version become today's.</summary>
internal static class SideSchema
{
    // each step makes the next version out of the one before it; a step that was released never changes
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE recipient(
            disclosure INTEGER PRIMARY KEY,
            webhook TEXT,
            mail TEXT,
            secret TEXT) STRICT;
        CREATE TABLE campaign(
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            notice TEXT NOT NULL,
            version INTEGER NOT NULL,
            via TEXT NOT NULL,
            terms TEXT NOT NULL,
            planned_at INTEGER NOT NULL,
            stopped_at INTEGER,
            synced INTEGER NOT NULL) STRICT;
        CREATE TABLE delivery(
            id INTEGER PRIMARY KEY,
            campaign INTEGER NOT NULL,
            subject TEXT NOT NULL,
            region TEXT NOT NULL,
            language TEXT NOT NULL,
            address TEXT,
            state INTEGER NOT NULL,
            batch INTEGER,
            tries INTEGER NOT NULL DEFAULT 0,
            next_try INTEGER NOT NULL DEFAULT 0,
            handed_at INTEGER,
            served_at INTEGER,
            bounced_at INTEGER,
            seen_at INTEGER,
            chosen_at INTEGER,
            choice INTEGER,
            problem TEXT) STRICT;
        CREATE UNIQUE INDEX delivery_subject ON delivery(subject, campaign);
        CREATE INDEX delivery_state ON delivery(campaign, state, next_try);
        CREATE INDEX delivery_batch ON delivery(batch) WHERE batch IS NOT NULL;
        CREATE TABLE batch(
            id INTEGER PRIMARY KEY,
            campaign INTEGER NOT NULL,
            sender TEXT NOT NULL,
            claimed_at INTEGER NOT NULL,
            until INTEGER,
            done INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE unsubscribed(
            subject TEXT PRIMARY KEY,
            at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE request(
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            subject TEXT,
            text TEXT,
            received INTEGER NOT NULL,
            opened INTEGER NOT NULL,
            acknowledged INTEGER,
            extended INTEGER,
            extension TEXT,
            closed INTEGER,
            outcome TEXT) STRICT;
        CREATE TABLE outsider(
            id INTEGER PRIMARY KEY,
            token TEXT NOT NULL UNIQUE,
            address TEXT,
            named TEXT NOT NULL,
            asked INTEGER NOT NULL,
            confirmed INTEGER) STRICT;
        CREATE TABLE cursor(
            name TEXT PRIMARY KEY,
            position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """,
    ];

    /// <exception cref="LedgerRefusalException">It was written by a later version.</exception>
    public static void Migrate(SideDatabase database, string path)
    {
        if (Version(database, path) == Steps.Length) return;
        database.Together(() =>
        {
            foreach (var step in Steps.Skip(Version(database, path))) database.Run(step);
            return database.Run($"PRAGMA user_version = {Steps.Length}");
        });
    }

    private static int Version(SideDatabase database, string path) => database.Number("PRAGMA user_version") is { } version && version <= Steps.Length
        ? (int)version
        : throw new LedgerRefusalException($"`{path}` was written by a later version of Headgate: use that one");
}
