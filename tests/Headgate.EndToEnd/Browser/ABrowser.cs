using Microsoft.Playwright;
using Xunit;

namespace Headgate.EndToEnd.Browser;

/// <summary>An installed Chromium, driven by Playwright; tests that need it are skipped where there is none.</summary>
public sealed class ABrowser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // No sandbox: it needs what a container does not give. Nothing but pages of this machine is opened.
    private static readonly string[] Switches =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>How long anything is waited for, in milliseconds: other tests may keep the machine busy, and a server may train meanwhile.</summary>
    private const int MostWaited = 60_000;

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Where it is installed; null where it is not.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Program is null) return;
        Assertions.SetDefaultExpectTimeout(MostWaited);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Switches, Headless = true });
    }

    /// <summary>Somebody with a fresh profile.</summary>
    public async Task<IBrowserContext> SomebodyAsync(int width = 1280, bool dark = false, bool scripts = true)
    {
        Assert.SkipWhen(browser is null, "no Chromium is installed: `apt-get install chromium`");
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = scripts,
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(MostWaited);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
