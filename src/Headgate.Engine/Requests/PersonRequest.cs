namespace Headgate.Engine;

/// <summary>What somebody asks of the platform, and what the law gives a time for. An objection is none of these: it takes effect at once.</summary>
public enum RequestKind
{
    /// <summary>What is known of me (GDPR Art. 15).</summary>
    Access = 0,

    /// <summary>Erase it (GDPR Art. 17).</summary>
    Erasure = 1,

    /// <summary>Something was done wrong.</summary>
    Complaint = 2,
}

/// <summary>A request with its clocks (docs/campaigns.md, Requests; decision 0093).</summary>
/// <param name="Subject">Who asks; null where they have no account, or were erased.</param>
/// <param name="Received">The day on which it came in, whatever day it was written down.</param>
/// <param name="Extended">When the person was told that it takes longer, and why; null where they were not.</param>
/// <param name="Outcome">What was done; null while it is open.</param>
public sealed record PersonRequest(
    long Id, RequestKind Kind, string? Subject, string? Text, DateOnly Received, Instant? Acknowledged, Instant? Extended, string? Extension, Instant? Closed, string? Outcome)
{
    private const int ComplaintDays = 30;

    /// <summary>The last day on which a complaint is acknowledged in time: the thirtieth, the day on which it came in being the first.</summary>
    public DateOnly? AcknowledgeBy => Kind == RequestKind.Complaint ? Received.AddDays(ComplaintDays - 1) : null;

    /// <summary>The last day on which it is answered in time: a month after it came in, three where that was extended; for a complaint null, which is answered without undue delay.</summary>
    public DateOnly? AnswerBy => Kind == RequestKind.Complaint ? null : Months(Received, Extended is null ? 1 : 3);

    /// <summary>The next day on which something must have been done; null where no day is set, or nothing is left to do.</summary>
    public DateOnly? Due => Closed is not null ? null : Kind == RequestKind.Complaint ? (Acknowledged is null ? AcknowledgeBy : null) : AnswerBy;

    /// <summary><c>open</c>, <c>overdue</c> or <c>closed</c>.</summary>
    public string StateOn(DateOnly today) => Closed is not null ? "closed" : Due < today ? "overdue" : "open";

    /// <summary>The same day of a later month; its last, where it has none such.</summary>
    private static DateOnly Months(DateOnly day, int months) => day.AddMonths(months);
}
