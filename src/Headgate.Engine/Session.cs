using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Somebody at work on a ledger.</summary>
/// <param name="folder">Where the ledger lies.</param>
public sealed class Session(ILedgerStore store, string folder, TimeProvider clock) : IDisposable
{
    /// <summary>The policy that was read last: it is asked for again and again.</summary>
    private ReadPolicy? read;

    private readonly Lazy<SideDatabase> beside = new(() => SideDatabase.Open(folder));

    public ILedgerStore Store { get; } = store;

    /// <summary>What is kept beside the ledger: campaigns, requests, how recipients are reached.</summary>
    public SideDatabase Beside => beside.Value;

    public string Folder { get; } = folder;

    public Instant Now => Instant.FromDateTime(clock.GetUtcNow());

    /// <exception cref="LedgerRefusalException">There is no ledger in the folder, or it cannot be used.</exception>
    public static Session Open(string folder, TimeProvider clock) => new(SqliteLedger.Open(folder, Passphrase.Given()), folder, clock);

    /// <summary>Another session on the same ledger, for another thread.</summary>
    public Session Again() => Open(Folder, clock);

    /// <summary>What decisions are made from: the first <paramref name="asOf"/> statements, by default all, at an instant, by default the later of now and the last <c>recorded_at</c>.</summary>
    /// <exception cref="BadInputException">The ledger has fewer statements.</exception>
    public Moment MomentOf(long? asOf, Instant? at)
    {
        var head = Store.Head;
        if (asOf is < 0 || asOf > head.Size) throw new BadInputException($"the ledger has {head.Size} statements, not {asOf}", $"give `--as-of` a number from 0 to {head.Size}");
        return new(asOf ?? head.Size, at ?? Latest(head), asOf is not null || at is not null);
    }

    /// <summary>The terms of a purpose at a moment.</summary>
    /// <exception cref="UnknownPurposeException">The policy in force does not name it.</exception>
    public Terms TermsOf(string purpose, Moment moment) => Terms.Read(Store.Acts(moment.AsOf), purpose, moment.At);

    /// <summary>The policy in force now, or at another time; null where there is none.</summary>
    public Policy? PolicyInForce(Instant? at = null)
    {
        var head = Store.Head;
        if (Terms.PublishedInForce(Store.Acts(head.Size), at ?? Latest(head)) is not { Text: var text }) return null;
        var known = Volatile.Read(ref read);
        if (known?.Text != text) Volatile.Write(ref read, known = new(text, PolicyReader.Read(text).Policy));
        return known.Policy;
    }

    public void Dispose()
    {
        if (beside.IsValueCreated) beside.Value.Dispose();
        Store.Dispose();
    }

    private sealed record ReadPolicy(string Text, Policy? Policy);

    private Instant Latest(LedgerHead head) => head.LastRecordedAt is { } last ? Instant.Later(last, Now) : Now;
}

/// <summary>What a decision is made from (semantics.md, Time and knowledge).</summary>
/// <param name="AsOf">The number of statements that are known.</param>
/// <param name="IsReplay">Whether either was asked for, rather than taken as now.</param>
public sealed record Moment(long AsOf, Instant At, bool IsReplay);
