using System.Runtime.ExceptionServices;

namespace Headgate;

/// <summary>Cases that two policies decide differently, on their way from one decision to the other.</summary>
/// <param name="At">The first instant at which they do.</param>
/// <param name="Admitted">Denied before and allowed after; else the other way round.</param>
/// <param name="After">The reason under the second policy.</param>
public sealed record PolicyDifference(string Purpose, Instant At, bool Admitted, Reason After, IReadOnlyList<DescribedCases> Cases);

/// <summary>A row of what a policy says: cases, and the reason that they all have.</summary>
public sealed record TableRow(Reason Reason, DescribedCases Cases);

/// <summary>Finds what two policies decide differently: exhaustively, over every class of cases and every instant.</summary>
public static class PolicyDifferences
{
    /// <summary>All that a policy says for a purpose at an instant, suspensions left out: every case that there can be is in one row.</summary>
    /// <exception cref="TableTooLargeException">The policy tells too many cases apart.</exception>
    public static IReadOnlyList<TableRow> Table(Policy policy, string purpose, Instant at)
    {
        var change = new PolicyChange(null, policy, purpose, at, null);
        var reasons = change.AfterReasons.All;
        return [.. change.Sort((_, _, becomes) => (int?)becomes.Code)
            .SelectMany(set => CellWords.Describe(change, set.Value, reasons[set.Key].Text).Select(cases => new TableRow(reasons[set.Key], cases)))];
    }

    /// <param name="before">Null where there is none, and everything is denied.</param>
    /// <param name="start">The first instant that is looked at; everything after it is, too.</param>
    /// <exception cref="TableTooLargeException">The two policies tell too many cases apart.</exception>
    public static IReadOnlyList<PolicyDifference> Find(Policy? before, Policy after, Instant start)
    {
        var found = new List<PolicyDifference>();
        var said = new HashSet<(string, string, string)>();
        var times = ChangeTimes.Of(before is null ? [after] : [before, after], start, null);
        var questions = after.Purposes.Keys.Union(before?.Purposes.Keys ?? []).Order(StringComparer.Ordinal).SelectMany(purpose => times.Select(at => (Purpose: purpose, At: at)));
        foreach (var (purpose, at, sets) in Together(questions, question => (question.Purpose, question.At, Differing(before, after, question.Purpose, question.At))))
            foreach (var (reason, all) in sets)
            {
                var cases = all.Where(one => said.Add((purpose, reason.Text, one.Words))).ToList();
                if (cases.Count > 0) found.Add(new(purpose, at, reason.Allows, reason, cases));
            }
        return found;
    }

    /// <summary>Answers independent questions on all cores, in their order.</summary>
    /// <exception cref="TableTooLargeException">One of them is about too many cases.</exception>
    internal static List<TAnswer> Together<TQuestion, TAnswer>(IEnumerable<TQuestion> questions, Func<TQuestion, TAnswer> answer)
    {
        try
        {
            return [.. questions.AsParallel().AsOrdered().Select(answer)];
        }
        catch (AggregateException error) when (error.InnerException is TableTooLargeException refused)
        {
            ExceptionDispatchInfo.Throw(refused);
            throw;
        }
    }

    /// <summary>The cases that are decided differently at an instant, by the reason that they come to have.</summary>
    private static List<(Reason Reason, List<DescribedCases> Cases)> Differing(Policy? before, Policy after, string purpose, Instant at)
    {
        var change = new PolicyChange(before, after, purpose, at, null);
        var reasons = change.AfterReasons.All;
        return [.. change.Sort((_, was, becomes) => was.Allows == becomes.Allows ? null : (int?)becomes.Code)
            .Select(set => (reasons[set.Key], CellWords.Describe(change, set.Value, reasons[set.Key].Text).ToList()))];
    }
}
