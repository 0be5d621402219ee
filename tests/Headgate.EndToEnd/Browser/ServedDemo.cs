using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Headgate.EndToEnd.Browser;

/// <summary>Headgate's server and the career network together, seeded, as <c>headgate demo --serve</c> starts them.</summary>
public sealed class ServedDemo : IAsyncLifetime
{
    private readonly Place place = new();
    private Process? process;
    private JsonElement said;

    public string Network => said.GetProperty("network").GetString()!;

    public string Headgate => said.GetProperty("headgate").GetString()!;

    public string LinkOf(string role) => said.GetProperty("sign_in").GetProperty(role).GetString()!;

    public async ValueTask InitializeAsync()
    {
        if (ABrowser.Program is null || !OperatingSystem.IsLinux()) return;
        process = place.Watch("demo", "--serve", "--json", "--out", "demo", "--people", "120", "--records", "1500");
        var errors = process.StandardError.ReadToEndAsync();
        var text = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line && text.Append(line) is not null && line != "}") { }
        if (text.Length == 0) Assert.Fail(await errors);
        using var document = JsonDocument.Parse(text.ToString());
        said = document.RootElement.Clone();
        // The network says who its members are soon after it is there; then its trainer begins.
        using var http = new HttpClient { BaseAddress = new Uri(Network) };
        for (var clock = Stopwatch.StartNew(); !(await http.GetStringAsync(new Uri("/backstage", UriKind.Relative))).Contains("</svg> Training", StringComparison.Ordinal);)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(90), "waited in vain for the trainer");
            await Task.Delay(200);
        }
    }

    /// <summary>Signs in on the network's first page.</summary>
    public async Task<IPage> SignInAsync(IBrowserContext somebody, string name)
    {
        var page = await somebody.NewPageAsync();
        await page.GotoAsync(Network);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Sign in as {name}" }).ClickAsync();
        await page.WaitForURLAsync("**/feed");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            Processes.Signal("INT", process.Id);
            await process.WaitForExitAsync(CancellationToken.None);
        }
        process?.Dispose();
        place.Dispose();
    }
}
