using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>The ledger as of a position, at an instant. Everything that one request asks is asked of one of these; dispose of it on the thread that it was made on.</summary>
public sealed class DecisionView : IDisposable
{
    private readonly DecisionIndex index;
    private readonly ILedgerStore store;
    private readonly Known known;
    private readonly StandingIndex? standings;
    private bool isOver;

    internal DecisionView(DecisionIndex index, ILedgerStore store, Known known, StandingIndex? standings, Instant at) =>
        (this.index, this.store, this.known, this.standings, At) = (index, store, known, standings, at);

    public long AsOf => known.Head.Size;

    internal IReadOnlyList<Recorded> Acts => known.Acts;

    /// <summary>Null until all are in memory.</summary>
    internal StandingIndex? Standings => standings;

    public Instant At { get; }

    /// <summary>The names of the purposes of the policy in force, in order; none where there is no policy.</summary>
    public IEnumerable<string> Purposes => Terms.PolicyInForce(known.Acts, At)?.Purposes.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();

    /// <summary>The kinds of content that the policy in force lists, in order.</summary>
    public IEnumerable<string> Kinds => Terms.PolicyInForce(known.Acts, At)?.Content.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();

    /// <summary>Whether everybody's standing is in memory.</summary>
    public bool IsLoaded => standings is not null;

    /// <summary>How many people are numbered; of some nothing may be known any more. 0 until all are in memory.</summary>
    public int People => standings?.Count ?? 0;

    /// <summary>The table of a purpose.</summary>
    /// <param name="purpose">Its name in UTF-8.</param>
    /// <returns>Null where there is none yet: it is then being made.</returns>
    public CompiledTerms? TermsOf(ReadOnlySpan<byte> purpose)
    {
        foreach (var compiled in known.Compiled)
            if (compiled.IsFor(purpose) && compiled.Serves(At))
                return compiled;
        return null;
    }

    /// <summary>Somebody's number; <see cref="Asked.Stranger"/> of whom nothing was stated.</summary>
    /// <param name="id">In UTF-8.</param>
    public int Find(ReadOnlySpan<byte> id) => standings?.Find(id) ?? Asked.Stranger;

    /// <summary>The id behind a number; null where nothing is known of them any more.</summary>
    public string? NameOf(int number) => standings is { } held && held.Of(number).IsKnown ? held.NameOf(number) : null;

    /// <summary>The code of the reason of a verdict, among those of the terms. Allocates nothing.</summary>
    /// <returns>-1 where the table does not cover the case.</returns>
    public int Decide(CompiledTerms terms, in Asked asked) => terms.Decide(asked, At);

    /// <summary>The reason of a verdict, from the table where it covers the case and else from the reference evaluator.</summary>
    /// <returns>Null where the policy in force does not name the purpose.</returns>
    public Reason? Decide(string purpose, Record record)
    {
        foreach (var compiled in known.Compiled)
            if (compiled.Terms.Purpose.Name == purpose && compiled.Serves(At) && Covers(record) && Decide(compiled, record) is { } reason)
                return reason;
        return Ask(purpose, record);
    }

    public void Dispose()
    {
        if (isOver) return;
        isOver = true;
        index.Leave();
    }

    private Reason? Decide(CompiledTerms compiled, Record record)
    {
        var asked = compiled.Read(record);
        asked.Author = record.Author is { } author ? standings!.Find(author) : Asked.Stranger;
        asked.Others = record.Others.Select(other => other is { } named ? standings!.Find(named) : Asked.Stranger).ToArray();
        return compiled.Decide(asked, At) is var code and >= 0 ? compiled.ReasonOf(code) : null;
    }

    /// <summary>Asks the reference evaluator, and for a table.</summary>
    private Reason? Ask(string purpose, Record record)
    {
        if (known.TermsOf(purpose, At) is not ({ } terms, { } reasons)) return null;
        if (terms.Policy is not null) index.Want(known, purpose);
        return new ReferencePolicy(terms, reasons, StandingOf, _ => null).Decide(record).Reason;
    }

    private Standing? StandingOf(SubjectId subject) => standings is not null && IsShort(subject)
        ? standings.StandingOf(standings.Find(subject))
        : StandingFold.At(store.Of(subject, AsOf), At);

    /// <summary>Whether everybody in a record is somebody that the index can hold.</summary>
    private static bool Covers(Record record) => (record.Author is not { } author || IsShort(author)) && record.Others.All(other => other is not { } named || IsShort(named));

    private static bool IsShort(SubjectId subject) => 3 * subject.Value.Length <= SubjectIds.Longest;
}
