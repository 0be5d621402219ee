namespace Headgate.Engine;

/// <summary>Why something must be redone.</summary>
/// <param name="Cause"><c>objected</c>, <c>choice-taken-back</c>, <c>not-active</c>, <c>erased</c>, or <c>suspended:ID</c>.</param>
/// <param name="People">How many; 0 where it is a suspension.</param>
/// <param name="Records">In how many records they are; one that speaks of several counts for each.</param>
public sealed record RedoCause(string Cause, long People, long Records, Instant Since);

/// <summary>What must be redone after people left or a pause was imposed, and by when. Only proof ticks it off (docs/lineage.md, Tasks).</summary>
/// <param name="Id">Stays the same as long as it is open.</param>
/// <param name="What"><c>data-set</c>, <c>model</c> or <c>recipient</c>.</param>
/// <param name="Place">Where it lies; for a recipient, who it is; null where it does not lie where it was put.</param>
/// <param name="Digest">Of its manifest.</param>
/// <param name="Due">The end of the time that the policy gives; null where a suspension alone is the cause: then it must not be used as long as that lasts.</param>
/// <param name="State"><c>open</c>, <c>overdue</c>, <c>told</c> (a recipient has not acknowledged yet) or <c>done</c>.</param>
/// <param name="Proof">What ticked it off: the digest of the next manifest, or the position of an acknowledgement; null while it is open.</param>
/// <param name="How">The command that does it.</param>
public sealed record RedoTask(
    string Id, string What, string Name, string? Place, string Digest, string Purpose, IReadOnlyList<RedoCause> Because, Instant Since, Instant? Due, string State, string? Proof, string How);
