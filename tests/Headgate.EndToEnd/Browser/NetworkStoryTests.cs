using Microsoft.Playwright;
using Xunit;

namespace Headgate.EndToEnd.Browser;

/// <summary>What members of the career network do in a browser, and what Headgate shows of it.</summary>
public sealed class NetworkStoryTests(ABrowser browser, ServedDemo demo) : IClassFixture<ABrowser>, IClassFixture<ServedDemo>
{
    [Theory]
    [InlineData("Sjoerd van der Klinkermeer", true)]
    [InlineData("Flurina Hafertäler", false)]
    public async Task the_one_switch_of_the_settings_is_the_one_that_headgate_shows(string name, bool scripts)
    {
        await using var somebody = await browser.SomebodyAsync(scripts: scripts);
        var page = await demo.SignInAsync(somebody, name);
        await page.GetByRole(AriaRole.Link, new() { Name = "Data for generative AI improvement" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-state]")).ToHaveTextAsync("Used unless you object.");
        await Switch(page, "Train AI").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("nothing of yours is used to train AI from this moment on");
        await Assertions.Expect(page.Locator("[data-state]")).ToContainTextAsync("Not used: you objected on");

        // The same at Headgate, by a link of their own; turned on again there, it is on in the network.
        await page.GetByRole(AriaRole.Link, new() { Name = "Open my page at Headgate" }).ClickAsync();
        Assert.StartsWith(demo.Headgate, page.Url, StringComparison.Ordinal);
        await Assertions.Expect(Switch(page, "Train AI that writes")).ToHaveAttributeAsync("aria-checked", "false");
        await Switch(page, "Train AI that writes").ClickAsync();
        await Assertions.Expect(Switch(page, "Train AI that writes")).ToHaveAttributeAsync("aria-checked", "true");
        await page.GotoAsync($"{demo.Network}/settings");
        await Assertions.Expect(page.Locator("[data-state]")).ToHaveTextAsync("Used unless you object.");
        await Assertions.Expect(Switch(page, "Train AI")).ToHaveAttributeAsync("aria-checked", "true");
    }

    [Fact]
    public async Task an_officer_pauses_the_united_kingdom_the_trainer_stops_and_trains_on_without_its_people()
    {
        await using var watching = await browser.SomebodyAsync();
        var backstage = await watching.NewPageAsync();
        await backstage.GotoAsync($"{demo.Network}/backstage");
        await Assertions.Expect(backstage.GetByText("Training", new() { Exact = true })).ToBeVisibleAsync();

        await using var officer = await browser.SomebodyAsync();
        var page = await officer.NewPageAsync();
        await page.GotoAsync(demo.LinkOf("officer"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Pause something" }).ClickAsync();
        await page.GetByLabel("Purpose").SelectOptionAsync("train-generative-ai");
        await page.GetByLabel("The United Kingdom").CheckAsync();
        await page.GetByLabel("Who asks for it").FillAsync("ICO");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what it touches" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("no decision could allow any more")).ToBeVisibleAsync();

        await backstage.GotoAsync($"{demo.Network}/backstage?watch=1");
        await Assertions.Expect(backstage.GetByText("It stopped:")).ToBeVisibleAsync();

        await using var member = await browser.SomebodyAsync();
        var settings = await demo.SignInAsync(member, "Callum Gorsemere");
        await settings.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await Assertions.Expect(settings.Locator("[data-state]")).ToContainTextAsync("Not used: paused in United Kingdom since");
        await Assertions.Expect(settings.Locator("[data-state]")).ToContainTextAsync("(ICO)");
        await Looks.PicturesAsync(settings, "network-settings-paused");
        await Looks.PicturesAsync(backstage, "network-backstage-stopped");

        await backstage.GotoAsync($"{demo.Network}/backstage");
        await backstage.GetByRole(AriaRole.Button, new() { Name = "Export again" }).ClickAsync();
        await backstage.GotoAsync($"{demo.Network}/backstage?watch=1");
        await Assertions.Expect(backstage.GetByText("Training", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(backstage.GetByText("paused by an authority or the platform")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task without_a_script_the_composer_suggests_drafts_and_posts()
    {
        await using var somebody = await browser.SomebodyAsync(scripts: false);
        var page = await demo.SignInAsync(somebody, "Eliana Coppergarth");
        await Composer(page).FillAsync("I am looking ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suggest how to go on" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Wordings that at least five people used")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Ways to go on" }).GetByRole(AriaRole.Button).First.ClickAsync();
        Assert.True((await Composer(page).InputValueAsync()).Length > "I am looking ".Length);

        await Composer(page).FillAsync("eggs that survive");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draft from my profile" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Written by a machine from your own profile")).ToBeVisibleAsync();
        await Assertions.Expect(Composer(page)).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("eggs that survive"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).GetByText("Posted.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("This post may be used to train AI that writes.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task whoever_asked_for_no_help_is_not_helped_and_is_told_where_to_ask()
    {
        await using var somebody = await browser.SomebodyAsync(scripts: false);
        var page = await demo.SignInAsync(somebody, "Lowri Dappleshaw");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draft from my profile" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing was drafted: you have not asked for help with writing.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Settings", Exact = true }).ClickAsync();
        await Switch(page, "Help me write").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("the composer may suggest how to go on");
        // Help is one thing, training another: the other switch stays as it was.
        await Assertions.Expect(Switch(page, "Train AI")).ToHaveAttributeAsync("aria-checked", "true");
        await page.GetByRole(AriaRole.Link, new() { Name = "Résumé" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Drafted by the writing assistant")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Lowri Dappleshaw" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task by_keyboard_alone_somebody_signs_in_takes_a_suggestion_and_writes_to_a_recruiter()
    {
        await using var somebody = await browser.SomebodyAsync();
        var page = await somebody.NewPageAsync();
        await page.GotoAsync(demo.Network);
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Sign in as Orla Sedgecroft" }), "Enter");
        await page.WaitForURLAsync("**/feed");

        var text = Composer(page);
        await PressAsync(page, text, null);
        await page.Keyboard.TypeAsync("I am looking ");
        await Assertions.Expect(page.Locator(".ghost b")).ToBeAttachedAsync();
        var offered = await page.Locator(".ghost b").TextContentAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(text).ToHaveValueAsync($"I am looking {offered}");

        await PressAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }), "Enter", backwards: true);
        await PressAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Agnieszka Wierzbogaj" }), "Enter");
        await PressAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Write to this recruiter" }), "Enter");
        await PressAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Draft from my profile" }), "Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Write to Agnieszka" })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("Orla Sedgecroft"));
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Send" }), "Space");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Sent.");
        await Assertions.Expect(page.GetByRole(AriaRole.Listitem).GetByText("Hello Agnieszka")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_photo_opens_from_the_feed_and_the_back_button_brings_nothing_back_after_signing_out()
    {
        await using var somebody = await browser.SomebodyAsync();
        var page = await demo.SignInAsync(somebody, "Thiago Ribeirovento");
        await page.GetByRole(AriaRole.Article).Filter(new() { HasText = "First frost" }).GetByRole(AriaRole.Link, new() { Name = "Comment" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "A drawing of a vineyard" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Your comment" }).FillAsync("Two weeks is a lot.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your comment is there.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in as" })).ToBeVisibleAsync();
    }

    private static ILocator Composer(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "What is happening at work" });

    private static ILocator Switch(IPage page, string of) => page.GetByRole(AriaRole.Switch, new() { Name = of });

    /// <summary>Goes to something with the tabulator alone, and presses a key there.</summary>
    private static async Task PressAsync(IPage page, ILocator what, string? key, bool backwards = false)
    {
        for (var i = 0; i < 120 && !await what.EvaluateAsync<bool>("it => it === document.activeElement"); i++) await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
        await Assertions.Expect(what).ToBeFocusedAsync();
        if (key is not null) await page.Keyboard.PressAsync(key);
    }
}
