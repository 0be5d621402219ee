namespace Headgate;

/// <summary>What authorities raised and what the company undertook, as far as the ledger tells at an instant (semantics.md, Concerns and commitments).</summary>
/// <param name="Concerns">In order of position.</param>
/// <param name="Commitments">In order of position.</param>
public sealed record ConcernAccount(IReadOnlyList<Concern> Concerns, IReadOnlyList<Commitment> Commitments)
{
    /// <param name="acts">The public acts that are known, in order of position.</param>
    public static ConcernAccount At(IReadOnlyList<Recorded> acts, Instant at)
    {
        var counting = acts.Where(act => act.EffectiveAt <= at).ToList();
        return new(
            [.. counting.Where(act => act.Statement is ConcernOpened).Select(act => new Concern(
                act.Position, act.EffectiveAt, (ConcernOpened)act.Statement,
                [.. counting.Where(other => other.Statement is ConcernAnswered answer && answer.Concern == act.Position)],
                counting.Find(other => other.Statement is ConcernClosed closed && closed.Concern == act.Position)))],
            [.. counting.Where(act => act.Statement is CommitmentMade).Select(act => new Commitment(
                act.Position, act.EffectiveAt, (CommitmentMade)act.Statement,
                counting.Find(other => other.Statement is CommitmentFulfilled fulfilled && fulfilled.Commitment == act.Position)))]);
    }
}

/// <summary>A concern and what became of it.</summary>
/// <param name="Position">Where it stands in the ledger; its id.</param>
/// <param name="Answers">Each a <see cref="ConcernAnswered"/>, in order of position.</param>
/// <param name="Closing">A <see cref="ConcernClosed"/>; null where it is still open.</param>
public sealed record Concern(long Position, Instant Since, ConcernOpened Opened, IReadOnlyList<Recorded> Answers, Recorded? Closing)
{
    public bool IsOpen => Closing is null;

    /// <summary>Whether it is open and unanswered after the day by which an answer was asked for.</summary>
    public bool IsOverdue(Instant at) => IsOpen && Answers.Count == 0 && at.Date > Opened.Due;

    /// <summary><c>open</c>, <c>overdue</c>, <c>answered</c> or <c>closed</c>.</summary>
    public string StateAt(Instant at) => !IsOpen ? "closed" : IsOverdue(at) ? "overdue" : Answers.Count > 0 ? "answered" : "open";
}

/// <summary>A commitment and whether it was fulfilled.</summary>
/// <param name="Position">Where it stands in the ledger; its id.</param>
/// <param name="Fulfilment">A <see cref="CommitmentFulfilled"/>; null where it is still owed.</param>
public sealed record Commitment(long Position, Instant Since, CommitmentMade Made, Recorded? Fulfilment)
{
    public bool IsFulfilled => Fulfilment is not null;

    /// <summary>Whether it is still owed after the day by which it was due.</summary>
    public bool IsOverdue(Instant at) => !IsFulfilled && at.Date > Made.Due;

    /// <summary><c>owed</c>, <c>overdue</c> or <c>fulfilled</c>.</summary>
    public string StateAt(Instant at) => IsFulfilled ? "fulfilled" : IsOverdue(at) ? "overdue" : "owed";
}
