namespace Headgate;

/// <summary>A suspension or rule that can still apply to the purpose at the instant, and where it stands among them.</summary>
internal sealed record LiveRule(object Source, IReadOnlyList<Condition> When)
{
    public Resumption? Resumed => (Source as Suspension)?.Resumed;

    public GrantRule? Grant => Source as GrantRule;

    /// <summary>Whether only the subject decides it: no record can keep it from applying.</summary>
    public bool IsOfSubject => When.All(condition => condition.Dimension is Dimension.Run or Dimension.Region or Dimension.Age);

    /// <summary>Whether only the record decides it: no subject can keep it from applying.</summary>
    public bool IsOfRecord => Resumed is null && When.All(condition => condition.Dimension is not (Dimension.Region or Dimension.Age or Dimension.AgeAtCreation));
}

/// <summary>The suspensions and rules that can apply under some terms, in the order of the verdict, and the signatures of values under them.</summary>
internal sealed class LiveRules
{
    private readonly List<LiveRule> rules = [];
    private readonly Case anyone;

    public LiveRules(Terms terms)
    {
        Terms = terms;
        anyone = new(terms, new Standing(), default, new Record());
        foreach (var suspension in terms.Suspensions) Add(suspension, suspension.When);
        foreach (var rule in terms.Policy?.Denies ?? []) Add(rule, rule.When);
        foreach (var rule in terms.Policy?.Grants ?? []) Add(rule, rule.When);
    }

    public Terms Terms { get; }

    public IReadOnlyList<LiveRule> All => rules;

    /// <summary>A slot a rule, one a rule for what a grant asks, and three of the record and the choice: see the properties.</summary>
    public int Slots => 2 * rules.Count + 3;

    public int DemandSlot(int rule) => rules.Count + rule;

    /// <summary>2 + the index of the objection rule of the region; after <see cref="SubjectClasses"/> whether an objection is none, full or prospective.</summary>
    public int ObjectionSlot => 2 * rules.Count;

    /// <summary>2 + the class of the start of the objection, 2 for none; in a pair 3 where the record is out of its reach.</summary>
    public int ObjectedSlot => 2 * rules.Count + 1;

    /// <summary>3 + the signal that disallows the purpose; 2 for none.</summary>
    public int SignalSlot => 2 * rules.Count + 2;

    public IEnumerable<Condition> Of(Dimension dimension) => rules.SelectMany(rule => rule.When).Where(condition => condition.Dimension == dimension).SelectMany(condition => condition.Parts);

    /// <summary>The signature of a value: what the conditions of one dimension say of it.</summary>
    public Signature Sign(Dimension dimension, Standing? subject = null, Region region = default, Record? record = null, Instant? at = null)
    {
        var given = new Case(at is null ? Terms : Terms with { At = at.Value }, subject ?? anyone.Subject, region, record ?? anyone.Record);
        var slots = Blank();
        for (var i = 0; i < rules.Count; i++)
            slots[i] = Test(rules[i].When, dimension, given);
        return new(slots);
    }

    public byte[] Blank()
    {
        var slots = new byte[Slots];
        slots.AsSpan().Fill(Signature.Neutral);
        return slots;
    }

    private void Add(object source, IReadOnlyList<Condition> when)
    {
        if (Test(when, Dimension.Run, anyone) != Signature.Impossible) rules.Add(new(source, when));
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
