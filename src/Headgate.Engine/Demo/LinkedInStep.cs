namespace Headgate.Engine.Demo;

/// <summary>Something that happened, or that the demo does, on the LinkedIn timeline.</summary>
/// <param name="Event">The event's id in <c>facts/timelines.json</c>, such as <c>LI-02</c>; null for what that file does not hold.</param>
/// <param name="What">One sentence for people.</param>
public abstract record LinkedInStep(Instant At, string? Event, string What);

/// <summary>A policy is published.</summary>
/// <param name="File">Its name for <see cref="DemoResources.Policy"/>.</param>
public sealed record PublishStep(Instant At, string? Event, string What, string File, Override? Override) : LinkedInStep(At, Event, What);

/// <summary>A notice is served to those whom <see cref="SampleNetwork.Served"/> names since the step before.</summary>
public sealed record ServeStep(Instant At, string? Event, string What, NoticeVersion Notice) : LinkedInStep(At, Event, What);

/// <summary>A notice comes back from those whom <see cref="SampleNetwork.Bounced"/> names since the step before.</summary>
public sealed record BounceStep(Instant At, string? Event, string What, NoticeVersion Notice) : LinkedInStep(At, Event, What);

/// <summary>A purpose is paused in a region.</summary>
/// <param name="Name">By which <see cref="LiftStep"/> calls it.</param>
public sealed record SuspendStep(Instant At, string? Event, string What, string Name, string Purpose, IReadOnlyList<string> Regions, string Authority, string Reference)
    : LinkedInStep(At, Event, What);

/// <summary>A suspension is lifted for whoever was told and had time to object.</summary>
public sealed record LiftStep(Instant At, string? Event, string What, string Name, NoticeVersion After, TimeSpan Window) : LinkedInStep(At, Event, What);

/// <summary>An authority raises a concern, or answers; it changes no verdict.</summary>
public sealed record ConcernStep(Instant At, string? Event, string What, string Authority, string Reference) : LinkedInStep(At, Event, What);

/// <summary>The company undertakes something towards an authority; it changes no verdict.</summary>
public sealed record CommitmentStep(Instant At, string? Event, string What, string Authority, DateOnly Due) : LinkedInStep(At, Event, What);

/// <summary>Something worth telling that asks for no act.</summary>
public sealed record NoteStep(Instant At, string? Event, string What) : LinkedInStep(At, Event, What);

/// <summary>The demo gates text and photos created until now.</summary>
/// <param name="Name">The date, as the boards head their columns.</param>
public sealed record GateStep(Instant At, string What, string Name) : LinkedInStep(At, null, What);
