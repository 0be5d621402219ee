namespace Headgate;

/// <summary>What a representative subject is like: a value of each dimension of the subject.</summary>
/// <param name="Objected">The class of the start of the objection, counted from 1; 0 for none.</param>
/// <param name="Seen">Which of several terms know the name under which the objection stands for an ancestor of the purpose.</param>
internal sealed record SubjectMember(string Region, int Age, bool Consented, int Objected, ChoiceSeen Seen, IReadOnlyList<int> Notices);

/// <summary>The subject codes: a subject in a region, folded to a class. The first three are those whom step 1 denies.</summary>
internal sealed class SubjectClasses
{
    public const int UnknownSubject = 0;
    public const int UnknownRegion = 1;
    public const int NotActive = 2;
    public const int FirstActive = 3;

    private readonly LiveRules live;
    private readonly Dictionary<string, int> regionClass = new(StringComparer.Ordinal);
    private readonly Steps steps = new();

    public SubjectClasses(LiveRules live)
    {
        this.live = live;
        Ages = new AgeClasses(live.Of(Dimension.Age).Cast<Aged>().Select(condition => condition.Years));
        var cutoffs = live.Sides.SelectMany(terms => terms.Policy?.Objection ?? []).Select(rule => rule.FullIfBefore).Append(live.ObjectionCut);
        Objections = new Cuts<Instant>(cutoffs.OfType<Instant>());
        Notices = [.. Demands(live).GroupBy(demand => demand.Notice, demand => demand.Demand).Select(group => new NoticeClasses(group.Key, [.. group.Distinct()], live.At))];

        var classes = new Classes<SubjectMember>();
        var byRegion = new Canonical(live, false, Dimension.Region);
        foreach (var code in IsoCountries.Codes)
            regionClass[code] = classes.Add(byRegion.Of(SignRegion(live, code)), 0, new(code, 0, false, 0, ChoiceSeen.ByAll, []));
        var byAge = new Canonical(live, false, Dimension.Region, Dimension.Age);
        classes = Step(classes, AgeSignatures(live), (member, value) => member with { Age = value }, byAge.Of);
        classes = Step(classes, ChoiceSignatures(), WithChoice, signature => byAge.Of(Reach(signature)));
        for (var i = 0; i < Notices.Count; i++)
            classes = Step(classes, NoticeSignatures(live, Notices[i]), (member, value) => member with { Notices = [.. member.Notices, value] }, byAge.Of);
        Classes = Step(classes, [new(live.Blank())], (member, _) => member, new Canonical(live, true, Dimension.Region, Dimension.Age).Of);
    }

    public AgeClasses Ages { get; }

    /// <summary>The starts of objections, cut at every <c>full-if-before</c>.</summary>
    public Cuts<Instant> Objections { get; }

    public IReadOnlyList<NoticeClasses> Notices { get; }

    /// <summary>Numbered from 0; the code is <see cref="FirstActive"/> more.</summary>
    public Classes<SubjectMember> Classes { get; }

    public int Count => FirstActive + Classes.Count;

    /// <summary>Of a choice: twice the class of the start of the objection, counted from 1, 0 for none; and one more where the subject consented.</summary>
    public static int ChoiceValue(bool consented, int objected) => 2 * objected + (consented ? 1 : 0);

    /// <summary>Whether the subjects of a class objected before <see cref="LiveRules.ObjectionCut"/>.</summary>
    public bool ObjectedEarly(int index) => Classes.Signatures[index].Slots[live.EarlySlot] == Signature.First + 1;

    /// <summary>The number of values of a choice.</summary>
    public int ChoiceValues => ChoiceValue(false, 1 + (live.Ancestry.Gained is null ? 0 : Objections.Count), ChoiceSeen.ByLast);

    /// <summary>Of a choice that several terms see or not: those that all see come first, see <see cref="ChoiceValue(bool, int)"/>.</summary>
    /// <param name="objected">The class of the start of the objection, counted from 1.</param>
    public int ChoiceValue(bool consented, int objected, ChoiceSeen seen) => seen switch
    {
        ChoiceSeen.ByAll => ChoiceValue(consented, objected),
        ChoiceSeen.ByFirst => ChoiceValue(consented, Objections.Count + objected),
        _ => ChoiceValue(consented, (live.Ancestry.Lost is null ? 1 : 2) * Objections.Count + objected),
    };

    /// <summary>The value of a choice by what the first and the last of several terms see.</summary>
    /// <param name="first">The class of the start of the objection, counted from 1; 0 where they see none.</param>
    /// <param name="last">Where both see one, what counts.</param>
    public int ChoiceSeenBy(bool consented, int first, int last) =>
        last == 0 && first > 0 ? ChoiceValue(consented, first, ChoiceSeen.ByFirst)
        : ChoiceValue(consented, last, first == 0 && last > 0 ? ChoiceSeen.ByLast : ChoiceSeen.ByAll);

    /// <summary>The alpha-2 codes of each class of regions.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Regions =>
        [.. regionClass.GroupBy(pair => pair.Value, pair => pair.Key).OrderBy(group => group.Key).Select(group => group.Order(StringComparer.Ordinal).ToArray())];

    /// <summary>The values of an active subject in a region: the class of the region, of the age, of the choice, and of each notice. Null where step 1 denies.</summary>
    public int[]? Values(Standing standing, Region region) => standing.Status != SubjectStatus.Active || !region.IsUnderstood
        ? null
        : [regionClass[region.Code], Ages.ClassOf(standing.Birth, live.At.Date), ChoiceOf(standing), .. Notices.Select(notice => notice.ClassOf(standing))];

    /// <summary>The class with some values; -1 where there is none.</summary>
    public int ClassOf(ReadOnlySpan<int> values)
    {
        var index = values[0];
        for (var step = 0; step < values.Length; step++)
        {
            index = steps.Follow(step, index, step + 1 < values.Length ? values[step + 1] : 0);
            if (index < 0) return -1;
        }
        return index;
    }

    /// <summary>The values of each dimension but the region, in groups that nothing tells apart: age, choice, and each notice.</summary>
    public IEnumerable<IReadOnlyList<IReadOnlyList<int>>> Groups => Enumerable.Range(0, 2 + Notices.Count).Select(steps.Groups);

    /// <summary>What a choice is like: a consent to the purpose; the class of the start of an objection, counted from 1; and which of several terms see that.</summary>
    public (bool Consented, int Objected, ChoiceSeen Seen) ChoiceAt(int value)
    {
        var (consented, objected) = (value % 2 == 1, value / 2);
        if (objected <= Objections.Count) return (consented, objected, ChoiceSeen.ByAll);
        return live.Ancestry.Lost is not null && objected <= 2 * Objections.Count
            ? (consented, objected - Objections.Count, ChoiceSeen.ByFirst)
            : (consented, 1 + (objected - 1) % Objections.Count, ChoiceSeen.ByLast);
    }

    /// <summary>Whether somebody can choose so: a consent and an objection that all see stand under different names.</summary>
    public bool IsPossible(int value) =>
        !(ChoiceAt(value) is { Consented: true, Objected: > 0, Seen: ChoiceSeen.ByAll }) || live.Ancestry.SeenByAll.Count > 0;

    /// <summary>The class of a region by its alpha-2 code.</summary>
    public int RegionClass(string code) => regionClass[code];

    public int CodeOf(Standing? standing, Region? region)
    {
        if (standing is null) return UnknownSubject;
        if (standing.Regions.Count == 0 || region is not { IsUnderstood: true } known) return UnknownRegion;
        if (standing.Status != SubjectStatus.Active) return NotActive;
        Span<int> notices = stackalloc int[Notices.Count];
        for (var i = 0; i < notices.Length; i++) notices[i] = Notices[i].ClassOf(standing);
        return CodeOf(known.Code, Ages.ClassOf(standing.Birth, live.At.Date), ChoiceOf(standing), notices);
    }

    /// <summary>The code of an active subject, by the values of each dimension.</summary>
    public int CodeOf(string region, int age, int choice, ReadOnlySpan<int> notices) => CodeOf(regionClass[region], age, choice, notices);

    /// <inheritdoc cref="CodeOf(string, int, int, ReadOnlySpan{int})"/>
    /// <param name="region">The class of the region.</param>
    public int CodeOf(int region, int age, int choice, ReadOnlySpan<int> notices)
    {
        var index = steps.Follow(0, region, age);
        index = steps.Follow(1, index, choice);
        for (var i = 0; i < notices.Length; i++) index = steps.Follow(2 + i, index, notices[i]);
        return FirstActive + steps.Follow(2 + notices.Length, index, 0);
    }

    private int ChoiceOf(Standing standing) => ChoiceSeenBy(
        standing.Consented(live.Ancestry.Purpose), StartClass(standing.ObjectedSince(live.Sides[0].Purpose)), StartClass(standing.ObjectedSince(live.Sides[^1].Purpose)));

    private int StartClass(Instant? since) => since is { } start ? 1 + Objections.ClassOf(start) : 0;

    private Classes<SubjectMember> Step(
        Classes<SubjectMember> classes, IReadOnlyList<Signature> values, Func<SubjectMember, int, SubjectMember?> extend, Func<Signature, Signature> canonical)
    {
        var (merged, next) = classes.Merge(
            values, (member, value) => extend(member, value) is { } extended ? (Dates(extended), extended) : null, canonical, new Budget(live));
        steps.Add(values.Count, next);
        return merged;
    }

    private int Dates(SubjectMember member) => member.Age * (Objections.Count + 1) + member.Objected;

    private static Signature SignRegion(LiveRules live, string code)
    {
        var region = Region.Understand(code);
        return live.Sign(Dimension.Region, region: region).With(slots =>
        {
            for (var side = 0; side < live.Sides.Count; side++)
                slots[live.ObjectionSlot(side)] = checked((byte)(Signature.First + 1 + ObjectionRule(live.Sides[side].Policy, region)));
        });
    }

    /// <summary>The index of the objection rule of a region; -1 where none concerns it.</summary>
    private static int ObjectionRule(Policy? policy, Region region)
    {
        for (var i = 0; i < policy?.Objection.Count; i++)
            if (policy.Objection[i].Concerns(region))
                return i;
        return -1;
    }

    private List<Signature> AgeSignatures(LiveRules live)
    {
        var on = live.At.Date;
        return [.. Enumerable.Range(0, Ages.Count).Select(index =>
        {
            var (youngest, oldest) = AgeClasses.Bounds(index);
            return live.Sign(Dimension.Age, new Standing { Birth = Witness.Range(Ages.Births(youngest, on), Ages.Births(oldest, on)) });
        })];
    }

    private List<Signature> ChoiceSignatures()
    {
        var signatures = new List<Signature>();
        for (var value = 0; value < ChoiceValues; value++)
        {
            var slots = live.Blank();
            var (consented, objected, seen) = ChoiceAt(value);
            for (var side = 0; side < live.Sides.Count; side++)
                slots[live.ObjectedSlot(side)] = checked((byte)(Signature.First + (seen == (side == 0 ? ChoiceSeen.ByLast : ChoiceSeen.ByFirst) ? 0 : objected)));
            if (live.ObjectionCut is { } cut) slots[live.EarlySlot] = (byte)(Signature.First + (objected > 0 && Objections.End(objected - 1) <= cut ? 1 : 0));
            for (var i = 0; i < live.All.Count; i++)
                if (live.All[i].Grant is { Basis: LegalBasis.Consent } && !consented)
                    slots[live.DemandSlot(i)] = Signature.First + (int)GrantFailure.ConsentNotGiven;
            signatures.Add(new(slots));
        }
        return signatures;
    }

    private SubjectMember? WithChoice(SubjectMember member, int value) =>
        IsPossible(value) && ChoiceAt(value) is var (consented, objected, seen) ? member with { Consented = consented, Objected = objected, Seen = seen } : null;

    private static List<Signature> NoticeSignatures(LiveRules live, NoticeClasses notice)
    {
        var signatures = new List<Signature>();
        for (var value = 0; value < notice.Count; value++)
        {
            var slots = live.Blank();
            for (var i = 0; i < live.All.Count; i++)
                foreach (var (asked, demand) in DemandsOf(live.All[i]).Where(pair => pair.Notice == notice.Notice))
                    Demand(slots, live, i, notice.StateOf(value, notice.Demands.ToList().IndexOf(demand)));
            signatures.Add(new(slots));
        }
        return signatures;
    }

    private static void Demand(byte[] slots, LiveRules live, int rule, NoticeState state)
    {
        if (live.All[rule].Grant is null) slots[rule] = state == NoticeState.Met ? Signature.Impossible : Signature.Neutral;
        else if (state == NoticeState.NotServed) slots[live.DemandSlot(rule)] = Signature.First + (int)GrantFailure.NoticeNotServed;
        else if (state == NoticeState.WindowOpen) slots[live.DemandSlot(rule)] = Signature.First + (int)GrantFailure.WindowOpen;
    }

    private static IEnumerable<(NoticeVersion Notice, ServedDemand Demand)> Demands(LiveRules live) => live.All.SelectMany(DemandsOf);

    private static IEnumerable<(NoticeVersion Notice, ServedDemand Demand)> DemandsOf(LiveRule rule) =>
        rule.Grant?.After is { } after ? [(after.Notice, new(Instant.MinValue, after.Window))]
        : rule.Source is Suspension { Resumed: { Notice: { } notice } resumed } suspension ? [(notice, new(suspension.Begun, resumed.Window))]
        : [];

    /// <summary>What the objection comes to in the region: none, full or prospective; the words it came from no longer matter.</summary>
    private Signature Reach(Signature signature) => signature.With(slots =>
    {
        for (var side = 0; side < live.Sides.Count; side++)
        {
            var objected = slots[live.ObjectedSlot(side)] - Signature.First;
            var rule = slots[live.ObjectionSlot(side)] - Signature.First - 1;
            var reachesAll = rule < 0 || objected == 0 || live.Sides[side].Policy!.Objection[rule].ReachesAll(SomeStart(objected - 1));
            slots[live.ObjectionSlot(side)] = checked((byte)(Signature.First + (objected == 0 ? 0 : reachesAll ? 1 : 2)));
            slots[live.ObjectedSlot(side)] = Signature.Neutral;
        }
    });

    private Instant SomeStart(int startClass) => Objections.Begin(startClass) ?? Instant.MinValue;
}
