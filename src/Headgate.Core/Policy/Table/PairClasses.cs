namespace Headgate;

/// <summary>What needs subject and record both: the class of the age at creation, and whether an objection that looks forward reaches the record.</summary>
internal readonly record struct PairMember(int AgeAtCreation, bool Reached);

/// <summary>The pair codes.</summary>
internal sealed class PairClasses
{
    private readonly int[] codes;

    public PairClasses(LiveRules live)
    {
        Ages = new AgeClasses(live.Of(Dimension.AgeAtCreation).Cast<AgedAtCreation>().Select(condition => condition.Years));
        LooksForward = live.Sides.Any(terms => terms.Policy?.Objection.Any(rule => rule.Prospective) == true);
        codes = new int[2 * Ages.Count];
        var on = live.At.Date;
        for (var age = 0; age < Ages.Count; age++)
        {
            var (youngest, oldest) = AgeClasses.Bounds(age);
            var birth = Witness.Range(Ages.Births(youngest, on), Ages.Births(oldest, on));
            var signature = live.Sign(Dimension.AgeAtCreation, new Standing { Birth = birth }, record: new Record { Created = Instant.FromDate(on) });
            foreach (var reached in (bool[])[false, true])
                codes[2 * age + (reached ? 1 : 0)] = Classes.Add(
                    signature.With(slots => Reach(live, slots, reached)), 2 * age + (reached ? 1 : 0), new(age, reached));
        }
    }

    public AgeClasses Ages { get; }

    /// <summary>Whether any objection looks only forward.</summary>
    public bool LooksForward { get; }

    public Classes<PairMember> Classes { get; } = new();

    public int Count => Classes.Count;

    /// <param name="created">Null where it is unknown or later than T.</param>
    /// <param name="objected">Since when the subject objected.</param>
    public int CodeOf(BirthRange? birth, Instant? created, Instant? objected) =>
        CodeOf(Ages.ClassOf(birth, created?.Date), objected is null || created is null || created >= objected);

    private void Reach(LiveRules live, Span<byte> slots, bool reached)
    {
        for (var side = 0; side < live.Sides.Count; side++)
            slots[live.ObjectedSlot(side)] = (byte)(Signature.First + (LooksForward && reached ? 0 : 1));
    }

    public int CodeOf(int age, bool reached) => codes[2 * age + (reached ? 1 : 0)];
}
