using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Headgate.Engine;
using Headgate.Engine.Demo;
using Headgate.Gate;
using Headgate.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Headgate.Cli;

/// <summary>The demo that stays: a ledger with a history, Headgate's server on it, and the sample career network that uses it over HTTP.</summary>
internal static class DemoServing
{
    private const int HeadgatePort = 5173;
    private const int NetworkPort = 5180;

    /// <summary>Serves until it is interrupted. What an earlier one left in the same place is gone on with.</summary>
    public static async Task<int> RunAsync(Output output, DemoOptions options, CancellationToken cancellation)
    {
        var program = NetworkProgram.Find(output.Say);
        var ledger = Path.Combine(options.Out, "ledger");
        var dataSets = Path.Combine(options.Out, "datasets");
        var model = Path.Combine(options.Out, "models", "writing");
        var mail = Path.Combine(options.Out, "mail");
        if (!Directory.Exists(ledger))
        {
            output.Say(string.Create(CultureInfo.InvariantCulture, $"making a network of {options.People:N0} people and living through 2024 and 2025 …"));
            Output.WithProgress(show => DemoRun.Run(options, WorkerProcess.OfThisProgram().Run, PhraseWork.With(new()), show, cancellation));
        }
        using var session = Session.Open(ledger, TimeProvider.System);
        PublishPolicy(session, options.Out, output.Say);
        await using var app = HeadgateServer.Build(
            session,
            new() { Urls = [FreeUrl(HeadgatePort)], IsQuiet = true, DataSets = dataSets, Model = File.Exists(Path.Combine(model, ModelFolder.ManifestName)) ? model : null, Mail = MailRoute.Of($"file:{mail}", "privacy@wharfside.example") },
            TimeProvider.System, WorkerProcess.OfThisProgram().Run);
        await app.StartAsync(cancellation);
        var address = AddressOf(app);
        using var network = await NetworkProgram.StartAsync(
            program,
            [
                "--headgate", address, "--urls", FreeUrl(NetworkPort), "--data", Path.Combine(options.Out, "wharfside"), "--data-sets", dataSets, "--ends-with-input",
                "--gate", .. WorkerProcess.ThisProgram, "--ledger", ledger,
            ],
            [("HEADGATE_PLATFORM_KEY", HeadgateServer.NewKey(app, "career network", Role.Platform)), ("HEADGATE_TRAINER_KEY", HeadgateServer.NewKey(app, "career network's trainer", Role.Engineer))],
            cancellation);
        Say(output, app, address, network.Address, ledger, mail);
        await Task.WhenAny(network.Ended, Task.Delay(Timeout.Infinite, cancellation));
        if (!cancellation.IsCancellationRequested) throw new BadInputException("the career network ended by itself", "what it said stands above");
        output.Say("stopping …");
        return 0;
    }

    private static void Say(Output output, WebApplication app, string address, string network, string ledger, string mail)
    {
        var links = app.Services.GetRequiredService<SignInLinks>().Below(address);
        string[] tries =
        [
            $"sign in at {network} as somebody, and find the one switch under Settings",
            $"open {network}/backstage?watch=1 and, in another terminal: headgate suspend --purpose {LinkedInTimeline.Purpose} --region GB --authority ICO --ledger {ledger}",
            "watch the trainer stop; then export again there: people of the United Kingdom are left out, and it trains on",
            $"object without an account at {address}/object; the mail with the link lies in {mail}",
            $"take the evidence away: headgate evidence --out evidence --ledger {ledger}",
        ];
        output.Say($"the career network  {network}");
        output.Say($"Headgate            {address}");
        foreach (var (role, url) in links) output.Say(string.Create(CultureInfo.InvariantCulture, $"  {role.Word(),-16}  {url}"));
        output.Say("what to try:");
        foreach (var one in tries) output.Say($"  - {one}");
        output.Say("Ctrl+C ends both");
        output.Document(new { network, headgate = address, sign_in = links.ToDictionary(link => link.Role.Word(), link => link.Url), ledger, @try = tries });
        Console.Out.Flush();
    }

    /// <summary>The policy that the network goes by: it admits nobody quietly, and so needs no override.</summary>
    private static void PublishPolicy(Session session, string place, Action<string> say)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("network.yaml")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var published = session.Store.Acts(session.Store.Head.Size).Select(act => act.Statement).OfType<PolicyPublished>().Last().Text;
        if (published == text) return;
        // Beside the earlier ones: it names a notice that lies there.
        var path = Path.Combine(place, "network", "policies", "network.yaml");
        File.WriteAllText(path, text);
        var policy = PolicyFile.Read(path);
        var (carried, inForce) = (policy.Valid().Version, session.PolicyInForce()?.Version);
        if (inForce == carried)
            say(string.Create(CultureInfo.InvariantCulture, $"the policy of samples/CareerNetwork is not the version {carried} that is in force here: raise its `version`, or begin anew with another `--out`"));
        else if (inForce is null || inForce < carried)
            PolicyPublication.Publish(session, policy, null, null);
    }

    private static string AddressOf(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The usual place where it is free, else any.</summary>
    private static string FreeUrl(int port)
    {
        try
        {
            using var tried = new TcpListener(IPAddress.Loopback, port);
            tried.Start();
            return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        }
        catch (SocketException)
        {
            return "http://127.0.0.1:0";
        }
    }
}
