namespace Headgate.Engine.Scenarios;

/// <summary>Something done in a story.</summary>
/// <param name="Tell">A sentence for people; null where there is none.</param>
public abstract record ScenarioAct(int Line, int Column, string? Tell)
{
    /// <summary>What it is, in a word or two.</summary>
    public abstract string Word { get; }
}

/// <summary>A policy is published, or is to be refused.</summary>
/// <param name="File">Relative to the story's folder.</param>
/// <param name="Refused">Why it must be refused; null where it must not.</param>
public sealed record PublishAct(int Line, int Column, string? Tell, string File, Override? Override, PolicyRefusal? Refused) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => "policy";
}

/// <summary>Why a policy is refused.</summary>
public enum PolicyRefusal
{
    /// <summary>It lets people in who were not told.</summary>
    QuietOptIn,

    /// <summary>It lets people in who had objected: no override helps.</summary>
    Objection,
}

/// <summary>A purpose is paused.</summary>
/// <param name="Name">By which the story calls it.</param>
public sealed record SuspendAct(int Line, int Column, string? Tell, string Name, PauseRequest Request) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => "pause";
}

/// <summary>A suspension is lifted, or is not to be.</summary>
/// <param name="IsRefused">Whether it must be refused.</param>
public sealed record LiftAct(int Line, int Column, string? Tell, string Name, string? After, TimeSpan? Window, Override? Override, bool IsRefused) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => "resume";
}

/// <summary>A notice is served to some people, or does not reach them after all.</summary>
/// <param name="When">When it was; null for the moment of the story.</param>
public sealed record NoticeAct(int Line, int Column, string? Tell, string Notice, Audience To, Instant? When, bool IsBounce) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => IsBounce ? "bounce" : "notice";
}

/// <summary>Whom a notice goes to: some people by their ids, or every active member of some regions who has not objected.</summary>
/// <param name="Regions">Alpha-2 codes.</param>
public sealed record Audience(IReadOnlyList<SubjectId> Subjects, IReadOnlySet<string> Regions);

/// <summary>An authority raises a concern.</summary>
/// <param name="Name">By which the story calls it.</param>
public sealed record ConcernAct(int Line, int Column, string? Tell, string Name, string Authority, string Text, DateOnly? Due, string Reference) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => "concern";
}

/// <summary>A concern is answered or closed, a commitment fulfilled.</summary>
/// <param name="Name">The story's name for the concern or commitment.</param>
public sealed record FollowUpAct(int Line, int Column, string? Tell, string Name, FollowUp Kind, string Text, string Reference) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => Kind switch { FollowUp.Answer => "answer", FollowUp.Close => "closed", _ => "fulfilled" };
}

/// <summary>What becomes of a concern or a commitment.</summary>
public enum FollowUp
{
    Answer,
    Close,
    Fulfil,
}

/// <summary>The company undertakes something.</summary>
/// <param name="Name">By which the story calls it.</param>
/// <param name="Concern">The story's name for the concern that it answers; null where it answers none.</param>
public sealed record CommitAct(int Line, int Column, string? Tell, string Name, string? Concern, string? Authority, string Text, DateOnly? Due, string Reference) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => "commitment";
}

/// <summary>The platform says something of a member: they join, move or leave.</summary>
public sealed record MemberAct(int Line, int Column, string? Tell, string Verb, MemberDescribed Said) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => Verb;
}

/// <summary>Somebody chooses.</summary>
/// <param name="When">When it was; null for the moment of the story.</param>
public sealed record ChooseAct(int Line, int Column, string? Tell, IReadOnlyList<SubjectId> Subjects, string Purpose, Choice Choice, string? Channel, Instant? When) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => Choice switch { Choice.Objected => "objection", Choice.Consented => "consent", _ => "unset" };
}

/// <summary>Something is posted, perhaps deriving from what others posted.</summary>
public sealed record PostAct(int Line, int Column, string? Tell, Record Record, string Text) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => Record.DerivedFrom.Count > 0 ? "repost" : "post";
}

/// <summary>Everything that was posted passes the gate: a column of the board.</summary>
public sealed record GateAct(int Line, int Column, string? Tell, string Name) : ScenarioAct(Line, Column, Tell)
{
    public override string Word => "gate";
}
