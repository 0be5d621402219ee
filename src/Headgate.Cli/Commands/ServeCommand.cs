using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Server;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate serve</c></summary>
internal static class ServeCommand
{
    private static readonly Option<string[]> Urls = new("--urls") { Description = "where to listen", HelpName = "URL", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["http://localhost:5173"] };
    private static readonly Option<string?> PublicUrl = new("--public-url") { Description = "the address under which callers reach it, where that is another", HelpName = "URL" };
    private static readonly Option<string?> DataSets = new("--data-sets") { Description = "the folder of data sets that permits may be asked for", HelpName = "DIR" };
    private static readonly Option<string?> Model = new("--model") { Description = "the model that suggests how a text may go on", HelpName = "MODEL" };
    private static readonly Option<string?> Chat = new("--chat") { Description = "a chat model that may draft if asked to: its address, spoken to as OpenAI's is (the key from HEADGATE_CHAT_KEY)", HelpName = "URL" };
    private static readonly Option<string?> ChatModel = new("--chat-model") { Description = "which model there", HelpName = "NAME" };
    private static readonly Option<string[]> Gpc = new("--gpc") { Description = "purposes to which a browser's Sec-GPC objects", HelpName = "P", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Smtp = CampaignOptions.Smtp();
    private static readonly Option<string?> From = CampaignOptions.From();
    private static readonly Option<bool> TwoPeople = new("--two-people") { Description = "lifting and publishing take two people" };
    private static readonly Option<int> Rate = new("--rate") { Description = "requests that one caller may make in a second", HelpName = "N", DefaultValueFactory = _ => 5000 };
    private static readonly Option<int> AtOnce = new("--at-once") { Description = "requests at work at once", HelpName = "N", DefaultValueFactory = _ => 256 };
    private static readonly Option<string> MostBody = new("--most-body") { Description = "the longest body of a request", HelpName = "SIZE", DefaultValueFactory = _ => "4MB" };

    public static Command Build() => Verb.Of(
        "serve", "Serves decisions, statements, permits and the public log over HTTP.", "headgate serve --urls http://localhost:5173",
        [Urls, PublicUrl, DataSets, Model, Chat, ChatModel, Gpc, Smtp, From, TwoPeople, Rate, AtOnce, MostBody], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            Serve(HeadgateServer.Build(session, SettingsOf(parsed), TimeProvider.System, WorkerProcess.OfThisProgram().Run), output, cancellation).GetAwaiter().GetResult();
            return 0;
        });

    private static async Task Serve(Microsoft.AspNetCore.Builder.WebApplication app, Output output, CancellationToken cancellation)
    {
        await app.StartAsync(cancellation);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var address = addresses.First();
        foreach (var place in addresses) output.Say($"listening on {place}");
        var links = app.Services.GetRequiredService<SignInLinks>().Below(address);
        foreach (var (role, url) in links) output.Say(string.Create(CultureInfo.InvariantCulture, $"  {role.Word(),-13} {url}"));
        if (links.Count == 0) output.Say("no sign-in links are made: the server can be reached from other machines");
        output.Document(new { addresses, sign_in = links.ToDictionary(link => link.Role.Word(), link => link.Url) });
        await Console.Out.FlushAsync(cancellation);
        using var stopping = cancellation.Register(() => app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication());
        await app.WaitForShutdownAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    private static ServerSettings SettingsOf(ParseResult parsed) => new()
    {
        Urls = parsed.GetValue(Urls)!,
        PublicUrl = parsed.GetValue(PublicUrl),
        DataSets = parsed.GetValue(DataSets),
        Model = parsed.GetValue(Model),
        Chat = parsed.GetValue(Chat) is { } chat ? DraftCommand.ChatOf(chat, parsed.GetValue(ChatModel)) : null,
        GpcPurposes = parsed.GetValue(Gpc)!,
        Mail = CampaignOptions.RouteOf(parsed.GetValue(Smtp), parsed.GetValue(From)),
        TwoPeople = parsed.GetValue(TwoPeople),
        RequestsPerSecond = parsed.GetValue(Rate),
        MostAtOnce = parsed.GetValue(AtOnce),
        MostBodyBytes = MemorySize.Read(parsed.GetValue(MostBody)!)?.Bytes ?? throw new BadInputException($"`{parsed.GetValue(MostBody)}` is no size", "write `--most-body 4MB`"),
    };
}
