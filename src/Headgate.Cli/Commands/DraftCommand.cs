using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Suggest.Drafts;
using Headgate.Suggest.Model;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate draft</c></summary>
internal static class DraftCommand
{
    private static readonly Dictionary<string, DraftKind> Kinds = new() { ["post"] = DraftKind.Post, ["resume"] = DraftKind.Resume, ["recruiter-message"] = DraftKind.RecruiterMessage };
    private static readonly Dictionary<string, DraftTone> Tones = new() { ["plain"] = DraftTone.Plain, ["warm"] = DraftTone.Warm, ["formal"] = DraftTone.Formal };
    private static readonly Dictionary<string, DraftLength> Lengths = new() { ["short"] = DraftLength.Brief, ["medium"] = DraftLength.Medium, ["long"] = DraftLength.Full };

    private static readonly Argument<string> Kind = new("KIND") { Description = "post, resume or recruiter-message" };
    private static readonly Option<string> Profile = new("--profile") { Description = "the member's own profile, as JSON Resume", HelpName = "FILE", Required = true };
    private static readonly Option<string?> Model = new("--model") { Description = "a model that lends wordings", HelpName = "MODEL" };
    private static readonly Option<string> Tone = new("--tone") { Description = "plain, warm or formal", DefaultValueFactory = _ => "plain" };
    private static readonly Option<string> Length = new("--length") { Description = "short, medium or long", DefaultValueFactory = _ => "medium" };
    private static readonly Option<string?> About = new("--about") { Description = "what it is about", HelpName = "TEXT" };
    private static readonly Option<string?> To = new("--to") { Description = "to whom a message goes", HelpName = "NAME" };
    private static readonly Option<string?> Html = new("--html") { Description = "write a résumé's page here too, to look at and to print", HelpName = "FILE" };
    private static readonly Option<string?> Chat = new("--chat") { Description = "let a chat model write it: its address, spoken to as OpenAI's is (the key from HEADGATE_CHAT_KEY)", HelpName = "URL" };
    private static readonly Option<string?> ChatModel = new("--chat-model") { Description = "which model there", HelpName = "NAME" };
    private static readonly Option<string?> Subject = new("--subject") { Description = "who the member is, for whom the policy must allow assist-writing", HelpName = "ID" };
    private static readonly Option<bool> Send = new("--send") { Description = "send it; without, what would be sent is shown, and nothing is" };
    private static readonly Option<int> TimeOut = new("--time-out") { Description = "seconds to wait for the chat model", HelpName = "N", DefaultValueFactory = _ => 60 };

    public static Command Build() => Verb.Of(
        "draft", "Drafts a post, a résumé or a message to a recruiter from the member's own profile.", "headgate draft recruiter-message --profile resume.json --about \"the position of lead designer\"",
        [Kind, Profile, Model, Tone, Length, About, To, Html, Chat, ChatModel, Subject, Send, TimeOut], (parsed, output, cancellation) =>
        {
            var profile = Read(parsed.GetValue(Profile)!);
            var request = new DraftRequest(
                Word("kind of draft", Kinds, parsed.GetValue(Kind)!), Word("tone", Tones, parsed.GetValue(Tone)!), Word("length", Lengths, parsed.GetValue(Length)!), parsed.GetValue(About), parsed.GetValue(To));
            return parsed.GetValue(Chat) is { } address ? ByChat(parsed, output, address, profile, request, cancellation) : Own(parsed, output, profile, request);
        });

    private static int Own(ParseResult parsed, Output output, JsonResume profile, DraftRequest request)
    {
        PhraseModel? model = null;
        try
        {
            model = parsed.GetValue(Model) is { } folder ? SuggestCommand.Open(folder) : null;
            Say(parsed, output, Drafting.Write(profile, request, model));
            return 0;
        }
        catch (ArgumentException error)
        {
            throw new BadInputException(error.Message.Split(" (Parameter")[0], "add `basics.label`, `basics.summary`, `work` or `skills`");
        }
        finally
        {
            model?.Dispose();
        }
    }

    private static int ByChat(ParseResult parsed, Output output, string address, JsonResume profile, DraftRequest request, CancellationToken cancellation)
    {
        var chat = ChatOf(address, parsed.GetValue(ChatModel));
        var (endpoint, name) = (chat.Endpoint, chat.Model);
        if (SubjectId.From(parsed.GetValue(Subject)) is not { } member) throw new BadInputException("it is not said who the member is", "give `--subject ID`: the policy must allow `assist-writing` for them");
        if (parsed.GetValue(TimeOut) < 1) throw new BadInputException("`--time-out` must be at least 1", "leave it out: then it is 60");
        using (var session = Common.Open(parsed))
            if (Assistance.Decide(session, member).Reason is { Allows: false } reason)
                throw new RefusedException($"nothing is sent: `{Assistance.Purpose}` is not allowed for this member now, {reason.Text}", "draft without `--chat`: that sends nothing to anybody");
        var prompt = ChatDrafting.Prompt(profile, request);
        var shown = string.Join("\n\n", prompt.Select(message => message.Text));
        if (!parsed.GetValue(Send))
        {
            output.Say($"this would be sent to {endpoint}, model {name}:\n\n{shown}\n\nnothing was sent: add `--send` to send it");
            output.Document(new { sent = false, endpoint = endpoint.ToString(), model = name, prompt = prompt.Select(message => new { role = message.Role.Value, text = message.Text }) });
            return 0;
        }
        output.Say($"sent to {endpoint}, model {name}:\n\n{shown}\n");
        using var client = chat.Connect();
        try
        {
            var draft = ChatDrafting.WriteAsync(client, prompt, request.Kind, TimeSpan.FromSeconds(parsed.GetValue(TimeOut)), TimeProvider.System, _ => { }, cancellation).GetAwaiter().GetResult();
            Say(parsed, output, draft);
            return 0;
        }
        catch (Exception error) when (error is TimeoutException or System.ClientModel.ClientResultException or HttpRequestException or AggregateException)
        {
            throw new RefusedException($"the chat model gave no draft: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}", "draft without `--chat`, or look whether it can be reached");
        }
    }

    /// <exception cref="BadInputException">It is no address, or no model there was named.</exception>
    public static ChatSettings ChatOf(string address, string? model)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")) throw new BadInputException($"`{address}` is no address", "write it as `http://localhost:11434/v1`");
        return new(endpoint, model ?? throw new BadInputException("no chat model was named", "give `--chat-model NAME`"), Environment.GetEnvironmentVariable("HEADGATE_CHAT_KEY"));
    }

    private static void Say(ParseResult parsed, Output output, Draft draft)
    {
        if (parsed.GetValue(Html) is { } path)
        {
            if (draft.Html is null) throw new BadInputException("only a résumé has a page", "leave `--html` out");
            File.WriteAllText(path, draft.Html);
        }
        output.Say(draft.Text.TrimEnd());
        foreach (var one in draft.Suggested) output.Say(string.Create(CultureInfo.InvariantCulture, $"  “{one.Text}”: used by {one.People:N0} people in {one.Posts:N0} posts"));
        output.Document(new { draft = true, kind = Kinds.First(pair => pair.Value == draft.Kind).Key, text = draft.Text, html = parsed.GetValue(Html), suggested = draft.Suggested.Select(one => new { text = one.Text, people = one.People, posts = one.Posts }) });
    }

    private static JsonResume Read(string path)
    {
        if (!File.Exists(path)) throw new BadInputException($"there is no file `{path}`", "give the profile as JSON Resume");
        try
        {
            return JsonResume.Read(File.ReadAllText(path));
        }
        catch (JsonException error)
        {
            throw new BadInputException($"{path}:{error.LineNumber + 1}:{error.BytePositionInLine + 1}: this is no JSON Resume{(error.Path is { } at ? $", at `{at}`" : "")}", "see https://jsonresume.org/schema");
        }
    }

    private static T Word<T>(string what, Dictionary<string, T> known, string given) =>
        known.TryGetValue(given, out var found) ? found : throw new BadInputException($"`{given}` is no {what}", Nearest.Hint(given, known.Keys));
}
