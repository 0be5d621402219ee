namespace Headgate.Suggest.Drafts;

/// <summary>What can be drafted.</summary>
public enum DraftKind
{
    Post,
    Resume,
    RecruiterMessage,
}

/// <summary>How a draft sounds.</summary>
public enum DraftTone
{
    Plain,
    Warm,
    Formal,
}

/// <summary>How long it is.</summary>
public enum DraftLength
{
    Brief,
    Medium,
    Full,
}

/// <summary>What shall be drafted.</summary>
/// <param name="About">What it is about: a subject for a post, a position for a message; null where the profile says.</param>
/// <param name="To">To whom a message goes; null where that is not known.</param>
public sealed record DraftRequest(DraftKind Kind, DraftTone Tone, DraftLength Length, string? About, string? To);

/// <summary>Words to begin with, always marked as a draft, and to be edited by whoever they are about.</summary>
/// <param name="Text">Plain text; for a résumé its JSON.</param>
/// <param name="Suggested">The wordings in it that came from the model, with how many people use each.</param>
/// <param name="Html">A page of its own, for a résumé; null for others.</param>
public sealed record Draft(DraftKind Kind, string Text, IReadOnlyList<Suggestion> Suggested, string? Html)
{
    /// <summary>The first line of every draft that is text.</summary>
    public const string Mark = "[Draft: written by a machine from your profile. Read it, change it, make it yours before you send it.]";
}
