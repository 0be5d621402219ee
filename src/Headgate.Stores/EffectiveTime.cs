namespace Headgate.Stores;

/// <summary>From when a statement counts (semantics.md, Time and knowledge).</summary>
public static class EffectiveTime
{
    /// <exception cref="LedgerRefusalException">The statement cannot count from the time given.</exception>
    public static Instant Of(NewStatement added, Instant recordedAt) => added switch
    {
        { EffectiveAt: null } => recordedAt,
        { Statement: PolicyPublished, EffectiveAt: { } given } => Instant.Later(given, recordedAt),
        { Statement: ChoiceMade or NoticeServed or NoticeBounced, EffectiveAt: { } given } => given <= recordedAt
            ? given
            : throw new LedgerRefusalException($"a choice or a notice cannot be dated `{given}`: that is after it is recorded, at `{recordedAt}`"),
        { EffectiveAt: { } given } => given == recordedAt
            ? given
            : throw new LedgerRefusalException($"only a choice, a notice or a policy can be dated `{given}`: anything else counts from when it is recorded"),
    };
}
