using Headgate.Stores.Sqlite;

namespace Headgate.Stores;

public sealed partial class SqliteLedger
{
    /// <inheritdoc/>
    public Erasure? Erase(SubjectId subject, Instant now)
    {
        var erasure = writer.Transaction((head, batch) =>
        {
            SeeKey(writer.Database);
            return Eraser.Erase(writer.Database, batch, tombstones, subject, RecordingTime.Of(head.LastRecordedAt, now, null));
        });
        if (erasure is null) return null;
        using (folder.LockPublishing()) folder.AppendErasures([new(tombstones.Mac(subject), erasure.RecordedAt, erasure.Objections)]);
        publication.Ensure(null);
        return erasure;
    }

    /// <inheritdoc/>
    public void Purge()
    {
        while (readers.TryTake(out var reader)) reader.Dispose();
        writer.Alone(database =>
        {
            database.Run("VACUUM");
            if (database.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
                throw new LedgerRefusalException($"another process reads `{folder.Database}`, so that its log cannot be cleared: purge again when it has finished");
        });
    }

    /// <summary>Brings database and file of erasures to what either knows: the database may have come from a backup, the file may have been cut off.</summary>
    private void CatchUpErasures()
    {
        var missing = Missing(Read(Graves.All));
        if (missing.Count > 0)
        {
            writer.Transaction((head, batch) =>
            {
                var still = Missing(Graves.All(writer.Database));
                if (still.Count > 0)
                    Eraser.Repeat(writer.Database, batch, tombstones, still, RecordingTime.Of(head.LastRecordedAt, still.Max(tombstone => tombstone.ErasedAt), null));
                return 0;
            });
            publication.Ensure(null);
        }
        WriteErasures();
    }

    /// <summary>The erasures of the file that the database has not carried out, the last of each subject.</summary>
    private List<Tombstone> Missing(IReadOnlyList<Tombstone> known)
    {
        var graves = known.ToDictionary(grave => grave.Mac, grave => grave.ErasedAt);
        return [.. folder.ReadErasures().GroupBy(line => line.Mac).Select(lines => lines.MaxBy(line => line.ErasedAt)!)
            .Where(line => !graves.TryGetValue(line.Mac, out var erased) || erased < line.ErasedAt)];
    }

    private void WriteErasures()
    {
        using var alone = folder.LockPublishing();
        var written = folder.ReadErasures().Select(line => (line.Mac, line.ErasedAt)).ToHashSet();
        folder.AppendErasures([.. Read(Graves.All).Where(grave => !written.Contains((grave.Mac, grave.ErasedAt)))]);
    }
}
