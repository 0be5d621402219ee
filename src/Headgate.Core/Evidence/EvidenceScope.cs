namespace Headgate.Evidence;

/// <summary>The region to which a pack is limited. What is not regional stays in it.</summary>
/// <param name="Word">As it was asked for: a code, or a group.</param>
/// <param name="Codes">Alpha-2 codes in alphabetical order.</param>
public sealed record EvidenceScope(string Word, IReadOnlyList<string> Codes)
{
    /// <summary>The acts that concern the region: all but suspensions of other regions, their lifts, and how soon they held.</summary>
    /// <param name="acts">In order of position.</param>
    public IReadOnlyList<Recorded> Within(IReadOnlyList<Recorded> acts)
    {
        var elsewhere = acts.Where(act => act.Statement is Suspended { Regions: { } regions } && !regions.Any(Codes.Contains)).Select(act => act.Position).ToHashSet();
        return [.. acts.Where(act => !elsewhere.Contains(act.Position) && !elsewhere.Contains(Of(act.Statement)))];
    }

    /// <summary>The suspension that an act belongs to; -1 where it belongs to none.</summary>
    private static long Of(Statement statement) => statement switch
    {
        Lifted lifted => lifted.Suspension,
        TookHold held => held.Suspension,
        _ => -1,
    };
}

/// <summary>An act that is not in a pack because it concerns other regions.</summary>
/// <param name="Kind">As its entry in the log says it.</param>
public sealed record LeftOutAct(long Position, string Kind);
