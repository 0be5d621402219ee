namespace Headgate;

/// <summary>The suspensions and rules that can apply under some terms, in the order of the verdict, and the signatures of values under them. Several terms side by side, at one instant, have their values cut so finely that all of them tell the same things apart.</summary>
internal sealed class LiveRules
{
    private const int SlotsASide = 4;

    private readonly List<LiveRule> rules = [];
    private readonly List<(int First, int Grants, int End)> ranges = [];
    private readonly List<int> demands = [];
    private readonly Case[] anyone;
    private int grants;

    /// <param name="sides">Terms of one instant, and of one purpose by name.</param>
    /// <param name="objectionCut">An instant at which the starts of objections are told apart besides.</param>
    public LiveRules(IReadOnlyList<Terms> sides, Instant? objectionCut = null)
    {
        (Sides, ObjectionCut) = (sides, objectionCut);
        anyone = [.. sides.Select(terms => new Case(terms, new Standing(), default, new Record()))];
        for (var side = 0; side < sides.Count; side++)
        {
            var first = rules.Count;
            foreach (var suspension in sides[side].Suspensions) Add(side, suspension, suspension.When);
            foreach (var rule in sides[side].Policy?.Denies ?? []) Add(side, rule, rule.When);
            var firstGrant = rules.Count;
            foreach (var rule in sides[side].Policy?.Grants ?? []) Add(side, rule, rule.When);
            ranges.Add((first, firstGrant, rules.Count));
        }
        Ancestry = new(sides);
    }

    public IReadOnlyList<Terms> Sides { get; }

    public Instant? ObjectionCut { get; }

    public Instant At => Sides[0].At;

    public Ancestry Ancestry { get; }

    public IReadOnlyList<LiveRule> All => rules;

    /// <summary>Where the rules of each side lie in <see cref="All"/>: suspensions and denies, then grants.</summary>
    public IReadOnlyList<(int First, int Grants, int End)> Ranges => ranges;

    /// <summary>A slot a rule, one a grant for what it asks, four a side and one more: see the methods.</summary>
    public int Slots => rules.Count + grants + SlotsASide * Sides.Count + 1;

    /// <summary>Of a grant.</summary>
    public int DemandSlot(int rule) => rules.Count + demands[rule];

    /// <summary>2 + the index of the objection rule of the region; after <see cref="SubjectClasses"/> whether an objection is none, full or prospective.</summary>
    public int ObjectionSlot(int side) => rules.Count + grants + SlotsASide * side;

    /// <summary>2 + the class of the start of the objection, 2 for none; in a pair 3 where the record is out of its reach.</summary>
    public int ObjectedSlot(int side) => ObjectionSlot(side) + 1;

    /// <summary>3 + the signal that disallows the purpose; 2 for none.</summary>
    public int SignalSlot(int side) => ObjectionSlot(side) + 2;

    /// <summary>Impossible where the policy does not list the kind.</summary>
    public int KindSlot(int side) => ObjectionSlot(side) + 3;

    /// <summary>3 where an objection began before <see cref="ObjectionCut"/>; neutral where none is given.</summary>
    public int EarlySlot => Slots - 1;

    public IEnumerable<Condition> Of(Dimension dimension) => rules.SelectMany(rule => rule.When).Where(condition => condition.Dimension == dimension).SelectMany(condition => condition.Parts);

    /// <summary>The signature of a value: what the conditions of one dimension say of it.</summary>
    public Signature Sign(Dimension dimension, Standing? subject = null, Region region = default, Record? record = null, Instant? at = null)
    {
        var given = anyone.Select(one => new Case(
            at is null ? one.Terms : one.Terms with { At = at.Value }, subject ?? one.Subject, region, record ?? one.Record)).ToArray();
        var slots = Blank();
        for (var i = 0; i < rules.Count; i++)
            slots[i] = Test(rules[i].When, dimension, given[rules[i].Side]);
        return new(slots);
    }

    public byte[] Blank()
    {
        var slots = new byte[Slots];
        slots.AsSpan().Fill(Signature.Neutral);
        return slots;
    }

    private void Add(int side, object source, IReadOnlyList<Condition> when)
    {
        if (Test(when, Dimension.Run, anyone[side]) == Signature.Impossible) return;
        rules.Add(new(side, source, when));
        demands.Add(source is GrantRule ? grants++ : -1);
    }

    private static byte Test(IReadOnlyList<Condition> when, Dimension dimension, in Case given)
    {
        var slot = Signature.Neutral;
        for (var i = 0; i < when.Count; i++)
        {
            if (when[i].Dimension != dimension) continue;
            var truth = when[i].Test(given);
            if (truth == Truth.False) return Signature.Impossible;
            if (truth == Truth.Unknown && slot == Signature.Neutral) slot = checked((byte)(Signature.First + i));
        }
        return slot;
    }
}
