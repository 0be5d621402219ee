using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Publishes a policy: from then on, or from its <c>effective</c> date, decisions follow it.</summary>
public static class PolicyPublication
{
    /// <exception cref="BadInputException">The policy has an error; nothing was recorded.</exception>
    public static Appended Publish(Session session, PolicyFile file, Override? by, Instant? recordedAt)
    {
        file.Valid();
        return session.Store.Append(
            head =>
            {
                var policy = file.After(session.Store.Acts(head.Size)).Valid();
                return [new NewStatement(new PolicyPublished(file.Text, file.NoticeDigests, by), policy.Effective)];
            },
            session.Now, recordedAt);
    }
}
