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
    private static readonly Option<string?> OpenId = new("--openid") { Description = "the provider by whom people sign in (OpenID Connect)", HelpName = "ISSUER" };
    private static readonly Option<string?> OpenIdClient = new("--openid-client") { Description = "what the provider knows this server as", HelpName = "ID" };
    private static readonly Option<string?> OpenIdSecret = new("--openid-secret") { Description = "the file with the secret that goes with it", HelpName = "FILE" };
    private static readonly Option<string> OpenIdClaim = new("--openid-claim") { Description = "the claim that says somebody's groups", HelpName = "NAME", DefaultValueFactory = _ => "roles" };
    private static readonly Option<string> OpenIdMember = new("--openid-member") { Description = "the claim that is a member's id on the platform", HelpName = "NAME", DefaultValueFactory = _ => "sub" };
    private static readonly Option<string[]> OpenIdRole = new("--openid-role") { Description = "which group makes somebody what", HelpName = "ROLE=GROUP", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<bool> TwoPeople = new("--two-people") { Description = "lifting and publishing take two people" };
    private static readonly Option<int> Rate = new("--rate") { Description = "requests that one caller may make in a second", HelpName = "N", DefaultValueFactory = _ => 5000 };
    private static readonly Option<int> AtOnce = new("--at-once") { Description = "requests at work at once", HelpName = "N", DefaultValueFactory = _ => 256 };
    private static readonly Option<int> Waiting = new("--waiting") { Description = "requests that wait besides", HelpName = "N", DefaultValueFactory = _ => 1024 };
    private static readonly Option<string> MostBody = new("--most-body") { Description = "the longest body of a request", HelpName = "SIZE", DefaultValueFactory = _ => "4MB" };

    public static Command Build() => Verb.Of(
        "serve", "Serves decisions, statements, permits and the public log over HTTP.", "headgate serve --urls http://localhost:5173",
        [Urls, PublicUrl, DataSets, Model, Chat, ChatModel, Gpc, Smtp, From, OpenId, OpenIdClient, OpenIdSecret, OpenIdClaim, OpenIdMember, OpenIdRole, TwoPeople, Rate, AtOnce, Waiting, MostBody], (parsed, output, cancellation) =>
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
        MostWaiting = parsed.GetValue(Waiting),
        OpenId = OpenIdOf(parsed),
        MostBodyBytes = MemorySize.Read(parsed.GetValue(MostBody)!)?.Bytes ?? throw new BadInputException($"`{parsed.GetValue(MostBody)}` is no size", "write `--most-body 4MB`"),
    };

    private static OpenIdSettings? OpenIdOf(ParseResult parsed) => parsed.GetValue(OpenId) is not { } authority ? null : new()
    {
        Authority = authority,
        ClientId = parsed.GetValue(OpenIdClient) ?? "",
        SecretFile = parsed.GetValue(OpenIdSecret),
        Claim = parsed.GetValue(OpenIdClaim)!,
        MemberClaim = parsed.GetValue(OpenIdMember)!,
        Roles = [.. parsed.GetValue(OpenIdRole)!.Select(RoleOf)],
    };

    private static (Role, string) RoleOf(string text) => text.Split('=', 2) is [var word, { Length: > 0 } group] && Roles.Find(word) is { } role
        ? (role, group)
        : throw new BadInputException($"`{text}` does not say which group makes somebody what", "write `--openid-role officer=privacy-office`");
}
