using System.Collections.Frozen;

namespace Headgate;

/// <summary>Which records an objection reaches in some regions (semantics.md, Which records an objection reaches).</summary>
/// <param name="Regions">Null means every region.</param>
/// <param name="Prospective">Only records created at or after it, or at an unknown time.</param>
/// <param name="FullIfBefore">An objection that began before this is full all the same.</param>
public sealed record ObjectionRule(FrozenSet<string>? Regions, bool Prospective, Instant? FullIfBefore)
{
    public bool Concerns(Region region) => Regions is null || Regions.Contains(region.Code);

    public bool ReachesAll(Instant since) => !Prospective || since < FullIfBefore;
}
