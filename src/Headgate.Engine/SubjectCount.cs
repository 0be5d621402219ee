namespace Headgate.Engine;

/// <summary>How many of a ledger's subjects some cases are about.</summary>
/// <param name="Each">For each kind of cases.</param>
/// <param name="Together">By any of them.</param>
public sealed record SubjectCount(long[] Each, long Together)
{
    /// <param name="cases">Each with the instant at which it is asked; what is known now is taken for known then.</param>
    public static SubjectCount Of(Session session, IReadOnlyList<(Instant At, DescribedCases Cases)> cases)
    {
        var (each, together) = (new long[cases.Count], 0L);
        var times = cases.Select(one => one.At).Distinct().ToList();
        foreach (var (_, statements) in session.Store.BySubject(session.Store.Head.Size))
        {
            var standings = times.ToDictionary(time => time, time => StandingFold.At(statements, time));
            var isMeant = false;
            for (var i = 0; i < each.Length; i++)
            {
                if (standings[cases[i].At] is not { } standing || !cases[i].Cases.Holds(standing)) continue;
                each[i]++;
                isMeant = true;
            }
            if (isMeant) together++;
        }
        return new(each, together);
    }
}
