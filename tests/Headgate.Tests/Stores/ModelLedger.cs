using System.Text;
using Headgate.Ledger;
using Headgate.Stores;

namespace Headgate.Tests.Stores;

/// <summary>What a ledger is, in a few lines: a list.</summary>
internal sealed class ModelLedger
{
    private readonly List<Recorded> statements = [];

    public long Size => statements.Count;

    public Instant? Last => statements.LastOrDefault()?.RecordedAt;

    public void Append(IEnumerable<NewStatement> batch, Instant now)
    {
        var at = Last > now ? Last.Value : now;
        foreach (var added in batch) statements.Add(new(Size, at, EffectiveTime.Of(added, at), added.Statement));
    }

    public IEnumerable<string> Acts(long below) => Below(below).Where(recorded => recorded.Statement is PublicAct).Select(Text);

    public IEnumerable<string> Of(SubjectId subject, long below) => Personal(below).Where(recorded => Subject(recorded) == subject).Select(Text);

    public IEnumerable<string> BySubject(long below) => Personal(below).GroupBy(Subject)
        .OrderBy(group => Convert.ToHexString(Encoding.UTF8.GetBytes(group.Key.Value)), StringComparer.Ordinal)
        .Select(group => $"{group.Key}: {string.Join(", ", group.Select(Text))}");

    public IEnumerable<SubjectId> SubjectsWithin(long from, long below) =>
        Personal(below).Where(recorded => recorded.Position >= from).Select(Subject).Distinct().Order();

    public long LastPersonalPosition(long below) => Personal(below).LastOrDefault()?.Position ?? -1;

    /// <summary>Everything about a recorded statement, as text.</summary>
    public static string Text(Recorded recorded) =>
        $"{recorded.Position} {recorded.RecordedAt} {Encoding.UTF8.GetString(StatementBody.Write(recorded.Statement, recorded.EffectiveAt))}";

    private IEnumerable<Recorded> Below(long below) => statements.Where(recorded => recorded.Position < below);

    private IEnumerable<Recorded> Personal(long below) => Below(below).Where(recorded => recorded.Statement is PersonalStatement);

    private static SubjectId Subject(Recorded recorded) => ((PersonalStatement)recorded.Statement).Subject;
}
