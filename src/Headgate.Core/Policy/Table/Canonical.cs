namespace Headgate;

/// <summary>Forgets of signatures what can no longer matter: all that stands behind a suspension or deny that already applies, and the demands of grants that cannot match.</summary>
/// <remarks>Where one applies by the dimensions looked at so far, no other can keep it from applying; only one before it can still decide instead.</remarks>
internal sealed class Canonical
{
    private readonly LiveRules live;
    private readonly bool[] decides;

    /// <param name="notices">Whether it is known which notices the subject was served.</param>
    /// <param name="seen">The dimensions looked at so far.</param>
    public Canonical(LiveRules live, bool notices, params Dimension[] seen)
    {
        this.live = live;
        var bits = seen.Aggregate(0, (bits, dimension) => bits | 1 << (int)dimension);
        decides = [.. live.All.Select(rule => rule.Grant is null && rule.IsDecidedBy(bits, notices))];
    }

    public Signature Of(Signature signature)
    {
        var slots = signature.Slots.ToArray();
        for (var side = 0; side < live.Sides.Count; side++)
        {
            var (first, grants, end) = live.Ranges[side];
            var rule = first;
            while (rule < grants && !(decides[rule] && slots[rule] != Signature.Impossible)) rule++;
            if (rule < grants)
            {
                slots.AsSpan(rule + 1, end - rule - 1).Fill(Signature.Neutral);
                if (end > grants) slots.AsSpan(live.DemandSlot(grants), end - grants).Fill(Signature.Neutral);
                slots[live.ObjectionSlot(side)] = slots[live.SignalSlot(side)] = Signature.Neutral;
                continue;
            }
            for (var grant = grants; grant < end; grant++)
            {
                if (slots[grant] == Signature.Neutral) continue;
                slots[grant] = Signature.Impossible;
                slots[live.DemandSlot(grant)] = Signature.Neutral;
            }
        }
        return new(slots);
    }
}
