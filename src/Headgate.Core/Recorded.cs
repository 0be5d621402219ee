namespace Headgate;

/// <summary>A statement as the ledger holds it.</summary>
/// <param name="Position">Its place in the log, from 0.</param>
/// <param name="RecordedAt">Given by the ledger, never decreasing.</param>
/// <param name="EffectiveAt">From when it counts. For a choice or a notice no later than <paramref name="RecordedAt"/>; for a policy no earlier.</param>
public sealed record Recorded(long Position, Instant RecordedAt, Instant EffectiveAt, Statement Statement);
