namespace Headgate;

/// <summary>The dates of a case: what a class of subjects, of records and of pairs have in common.</summary>
internal readonly record struct Dates(BirthRange? Birth, Instant? Objected, Instant? Created);

/// <summary>Finds dates that lie in given classes together, or that there are none: the cell is then impossible.</summary>
internal sealed class Witness(Instant at, SubjectClasses subjects, RecordClasses records, PairClasses pairs)
{
    private readonly Dictionary<(int, int, int, int, bool), Dates?> known = [];
    private readonly DateOnly[] critical = Critical(at.Date, subjects.Ages.Thresholds, pairs.Ages.Thresholds);

    /// <param name="created">The class of the time of creation; -1 where it is unknown.</param>
    public Dates? Find(SubjectMember subject, int created, PairMember pair)
    {
        var key = (subject.Age, subject.Objected, created, pair.AgeAtCreation, pair.Reached);
        if (!known.TryGetValue(key, out var dates)) known[key] = dates = Search(subject, created, pair);
        return dates;
    }

    /// <summary>The widest range of births with these bounds for the youngest and the oldest; null where there is none.</summary>
    public static BirthRange? Range((DateOnly? After, DateOnly? Upto) youngest, (DateOnly? After, DateOnly? Upto) oldest)
    {
        var latest = youngest.Upto ?? DateOnly.MaxValue;
        var earliest = oldest.After is { } after ? after.AddDays(1) : DateOnly.MinValue;
        if (latest <= youngest.After || earliest > oldest.Upto || earliest > latest) return null;
        return BirthRange.Between(earliest, latest);
    }

    private Dates? Search(SubjectMember subject, int createdClass, PairMember pair)
    {
        if (createdClass < 0) return pair.AgeAtCreation == pairs.Ages.Unknown && pair.Reached ? Fit(subject, null, pair) : null;
        foreach (var created in Candidates(subject, createdClass))
            if (records.Created.ClassOf(created) == createdClass && created <= at && Fit(subject, created, pair) is { } dates)
                return dates;
        return null;
    }

    private Dates? Fit(SubjectMember subject, Instant? created, PairMember pair)
    {
        var (young, old) = AgeClasses.Bounds(subject.Age);
        var (youngThen, oldThen) = AgeClasses.Bounds(pair.AgeAtCreation);
        var now = at.Date;
        var birth = Range(
            Both(subjects.Ages.Births(young, now), created is { } day ? pairs.Ages.Births(youngThen, day.Date) : (null, null)),
            Both(subjects.Ages.Births(old, now), created is { } date ? pairs.Ages.Births(oldThen, date.Date) : (null, null)));
        if (birth is null) return null;
        if (subject.Objected == 0) return pair.Reached ? new(birth, null, created) : null;
        return Start(subject.Objected - 1, created, pair.Reached) is { } objected ? new(birth, objected, created) : null;
    }

    private Instant? Start(int startClass, Instant? created, bool reached)
    {
        var first = subjects.Objections.Begin(startClass) ?? Instant.MinValue;
        var last = subjects.Objections.End(startClass) is { } end && end <= at ? end + -OneTick : at;
        if (first > last) return null;
        if (created is not { } made) return first;
        return reached ? (first <= made ? first : null) : (last > made ? last : null);
    }

    /// <summary>Creation times on either side of everything that the other dates depend on.</summary>
    private IEnumerable<Instant> Candidates(SubjectMember subject, int createdClass)
    {
        Instant?[] objected = subject.Objected == 0 ? [] : [subjects.Objections.Begin(subject.Objected - 1), subjects.Objections.End(subject.Objected - 1)];
        Instant?[] around = [records.Created.Begin(createdClass), records.Created.End(createdClass), at + OneTick, .. objected];
        return around.OfType<Instant>().SelectMany(cut => (Instant[])[cut, cut + -OneTick, cut + -2 * OneTick, cut + -TimeSpan.FromDays(1)])
            .Concat(critical.Select(Instant.FromDate));
    }

    private static TimeSpan OneTick { get; } = TimeSpan.FromMicroseconds(1);

    private static (DateOnly? After, DateOnly? Upto) Both((DateOnly? After, DateOnly? Upto) one, (DateOnly? After, DateOnly? Upto) other) => (
        one.After > other.After || other.After is null ? one.After : other.After,
        one.Upto < other.Upto || other.Upto is null ? one.Upto : other.Upto);

    /// <summary>Days around which an age now and an age at creation change places.</summary>
    private static DateOnly[] Critical(DateOnly on, IReadOnlyList<int> now, IReadOnlyList<int> then) =>
        [.. now.SelectMany(one => then.Select(other => on.Year - one + other))
            .Where(year => year is > 1 and < 9999).Distinct().SelectMany(year => Around(new DateOnly(year, on.Month, Math.Min(on.Day, 28))))
            .Where(date => date <= on).Distinct().Order()];

    private static IEnumerable<DateOnly> Around(DateOnly date) => Enumerable.Range(-400, 800).Where(day => Math.Abs(day) < 6 || day is -366 or 366).Select(date.AddDays);
}
