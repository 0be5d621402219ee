namespace Headgate.Stores.Sqlite;

/// <summary>Destroys what is stated of people, within a transaction.</summary>
internal static class Eraser
{
    /// <summary>Destroys a subject's statements and secret, keeps their objections, and records that so many statements were erased.</summary>
    /// <returns>Null where nothing is stated of the subject.</returns>
    public static Erasure? Erase(Database database, Batch batch, TombstoneKey key, SubjectId subject, Instant at)
    {
        if (Number(database, subject) is not { } number) return null;
        var statements = People.Of(database, subject, long.MaxValue);
        var objections = StandingFold.At(statements, Instant.MaxValue)?.Choices.Where(choice => choice.Choice == Choice.Objected)
            .Select(choice => new KeptObjection(choice.Purpose, choice.Since)).ToList() ?? [];
        Destroy(database, number);
        Graves.Store(database, new(key.Mac(subject), at, objections));
        Record(database, batch, statements.Count, at);
        return new([.. statements.Select(statement => statement.Position)], objections, at);
    }

    /// <summary>Carries out erasures that were carried out before, in a database that does not know them: it came from a backup.</summary>
    public static void Repeat(Database database, Batch batch, TombstoneKey key, IReadOnlyCollection<Tombstone> tombstones, Instant at)
    {
        var pending = tombstones.ToDictionary(tombstone => tombstone.Mac);
        var found = new List<long>();
        using (var query = database.Query("SELECT number, id FROM subject"))
            while (query.Step())
                if (pending.ContainsKey(key.Mac(LedgerTables.Subject(query.Bytes(1))))) found.Add(query.Number(0));
        var erased = found.Sum(number =>
        {
            using var query = database.Query("SELECT count(*) FROM statement WHERE subject = ?").Bind(1, number);
            query.Step();
            return query.Number(0);
        });
        foreach (var number in found) Destroy(database, number);
        foreach (var tombstone in tombstones) Graves.Store(database, tombstone);
        Record(database, batch, erased, at);
    }

    private static void Destroy(Database database, long number)
    {
        using (var query = database.Query("UPDATE statement SET subject = NULL, effective_at = NULL, body = NULL WHERE subject = ?").Bind(1, number)) query.Run();
        using (var query = database.Query("DELETE FROM subject WHERE number = ?").Bind(1, number)) query.Run();
    }

    private static void Record(Database database, Batch batch, long statements, Instant at)
    {
        if (statements == 0) return;
        batch.Begin(at);
        batch.Add(new(new Erased(statements)));
        using var query = database.Query("UPDATE head SET erasures = erasures + 1");
        query.Run();
    }

    private static long? Number(Database database, SubjectId subject)
    {
        using var query = database.Query("SELECT number FROM subject WHERE id = ?").BindText(1, subject.Value);
        return query.Step() ? query.Number(0) : null;
    }
}
