using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>How far a file has been imported. It is recorded together with the statements that it counts.</summary>
/// <param name="Id">Of the file and what it was imported as.</param>
/// <param name="Rows">Rows that were read.</param>
/// <param name="Rejected">Of them, those that were not taken.</param>
/// <param name="Recorded">Statements recorded of the others.</param>
/// <param name="First">The position of the first.</param>
/// <param name="RecordedAt">When the last of them were recorded.</param>
/// <param name="IsComplete">Whether the file is at its end.</param>
public sealed record ImportMark(Digest Id, long Rows, long Rejected, long Recorded, long First, Instant RecordedAt, bool IsComplete);
