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
        var policies = Policies(session, recordedAt);
        if (policies.Count == 0) throw new BadInputException($"no policy was published that declares the notice `{notice}`", "publish it first");
        return policies.Select(one => one.Policy.Notices.GetValueOrDefault(notice)?.Version).FirstOrDefault(declared => declared is not null)
            ?? throw new BadInputException($"no policy declares the notice `{notice}`", Nearest.Hint(notice, policies.SelectMany(one => one.Policy.Notices.Keys).Distinct()));
    }

    /// <summary>The policy that declares a version of a notice, as it was published.</summary>
    /// <exception cref="BadInputException">None does.</exception>
    internal static (Policy Policy, PolicyPublished Published) Declaring(Session session, NoticeVersion notice) =>
        Policies(session).Where(one => one.Policy.Notices.GetValueOrDefault(notice.Notice)?.Version == notice).Select(one => ((Policy, PolicyPublished)?)one).FirstOrDefault()
        ?? throw new BadInputException($"no policy declares the notice `{notice}`", "publish it first");

    /// <summary>The policy that was published last, then the one in force.</summary>
    internal static IReadOnlyList<(Policy Policy, PolicyPublished Published)> Policies(Session session, Instant? at = null)
    {
        var acts = session.Store.Acts(session.Store.Head.Size);
        var last = acts.Select(act => act.Statement).OfType<PolicyPublished>().LastOrDefault();
        var inForce = Terms.PublishedInForce(acts, at ?? session.MomentOf(null, null).At);
        return [.. new[] { last, inForce }.OfType<PolicyPublished>().Distinct().Select(published => (PolicyReader.Read(published.Text).Policy, published)).Where(one => one.Policy is not null).Select(one => (one.Policy!, one.published))];
    }
}
