using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Publishes a policy: from then on, or from its <c>effective</c> date, decisions follow it. Nobody is opted in quietly (semantics.md, No quiet opt-in).</summary>
public static class PolicyPublication
{
    /// <param name="by">Who answers for letting people in who were not told. It lets in nobody who has objected.</param>
    /// <exception cref="BadInputException">The policy has an error; nothing was recorded.</exception>
    /// <exception cref="QuietOptInException">The policy would let people in quietly; nothing was recorded.</exception>
    /// <exception cref="RefusedException">The policy would take something out of a pause; nothing was recorded.</exception>
    public static Appended Publish(Session session, PolicyFile file, Override? by, Instant? recordedAt)
    {
        file.Valid();
        var now = session.Now;
        QuietOptInCheck? refused = null;
        var appended = session.Store.Append(
            head =>
            {
                var acts = session.Store.Acts(head.Size);
                var policy = file.After(acts).Valid();
                var recorded = recordedAt ?? (head.LastRecordedAt is { } last ? Instant.Later(last, now) : now);
                var check = QuietOptInCheck.Of(acts, policy, recorded);
                if (!check.Allows(by)) refused = check;
                return refused is null ? [new NewStatement(new PolicyPublished(file.Text, file.NoticeDigests, by), policy.Effective)] : [];
            },
            now, recordedAt);
        return refused is null ? appended : throw refused.Refusal(session);
    }
}
