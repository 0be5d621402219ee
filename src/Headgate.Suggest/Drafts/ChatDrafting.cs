using System.ClientModel;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Headgate.Suggest.Drafts;

/// <summary>A chat model that somebody else runs, spoken to as OpenAI's is: so do Ollama, Azure and many others.</summary>
/// <param name="Endpoint">Such as <c>http://localhost:11434/v1</c>.</param>
/// <param name="Key">Null where it asks for none.</param>
public sealed record ChatSettings(Uri Endpoint, string Model, string? Key)
{
    public IChatClient Connect() => new OpenAIClient(new ApiKeyCredential(Key ?? "none"), new OpenAIClientOptions { Endpoint = Endpoint }).GetChatClient(Model).AsIChatClient();
}

/// <summary>Drafts by any chat model. Whether a member's words may be sent there is decided before; what is sent can be shown before.</summary>
public static class ChatDrafting
{
    /// <summary>What will be sent, and nothing else: the profile without how to reach the member.</summary>
    public static IReadOnlyList<ChatMessage> Prompt(JsonResume profile, DraftRequest request)
    {
        var sent = profile with
        {
            Basics = profile.Basics is { } basics ? basics with { Email = null, Phone = null, Url = null, Others = null, Location = null } : null,
            Meta = null,
            Others = null,
        };
        var what = request.Kind switch
        {
            DraftKind.Post => "a post for a career network",
            DraftKind.RecruiterMessage => "a message to a recruiter",
            _ => "the summary at the head of a résumé",
        };
        var ask = new StringBuilder($"Write {what} in a {request.Tone.ToString().ToLowerInvariant()} tone, {(request.Length switch { DraftLength.Brief => "short", DraftLength.Full => "long", _ => "of medium length" })}.");
        if (request.About is { } about) ask.Append($" It is about: {about}.");
        if (request.To is { } to) ask.Append($" It goes to: {to}.");
        ask.Append($"\n\nThe profile:\n{sent.Write()}");
        return
        [
            new(ChatRole.System, "You draft texts for a member of a career network from their own profile. State nothing that the profile does not say. Answer with the text alone."),
            new(ChatRole.User, ask.ToString()),
        ];
    }

    /// <param name="written">Told each piece as it comes.</param>
    /// <exception cref="TimeoutException">The whole answer did not come in time.</exception>
    public static async Task<Draft> WriteAsync(
        IChatClient client, IReadOnlyList<ChatMessage> prompt, DraftKind kind, TimeSpan timeOut, TimeProvider clock, Action<string> written, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(timeOut, clock);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var text = new StringBuilder();
        try
        {
            await foreach (var piece in client.GetStreamingResponseAsync(prompt, cancellationToken: limited.Token).ConfigureAwait(false))
            {
                text.Append(piece.Text);
                written(piece.Text);
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the chat model did not answer within {timeOut.TotalSeconds:0} s");
        }
        return new(kind, $"{Draft.Mark}\n\n{text.ToString().Trim()}\n", [], null);
    }
}
