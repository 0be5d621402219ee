using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>What is kept of an erased subject: that they objected, under a name that nobody can turn back into an id without the tombstone key.</summary>
/// <param name="Mac">HMAC-SHA256 of the subject's id, in UTF-8, under the tombstone key.</param>
/// <param name="ErasedAt">When: what was recorded of the subject until then is destroyed.</param>
/// <param name="Objections">The objections that stood, each with the start of its unbroken run.</param>
public sealed record Tombstone(Digest Mac, Instant ErasedAt, IReadOnlyList<KeptObjection> Objections);

/// <summary>An objection that survives its subject.</summary>
public sealed record KeptObjection(string Purpose, Instant Since);

/// <summary>What became of an erasure.</summary>
/// <param name="Positions">Of the statements that were destroyed; their entries stay.</param>
/// <param name="Objections">What the tombstone keeps.</param>
/// <param name="RecordedAt">When the erasure was recorded.</param>
public sealed record Erasure(IReadOnlyList<long> Positions, IReadOnlyList<KeptObjection> Objections, Instant RecordedAt);
