namespace Headgate.Stores;

/// <summary>Where the ledger stands.</summary>
/// <param name="Size">The number of statements ever recorded; the next one's position.</param>
/// <param name="LastRecordedAt">Null while the ledger is empty.</param>
/// <param name="Changes">Grows with everything that is written, by whatever process: an index built at the same count is up to date.</param>
public sealed record LedgerHead(long Size, Instant? LastRecordedAt, long Changes);
