using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>What is stated of people, read over one connection.</summary>
internal static class People
{
    private const string Columns = "e.position, e.recorded_at, e.effective_at, e.body";

    public static List<Recorded> Of(Database database, SubjectId subject, long below)
    {
        using var query = database.Query($"SELECT {Columns} FROM subject s JOIN statement e ON e.subject = s.number WHERE s.id = ? AND e.position < ? ORDER BY e.position")
            .BindText(1, subject.Value).Bind(2, below);
        var statements = new List<Recorded>();
        var bodies = new KnownBodies();
        while (query.Step()) statements.Add(bodies.Read(query, 0, subject));
        return statements;
    }

    /// <summary>Every subject with their statements below a position, in order of the bytes of their ids.</summary>
    public static IEnumerable<(SubjectId Subject, IReadOnlyList<Recorded> Statements)> All(Database database, long below)
    {
        using var query = database.Query(
            $"SELECT {Columns}, s.number, s.id FROM subject s CROSS JOIN statement e ON e.subject = s.number WHERE e.position < ? ORDER BY s.id, e.position").Bind(1, below);
        var bodies = new KnownBodies();
        var (number, subject, statements) = (-1L, default(SubjectId), new List<Recorded>());
        while (query.Step())
        {
            if (query.Number(4) != number)
            {
                if (statements.Count > 0) yield return (subject, statements);
                (number, subject, statements) = (query.Number(4), LedgerTables.Subject(query.Bytes(5)), []);
            }
            statements.Add(bodies.Read(query, 0, subject));
        }
        if (statements.Count > 0) yield return (subject, statements);
    }

    /// <summary>All statements that are still kept at positions in <c>[from, below)</c>, in order.</summary>
    public static IEnumerable<Recorded> InOrder(Database database, long from, long below)
    {
        using var query = database.Query(
            $"""
            SELECT {Columns}, s.id, a.body FROM statement e LEFT JOIN subject s ON s.number = e.subject LEFT JOIN act a ON a.position = e.position
            WHERE e.position >= ? AND e.position < ? ORDER BY e.position
            """).Bind(1, from).Bind(2, below);
        var bodies = new KnownBodies();
        while (query.Step())
        {
            if (!query.IsNull(5)) yield return LedgerTables.Recorded(query.Number(0), LedgerTables.Time(query, 1), query.Bytes(5));
            else if (!query.IsNull(4)) yield return bodies.Read(query, 0, LedgerTables.Subject(query.Bytes(4)));
        }
    }

    /// <summary>The subjects of whom something was stated at positions in <c>[from, below)</c>, each once.</summary>
    public static HashSet<SubjectId> Within(Database database, long from, long below)
    {
        using var query = database.Query(
            "SELECT s.id FROM statement e JOIN subject s ON s.number = e.subject WHERE e.position >= ? AND e.position < ?").Bind(1, from).Bind(2, below);
        var subjects = new HashSet<SubjectId>();
        while (query.Step()) subjects.Add(LedgerTables.Subject(query.Bytes(0)));
        return subjects;
    }

    /// <summary>The body of the personal statement in a query's columns, from a given one on.</summary>
    public static byte[] Body(Query query, int column, SubjectId subject)
    {
        var recordedAt = LedgerTables.Time(query, column + 1);
        var json = new CanonicalJson();
        return PackedBody.TryUnpack(json, query.Bytes(column + 3), subject, query.IsNull(column + 2) ? recordedAt : LedgerTables.Time(query, column + 2))
            ? json.Written.ToArray()
            : throw new LedgerDamageException($"the statement at position {query.Number(column)} cannot be read: run `headgate fsck`");
    }
}
