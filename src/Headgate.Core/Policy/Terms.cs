using System.Collections.Frozen;

namespace Headgate;

/// <summary>What all decisions of a run share: the policy and the suspensions in force, the purpose and the instant.</summary>
/// <param name="Policy">Null where no policy is in force.</param>
/// <param name="Suspensions">In order of position.</param>
public sealed record Terms(Policy? Policy, IReadOnlyList<Suspension> Suspensions, Purpose Purpose, Instant At)
{
    /// <summary>Reads the terms from the ledger's public acts.</summary>
    /// <param name="acts">The acts below the position asked for, in order of position.</param>
    /// <exception cref="UnknownPurposeException">The policy in force does not name the purpose: a usage error.</exception>
    public static Terms Read(IReadOnlyList<Recorded> acts, string purpose, Instant at)
    {
        var policy = PolicyInForce(acts, at);
        if (policy is not null && !policy.Purposes.ContainsKey(purpose)) throw new UnknownPurposeException(purpose, policy);
        return new(policy, PausesInForce(acts, policy, at), policy?.Purposes[purpose] ?? new Purpose(purpose, null, null, null, null), at);
    }

    /// <summary>The policy in force: of those that count at <paramref name="at"/>, the latest effective, then the highest position.</summary>
    public static Policy? PolicyInForce(IReadOnlyList<Recorded> acts, Instant at) =>
        PublishedInForce(acts, at) is { } published ? PolicyReader.Read(published.Text).Policy : null;

    /// <summary>The publication of the policy in force; null where there is none.</summary>
    public static PolicyPublished? PublishedInForce(IReadOnlyList<Recorded> acts, Instant at) =>
        Latest(acts.Where(act => act.Statement is PolicyPublished), at)?.Statement as PolicyPublished;

    /// <summary>The suspensions in force at an instant, in order of position; with those that were lifted after a notice.</summary>
    /// <param name="policy">The policy in force, which declares the notices.</param>
    public static IReadOnlyList<Suspension> PausesInForce(IReadOnlyList<Recorded> acts, Policy? policy, Instant at)
    {
        var inForce = new List<Suspension>();
        foreach (var act in acts)
        {
            if (act.Statement is not Suspended suspended || act.EffectiveAt > at) continue;
            var lift = Latest(acts.Where(other => other.Statement is Lifted lifted && lifted.Suspension == act.Position), at)?.Statement as Lifted;
            if (lift is { After: null }) continue;
            inForce.Add(new(
                act.Position, suspended.Purpose, suspended.Regions?.ToFrozenSet(StringComparer.Ordinal), suspended.Service,
                suspended.CollectedFrom, suspended.CollectedTo, act.EffectiveAt,
                lift is { After: { } notice, Window: { } window }
                    ? new(policy?.Notices.GetValueOrDefault(notice.Notice)?.Version, window)
                    : null));
        }
        return inForce;
    }

    private static Recorded? Latest(IEnumerable<Recorded> acts, Instant at) =>
        acts.Where(act => act.EffectiveAt <= at).OrderBy(act => act.EffectiveAt).ThenBy(act => act.Position).LastOrDefault();
}
