using System.Globalization;
using Xunit;

namespace Headgate.EndToEnd.Browser;

/// <summary>How every page of the career network looks and reads: to axe, on a phone, by night; and what it weighs.</summary>
public sealed class NetworkLookTests(ABrowser browser, ServedDemo demo) : IClassFixture<ABrowser>, IClassFixture<ServedDemo>
{
    private const int MostBytes = 60_000;

    private static readonly (string Path, string Name)[] Pages =
    [
        ("/feed", "feed"), ("/feed?draft=I%20am%20looking%20&suggest=1", "composer"), ("/feed?write=1", "draft"), ("/people", "people"), ("/people/m-callum", "own-profile"), ("/people/m-agnieszka", "profile"),
        ("/people/nobody", "nobody"), ("/posts/p1", "post"), ("/posts/p2", "photo"), ("/posts/none", "no-post"), ("/messages", "messages"), ("/messages/m-agnieszka?draft=1", "recruiter"), ("/resume", "resume"),
        ("/settings", "settings"), ("/backstage", "backstage"), ("/nowhere", "lost"),
    ];

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task axe_finds_nothing_nothing_is_cut_off_and_every_page_is_light(int width, bool dark)
    {
        await using var somebody = await browser.SomebodyAsync(width, dark);
        var problems = new List<string>();
        var page = await somebody.NewPageAsync();
        var wire = await WireCount.OfAsync(page);
        await LookAsync("/", "sign-in");
        await page.Locator("button", new() { HasText = "Callum Gorsemere" }).ClickAsync();
        await page.WaitForURLAsync("**/feed");
        foreach (var (path, name) in Pages) await LookAsync(path, name);
        Assert.Empty(problems);
        Assert.All(wire.Asked, url => Assert.StartsWith(demo.Network, url, StringComparison.Ordinal));

        async Task LookAsync(string path, string name)
        {
            var bytes = await wire.GoToAsync(page, $"{demo.Network}{path}");
            if (bytes is 0 or > MostBytes) problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path} takes {bytes:N0} bytes"));
            problems.AddRange(await Looks.ProblemsAsync(page, path, width));
            if (!dark) await Looks.PictureAsync(page, $"network-{name}", width);
            if (!dark) await page.EmulateMediaAsync(new() { ColorScheme = Microsoft.Playwright.ColorScheme.Light });
        }
    }
}
