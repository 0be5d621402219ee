using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Headgate.EndToEnd.Browser;

/// <summary>How every page looks and reads: to axe, on a phone, by night.</summary>
public sealed class PageLookTests(ABrowser browser) : IClassFixture<ABrowser>
{
    private static readonly (string Role, string Path, string Name)[] Pages =
    [
        ("nobody", "/", "everyone"), ("nobody", "/officer", "signed-out"), ("member", "/me", "member"), ("member", "/me/erase", "erase"), ("officer", "/officer", "officer"),
        ("officer", "/officer/people?purpose=train-generative-ai", "people"), ("officer", "/officer/pauses", "pauses"), ("officer", "/officer/pauses/82", "pause"), ("officer", "/officer/policy", "policy"),
        ("officer", "/officer/campaigns", "campaigns"), ("officer", "/officer/requests", "requests"), ("nobody", "/object", "object"), ("officer", "/officer/concerns", "concerns"), ("officer", "/officer/data", "data"), ("regulator", "/regulator", "regulator"), ("officer", "/officer/pauses/0", "problem"),
    ];

    /// <summary>Where pictures are left for people to look at; none are taken where it is not set.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("HEADGATE_PICTURES");

    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task axe_finds_nothing_and_nothing_is_cut_off(int width, bool dark)
    {
        Assert.SkipWhen(ABrowser.Program is null, "no Chromium is installed: `apt-get install chromium`");
        await using var server = await SeededServer.StartAsync();
        var (asked, problems) = (new List<string>(), new List<string>());
        foreach (var group in Pages.GroupBy(page => page.Role))
        {
            await using var somebody = await browser.SomebodyAsync(width, dark);
            var page = await somebody.NewPageAsync();
            page.Request += (_, request) => asked.Add(request.Url);
            if (group.Key != "nobody") await page.GotoAsync(group.Key == "member" ? await server.MemberLinkAsync("m-2") : server.LinkOf(group.Key));
            foreach (var (_, path, name) in group)
            {
                await page.GotoAsync($"{server.Address}{path}");
                var found = await page.RunAxe(new AxeRunOptions { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
                problems.AddRange(found.Violations.Select(one => $"{path}: {one.Id}: {string.Join(" ", one.Nodes.Take(2).Select(node => node.Html))}"));
                if (!await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth")) problems.Add($"{path} is wider than {width}");
                foreach (var scheme in Pictures is null ? [] : (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                {
                    await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                    await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures!, $"{name}-{width}{(scheme == ColorScheme.Dark ? "-dark" : "")}.png"), FullPage = true });
                }
            }
        }
        Assert.Empty(problems);
        Assert.All(asked, url => Assert.StartsWith(server.Address, url, StringComparison.Ordinal));
    }
}
