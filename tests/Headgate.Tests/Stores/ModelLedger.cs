using System.Text;
using Headgate.Ledger;
using Headgate.Stores;

namespace Headgate.Tests.Stores;

/// <summary>What a ledger is, in a few lines: a list.</summary>
internal sealed class ModelLedger
{
    private readonly List<Recorded?> statements = [];
    private readonly Dictionary<SubjectId, (Instant At, List<StandingChoice> Objections)> graves = [];

    public long Size => statements.Count;

    public Instant? Last { get; private set; }

    public void Append(IReadOnlyCollection<NewStatement> batch, Instant now)
    {
        var at = Last > now ? Last.Value : now;
        foreach (var added in batch)
            if (added.Statement is PersonalStatement { Subject: var who } && graves.Remove(who, out var grave))
                foreach (var objection in grave.Objections)
                    foreach (var time in new[] { objection.Since, grave.At }.Distinct())
                        statements.Add(new(Size, at, time, new ChoiceMade(who, objection.Purpose, Choice.Objected, "kept-when-erased")));
        foreach (var added in batch) statements.Add(new(Size, at, EffectiveTime.Of(added, at), added.Statement));
        if (batch.Count > 0) Last = at;
    }

    public void Erase(SubjectId subject, Instant now)
    {
        var erased = Personal(Size).Where(recorded => Subject(recorded) == subject).ToList();
        if (erased.Count == 0) return;
        Last = Last > now ? Last.Value : now;
        graves[subject] = (Last.Value, [.. StandingFold.At(erased, Instant.MaxValue)!.Choices.Where(choice => choice.Choice == Choice.Objected)]);
        foreach (var recorded in erased) statements[(int)recorded.Position] = null;
        statements.Add(new(Size, Last.Value, Last.Value, new Erased(erased.Count)));
    }

    public IEnumerable<string> Acts(long below) => Below(below).Where(recorded => recorded.Statement is PublicAct).Select(Text);

    public IEnumerable<string> Of(SubjectId subject, long below) => Personal(below).Where(recorded => Subject(recorded) == subject).Select(Text);

    public IEnumerable<string> BySubject(long below) => Personal(below).GroupBy(Subject)
        .OrderBy(group => Convert.ToHexString(Encoding.UTF8.GetBytes(group.Key.Value)), StringComparer.Ordinal)
        .Select(group => $"{group.Key}: {string.Join(", ", group.Select(Text))}");

    public IEnumerable<SubjectId> SubjectsWithin(long from, long below) =>
        Personal(below).Where(recorded => recorded.Position >= from).Select(Subject).Distinct().Order();

    /// <summary>One that was erased counts too.</summary>
    public long LastPersonalPosition(long below) =>
        statements.Take((int)Math.Min(below, Size)).Select((recorded, position) => recorded?.Statement is PublicAct ? -1L : position).DefaultIfEmpty(-1).Max();

    /// <summary>Everything about a recorded statement, as text.</summary>
    public static string Text(Recorded recorded) =>
        $"{recorded.Position} {recorded.RecordedAt} {Encoding.UTF8.GetString(StatementBody.Write(recorded.Statement, recorded.EffectiveAt))}";

    private IEnumerable<Recorded> Below(long below) => statements.OfType<Recorded>().Where(recorded => recorded.Position < below);

    private IEnumerable<Recorded> Personal(long below) => Below(below).Where(recorded => recorded.Statement is PersonalStatement);

    private static SubjectId Subject(Recorded recorded) => ((PersonalStatement)recorded.Statement).Subject;
}
