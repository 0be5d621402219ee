using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MimeKit;
using Xunit;

namespace Headgate.EndToEnd.Browser;

/// <summary>What people do on the pages, in a browser.</summary>
public sealed partial class PageStoryTests(ABrowser browser) : IClassFixture<ABrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_member_objects_with_one_switch_takes_the_receipt_and_changes_their_mind(bool scripts)
    {
        await using var server = await StartAsync();
        await using var somebody = await browser.SomebodyAsync(scripts: scripts);
        var page = await somebody.NewPageAsync();
        await page.GotoAsync(await server.MemberLinkAsync("m-3"));
        Assert.EndsWith("/me", page.Url, StringComparison.Ordinal);
        await SwitchIs(page, true);
        await Assertions.Expect(page.GetByText("Used unless you object.")).ToBeVisibleAsync();
        await Switch(page).ClickAsync();
        await SwitchIs(page, false);
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("You objected to: Train AI that writes.");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Download your receipt").ClickAsync());
        var receipt = server.Place.In("receipt");
        await download.SaveAsAsync(receipt);
        server.Place.Run("verify", receipt).Ends(0);
        await Switch(page).ClickAsync();
        await SwitchIs(page, true);
        // A consent of its own, for the other purpose.
        await page.GetByRole(AriaRole.Switch, new() { Name = "Help members write" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Used, because you consented.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_keyboard_alone_is_enough()
    {
        await using var server = await StartAsync();
        await using var somebody = await browser.SomebodyAsync();
        var page = await somebody.NewPageAsync();
        await page.GotoAsync(await server.MemberLinkAsync("m-3"));
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        for (var i = 0; i < 20 && !await Switch(page).EvaluateAsync<bool>("it => it === document.activeElement"); i++) await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Switch(page)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await SwitchIs(page, false);
    }

    [Fact]
    public async Task an_officer_pauses_and_an_open_page_shows_it_when_it_is_used_again()
    {
        await using var server = await StartAsync();
        await using var member = await browser.SomebodyAsync();
        var open = await member.NewPageAsync();
        await open.GotoAsync(await server.MemberLinkAsync("m-2"));
        await Assertions.Expect(open.GetByText("Used unless you object.")).ToBeVisibleAsync();

        await using var officer = await browser.SomebodyAsync();
        var page = await officer.NewPageAsync();
        await page.GotoAsync(server.LinkOf("officer"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Pause something" }).ClickAsync();
        await page.GetByLabel("Purpose").SelectOptionAsync("train-generative-ai");
        await page.GetByLabel("The United Kingdom").CheckAsync();
        await page.GetByLabel("Who asks for it").FillAsync("Information Office");
        await page.GetByLabel("Reference").FillAsync("IO/9");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what it touches" }).ClickAsync();
        await Assertions.Expect(page.GetByText("permits that it revokes")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("no decision could allow any more")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("1 permit was revoked.")).ToBeVisibleAsync();

        // The page that was open all along: its switch still works, and what comes back says the pause.
        await Switch(open).ClickAsync();
        await Assertions.Expect(open.GetByText("paused in the United Kingdom")).ToBeVisibleAsync();
        await SwitchIs(open, false);
        server.Place.Run("policy", "ask", "--purpose", Place.Purpose, "--region", "GB", "--age", "30", "--content", "post").Ends(3);
    }

    [Fact]
    public async Task two_officers_are_needed_where_two_are_asked_for_and_two_members_do_not_see_each_other()
    {
        await using var server = await StartAsync("--two-people");
        await using var officer = await browser.SomebodyAsync();
        var page = await officer.NewPageAsync();
        await page.GotoAsync(server.LinkOf("officer"));
        await page.GotoAsync($"{server.Address}/officer/pauses/82");
        await page.GetByText("Resume for everybody, and answer for it").ClickAsync();
        await page.GetByLabel("Why nobody has to be told").FillAsync("a drill");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume, answered for by" }).ClickAsync();
        await Assertions.Expect(page.GetByText("another officer has to confirm")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Lift pause 82")).ToBeVisibleAsync();

        await using var one = await browser.SomebodyAsync();
        await using var other = await browser.SomebodyAsync();
        var (first, second) = (await one.NewPageAsync(), await other.NewPageAsync());
        await first.GotoAsync(await server.MemberLinkAsync("m-0"));
        await second.GotoAsync(await server.MemberLinkAsync("m-1"));
        await Switch(first).ClickAsync();
        await SwitchIs(first, false);
        await second.ReloadAsync();
        await SwitchIs(second, true);
    }

    [Fact]
    public async Task the_back_button_brings_nothing_back_after_signing_out()
    {
        await using var server = await StartAsync();
        await using var somebody = await browser.SomebodyAsync();
        var page = await somebody.NewPageAsync();
        await page.GotoAsync(await server.MemberLinkAsync("m-4"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Everything that is recorded about you" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What is used for AI, and what is not" })).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByText("This page is for those who have signed in")).ToBeVisibleAsync();
        Assert.DoesNotContain("m-4", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task everybody_reads_what_is_used_and_a_regulator_follows_a_pause_to_its_entry_in_the_log()
    {
        await using var server = await StartAsync();
        await using var somebody = await browser.SomebodyAsync(scripts: false);
        var page = await somebody.NewPageAsync();
        await page.GotoAsync(server.Address);
        await Assertions.Expect(page.GetByText("paused in Switzerland").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Private messages are never used.")).ToBeVisibleAsync();
        await page.GotoAsync(server.LinkOf("regulator"));
        await Assertions.Expect(page.GetByText("Nothing on this page implies that any authority approved anything.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
        await page.GetByLabel("The evidence pack, of").SelectOptionAsync("CH");
        var pack = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download the evidence pack" }).ClickAsync());
        using (var archive = ZipFile.OpenRead(await pack.PathAsync()))
        using (var read = new StreamReader(archive.Entries.Single(entry => entry.Name == "index.html").Open()))
            Assert.Contains("content: CH", await read.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Train AI that writes: paused in Switzerland" }).ClickAsync();
        Assert.Contains("EA/2", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task somebody_without_an_account_objects_by_name_and_posts_and_confirms_by_the_link_in_a_mail()
    {
        await using var server = await StartAsync("--smtp", "file:mail", "--from", "privacy@network.example");
        await using var somebody = await browser.SomebodyAsync(scripts: false);
        var page = await somebody.NewPageAsync();
        await page.GotoAsync(server.Address);
        await page.GetByRole(AriaRole.Link, new() { Name = "Object", Exact = true }).ClickAsync();
        await page.GetByLabel("Where the link goes that confirms it").FillAsync("frieda@elsewhere.example");
        await page.GetByLabel("What others' posts call you").FillAsync("frieda");
        await page.GetByLabel("Or the posts, one a line").FillAsync("p-1\np-2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me the link" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Nothing is recorded before you open it.");
        Assert.Equal(0, Rows());

        var mail = server.Place.In("mail");
        for (var clock = Stopwatch.StartNew(); !Directory.Exists(mail) || Directory.GetFiles(mail, "*.eml").Length == 0; await Task.Delay(100, TestContext.Current.CancellationToken))
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "waited in vain for the mail");
        var text = MimeMessage.Load(Directory.GetFiles(mail, "*.eml").Single(), TestContext.Current.CancellationToken).TextBody;
        await page.GotoAsync(Link().Match(text ?? "").Value);
        Assert.Equal(0, Rows());
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm that what others say of you is not used to train AI" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confirmed" })).ToBeVisibleAsync();
        Assert.Equal(2, Rows());
        // Should the platform ever describe her, she has objected.
        server.Place.Do("members", server.Place.WriteRows("more.jsonl", [new { subject = "frieda", regions = (string[])["US"], born = "1980-01-01", status = "active" }]));
        var hers = server.Place.WriteRows("hers.jsonl", [new { record_id = "p-9", author = "frieda", other_people = Array.Empty<string>(), kind = "post", labels = Array.Empty<string>(), visibility = "public", service = "network", created = "2025-01-01T00:00:00Z", text = "Coffee" }]);
        Assert.Contains("objected", server.Place.Run("explain", hers, "p-9", "--purpose", Place.Purpose).Ends(3).Output, StringComparison.Ordinal);

        int Rows() => server.Place.Do("outsider", "edges", "--out", "edges.jsonl").GetProperty("rows").GetInt32();
    }

    [GeneratedRegex("https?://[^ \\r\\n]+/confirm/[^ \\r\\n]+")]
    private static partial Regex Link();

    private static ILocator Switch(IPage page) => page.GetByRole(AriaRole.Switch, new() { Name = "Train AI that writes" });

    private static Task SwitchIs(IPage page, bool on) => Assertions.Expect(Switch(page)).ToHaveAttributeAsync("aria-checked", on ? "true" : "false");

    private static async Task<SeededServer> StartAsync(params IEnumerable<string> settings)
    {
        Assert.SkipWhen(ABrowser.Program is null, "no Chromium is installed: `apt-get install chromium`");
        return await SeededServer.StartAsync(settings);
    }
}
