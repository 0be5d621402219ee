namespace Headgate;

/// <summary>Folds a subject's statements to their standing at an instant (semantics.md, Time and knowledge; Standing of a subject).</summary>
public static class StandingFold
{
    /// <param name="statements">The subject's statements below the position asked for, in order of position.</param>
    /// <returns>Null where none of them counts at <paramref name="at"/>: the subject has no standing.</returns>
    public static Standing? At(IEnumerable<Recorded> statements, Instant at)
    {
        var counting = InOrder(statements, at);
        if (counting.Count == 0) return null;

        var regions = new SortedDictionary<string, IReadOnlyList<Region>>(StringComparer.Ordinal);
        var choices = new SortedDictionary<string, StandingChoice>(StringComparer.Ordinal);
        var notices = new SortedDictionary<(string Notice, int Version), List<Instant>>(ByNotice);
        BirthRange? birth = null;
        var status = SubjectStatus.Unknown;

        foreach (var recorded in counting)
        {
            switch (recorded.Statement)
            {
                case MemberDescribed member:
                    if (member.Regions is not null) regions[member.Source] = member.Regions;
                    if (member.Birth is not null) birth = member.Birth.Value;
                    if (member.Status is { } said) status = said;
                    break;
                case ChoiceMade made:
                    var goesOn = choices.TryGetValue(made.Purpose, out var standing) && standing.Choice == made.Choice;
                    if (!goesOn) choices[made.Purpose] = new(made.Purpose, made.Choice, recorded.EffectiveAt);
                    break;
                case NoticeServed served:
                    if (!notices.TryGetValue(Key(served.Notice), out var times)) notices[Key(served.Notice)] = times = [];
                    times.Add(recorded.EffectiveAt);
                    break;
                case NoticeBounced bounced:
                    notices.Remove(Key(bounced.Notice));
                    break;
            }
        }

        return new Standing
        {
            Regions = [.. regions.Values.SelectMany(claimed => claimed).Distinct().Order()],
            Birth = birth,
            Status = status,
            Choices = [.. choices.Values],
            Notices = [.. notices.Select(pair => new ServedNotice(new(pair.Key.Notice, pair.Key.Version), pair.Value))],
        };
    }

    /// <summary>Those that count, by when they are effective, then by position. Most are in this order already.</summary>
    private static List<Recorded> InOrder(IEnumerable<Recorded> statements, Instant at)
    {
        var (counting, isInOrder) = (new List<Recorded>(), true);
        foreach (var recorded in statements)
        {
            if (recorded.EffectiveAt > at) continue;
            isInOrder &= counting.Count == 0 || counting[^1].EffectiveAt <= recorded.EffectiveAt;
            counting.Add(recorded);
        }
        return isInOrder ? counting : [.. counting.OrderBy(recorded => recorded.EffectiveAt).ThenBy(recorded => recorded.Position)];
    }

    private static readonly Comparer<(string Notice, int Version)> ByNotice = Comparer<(string Notice, int Version)>.Create((one, other) =>
        string.CompareOrdinal(one.Notice, other.Notice) is var order && order != 0 ? order : one.Version.CompareTo(other.Version));

    private static (string Notice, int Version) Key(NoticeVersion notice) => (notice.Notice, notice.Version);
}
