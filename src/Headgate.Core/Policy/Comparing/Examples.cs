namespace Headgate;

/// <summary>Finds a case in which conditions hold: the plainest one, so that a person recognises it.</summary>
internal static class Examples
{
    private const int MostLookedAt = 20_000;

    private static readonly string[] Familiar = ["FR", "DE", "GB", "US", "IE", "ES", "IT", "NL", "CA", "BR", "IN"];

    /// <summary>A case in which all conditions hold, at the first instant at which there is one, and what the policy says of it.</summary>
    /// <returns>Null where there is none.</returns>
    public static string? Where(Policy policy, IReadOnlyList<Condition> when, Instant start)
    {
        var probe = policy.With([new DenyRule("it", when, null, [], 0)]);
        foreach (var purpose in policy.Purposes.Keys.Order(StringComparer.Ordinal))
            foreach (var at in ChangeTimes.Of([policy, probe], start, null))
            {
                var change = new PolicyChange(null, probe, purpose, at, null);
                var sets = change.Sort((_, _, becomes) => becomes.Text == "denied:it" ? (int?)becomes.Code : null);
                if (sets.Count > 0 && Of(change.Cells, sets.First().Value) is var (standing, region, record))
                    return CaseWords.Say(new(policy, [], policy.Purposes[purpose], at), standing, region, record);
            }
        return null;
    }

    /// <summary>The plainest case in a set of cells.</summary>
    public static (Standing Standing, Region Region, Record Record)? Of(Cells cells, CellSet set)
    {
        var (best, least, looked) = (((int, int, int)?)null, int.MaxValue, 0);
        foreach (var (subject, record, pair) in set.All())
        {
            if (looked++ > MostLookedAt) break;
            var oddness = Oddness(cells.Subjects, cells.Subjects.Classes.Members(subject)[0]) + Oddness(cells.Records.Classes.Members(record)[0]) + (cells.Pairs.Classes.Members(pair)[0].Reached ? 0 : 1);
            if (oddness < least) (best, least) = ((subject, record, pair), oddness);
        }
        return best is var (one, other, third) ? cells.Case(one, other, third) : null;
    }

    private static int Oddness(SubjectClasses classes, SubjectMember member)
    {
        var (youngest, oldest) = AgeClasses.Bounds(member.Age);
        return (Familiar.Contains(member.Region) ? 0 : 1) + (youngest == oldest ? 0 : 4) + (member.Objected > 0 ? 3 : 0) + (member.Consented ? 1 : 0) + (youngest == classes.Ages.Thresholds.Count ? 0 : 1) + member.Notices.Count(value => value > 0);
    }

    private static int Oddness(RecordMember member) =>
        (member.Visibility switch { "public" => 0, null => 4, _ => 1 }) + (member.Service is null ? 2 : 0) + (member.Labels is { Count: 0 } ? 0 : member.Labels is null ? 4 : 2)
        + (member.Created < 0 ? 3 : 0) + (member.Collected < 0 ? 2 : 0) + (member.Signals == ContentSignals.None ? 0 : 3);
}
