namespace Headgate.Stores;

/// <summary>When a ledger records what it is given: never before its last statement (semantics.md, Time and knowledge).</summary>
internal static class RecordingTime
{
    /// <param name="last">When the last statement was recorded.</param>
    /// <param name="recordedAt">What was asked for; null for now.</param>
    /// <exception cref="LedgerRefusalException">What was asked for lies before the last statement, or after now.</exception>
    public static Instant Of(Instant? last, Instant now, Instant? recordedAt)
    {
        if (recordedAt is not { } at) return last is { } before ? Instant.Later(now, before) : now;
        if (at > now) throw new LedgerRefusalException($"nothing can be recorded at `{at}`: that is after now, `{now}`");
        if (at < last) throw new LedgerRefusalException($"nothing can be recorded at `{at}`: the last statement was recorded at `{last}`; give a time not before that");
        return at;
    }
}
