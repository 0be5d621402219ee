using System.Text;
using System.Text.Json;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary><c>headgate serve</c> as a process, beside the command line on the same ledger.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_pause_typed_in_a_terminal_reaches_a_running_server_at_its_next_decision()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a process is ended by SIGTERM here");
        place.Run("init").Ends(0);
        place.Write(
            "policy.yaml", "headgate: 1", "policy: p", "version: 1", "purposes: { train-generative-ai: { title: Train } }", "content: [post]", "services: [network]", "rules:",
            "  - grant: interest", "    when: { visibility: public }", "    basis: legitimate-interests");
        place.Do("policy", "publish", "policy.yaml", "--override", "first", "--by", "test");
        place.Do("members", place.WriteRows("members.jsonl", [new { subject = "ann", regions = (string[])["US"], status = "active" }]));

        using var server = place.Serve("--urls", "http://127.0.0.1:0", "--json");
        var started = await DocumentAsync(server.StandardOutput);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(started.GetProperty("addresses")[0].GetString()!) };
        Assert.Equal(["platform", "engineer", "officer", "regulator", "administrator"], started.GetProperty("sign_in").EnumerateObject().Select(one => one.Name));
        using var signedIn = await http.GetAsync(new Uri(started.GetProperty("sign_in").GetProperty("platform").GetString()!), Cancellation);
        Assert.Equal(302, (int)signedIn.StatusCode);

        Assert.Equal("granted:interest", await AskAsync(http));
        var paused = place.Do("suspend", "--purpose", Place.Purpose, "--region", "US", "--authority", "ICO", "--reference", "letter");
        Assert.Equal($"suspended:{paused.GetProperty("id").GetString()}", await AskAsync(http));
        place.Do("object", "ann", "--purpose", Place.Purpose);
        place.Do("lift", paused.GetProperty("id").GetString()!, "--override", "over", "--by", "test");
        Assert.Equal("objected", await AskAsync(http));

        Processes.Signal("TERM", server.Id);
        await server.WaitForExitAsync(Cancellation);
        Assert.Equal(0, server.ExitCode);
        place.Run("fsck").Ends(0);
    }

    [Fact]
    public void settings_that_cannot_be_used_are_bad_input()
    {
        place.Run("init").Ends(0);
        Assert.Contains("`localhost`", place.Run("serve", "--urls", "localhost").Ends(2).Errors, StringComparison.Ordinal);
        Assert.Contains("`nowhere`", place.Run("serve", "--data-sets", "nowhere").Ends(2).Errors, StringComparison.Ordinal);
    }

    private static async Task<string?> AskAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/access/v1/evaluation")
        {
            Content = new StringContent(
                """{"subject": {"type": "member", "id": "ann"}, "action": {"name": "train-generative-ai"}, "resource": {"type": "record", "id": "a", "properties": {"kind": "post", "visibility": "public"}}}""",
                Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await http.SendAsync(request, Cancellation);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return document.RootElement.GetProperty("context").GetProperty("reason").GetString();
    }

    /// <summary>The one document that it prints when it has started.</summary>
    private static async Task<JsonElement> DocumentAsync(StreamReader output)
    {
        var text = new StringBuilder();
        while (await output.ReadLineAsync(Cancellation) is { } line)
        {
            text.Append(line);
            if (line == "}") break;
        }
        using var document = JsonDocument.Parse(text.ToString());
        return document.RootElement.Clone();
    }
}
