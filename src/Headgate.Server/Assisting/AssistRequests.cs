using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headgate.Server;

/// <summary>A text that somebody is writing.</summary>
/// <param name="Text">What stands before the cursor.</param>
/// <param name="Subject">Who writes; a member need not say it.</param>
/// <param name="Language">Such as <c>de</c>; recognised where it is not said.</param>
/// <param name="Most">How many to suggest.</param>
internal sealed record NewSuggestions(string Text, string? Subject = null, string? Language = null, int Most = 3);

/// <summary>How the text may go on.</summary>
/// <param name="Decision">Whether <c>assist-writing</c> is allowed for this member now; where it is not, nothing is suggested.</param>
internal sealed record SuggestionsSaid(bool Decision, string Reason, IReadOnlyList<SuggestionSaid> Suggestions);

/// <summary>A wording to go on with.</summary>
/// <param name="Insert">What of it is still to be typed.</param>
/// <param name="People">How many different people used these words.</param>
internal sealed record SuggestionSaid(string Text, string Insert, long People, long Posts);

/// <summary>What shall be drafted.</summary>
/// <param name="Kind"><c>post</c>, <c>resume</c> or <c>recruiter-message</c>.</param>
/// <param name="Profile">The member's own, as JSON Resume.</param>
/// <param name="Subject">Who they are; a member need not say it.</param>
/// <param name="Tone"><c>plain</c>, <c>warm</c> or <c>formal</c>.</param>
/// <param name="Length"><c>short</c>, <c>medium</c> or <c>long</c>.</param>
/// <param name="By"><c>profile</c>, or <c>chat</c>: the chat model that the server was given, to which the profile is sent.</param>
/// <param name="Preview">Only says what would be sent to a chat model.</param>
internal sealed record NewDraft(
    string Kind, JsonElement Profile, string? Subject = null, string Tone = "plain", string Length = "medium", string? About = null, string? To = null, string By = "profile", bool Preview = false);

/// <summary>A draft, to be read and changed by whoever it is about.</summary>
/// <param name="Draft">Always true.</param>
/// <param name="Html">A page, for a résumé.</param>
internal sealed record DraftSaid(bool Draft, string Kind, string Text, string? Html, IReadOnlyList<SuggestionSaid> Suggested);

/// <summary>A piece of a draft as it is written; or, as the last event, all of it.</summary>
internal sealed record DraftPiece(string? Text, DraftSaid? Whole = null);

/// <summary>What would be sent to a chat model, and nothing else.</summary>
internal sealed record PromptSaid(string Endpoint, string Model, IReadOnlyList<MessageSaid> Prompt);

internal sealed record MessageSaid(string Role, string Text);

/// <summary>How the assistant's requests and answers are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NewSuggestions))]
[JsonSerializable(typeof(SuggestionsSaid))]
[JsonSerializable(typeof(NewDraft))]
[JsonSerializable(typeof(DraftSaid))]
[JsonSerializable(typeof(DraftPiece))]
[JsonSerializable(typeof(PromptSaid))]
internal sealed partial class AssistJson : JsonSerializerContext;
