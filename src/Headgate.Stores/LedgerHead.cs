namespace Headgate.Stores;

/// <summary>Where the ledger stands.</summary>
/// <param name="Size">The number of statements ever recorded; the next one's position.</param>
/// <param name="LastRecordedAt">Null while the ledger is empty.</param>
/// <param name="Erasures">Grows with every erasure: what was read of people at another count may hold somebody who was erased.</param>
public sealed record LedgerHead(long Size, Instant? LastRecordedAt, long Erasures = 0)
{
    /// <summary>Grows with everything that is written, by whatever process: an index built at the same count is up to date. An erasure is a statement too.</summary>
    public long Changes => Size;
}
