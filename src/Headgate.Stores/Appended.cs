namespace Headgate.Stores;

/// <summary>What became of a batch: its statements lie one after another in the log, and are there to stay.</summary>
/// <param name="First">The position of the first; where there was none, the size of the log.</param>
/// <param name="Count">How many were recorded.</param>
/// <param name="RecordedAt">When: all of a batch at once.</param>
public sealed record Appended(long First, long Count, Instant RecordedAt);
