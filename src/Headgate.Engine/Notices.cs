using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Which version of a notice is spoken of.</summary>
public static class Notices
{
    /// <summary>The version that the policy published last declares, else the one in force: people are told before a policy takes effect. Another where it is given.</summary>
    /// <exception cref="BadInputException">No version is known.</exception>
    public static NoticeVersion Find(Session session, string notice, int? version, Instant? recordedAt = null)
    {
        if (version is { } given) return new(notice, given);
        var published = session.Store.Acts(session.Store.Head.Size).Select(act => act.Statement).OfType<PolicyPublished>().LastOrDefault()
            ?? throw new BadInputException($"no policy was published that declares the notice `{notice}`", "publish it first");
        var policies = new[] { PolicyReader.Read(published.Text).Policy, session.PolicyInForce(recordedAt) }.OfType<Policy>().ToList();
        return policies.Select(policy => policy.Notices.GetValueOrDefault(notice)?.Version).FirstOrDefault(declared => declared is not null)
            ?? throw new BadInputException($"no policy declares the notice `{notice}`", Nearest.Hint(notice, policies.SelectMany(policy => policy.Notices.Keys).Distinct()));
    }
}
