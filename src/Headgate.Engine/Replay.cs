using System.Globalization;
using Headgate.Gate;
using Headgate.Ledger;

namespace Headgate.Engine;

/// <summary>What a replay found.</summary>
/// <param name="Statements">Personal statements that were read.</param>
/// <param name="Problems">Where what is kept for reading differs from the log; empty where it does not.</param>
public sealed record ReplayReport(long Statements, long Subjects, bool HasSnapshot, IReadOnlyList<string> Problems);

/// <summary>Reads the log from its beginning, and compares what it gives with what is kept for reading: the index by subject, and the snapshot that gate runs read.</summary>
public static class Replay
{
    private const int MostProblems = 20;

    private const int MostStarts = 10;

    /// <exception cref="RefusedException">People were erased again and again while it read.</exception>
    public static ReplayReport Run(Session session, Bounds bounds, Action<GateProgress> report)
    {
        for (var start = 1; ; start++)
        {
            var erasures = session.Store.Head.Erasures;
            var found = Compare(session, bounds, report);
            // what was erased after the log was read is missing in the index, as it should be
            if (found.Problems.Count == 0 || session.Store.Head.Erasures == erasures) return found;
            if (start == MostStarts) throw new RefusedException("people were erased again and again while the log was read", "run it again when that has settled");
        }
    }

    private static ReplayReport Compare(Session session, Bounds bounds, Action<GateProgress> report)
    {
        var (size, problems) = (session.Store.Head.Size, new List<string>());
        var expected = new Dictionary<SubjectId, (long Count, Digest Chain)>();
        var statements = 0L;
        foreach (var recorded in session.Store.Statements(0, size))
        {
            if (recorded.Statement is not PersonalStatement personal) continue;
            var (count, chain) = expected.GetValueOrDefault(personal.Subject);
            expected[personal.Subject] = (count + 1, Next(chain, recorded));
            if (++statements % 65_536 == 0) report(new("reading the log", recorded.Position / (double)size, size));
        }
        report(new("comparing the index", null, size));
        var found = 0L;
        foreach (var (subject, kept) in session.Store.BySubject(size))
        {
            var chain = default(Digest);
            foreach (var recorded in kept) chain = Next(chain, recorded);
            if (expected.GetValueOrDefault(subject) != (kept.Count, chain) && problems.Count < MostProblems)
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"the index gives other statements of subject {found + 1} in its order than the log: run `headgate fsck`"));
            found++;
        }
        if (found != expected.Count) problems.Add(string.Create(CultureInfo.InvariantCulture, $"the index knows {found} subjects, the log {expected.Count}: run `headgate fsck`"));
        report(new("comparing the snapshot", null, 0));
        var snapshot = StandingSnapshot.Compare(session, bounds);
        if (snapshot is > 0) problems.Add(string.Create(CultureInfo.InvariantCulture, $"the snapshot that gate runs read differs from the log in {snapshot} rows: remove the ledger's folder `snapshot`, and the next run makes it again"));
        return new(statements, expected.Count, snapshot is not null, problems);
    }

    private static Digest Next(Digest chain, Recorded recorded) =>
        Digest.Of([.. chain.ToArray(), .. BitConverter.GetBytes(recorded.Position), .. BitConverter.GetBytes(recorded.RecordedAt.Microseconds), .. StatementBody.Write(recorded.Statement, recorded.EffectiveAt)]);
}
