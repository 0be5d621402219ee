using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Stores;

/// <summary>Keeps a ledger: appends statements, reads them as of a position, and proves what is in it. Every implementation passes the same contract suite.</summary>
/// <remarks>Safe for use by several threads, beside other processes that use the same ledger. What <c>Append</c> has returned is durable.</remarks>
public interface ILedgerStore : IDisposable
{
    /// <summary>The key of the log. Its name is the log's origin.</summary>
    VerifierKey Key { get; }

    /// <summary>The private key, for what is signed in the ledger's name.</summary>
    SigningKey Signer { get; }

    /// <summary>Where the ledger stands now. Cheap: one row is read.</summary>
    LedgerHead Head { get; }

    /// <summary>Records a batch at once or not at all. What is recorded is decided while nobody else can append.</summary>
    /// <param name="decide">Is given the head that the batch will follow; may read the ledger. If it throws, nothing was written.</param>
    /// <param name="now">The clock. A batch is recorded now, or with the last statement where the clock lies before that.</param>
    /// <param name="recordedAt">When it is to be recorded instead: not before the last statement, not after <paramref name="now"/>.</param>
    /// <param name="progress">Is told from time to time how many were written.</param>
    /// <exception cref="LedgerRefusalException">A time does not fit, a text is not well-formed, or the store cannot be written.</exception>
    Appended Append(Func<LedgerHead, IEnumerable<NewStatement>> decide, Instant now, Instant? recordedAt = null, IProgress<long>? progress = null);

    /// <summary>Records some statements at once or not at all, together with whatever others append at about the same time: one wait for the disk serves them all.</summary>
    /// <param name="mark">How far a file has come with them; recorded with them.</param>
    /// <inheritdoc cref="Append(Func{LedgerHead, IEnumerable{NewStatement}}, Instant, Instant?, IProgress{long}?)"/>
    Appended Append(IReadOnlyList<NewStatement> statements, Instant now, Instant? recordedAt = null, ImportMark? mark = null);

    /// <summary>Records some statements as <see cref="Append(IReadOnlyList{NewStatement}, Instant, Instant?, ImportMark?)"/> does. When the task has ended they are durable; the published log follows.</summary>
    /// <inheritdoc cref="Append(IReadOnlyList{NewStatement}, Instant, Instant?, ImportMark?)"/>
    Task<Appended> AppendAsync(IReadOnlyList<NewStatement> statements, Instant now, Instant? recordedAt = null, ImportMark? mark = null);

    /// <summary>How far a file has been imported; null where it has not been begun.</summary>
    ImportMark? ImportOf(Digest id);

    /// <summary>Destroys what was stated of a subject, keeps their objections under a tombstone, and records that so many statements were erased, without saying whose.</summary>
    /// <returns>Null where nothing is stated of the subject.</returns>
    Erasure? Erase(SubjectId subject, Instant now);

    /// <summary>Leaves no byte of what was erased in the files of the store.</summary>
    /// <exception cref="LedgerRefusalException">Another process keeps something from being overwritten.</exception>
    void Purge();

    /// <summary>Signs with a new key from here on. Both keys are recorded, the new one signed by the old.</summary>
    Appended ChangeKey(Instant now);

    /// <summary>Every key that the log was ever signed with, in order; the last is <see cref="Key"/>.</summary>
    IReadOnlyList<LedgerKey> Keys { get; }

    /// <summary>Where on this machine lies what public acts speak of, by their positions.</summary>
    IReadOnlyDictionary<long, string> Places();

    /// <summary>The public acts below a position, in order.</summary>
    IReadOnlyList<Recorded> Acts(long below);

    /// <summary>All statements at positions in <c>[from, below)</c> that are still kept, in order of the log; read as they are asked for.</summary>
    IEnumerable<Recorded> Statements(long from, long below);

    /// <summary>A subject's statements below a position, in order.</summary>
    IReadOnlyList<Recorded> Of(SubjectId subject, long below);

    /// <summary>Every subject with their statements below a position, in order of the UTF-8 bytes of their ids; read as they are asked for.</summary>
    IEnumerable<(SubjectId Subject, IReadOnlyList<Recorded> Statements)> BySubject(long below);

    /// <summary>The subjects of whom something was stated at positions in <c>[from, below)</c>, each once.</summary>
    IReadOnlyCollection<SubjectId> SubjectsWithin(long from, long below);

    /// <summary>The position of the last personal statement below a position, also of one that was erased; -1 where there is none.</summary>
    long LastPersonalPosition(long below);

    /// <summary>The public entries at positions in <c>[from, below)</c>, in order; read as they are asked for.</summary>
    IEnumerable<LogEntry> Entries(long from, long below);

    /// <summary>The tree of the first entries: its root and proofs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many.</exception>
    TileTree Tree(long size);

    /// <summary>The signed size and root of the first entries, of all or of fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many.</exception>
    SignedNote CheckpointAt(long size);

    /// <summary>The proof that the statement at a position is in the log, as of now.</summary>
    /// <returns>Null where there is no such position, or its statement is no longer kept.</returns>
    Receipt? ReceiptFor(long position);
}

/// <summary>What every store can do by what it does.</summary>
public static class LedgerStores
{
    /// <inheritdoc cref="ILedgerStore.Append(Func{LedgerHead, IEnumerable{NewStatement}}, Instant, Instant?, IProgress{long}?)"/>
    public static Appended Append(
        this ILedgerStore store, IEnumerable<NewStatement> statements, Instant now, Instant? recordedAt = null, IProgress<long>? progress = null) =>
        store.Append(_ => statements, now, recordedAt, progress);

    /// <summary>The key of the ledger, of today or of earlier, that signed an envelope; null where none did.</summary>
    public static VerifierKey? SignerOf(this ILedgerStore store, DsseEnvelope envelope) =>
        store.Keys.Select(key => key.Key).LastOrDefault(key => envelope.SignatureBy(key) is not null);

    /// <summary>The size and root of the first entries.</summary>
    public static Checkpoint Checkpoint(this ILedgerStore store, long size) => new(store.Key.Name, size, store.Tree(size).Root());
}
