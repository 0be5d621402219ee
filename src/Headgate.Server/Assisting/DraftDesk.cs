using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Suggest.Drafts;

namespace Headgate.Server;

/// <summary>What shall be drafted, in words that are understood.</summary>
internal sealed record WantedDraft(JsonResume Profile, DraftRequest Request, bool ByChat);

/// <summary>Drafts from a member's profile, or lets the chat model that the server was given do it.</summary>
internal sealed class DraftDesk(ServerSettings settings, ModelDesk model, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, DraftKind> Kinds = new() { ["post"] = DraftKind.Post, ["resume"] = DraftKind.Resume, ["recruiter-message"] = DraftKind.RecruiterMessage };
    private static readonly Dictionary<string, DraftTone> Tones = new() { ["plain"] = DraftTone.Plain, ["warm"] = DraftTone.Warm, ["formal"] = DraftTone.Formal };
    private static readonly Dictionary<string, DraftLength> Lengths = new() { ["short"] = DraftLength.Brief, ["medium"] = DraftLength.Medium, ["long"] = DraftLength.Full };

    /// <exception cref="BadInputException">A word is not known, the profile is none, or there is no chat model.</exception>
    public WantedDraft Read(NewDraft asked)
    {
        if (asked.By is not ("profile" or "chat")) throw new BadInputException($"`{asked.By}` writes no drafts", "it is `profile` or `chat`");
        var isByChat = asked.By == "chat" || asked.Preview;
        if (isByChat && settings.Chat is null) throw new BadInputException("this server was told of no chat model", "draft by `profile`: that sends nothing to anybody");
        try
        {
            return new(JsonResume.Read(asked.Profile.GetRawText()), new(Word("kind of draft", Kinds, asked.Kind), Word("tone", Tones, asked.Tone), Word("length", Lengths, asked.Length), asked.About, asked.To), isByChat);
        }
        catch (JsonException)
        {
            throw new BadInputException("`profile` is no JSON Resume", "see https://jsonresume.org/schema");
        }
    }

    /// <summary>What would be sent.</summary>
    public PromptSaid Prompt(WantedDraft wanted) =>
        new(settings.Chat!.Endpoint.ToString(), settings.Chat.Model, [.. ChatDrafting.Prompt(wanted.Profile, wanted.Request).Select(message => new MessageSaid(message.Role.Value, message.Text))]);

    /// <param name="written">Told each piece as it comes.</param>
    /// <exception cref="RefusedException">The chat model gave no draft.</exception>
    public async Task<DraftSaid> WriteAsync(WantedDraft wanted, Action<string> written, CancellationToken cancellation)
    {
        if (!wanted.ByChat) return Said(Own(wanted, written));
        using var client = settings.Chat!.Connect();
        try
        {
            return Said(await ChatDrafting.WriteAsync(client, ChatDrafting.Prompt(wanted.Profile, wanted.Request), wanted.Request.Kind, Patience, clock, written, cancellation));
        }
        catch (Exception fault) when (fault is TimeoutException or System.ClientModel.ClientResultException or HttpRequestException or AggregateException)
        {
            // What it answered is for the log of whoever runs it, not for a member.
            throw new RefusedException("the chat model gave no draft", "draft by `profile`, or try again later");
        }
    }

    /// <summary>The draft piece by piece, and at the end whole.</summary>
    public async IAsyncEnumerable<SseItem<DraftPiece>> Stream(WantedDraft wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pieces = Channel.CreateUnbounded<string>();
        var writing = Task.Run(
            async () =>
            {
                try
                {
                    return await WriteAsync(wanted, piece => pieces.Writer.TryWrite(piece), cancellation);
                }
                finally
                {
                    pieces.Writer.Complete();
                }
            },
            cancellation);
        await foreach (var piece in pieces.Reader.ReadAllAsync(cancellation)) yield return new(new(piece), "piece");
        DraftSaid? whole = null;
        try
        {
            whole = await writing;
        }
        catch (Exception fault) when (fault is RefusedException or BadInputException)
        {
            // The answer has begun: only an event can say so.
        }
        yield return whole is null ? new(new("no draft could be written"), "failed") : new(new(null, whole), "draft");
    }

    private Draft Own(WantedDraft wanted, Action<string> written)
    {
        try
        {
            var draft = model.Ask(one => Drafting.Write(wanted.Profile, wanted.Request, one)) ?? Drafting.Write(wanted.Profile, wanted.Request, null);
            foreach (var paragraph in draft.Text.Split("\n\n")) written($"{paragraph}\n\n");
            return draft;
        }
        catch (ArgumentException)
        {
            throw new BadInputException("the profile says nothing that a draft could begin with", "add `basics.label`, `basics.summary`, `work` or `skills`");
        }
    }

    private static DraftSaid Said(Draft draft) => new(true, Kinds.First(pair => pair.Value == draft.Kind).Key, draft.Text, draft.Html, AssistEndpoints.Said(draft.Suggested));

    private static T Word<T>(string what, Dictionary<string, T> known, string given) =>
        known.TryGetValue(given, out var found) ? found : throw new BadInputException($"`{given}` is no {what}", Nearest.Hint(given, known.Keys));
}
