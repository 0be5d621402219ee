using System.Text.Json;

namespace Headgate.Server;

/// <summary>A choice that somebody made.</summary>
/// <param name="Choice"><c>objected</c>, <c>consented</c> or <c>unset</c>.</param>
/// <param name="At">When, if not now.</param>
internal sealed record NewChoice(string Subject, string Purpose, string Choice, string? At = null, string? Channel = null);

/// <summary>Choices, recorded all at once or not at all: rows as of <c>headgate choices</c>.</summary>
internal sealed record NewChoices(IReadOnlyList<JsonElement> Choices);

/// <summary>Members as the platform knows them, recorded all at once or not at all: rows as of <c>headgate members</c>.</summary>
internal sealed record NewSubjects(IReadOnlyList<JsonElement> Subjects);

/// <summary>To whom a notice was served, or where it bounced.</summary>
/// <param name="Version">By default the one that was published last.</param>
internal sealed record NewNotices(string Notice, IReadOnlyList<JsonElement> Subjects, int? Version = null);

/// <summary>A pause.</summary>
/// <param name="Regions">Codes and groups; <c>everywhere</c> for all.</param>
internal sealed record NewSuspension(
    string Purpose, IReadOnlyList<string> Regions, string Authority, string Reference, string? Service = null, string? CollectedFrom = null, string? CollectedTo = null);

/// <summary>The end of a pause: after a notice, or because somebody answers for it.</summary>
internal sealed record NewLift(string? After = null, string? Window = null, string? Override = null);

/// <summary>A policy to publish.</summary>
/// <param name="Notices">The text of each notice, by the path that the policy gives.</param>
/// <param name="Override">Why the caller answers for letting people in who were not told.</param>
internal sealed record NewPolicy(string Text, IReadOnlyDictionary<string, string>? Notices = null, string? Override = null);

/// <summary>What an authority raised.</summary>
internal sealed record NewConcern(string Authority, string Text, string? Due = null, string Reference = "");

/// <summary>What was said to a concern, or done about a commitment.</summary>
internal sealed record NewAnswer(string Text = "", string Reference = "");

/// <summary>What the company undertakes.</summary>
internal sealed record NewCommitment(string Text, long? Concern = null, string? Authority = null, string? Due = null, string Reference = "");
