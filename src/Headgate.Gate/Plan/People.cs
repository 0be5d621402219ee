using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Headgate.Gate;

/// <summary>Everybody in the snapshot, by number: of each standing as much as a verdict needs (house.md, What belongs to whom).</summary>
internal sealed class People
{
    /// <summary>The number of somebody who has no standing.</summary>
    public const int Stranger = -1;

    private PersonRows people;
    private readonly short[][] several;
    private Presence[] presences;
    private readonly int[] codes;
    private readonly int regionClasses;
    private readonly long[]? objected;
    private readonly int[] pairCodes;
    private readonly int ages;

    /// <param name="several">The sets of regions of those who are in several: of each the classes, alphabetically by region.</param>
    /// <param name="presences">Where each is, for counting.</param>
    /// <param name="codes">The subject code of each profile in each class of regions.</param>
    /// <param name="objected">Since when each objected, in microseconds; null where no objection looks forward.</param>
    public People(DecisionTable table, PersonRows people, PeopleIndex index, short[][] several, Presence[] presences, int[] codes, int regionClasses, long[]? objected)
    {
        (this.people, Index, this.several, this.presences, this.codes, this.regionClasses, this.objected) = (people, index, several, presences, codes, regionClasses, objected);
        ages = table.Pairs.Ages.Thresholds.Count;
        pairCodes = [.. Enumerable.Range(0, 2 * table.Pairs.Ages.Count).Select(value => table.Pairs.CodeOf(value / 2, value % 2 != 0))];
    }

    /// <summary>How many values <see cref="Presence.Place"/> can have.</summary>
    public static int RegionCount => IsoCountries.Codes.Count + 2;

    /// <summary>Everybody by their number, as they are counted.</summary>
    public Presence[] Presences => presences;

    /// <summary>What a place is called; null where it is unknown.</summary>
    public static string? PlaceName(int place) => place < IsoCountries.Codes.Count ? IsoCountries.Codes[place] : place == IsoCountries.Codes.Count ? null : Breakdown.Several;

    /// <summary>Everybody's number by their id.</summary>
    public PeopleIndex Index { get; private set; }

    /// <summary>Gives back the memory of what is asked for only while records are decided.</summary>
    public void ForgetIds() => Index = new PeopleIndex(0);

    /// <summary>Gives back all memory: whoever still holds this asks for nothing any more.</summary>
    public void Forget() => (people, presences) = (new(0, 0), []);

    /// <summary>Has the memory fetch somebody who is soon asked for: in a random order that is what a decision waits for.</summary>
    public unsafe void Prefetch(int number)
    {
        if (number < 0) return;
        people.Prefetch(number);
        if (objected is not null && Sse.IsSupported) Sse.Prefetch1(Unsafe.AsPointer(ref objected[number]));
    }

    /// <summary>The classes of the regions that a standing claims, alphabetically by region; none where it does not claim several.</summary>
    public ReadOnlySpan<short> RegionsOf(int number) =>
        number >= 0 && people.Region(number) is var region and <= PersonRows.InSeveral ? several[PersonRows.InSeveral - region] : [];

    /// <summary>The subject code in the one region that the standing claims.</summary>
    public int CodeOf(int number) => number < 0 ? SubjectClasses.UnknownSubject : CodeIn(number, people.Region(number));

    /// <summary>The subject code in a region that the standing or the record claims.</summary>
    /// <param name="regionClass">Below 0 where the region is not understood.</param>
    public int CodeOf(int number, int regionClass) =>
        number < 0 ? SubjectClasses.UnknownSubject
        : people.Region(number) == PersonRows.Nowhere ? SubjectClasses.UnknownRegion
        : CodeIn(number, regionClass);

    /// <summary>The pair code of somebody with a standing and a record.</summary>
    /// <param name="created">The time of creation in microseconds.</param>
    /// <param name="day">Its day, as <see cref="DateOnly.DayNumber"/>; <see cref="RecordRows.Unknown"/> where it is unknown.</param>
    public int PairOf(int number, long created, int day)
    {
        if (day == RecordRows.Unknown) return pairCodes[2 * AgeClasses.IndexOf(0, ages) + 1];
        var (youngest, oldest) = (0, 0);
        var birthdays = people.Birthdays(number);
        foreach (var birthday in birthdays[..ages]) youngest += birthday <= day ? 1 : 0;
        foreach (var birthday in birthdays[ages..]) oldest += birthday <= day ? 1 : 0;
        var reached = objected is null || objected[number] == long.MaxValue || created >= objected[number];
        return pairCodes[2 * AgeClasses.IndexOf(youngest, oldest) + (reached ? 1 : 0)];
    }

    private int CodeIn(int number, int regionClass) => regionClass < 0 ? SubjectClasses.UnknownRegion : codes[people.Profile(number) * regionClasses + regionClass];
}
