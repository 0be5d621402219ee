namespace Headgate;

/// <summary>What the ledger says of one subject at an instant (semantics.md, Standing of a subject).</summary>
public sealed class Standing
{
    /// <summary>Every region claimed by any source, in alphabetical order, each once.</summary>
    public IReadOnlyList<Region> Regions { get; init; } = [];

    /// <summary>When the subject can have been born; null where the age is unknown.</summary>
    public BirthRange? Birth { get; init; }

    public SubjectStatus Status { get; init; }

    /// <summary>The choices that stand, each purpose once, in alphabetical order of purpose.</summary>
    public IReadOnlyList<StandingChoice> Choices { get; init; } = [];

    /// <summary>The notices that reached the subject, each version once, in alphabetical order.</summary>
    public IReadOnlyList<ServedNotice> Notices { get; init; } = [];

    /// <summary>Whether the subject consented to exactly this purpose: a consent reaches no children.</summary>
    public bool Consented(string purpose)
    {
        for (var i = 0; i < Choices.Count; i++)
            if (Choices[i].Choice == Choice.Consented && Choices[i].Purpose == purpose)
                return true;
        return false;
    }

    /// <summary>Since when an objection to the purpose or an ancestor stands; null where none does. Of several, the oldest.</summary>
    public Instant? ObjectedSince(Purpose purpose)
    {
        Instant? oldest = null;
        for (var i = 0; i < Choices.Count; i++)
            if (Choices[i] is { Choice: Choice.Objected } choice && purpose.IsWithin(choice.Purpose) && (oldest is null || choice.Since < oldest))
                oldest = choice.Since;
        return oldest;
    }

    /// <summary>When a version of a notice was first served, at or after an instant; null where it was not.</summary>
    public Instant? FirstServed(NoticeVersion notice, Instant since)
    {
        foreach (var served in Notices)
            if (served.Notice == notice)
                foreach (var time in served.Times)
                    if (time >= since)
                        return time;
        return null;
    }
}

/// <summary>A choice that stands.</summary>
/// <param name="Since">The start of its unbroken run: when it was first made without having been changed since.</param>
public sealed record StandingChoice(string Purpose, Choice Choice, Instant Since);

/// <summary>The times at which a version of a notice was served, ascending, less those taken back by a bounce.</summary>
public sealed record ServedNotice(NoticeVersion Notice, IReadOnlyList<Instant> Times);
