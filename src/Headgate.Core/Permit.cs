namespace Headgate;

/// <summary>A permit as far as the ledger tells: what it was given for, and whether it was ended (semantics.md, Permit). A lease that nobody renews ends by itself, before the ledger says so.</summary>
/// <param name="Position">Where it stands in the ledger; its id.</param>
/// <param name="Ending">A <see cref="PermitEnded"/>; null where none was recorded.</param>
public sealed record Permit(long Position, Instant Since, PermitGiven Given, Recorded? Ending)
{
    /// <summary>Why it ended; null where it was not.</summary>
    public string? EndReason => (Ending?.Statement as PermitEnded)?.Reason;

    /// <summary>Every permit among some acts, in order of position.</summary>
    /// <param name="acts">The public acts that are known, in order of position.</param>
    public static IReadOnlyList<Permit> All(IReadOnlyList<Recorded> acts)
    {
        var endings = new Dictionary<long, Recorded>();
        foreach (var act in acts)
            if (act.Statement is PermitEnded ended)
                endings.TryAdd(ended.Permit, act);
        return [.. acts.Where(act => act.Statement is PermitGiven)
            .Select(act => new Permit(act.Position, act.EffectiveAt, (PermitGiven)act.Statement, endings.GetValueOrDefault(act.Position)))];
    }
}
