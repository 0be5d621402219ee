using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Keeps what people ask of the platform, so that nothing is answered too late.</summary>
public static class PersonRequests
{
    private const int MostText = 10_000;

    /// <param name="received">When it came in; null for today.</param>
    /// <exception cref="BadInputException">It is of the future, or says nothing that can be kept.</exception>
    public static PersonRequest Open(Session session, RequestKind kind, string? subject, string? text, DateOnly? received)
    {
        var today = session.MomentOf(null, null).At;
        if (received > today.Date) throw new BadInputException("a request cannot have come in tomorrow", "give the day on which it did: `--received 2025-11-03`");
        if (kind != RequestKind.Complaint && SubjectId.From(subject) is null) throw new BadInputException("nobody is named whose request it is", "give the id that the platform knows them by");
        if (text?.Length > MostText) throw new BadInputException($"the text has more than {MostText} characters", "keep the letter itself where letters are kept");
        session.Beside.Run("INSERT INTO request(kind, subject, text, received, opened) VALUES ($1, $2, $3, $4, $5)", Word(kind), subject, text, received?.DayNumber ?? today.Date.DayNumber, today);
        return Find(session, session.Beside.LastRow);
    }

    /// <summary>Every request, the most urgent first, those that are closed last.</summary>
    public static IReadOnlyList<PersonRequest> All(Session session) => [.. session.Beside.Rows(
        "SELECT id, kind, subject, text, received, acknowledged, extended, extension, closed, outcome FROM request", Read)
        .OrderBy(one => one.Closed is not null).ThenBy(one => one.Due ?? DateOnly.MaxValue).ThenBy(one => one.Id)];

    /// <summary>Notes that the person was told that their request has come in.</summary>
    /// <exception cref="RefusedException">They were told already, or it is closed.</exception>
    public static PersonRequest Acknowledge(Session session, long id)
    {
        var one = Find(session, id);
        if (one.Closed is not null || one.Acknowledged is not null) throw new RefusedException($"request `{id}` was acknowledged or closed already", "nothing is left to do");
        return Change(session, id, "UPDATE request SET acknowledged = $1 WHERE id = $2", session.MomentOf(null, null).At, id);
    }

    /// <summary>Notes that the person was told that it takes two months longer, and why: within the first month (GDPR Art. 12(3)).</summary>
    /// <exception cref="RefusedException">The month is over, or it was extended or closed already.</exception>
    public static PersonRequest Extend(Session session, long id, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new BadInputException("no reason is given", "say why it takes longer; the person is told so");
        var one = Find(session, id);
        var now = session.MomentOf(null, null).At;
        if (one.Kind == RequestKind.Complaint) throw new RefusedException("a complaint has no time that could be extended", "answer it without undue delay");
        if (one.Closed is not null || one.Extended is not null) throw new RefusedException($"request `{id}` was extended or closed already", "it is extended once");
        if (one.AnswerBy < now.Date) throw new RefusedException($"the month in which request `{id}` could be extended is over", "answer it now");
        return Change(session, id, "UPDATE request SET extended = $1, extension = $2 WHERE id = $3", now, reason, id);
    }

    /// <summary>Closes a request with what was done.</summary>
    /// <exception cref="RefusedException">It is closed already, or its erasure was not carried out.</exception>
    public static PersonRequest Close(Session session, long id, string outcome)
    {
        if (string.IsNullOrWhiteSpace(outcome)) throw new BadInputException("no outcome is given", "say what was done");
        var one = Find(session, id);
        if (one.Closed is not null) throw new RefusedException($"request `{id}` is closed already", "nothing is left to do");
        return Change(session, id, "UPDATE request SET closed = $1, outcome = $2 WHERE id = $3", session.MomentOf(null, null).At, outcome, id);
    }

    public static string Word(RequestKind kind) => kind switch
    {
        RequestKind.Access => "access",
        RequestKind.Erasure => "erasure",
        _ => "complaint",
    };

    /// <exception cref="BadInputException">There is no such kind.</exception>
    public static RequestKind KindOf(string word) => word switch
    {
        "access" => RequestKind.Access,
        "erasure" => RequestKind.Erasure,
        "complaint" => RequestKind.Complaint,
        _ => throw new BadInputException($"`{word}` is no kind of request", "it is `access`, `erasure` or `complaint`; an objection takes effect at once: `headgate object`"),
    };

    /// <exception cref="BadInputException">There is no such request.</exception>
    private static PersonRequest Find(Session session, long id) => session.Beside.Rows(
        "SELECT id, kind, subject, text, received, acknowledged, extended, extension, closed, outcome FROM request WHERE id = $1", Read, id) is [var one]
        ? one
        : throw new BadInputException($"there is no request `{id}`", "an id is the number that `headgate request list` shows");

    private static PersonRequest Change(Session session, long id, string sql, params object?[] values)
    {
        session.Beside.Run(sql, values);
        return Find(session, id);
    }

    private static PersonRequest Read(SideRow row) => new(
        row.Number(0), KindOf(row.Text(1)), row.TextOrNull(2), row.TextOrNull(3), DateOnly.FromDayNumber((int)row.Number(4)), row.TimeOrNull(5), row.TimeOrNull(6), row.TextOrNull(7), row.TimeOrNull(8), row.TextOrNull(9));
}
