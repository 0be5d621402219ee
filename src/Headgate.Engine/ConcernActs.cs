using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Records what authorities raise and what is undertaken towards them (semantics.md, Concerns and commitments). Nothing of it changes a verdict.</summary>
public static class ConcernActs
{
    /// <param name="due">The day by whose end an answer is asked for.</param>
    public static Appended Open(Session session, string authority, string text, DateOnly? due, string reference, Instant? recordedAt) =>
        session.Store.Append([new NewStatement(new ConcernOpened(Said(authority, "--authority"), Said(text, "--text"), due, reference))], session.Now, recordedAt);

    /// <exception cref="BadInputException">There is no such concern.</exception>
    /// <exception cref="RefusedException">It is closed.</exception>
    public static Appended Answer(Session session, long concern, string text, string reference, Instant? recordedAt) => Append(session, recordedAt, account =>
    {
        OpenOne(account, concern);
        return new ConcernAnswered(concern, Said(text, "--text"), reference);
    });

    /// <param name="concern">The concern that it answers; null where it answers none, and <paramref name="authority"/> says towards whom it is undertaken.</param>
    /// <param name="authority">By default that of the concern.</param>
    /// <exception cref="BadInputException">There is no such concern, or nobody is named.</exception>
    /// <exception cref="RefusedException">The concern is closed.</exception>
    public static Appended Commit(Session session, long? concern, string? authority, string text, DateOnly? due, string reference, Instant? recordedAt) =>
        Append(session, recordedAt, account =>
        {
            var answered = concern is { } id ? OpenOne(account, id) : null;
            return new CommitmentMade(concern, Said(authority ?? answered?.Opened.Authority ?? "", "--authority"), Said(text, "--text"), due, reference);
        });

    /// <exception cref="BadInputException">There is no such commitment.</exception>
    /// <exception cref="RefusedException">It was fulfilled before.</exception>
    public static Appended Fulfil(Session session, long commitment, string text, string reference, Instant? recordedAt) => Append(session, recordedAt, account =>
    {
        var found = account.Commitments.FirstOrDefault(one => one.Position == commitment)
            ?? throw new BadInputException($"there is no commitment `{commitment}`", Known("nothing was ever undertaken", account.Commitments.Select(one => one.Position)));
        if (found.Fulfilment is { } fulfilled) throw new RefusedException($"commitment `{commitment}` was fulfilled on {Day(fulfilled)}", "what is owed anew is a commitment of its own: `headgate concern commit`");
        return new CommitmentFulfilled(commitment, text, reference);
    });

    /// <exception cref="BadInputException">There is no such concern.</exception>
    /// <exception cref="RefusedException">It is closed already.</exception>
    public static Appended Close(Session session, long concern, string text, string reference, Instant? recordedAt) => Append(session, recordedAt, account =>
    {
        OpenOne(account, concern);
        return new ConcernClosed(concern, text, reference);
    });

    /// <summary>Everything that was raised and undertaken, as known now.</summary>
    public static ConcernAccount At(Session session, Instant at) => ConcernAccount.At(session.Store.Acts(session.Store.Head.Size), at);

    private static Appended Append(Session session, Instant? recordedAt, Func<ConcernAccount, PublicAct> decide) =>
        session.Store.Append(head => [new NewStatement(decide(ConcernAccount.At(session.Store.Acts(head.Size), Instant.MaxValue)))], session.Now, recordedAt);

    private static Concern OpenOne(ConcernAccount account, long id)
    {
        var concern = account.Concerns.FirstOrDefault(one => one.Position == id)
            ?? throw new BadInputException($"there is no concern `{id}`", Known("none was ever raised", account.Concerns.Select(one => one.Position)));
        return concern.Closing is { } closing
            ? throw new RefusedException($"concern `{id}` was closed on {Day(closing)}", "what is raised anew is a concern of its own: `headgate concern open`")
            : concern;
    }

    private static string Said(string text, string option) =>
        text.Length > 0 ? text : throw new BadInputException($"`{option}` is missing", $"give `{option} TEXT`");

    private static string Known(string none, IEnumerable<long> positions)
    {
        var known = positions.Select(position => $"`{position}`").ToList();
        return known.Count == 0 ? none : $"there are {string.Join(", ", known)}";
    }

    private static string Day(Recorded act) => act.EffectiveAt.ToString()[..10];
}
