using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Which version of a notice is spoken of.</summary>
public static class Notices
{
    /// <summary>The version that the policy in force declares, unless another is given.</summary>
    /// <exception cref="BadInputException">No version is known.</exception>
    public static NoticeVersion Find(Session session, string notice, int? version, Instant? recordedAt = null)
    {
        if (version is { } given) return new(notice, given);
        var policy = session.PolicyInForce(recordedAt) ?? throw new BadInputException($"no policy is in force that declares the notice `{notice}`", "publish it first, or give `--version`");
        return policy.Notices.GetValueOrDefault(notice)?.Version
            ?? throw new BadInputException($"the policy in force declares no notice `{notice}`", Nearest.Hint(notice, policy.Notices.Keys));
    }
}
