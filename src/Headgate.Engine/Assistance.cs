namespace Headgate.Engine;

/// <summary>Whether what a member types may be used to help them write, now (`assist-writing`: another purpose than training, with another switch).</summary>
public static class Assistance
{
    public const string Purpose = "assist-writing";

    /// <summary>The kind of content that a prompt is; a policy that does not list it denies.</summary>
    public const string Prompt = "ai-prompt";

    /// <summary>The verdict on a prompt that somebody would send now.</summary>
    /// <exception cref="UnknownPurposeException">The policy in force does not name the purpose.</exception>
    public static Finding Decide(Session session, SubjectId member)
    {
        var moment = session.MomentOf(null, null);
        var record = new Record { Id = "prompt", Author = member, Kind = Prompt, Labels = [], Visibility = "private", Created = moment.At };
        return Explanation.Of(session, record, _ => null, Purpose, moment).Verdict;
    }
}
