using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Headgate.EndToEnd.Browser;

/// <summary>Looks at a page as axe does, and as people will.</summary>
internal static class Looks
{
    private static readonly RunOnlyOptions Rules = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

    /// <summary>Where pictures are left for people to look at; none are taken where it is not set.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("HEADGATE_PICTURES");

    /// <summary>What axe finds on a page, and whether it is cut off.</summary>
    public static async Task<IEnumerable<string>> ProblemsAsync(IPage page, string name, int width)
    {
        var found = (await page.RunAxe(new AxeRunOptions { RunOnly = Rules })).Violations.Select(one => $"{name}: {one.Id}: {string.Join(" ", one.Nodes.Take(2).Select(node => node.Html))}");
        var fits = await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
        return fits ? found : found.Append(string.Create(CultureInfo.InvariantCulture, $"{name} is wider than {width}"));
    }

    /// <summary>Leaves pictures of a page as it is now, wide and narrow, and the page as it was.</summary>
    public static async Task PicturesAsync(IPage page, string name)
    {
        if (Pictures is null) return;
        foreach (var width in (int[])[390, 1280])
        {
            await page.SetViewportSizeAsync(width, 900);
            await PictureAsync(page, name, width);
        }
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <summary>Leaves a picture by day and one by night.</summary>
    public static async Task PictureAsync(IPage page, string name, int width)
    {
        if (Pictures is null) return;
        // Pictures further down are loaded when they are near.
        await page.EvaluateAsync("() => Promise.all([...document.images].map(one => { one.loading = 'eager'; return one.decode().catch(() => 0) }))");
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, string.Create(CultureInfo.InvariantCulture, $"{name}-{width}{(scheme == ColorScheme.Dark ? "-dark" : "")}.png")), FullPage = true });
        }
    }
}
