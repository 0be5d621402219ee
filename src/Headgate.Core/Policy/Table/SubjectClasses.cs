namespace Headgate;

/// <summary>What a representative subject is like: a value of each dimension of the subject.</summary>
internal sealed record SubjectMember(string Region, int Age, bool Consented, int Objected, IReadOnlyList<int> Notices);

/// <summary>The subject codes: a subject in a region, folded to a class. The first three are those whom step 1 denies.</summary>
internal sealed class SubjectClasses
{
    public const int UnknownSubject = 0;
    public const int UnknownRegion = 1;
    public const int NotActive = 2;
    public const int FirstActive = 3;

    private readonly Terms terms;
    private readonly Dictionary<string, int> regionClass = new(StringComparer.Ordinal);
    private readonly List<(int Values, int[] Next)> steps = [];

    public SubjectClasses(LiveRules live)
    {
        terms = live.Terms;
        Ages = new AgeClasses(live.Of(Dimension.Age).Cast<Aged>().Select(condition => condition.Years));
        var cutoffs = terms.Policy?.Objection.Select(rule => rule.FullIfBefore).OfType<Instant>() ?? [];
        Objections = new Cuts<Instant>(cutoffs);
        Notices = [.. Demands(live).GroupBy(demand => demand.Notice, demand => demand.Demand).Select(group => new NoticeClasses(group.Key, [.. group.Distinct()], terms.At))];

        var classes = new Classes<SubjectMember>();
        foreach (var code in IsoCountries.Codes)
            regionClass[code] = classes.Add(SignRegion(live, code), 0, new(code, 0, false, 0, []));
        classes = Step(classes, AgeSignatures(live), (member, value) => member with { Age = value });
        classes = Step(classes, ChoiceSignatures(live), WithChoice, signature => Reach(live, signature));
        for (var i = 0; i < Notices.Count; i++)
            classes = Step(classes, NoticeSignatures(live, Notices[i]), (member, value) => member with { Notices = [.. member.Notices, value] });
        Classes = Step(classes, [new(live.Blank())], (member, _) => member, signature => Canonical(live, signature));
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

    /// <summary>The class of a region by its alpha-2 code.</summary>
    public int RegionClass(string code) => regionClass[code];

    public int CodeOf(Standing? standing, Region? region)
    {
        if (standing is null) return UnknownSubject;
        if (standing.Regions.Count == 0 || region is not { IsUnderstood: true } known) return UnknownRegion;
        if (standing.Status != SubjectStatus.Active) return NotActive;
        Span<int> notices = stackalloc int[Notices.Count];
        for (var i = 0; i < notices.Length; i++) notices[i] = Notices[i].ClassOf(standing);
        var objected = standing.ObjectedSince(terms.Purpose) is { } since ? 1 + Objections.ClassOf(since) : 0;
        return CodeOf(known.Code, Ages.ClassOf(standing.Birth, terms.At.Date), ChoiceValue(standing.Consented(terms.Purpose.Name), objected), notices);
    }

    /// <summary>The code of an active subject, by the values of each dimension.</summary>
    public int CodeOf(string region, int age, int choice, ReadOnlySpan<int> notices)
    {
        var index = regionClass[region];
        index = Follow(0, index, age);
        index = Follow(1, index, choice);
        for (var i = 0; i < notices.Length; i++) index = Follow(2 + i, index, notices[i]);
        return FirstActive + Follow(2 + notices.Length, index, 0);
    }

    private int Follow(int step, int index, int value) => steps[step].Next[index * steps[step].Values + value];

    private Classes<SubjectMember> Step(
        Classes<SubjectMember> classes, IReadOnlyList<Signature> values, Func<SubjectMember, int, SubjectMember?> extend, Func<Signature, Signature>? canonical = null)
    {
        var (merged, next) = classes.Merge(
            values, (member, value) => extend(member, value) is { } extended ? (Dates(extended), extended) : null, canonical);
        steps.Add((values.Count, next));
        return merged;
    }

    private int Dates(SubjectMember member) => member.Age * (Objections.Count + 1) + member.Objected;

    private static Signature SignRegion(LiveRules live, string code)
    {
        var region = Region.Understand(code);
        var objection = live.Terms.Policy?.ObjectionIn(region);
        var distinct = (live.Terms.Policy?.Objection ?? []).ToList();
        return live.Sign(Dimension.Region, region: region)
            .With(slots => slots[live.ObjectionSlot] = checked((byte)(Signature.First + 1 + distinct.IndexOf(objection!))));
    }

    private List<Signature> AgeSignatures(LiveRules live)
    {
        var on = terms.At.Date;
        return [.. Enumerable.Range(0, Ages.Count).Select(index =>
        {
            var (youngest, oldest) = AgeClasses.Bounds(index);
            return live.Sign(Dimension.Age, new Standing { Birth = Witness.Range(Ages.Births(youngest, on), Ages.Births(oldest, on)) });
        })];
    }

    private List<Signature> ChoiceSignatures(LiveRules live)
    {
        var signatures = new List<Signature>();
        for (var value = 0; value < 2 * (Objections.Count + 1); value++)
        {
            var slots = live.Blank();
            slots[live.ObjectedSlot] = checked((byte)(Signature.First + value / 2));
            for (var i = 0; i < live.All.Count; i++)
                if (live.All[i].Grant is { Basis: LegalBasis.Consent } && value % 2 == 0)
                    slots[live.DemandSlot(i)] = Signature.First + (int)GrantFailure.ConsentNotGiven;
            signatures.Add(new(slots));
        }
        return signatures;
    }

    private SubjectMember? WithChoice(SubjectMember member, int value) =>
        value >= ChoiceValue(true, 1) && value % 2 == 1 && terms.Purpose.Parent is null
            ? null
            : member with { Consented = value % 2 == 1, Objected = value / 2 };

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
    private Signature Reach(LiveRules live, Signature signature)
    {
        var objected = signature.Slots[live.ObjectedSlot] - Signature.First;
        var rule = signature.Slots[live.ObjectionSlot] - Signature.First - 1;
        var reachesAll = rule < 0 || objected == 0 || terms.Policy!.Objection[rule].ReachesAll(SomeStart(objected - 1));
        return signature.With(slots =>
        {
            slots[live.ObjectionSlot] = checked((byte)(Signature.First + (objected == 0 ? 0 : reachesAll ? 1 : 2)));
            slots[live.ObjectedSlot] = Signature.Neutral;
        });
    }

    private Instant SomeStart(int startClass) => Objections.Begin(startClass) ?? Instant.MinValue;

    /// <summary>Forgets what can no longer matter: all that stands behind a suspension or deny that no record escapes, and the demands of grants that cannot match.</summary>
    private static Signature Canonical(LiveRules live, Signature signature) => signature.With(slots =>
    {
        var decided = false;
        for (var i = 0; i < live.All.Count; i++)
        {
            if (decided) slots[i] = Signature.Neutral;
            if (live.All[i].Grant is not null && slots[i] != Signature.Neutral) slots[i] = Signature.Impossible;
            if (decided || slots[i] == Signature.Impossible) slots[live.DemandSlot(i)] = Signature.Neutral;
            decided |= live.All[i].Grant is null && slots[i] != Signature.Impossible && live.All[i].IsOfSubject;
        }
        if (decided) slots[live.ObjectionSlot] = Signature.Neutral;
    });
}
