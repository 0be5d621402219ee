using System.Collections.Concurrent;
using Headgate.Engine;
using Headgate.Stores;

namespace Headgate.Server;

/// <summary>Decides from the ledger. Before every request its head counter is compared with the one that was last seen, so that what another process records, a pause typed in a terminal, holds at the next decision.</summary>
public sealed class LedgerDecisions : IDecisionSource
{
    /// <summary>Kinds of public acts of which no decision depends; anything else that is recorded has everything read again.</summary>
    private static readonly string[] WithoutEffect =
        ["data-set", "permit", "permit-ended", "concern", "concern-answer", "concern-closed", "commitment", "commitment-fulfilled",
        "model", "model-forgot", "disclosure", "recipient-told", "recipient-acknowledged"];

    private const int MostForgotten = 50_000;

    private readonly Session session;
    private readonly StandingCache standings;
    private readonly Lock moving = new();
    private Known known;

    /// <param name="standingsHeld">How many standings it keeps in memory.</param>
    public LedgerDecisions(Session session, int standingsHeld = 500_000)
    {
        (this.session, standings) = (session, new(session.Store, standingsHeld));
        known = Read(session.Store.Head);
    }

    /// <inheritdoc/>
    public IDecisions Now() => View();

    internal LedgerView View()
    {
        var head = session.Store.Head;
        var current = Volatile.Read(ref known);
        if (current.Head.Changes != head.Changes) current = Move(head);
        var now = session.Now;
        return new(session, current, standings, current.Head.LastRecordedAt is { } last ? Instant.Later(last, now) : now);
    }

    private Known Move(LedgerHead head)
    {
        lock (moving)
        {
            if (known.Head.Changes >= head.Changes) return known;
            var grown = head.Size > known.Head.Size && head.Size - known.Head.Size <= MostForgotten;
            var kinds = grown ? session.Store.Entries(known.Head.Size, head.Size).Select(entry => entry.Kind).Distinct().ToList() : [];
            // Personal statements alone change whom they speak of; what only reports changes nothing.
            if (grown && kinds.All(kind => kind == Ledger.LogEntry.Personal || WithoutEffect.Contains(kind)))
            {
                standings.MoveTo(head.Size, session.Store.SubjectsWithin(known.Head.Size, head.Size));
                Volatile.Write(ref known, known with { Head = head });
            }
            else Volatile.Write(ref known, Read(head));
            return known;
        }
    }

    private Known Read(LedgerHead head)
    {
        standings.MoveTo(head.Size, null);
        return new(head, session.Store.Acts(head.Size), []);
    }
}

/// <summary>What is held of the ledger between requests.</summary>
/// <param name="Terms">The terms of each purpose, until the next policy takes effect.</param>
internal sealed record Known(LedgerHead Head, IReadOnlyList<Recorded> Acts, ConcurrentDictionary<string, KnownTerms> Terms);

/// <summary>The terms of a purpose, and the instants for which they are the same but for the time itself.</summary>
internal sealed record KnownTerms(Terms? Terms, Reasons? Reasons, Instant From, Instant Until);

/// <summary>The ledger as of a position, at an instant.</summary>
internal sealed class LedgerView(Session session, Known known, StandingCache standings, Instant at) : IDecisions
{
    public const string Member = "member";
    public const string Record = "record";

    public long AsOf => known.Head.Size;

    public Instant At => at;

    /// <inheritdoc/>
    public IEnumerable<string> Actions => Terms.PolicyInForce(known.Acts, at)?.Purposes.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();

    /// <inheritdoc/>
    public Decision Decide(Question question)
    {
        var decision = Answer(question);
        Telemetry.Decided(decision.Allows);
        return decision;
    }

    private Decision Answer(Question question)
    {
        if (question.Subject.Type != Member || question.Subject.Id.Length == 0) return new(false, "unknown-subject", $"A subject is a `{Member}`.");
        if (question.Resource.Type != Record) return new(false, "malformed-record", $"A resource is a `{Record}`.");
        var (terms, reasons) = TermsOf(question.Action.Name);
        if (terms is null || reasons is null) return new(false, "unknown-purpose", "The policy in force does not name this purpose.");
        var finding = new ReferencePolicy(terms, reasons, StandingOf, _ => null).Decide(RecordReading.Read(question));
        return new(finding.Reason.Allows, finding.Reason.Text, finding.Reason.Because, finding.Reason.Cites);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Subjects(string type) => type == Member ? session.Store.BySubject(AsOf).Select(one => one.Subject.Value) : [];

    /// <summary>None: the records are the platform's, and Headgate holds none of them.</summary>
    public IEnumerable<Entity> Resources(string type) => [];

    public Standing? StandingOf(SubjectId subject) => standings.Find(subject, AsOf, at);

    /// <summary>The terms at this instant; nulls where the policy does not name the purpose.</summary>
    private (Terms? Terms, Reasons? Reasons) TermsOf(string purpose)
    {
        if (!known.Terms.TryGetValue(purpose, out var found) || at < found.From || at >= found.Until) found = Compile(purpose);
        return (found.Terms is { } terms ? terms with { At = at } : null, found.Reasons);
    }

    private KnownTerms Compile(string purpose)
    {
        var next = known.Acts.Where(act => act.EffectiveAt > at).Select(act => (Instant?)act.EffectiveAt).Min() ?? Instant.MaxValue;
        KnownTerms compiled;
        try
        {
            var terms = Terms.Read(known.Acts, purpose, at);
            compiled = new(terms, new Reasons(terms), at, next);
        }
        catch (UnknownPurposeException)
        {
            // Not kept: anybody can ask for any name.
            return new(null, null, at, next);
        }
        // Without a policy every name is a purpose: those are not kept either.
        if (compiled.Terms!.Policy is not null) known.Terms[purpose] = compiled;
        return compiled;
    }
}
