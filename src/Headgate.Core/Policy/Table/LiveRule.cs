namespace Headgate;

/// <summary>A suspension or rule that can still apply to the purpose at the instant, and where it stands among them.</summary>
/// <param name="Side">Which of several terms it belongs to.</param>
internal sealed record LiveRule(int Side, object Source, IReadOnlyList<Condition> When)
{
    public Resumption? Resumed => (Source as Suspension)?.Resumed;

    public GrantRule? Grant => Source as GrantRule;

    /// <summary>Whether dimensions that have been looked at decide it: no other can keep it from applying.</summary>
    /// <param name="seen">A bit for each <see cref="Dimension"/>.</param>
    /// <param name="notices">Whether it is known which notices the subject was served.</param>
    public bool IsDecidedBy(int seen, bool notices) =>
        (notices || Resumed?.Notice is null) && When.All(condition => condition.Dimension == Dimension.Run || (seen >> (int)condition.Dimension & 1) != 0);
}
