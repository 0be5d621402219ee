using Xunit;

namespace Headgate.EndToEnd.Browser;

/// <summary>How every page looks and reads: to axe, on a phone, by night.</summary>
public sealed class PageLookTests(ABrowser browser) : IClassFixture<ABrowser>
{
    private static readonly (string Role, string Path, string Name)[] Pages =
    [
        ("nobody", "/", "everyone"), ("nobody", "/officer", "signed-out"), ("member", "/me", "member"), ("member", "/me/erase", "erase"), ("officer", "/officer", "officer"),
        ("officer", "/officer/people?purpose=train-generative-ai", "people"), ("officer", "/officer/pauses", "pauses"), ("officer", "/officer/pauses/82", "pause"), ("officer", "/officer/policy", "policy"),
        ("officer", "/officer/policy?from=0&to=0", "policy-compared"), ("officer", "/officer/campaigns", "campaigns"), ("officer", "/officer/campaigns/autumn", "campaign"), ("officer", "/officer/requests", "requests"), ("nobody", "/object", "object"), ("officer", "/officer/concerns", "concerns"), ("officer", "/officer/data", "data"), ("regulator", "/regulator", "regulator"), ("officer", "/officer/pauses/0", "problem"),
    ];

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task axe_finds_nothing_and_nothing_is_cut_off(int width, bool dark)
    {
        Assert.SkipWhen(ABrowser.Program is null, "no Chromium is installed: `apt-get install chromium`");
        await using var server = await SeededServer.StartAsync("--smtp", "file:mail", "--from", "privacy@network.example");
        var links = await server.TellAsync();
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
                problems.AddRange(await Looks.ProblemsAsync(page, path, width));
                await Looks.PictureAsync(page, name, width);
            }
        }
        await using (var reader = await browser.SomebodyAsync(width, dark))
        {
            var page = await reader.NewPageAsync();
            page.Request += (_, request) => asked.Add(request.Url);
            foreach (var (link, name) in ((string, string)[])[(links.Read, "link-notice"), (links.Objection, "link-objection"), (links.Unsubscribe, "link-unsubscribe"), ($"{server.Address}/objection/none", "link-over")])
            {
                await page.GotoAsync(link);
                problems.AddRange(await Looks.ProblemsAsync(page, name, width));
                await Looks.PictureAsync(page, name, width);
            }
        }
        Assert.Empty(problems);
        Assert.All(asked, url => Assert.StartsWith(server.Address, url, StringComparison.Ordinal));
    }
}
