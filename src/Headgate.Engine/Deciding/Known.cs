using System.Collections.Concurrent;
using Headgate.Ledger;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What is held of the public acts of a ledger as of its head.</summary>
/// <param name="Compiled">The tables that are ready.</param>
internal sealed record Known(LedgerHead Head, IReadOnlyList<Recorded> Acts, CompiledTerms[] Compiled)
{
    /// <summary>Kinds of entries that change no decision, or only those about one person. Anything else has all acts read again.</summary>
    private static readonly HashSet<string> WithoutEffect =
    [
        LogEntry.Personal, "erasure", "key", "took-hold", "data-set", "permit", "permit-ended", "concern", "concern-answer", "concern-closed", "commitment", "commitment-fulfilled", "model", "model-forgot", "disclosure", "recipient-told", "recipient-acknowledged",
    ];

    /// <summary>Under this name stands what holds for every purpose while no policy is in force. Nothing else is called so.</summary>
    private const string AnyPurpose = "";

    private readonly ConcurrentDictionary<string, KnownTerms> terms = new(StringComparer.Ordinal);

    /// <summary>The purposes whose table is too large, or was asked for and is not there yet.</summary>
    public ConcurrentDictionary<string, bool> Wanted { get; } = new(StringComparer.Ordinal);

    public static Known Read(ILedgerStore store, LedgerHead head) => new(head, store.Acts(head.Size), []);

    /// <summary>The same acts at a later head, if what came since changes no decision about everybody.</summary>
    public Known? At(ILedgerStore store, LedgerHead head) =>
        store.Entries(Head.Size, head.Size).All(entry => WithoutEffect.Contains(entry.Kind)) ? this with { Head = head } : null;

    /// <summary>The terms of a purpose at an instant, and all reasons under them; null where the policy in force does not name it.</summary>
    public (Terms Terms, Reasons Reasons)? TermsOf(string purpose, Instant at)
    {
        if ((Find(purpose, at) ?? Find(AnyPurpose, at) ?? Compile(purpose, at)) is not { } found) return null;
        return (found.Terms.Policy is null ? found.Terms with { At = at, Purpose = new(purpose, null, null, null, null) } : found.Terms with { At = at }, found.Reasons);
    }

    private KnownTerms? Find(string purpose, Instant at) => terms.TryGetValue(purpose, out var found) && at >= found.From && at < found.Until ? found : null;

    private KnownTerms? Compile(string purpose, Instant at)
    {
        try
        {
            var next = Acts.Where(act => act.EffectiveAt > at).Select(act => (Instant?)act.EffectiveAt).Min() ?? Instant.MaxValue;
            var read = Terms.Read(Acts, purpose, at);
            var compiled = new KnownTerms(read, new Reasons(read), at, next);
            // Without a policy every name is a purpose, and nothing tells them apart.
            terms[read.Policy is null ? AnyPurpose : purpose] = compiled;
            return compiled;
        }
        catch (UnknownPurposeException)
        {
            // Not kept either: anybody can ask for any name.
            return null;
        }
    }

    /// <summary>The terms of a purpose, and the instants for which they are the same but for the time itself.</summary>
    private sealed record KnownTerms(Terms Terms, Reasons Reasons, Instant From, Instant Until);
}
