using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headgate.Tests;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>The sample career network over HTTP, beside Headgate and without it.</summary>
public sealed partial class CareerNetworkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Place place = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task the_demo_serves_both_a_member_leaves_and_a_pause_stops_the_trainer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a process is interrupted by SIGINT here");
        using var demo = place.Watch("demo", "--serve", "--json", "--out", "demo", "--people", "40", "--records", "400");
        var errors = demo.StandardError.ReadToEndAsync(Cancellation);
        try
        {
            var said = await DocumentAsync(demo.StandardOutput, errors);
            using var member = Browser(said.GetProperty("network").GetString()!);

            Assert.Equal(15, Regex.Count(await member.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation), "Sign in as </span>"));
            Assert.Contains("Old bridges".ToLowerInvariant(), await SendAsync(member, "/", "/sign-in", ("person", "m-callum")), StringComparison.OrdinalIgnoreCase);
            // Headgate hears who the members are soon after it is there.
            await UntilAsync("the member is known", async () => (await member.GetStringAsync(new Uri("/settings", UriKind.Relative), Cancellation)).Contains("Used unless you object.", StringComparison.Ordinal));
            Assert.Equal("train-ai=y", await UsageAsync(member, "/posts/p1"));
            await UntilAsync("the trainer trains", async () => (await member.GetStringAsync(new Uri("/backstage", UriKind.Relative), Cancellation)).Contains("</svg> Training", StringComparison.Ordinal));

            // Tamsin and Wiebke objected, Bryn is a minor, a post of Callum's is in a trade-union group, and one is a private message.
            var backstage = await member.GetStringAsync(new Uri("/backstage", UriKind.Relative), Cancellation);
            Assert.Equal("<b>13</b> of 19 records", Regex.Match(backstage, @"<b>\d+</b> of \d+ records").Value);
            foreach (var reason in (string[])["<code>objected</code>", "<code>denied:minors</code>", "<code>denied:sensitive-groups</code>", "<code>denied:private-messages</code>"]) Assert.Contains(reason, backstage, StringComparison.Ordinal);

            // The one switch: it counts at once, for the posts too.
            Assert.Contains("Not used: you objected on", await SendAsync(member, "/settings", "/settings/training", ("choice", "objected")), StringComparison.Ordinal);
            Assert.Equal("train-ai=n", await UsageAsync(member, "/posts/p1"));
            Assert.Contains("Used unless you object.", await SendAsync(member, "/settings", "/settings/training", ("choice", "unset")), StringComparison.Ordinal);

            // What is posted says what it is, and speaks of whoever is named.
            var posted = await SendAsync(member, "/feed", "/posts", ("text", "A fine crossing with @Orla Sedgecroft <b>aboard</b>."));
            Assert.Contains("<a href=\"/people/m-orla\">Orla Sedgecroft</a>", posted, StringComparison.Ordinal);
            Assert.Contains("&lt;b&gt;aboard", posted, StringComparison.Ordinal);

            // Their own page at Headgate, by a link of their own.
            using var answer = await member.GetAsync(new Uri("/settings/my-page", UriKind.Relative), Cancellation);
            Assert.StartsWith(said.GetProperty("headgate").GetString()!, answer.Headers.Location!.ToString(), StringComparison.Ordinal);

            // A draft from the profile, for whoever asked for help: Callum did, by the seed.
            Assert.Contains("Draft</b> Written by a machine", await SendAsync(member, "/feed", "/compose/draft", ("text", "winter crossings")), StringComparison.Ordinal);
            Assert.Contains("Draft</b> Drafted by the writing assistant", await member.GetStringAsync(new Uri("/resume", UriKind.Relative), Cancellation), StringComparison.Ordinal);
            var message = await member.GetStringAsync(new Uri("/messages/m-agnieszka?draft=1", UriKind.Relative), Cancellation);
            Assert.Contains("Hello Agnieszka", message, StringComparison.Ordinal);
            Assert.DoesNotContain("[Draft:", message, StringComparison.Ordinal);

            // As at night: it trains no longer on what it had, and goes on with what the new export may hold.
            var first = DataSetOf(backstage);
            await SendAsync(member, "/backstage", "/backstage/again");
            await UntilAsync("it trains on the new export", async () => (await member.GetStringAsync(new Uri("/backstage", UriKind.Relative), Cancellation)) is var page && page.Contains("</svg> Training", StringComparison.Ordinal) && DataSetOf(page) != first);

            var paused = place.Do("suspend", "--purpose", Place.Purpose, "--region", "GB", "--authority", "ICO", "--reference", "letter", "--ledger", said.GetProperty("ledger").GetString()!);
            await UntilAsync("the trainer stops", async () => (await member.GetStringAsync(new Uri("/backstage", UriKind.Relative), Cancellation)).Contains($"It stopped: <code>suspended:{paused.GetProperty("id").GetString()}", StringComparison.Ordinal));
            Assert.Contains("Not used: paused in United Kingdom since", await member.GetStringAsync(new Uri("/settings", UriKind.Relative), Cancellation), StringComparison.Ordinal);
            await SendAsync(member, "/backstage", "/backstage/again");
            await UntilAsync("it trains on without them", async () => (await member.GetStringAsync(new Uri("/backstage", UriKind.Relative), Cancellation)) is var page && page.Contains("</svg> Training", StringComparison.Ordinal) && page.Contains("<code>suspended:", StringComparison.Ordinal));

            Processes.Signal("INT", demo.Id);
            await demo.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
            Assert.Equal(0, demo.ExitCode);
            await Assert.ThrowsAsync<HttpRequestException>(() => member.GetAsync(new Uri("/", UriKind.Relative), Cancellation));
            place.Run("fsck", "--ledger", said.GetProperty("ledger").GetString()!).Ends(0);
        }
        finally
        {
            if (!demo.HasExited) demo.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task without_headgate_nobody_is_usable_and_the_pages_say_so()
    {
        var program = Repository.File("artifacts/bin/CareerNetwork/release/CareerNetwork.dll");
        Assert.SkipUnless(File.Exists(program), "the career network was not built");
        using var network = Process.Start(new ProcessStartInfo("dotnet", [program, "--headgate", "http://127.0.0.1:9", "--data", place.In("network"), "--urls", "http://127.0.0.1:0", "--ends-with-input"])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var address = (await network.StandardOutput.ReadLineAsync(Cancellation))!["listening on ".Length..];
            using var member = Browser(address);
            await SendAsync(member, "/", "/sign-in", ("person", "m-callum"));
            var settings = await member.GetStringAsync(new Uri("/settings", UriKind.Relative), Cancellation);
            Assert.Contains("Not used: Headgate does not answer", settings, StringComparison.Ordinal);
            Assert.Contains("role=\"alert\"", settings, StringComparison.Ordinal);
            Assert.DoesNotContain("role=\"switch\"", settings, StringComparison.Ordinal);
            Assert.Equal("train-ai=n", await UsageAsync(member, "/posts/p1"));
            Assert.Equal("train-ai=n", await UsageAsync(member, "/photos/p2.svg"));
            Assert.Contains("Headgate cannot be reached", await member.GetStringAsync(new Uri("/backstage", UriKind.Relative), Cancellation), StringComparison.Ordinal);
            Assert.Contains("Nothing is suggested: no writing model can be asked just now", await SendAsync(member, "/feed", "/compose", ("text", "We are ")), StringComparison.Ordinal);
            Assert.Contains("Nothing was drafted: no writing model can be asked just now", await SendAsync(member, "/feed", "/compose/draft", ("text", "")), StringComparison.Ordinal);
            Assert.Contains("The assistant drafted nothing", await member.GetStringAsync(new Uri("/resume", UriKind.Relative), Cancellation), StringComparison.Ordinal);
            Assert.Contains("Nothing has changed", await SendAsync(member, "/feed", "/settings/training", ("choice", "objected")), StringComparison.Ordinal);
            // What is written stays, whether Headgate is there or not.
            Assert.Contains("Kept all the same", await SendAsync(member, "/feed", "/posts", ("text", "Kept all the same")), StringComparison.Ordinal);

            using var forged = await member.PostAsync(new Uri("/posts", UriKind.Relative), new FormUrlEncodedContent([new("text", "forged")]), Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
            using var stranger = Browser(address);
            using var asked = await stranger.GetAsync(new Uri("/settings", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.Found, asked.StatusCode);

            network.StandardInput.Close();
            await network.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
            Assert.Equal(0, network.ExitCode);
            Assert.Contains("Kept all the same", File.ReadAllText(place.In("network", "network.json")), StringComparison.Ordinal);
        }
        finally
        {
            if (!network.HasExited) network.Kill(entireProcessTree: true);
        }
    }

    private static string DataSetOf(string backstage) => Regex.Match(backstage, @"<dd>(export-[\d-]+)</dd>").Groups[1].Value;

    private static HttpClient Browser(string address) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new Uri(address) };

    /// <summary>Sends a form of a page as a browser would, and follows to the page that comes of it.</summary>
    private static async Task<string> SendAsync(HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        using var answer = await PostAsync(browser, page, action, fields);
        return await browser.GetStringAsync(answer.Headers.Location!, Cancellation);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", token)]);
        var answer = await browser.PostAsync(new Uri(action, UriKind.Relative), form, Cancellation);
        Assert.Equal((action, HttpStatusCode.Found), (action, answer.StatusCode));
        return answer;
    }

    private static async Task<string?> UsageAsync(HttpClient browser, string page)
    {
        using var answer = await browser.GetAsync(new Uri(page, UriKind.Relative), Cancellation);
        return answer.Headers.GetValues("Content-Usage").Single();
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(clock.Elapsed < Patience, $"waited in vain until {what}");
            await Task.Delay(100, Cancellation);
        }
    }

    /// <summary>The one document that it prints when both are there.</summary>
    private static async Task<JsonElement> DocumentAsync(StreamReader output, Task<string> errors)
    {
        var text = new StringBuilder();
        while (await output.ReadLineAsync(Cancellation) is { } line)
        {
            text.Append(line);
            if (line == "}") break;
        }
        if (text.Length == 0) Assert.Fail(await errors);
        using var document = JsonDocument.Parse(text.ToString());
        return document.RootElement.Clone();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
