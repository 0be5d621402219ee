using System.Runtime.CompilerServices;
using System.Text;

namespace Headgate.Engine;

/// <summary>Everybody's standing in memory, as raw facts that depend on no instant: what single decisions read (house.md, How a decision becomes fast).</summary>
/// <remarks>Some 55 bytes a person, their id included, and 10 to 12 a choice and a notice. It is changed by one thread while no other reads.</remarks>
internal sealed class StandingIndex
{
    private readonly SubjectIds ids = new();
    private readonly Rows<Person> people = new();
    private readonly Rows<ChoiceRow> choices = new();
    private readonly Rows<NoticeRow> notices = new();
    private readonly Names<RegionSet> sets = new();
    private int peopleCount;

    /// <summary>The names of purposes that anybody chose for.</summary>
    public Names<string> Purposes { get; } = new(StringComparer.Ordinal);

    /// <summary>The versions of notices that were served to anybody.</summary>
    public Names<NoticeVersion> Versions { get; } = new();

    /// <summary>How many numbers of people there are; of some nothing may be known any more.</summary>
    public int Count => ids.Count;

    /// <summary>Whether everybody is in it: an id can be too long.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>The memory that it takes, in bytes, as far as it grows with people.</summary>
    public long Bytes => ids.Bytes + Unsafe.SizeOf<Person>() * people.Room + Unsafe.SizeOf<ChoiceRow>() * choices.Room + Unsafe.SizeOf<NoticeRow>() * notices.Room;

    /// <summary>Somebody's number; <see cref="SubjectIds.None"/> of whom nothing was ever stated.</summary>
    public int Find(ReadOnlySpan<byte> id) => id.Length > SubjectIds.Longest ? SubjectIds.None : ids.Find(id);

    public int Find(SubjectId subject) => Find(Encoding.UTF8.GetBytes(subject.Value));

    public string NameOf(int number) => ids.NameOf(number);

    public ref readonly Person Of(int number) => ref people[number];

    public ReadOnlySpan<ChoiceRow> ChoicesOf(in Person person) => choices.Of(person.Choices, person.ChoiceCount);

    public ReadOnlySpan<NoticeRow> NoticesOf(in Person person) => notices.Of(person.Notices, person.NoticeCount);

    public RegionSet RegionsOf(in Person person) => sets[person.Regions];

    /// <summary>The standing that is held; null where there is none. Of a region that is not understood it does not say what was written.</summary>
    public Standing? StandingOf(int number)
    {
        if (number == SubjectIds.None || Of(number) is not { IsKnown: true } person) return null;
        var served = NoticesOf(person).ToArray().GroupBy(row => row.Notice).Select(group => new ServedNotice(Versions[group.Key], [.. group.Select(row => Instant.FromMicroseconds(row.Time))]));
        return new Standing
        {
            Regions = [.. RegionsOf(person).Regions],
            Birth = BirthOf(person),
            Status = (SubjectStatus)person.Status,
            Choices = [.. ChoicesOf(person).ToArray().Select(row => new StandingChoice(Purposes[row.Purpose], (Choice)row.Choice, Instant.FromMicroseconds(row.Since))).OrderBy(choice => choice.Purpose, StringComparer.Ordinal)],
            Notices = [.. served.OrderBy(notice => notice.Notice.Notice, StringComparer.Ordinal).ThenBy(notice => notice.Notice.Version)],
        };
    }

    public static BirthRange? BirthOf(in Person person) =>
        person.Earliest == Person.NoBirth ? null : BirthRange.Between(DateOnly.FromDayNumber(person.Earliest), DateOnly.FromDayNumber(person.Latest));

    /// <summary>Takes somebody's standing in the place of what was held; null forgets them.</summary>
    /// <returns>False where the id is too long to be held.</returns>
    public bool Set(SubjectId subject, Standing? standing)
    {
        var id = Encoding.UTF8.GetBytes(subject.Value);
        if (id.Length > SubjectIds.Longest) return IsWhole = false;
        if (standing is null)
        {
            Forget(ids.Find(id));
            return true;
        }
        ref var person = ref At(Number(id));
        (person.IsKnown, person.Status) = (true, (byte)standing.Status);
        SetRegions(ref person, standing.Regions);
        SetBirth(ref person, standing.Birth);
        var chosen = SetChoices(ref person, standing.Choices.Count);
        for (var i = 0; i < chosen.Length; i++) chosen[i] = new(standing.Choices[i].Since.Microseconds, checked((ushort)Purposes.NumberOf(standing.Choices[i].Purpose)), (byte)standing.Choices[i].Choice);
        var served = standing.Notices.SelectMany(notice => notice.Times.Select(time => new NoticeRow(time.Microseconds, checked((ushort)Versions.NumberOf(notice.Notice))))).ToArray();
        served.CopyTo(SetNotices(ref person, served.Length));
        return true;
    }

    /// <summary>Somebody's number, given to them if they have none.</summary>
    public int Number(ReadOnlySpan<byte> id)
    {
        var number = ids.Add(id);
        if (number < peopleCount) return number;
        people.Add(1);
        peopleCount++;
        people[number] = new Person { Earliest = Person.NoBirth, Latest = Person.NoBirth, Regions = sets.NumberOf(RegionSet.None) };
        return number;
    }

    public ref Person At(int number) => ref people[number];

    public void SetRegions(ref Person person, IReadOnlyList<Region> claimed) => person.Regions = sets.NumberOf(new(claimed));

    public static void SetBirth(ref Person person, BirthRange? birth) =>
        (person.Earliest, person.Latest) = birth is { } range ? (range.Earliest.DayNumber, range.Latest.DayNumber) : (Person.NoBirth, Person.NoBirth);

    /// <summary>Somebody's choices, for as many as there are now; those that were there stand first.</summary>
    public Span<ChoiceRow> SetChoices(ref Person person, int count)
    {
        Make(choices, ref person.Choices, ref person.ChoiceCount, ref person.ChoiceRoom, count);
        return choices.Of(person.Choices, count);
    }

    /// <summary>Somebody's notices, for as many as there are now; those that were there stand first.</summary>
    public Span<NoticeRow> SetNotices(ref Person person, int count)
    {
        Make(notices, ref person.Notices, ref person.NoticeCount, ref person.NoticeRoom, count);
        return notices.Of(person.Notices, count);
    }

    private void Forget(int number)
    {
        if (number == SubjectIds.None) return;
        ids.Forget(number);
        ref var person = ref people[number];
        choices.Of(person.Choices, person.ChoiceRoom).Clear();
        notices.Of(person.Notices, person.NoticeRoom).Clear();
        person = default;
    }

    /// <summary>Uses the rows that are there as long as they suffice, so that somebody who changes their mind takes no more memory each time.</summary>
    private static void Make<T>(Rows<T> rows, ref int first, ref ushort count, ref ushort room, int wanted)
        where T : struct
    {
        if (wanted > room)
        {
            var grown = room == 0 ? wanted : Math.Min(2 * wanted, ushort.MaxValue);
            var moved = rows.Add(Math.Max(grown, wanted));
            rows.Of(first, count).CopyTo(rows.Of(moved, wanted));
            (first, room) = (moved, checked((ushort)Math.Max(grown, wanted)));
        }
        count = checked((ushort)wanted);
    }
}
