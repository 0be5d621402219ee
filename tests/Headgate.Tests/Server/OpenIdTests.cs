using Headgate.Gate;
using Headgate.Server;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>People sign in by a real provider of identities, as what its groups make them and nothing else.</summary>
public sealed class OpenIdTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private IdentityProvider provider = null!;
    private ServerPlace server = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await IdentityProvider.StartAsync();
        server = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await provider.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task an_officer_signs_in_acts_under_their_name_and_signs_out()
    {
        using var browser = new Browser();
        provider.Person = ("u-1", "Jo Invented", ["everybody", "privacy-office"]);
        Assert.Equal(200, (await browser.GoAsync(At("/sign-in/openid?then=/v1/suspensions"))).Status);
        Assert.Equal(["S256"], provider.Challenges);
        Assert.Equal(At("/v1/suspensions"), browser.Visited[^1]);

        const string pause = """{"purpose": "train-generative-ai", "regions": ["US"], "authority": "ICO", "reference": ""}""";
        Assert.Equal(401, (await browser.PostAsync(At("/v1/suspensions"), pause, "cross-site")).Status);
        Assert.Equal(201, (await browser.PostAsync(At("/v1/suspensions"), pause)).Status);
        Assert.Equal(403, (await browser.PostAsync(At("/v1/keys"), """{"name": "x", "role": "officer"}""")).Status);
        Assert.Contains(server.AuditLines(), line => line.Contains("Jo Invented (u-1)", StringComparison.Ordinal) && line.Contains("/v1/suspensions", StringComparison.Ordinal) && line.Contains("201", StringComparison.Ordinal));

        Assert.Equal(302, (await browser.PostAsync(At("/sign-in/openid/sign-out"), "")).Status);
        Assert.StartsWith(provider.Address + "/leave", browser.Visited[^1].ToString(), StringComparison.Ordinal);
        Assert.Equal(401, (await browser.GoAsync(At("/v1/suspensions"))).Status);
    }

    [Fact]
    public async Task whoever_has_no_group_or_asks_for_a_role_they_do_not_hold_is_nobody()
    {
        using var browser = new Browser();
        foreach (var (groups, role, expected) in ((string[], string, int)[])
            [([], "", 403), (["everybody"], "", 403), (["ml"], "?role=officer", 403), (["ml"], "?role=administrator", 403), (["ml"], "?role=root", 400),
            (["ml", "privacy-office"], "", 403), (["ml", "privacy-office"], "?role=officer", 200), (["ml"], "", 200), (["Privacy-Office"], "", 403)])
        {
            browser.Forget();
            provider.Person = ("u-2", "Mo Invented", groups);
            Assert.Equal((role, expected), (role, (await browser.GoAsync(At($"/sign-in/openid{role}"))).Status));
            Assert.Equal((role, expected == 200 ? 200 : 401), (role, (await browser.GoAsync(At("/v1/suspensions"))).Status));
        }
    }

    [Fact]
    public async Task a_member_signs_in_as_themselves_alone()
    {
        using var browser = new Browser();
        provider.Person = ("ann", "Ann Invented", ["members"]);
        await browser.GoAsync(At("/sign-in/openid"));
        Assert.Equal(200, (await browser.GoAsync(At("/v1/subjects/ann"))).Status);
        Assert.Equal(403, (await browser.GoAsync(At("/v1/subjects/bo"))).Status);
        Assert.Equal(403, (await browser.GoAsync(At("/v1/suspensions"))).Status);
    }

    [Fact]
    public async Task two_people_of_one_name_are_two_and_one_person_is_one()
    {
        await using var strict = await StartAsync(settings => settings with { TwoPeople = true });
        using var jo = new Browser();
        using var other = new Browser();
        Uri There(string path) => new(strict.Address, path);
        provider.Person = ("u-1", "Jo Invented", ["privacy-office"]);
        await jo.GoAsync(There("/sign-in/openid"));
        await jo.PostAsync(There("/v1/suspensions"), """{"purpose": "train-generative-ai", "regions": ["US"], "authority": "ICO", "reference": ""}""");
        var (status, proposal) = await jo.PostAsync(There("/v1/suspensions/3/lift"), """{"override": "over"}""");
        Assert.Equal(202, status);
        var confirm = There($"/v1/proposals/{proposal.GetProperty("id").GetString()}/confirm");
        Assert.Equal(409, (await jo.PostAsync(confirm, "")).Status);
        using var again = new Browser();
        await again.GoAsync(There("/sign-in/openid"));
        Assert.Equal(409, (await again.PostAsync(confirm, "")).Status);
        provider.Person = ("u-2", "Jo Invented", ["privacy-office"]);
        await other.GoAsync(There("/sign-in/openid"));
        Assert.Equal(201, (await other.PostAsync(confirm, "")).Status);
    }

    [Fact]
    public async Task an_answer_of_the_provider_counts_once_and_for_the_browser_that_asked()
    {
        using var browser = new Browser();
        using var thief = new Browser();
        provider.Person = ("u-1", "Jo Invented", ["privacy-office"]);
        Uri? answer = null;
        await browser.GoAsync(At("/sign-in/openid"), address => address.AbsolutePath == "/sign-in/openid/callback" && (answer = address) is not null);
        Assert.NotNull(answer);
        Assert.Equal(403, (await thief.GoAsync(answer)).Status);
        Assert.Equal(403, (await browser.GoAsync(new Uri(answer.ToString().Replace("state=", "state=x", StringComparison.Ordinal)))).Status);
        Assert.Equal(200, (await browser.GoAsync(answer)).Status);
        Assert.Equal(403, (await browser.GoAsync(answer)).Status);
        Assert.Equal(403, (await thief.GoAsync(At("/sign-in/openid/callback?error=access_denied"))).Status);
        Assert.Equal(401, (await thief.GoAsync(At("/v1/suspensions"))).Status);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("evil")]
    public async Task nobody_is_sent_to_another_place_after_signing_in(string place)
    {
        using var browser = new Browser();
        provider.Person = ("u-1", "Jo Invented", ["privacy-office"]);
        Assert.Equal(200, (await browser.GoAsync(At($"/sign-in/openid?then={Uri.EscapeDataString(place)}"))).Status);
        Assert.Equal(At("/officer"), browser.Visited[^1]);
    }

    [Fact]
    public async Task with_a_wrong_secret_nobody_signs_in_and_nothing_of_it_is_told()
    {
        await using var wrong = await StartAsync(settings => settings with { OpenId = settings.OpenId! with { SecretFile = Write("wrong", "another") } });
        using var browser = new Browser();
        provider.Person = ("u-1", "Jo Invented", ["privacy-office"]);
        var (status, body) = await browser.GoAsync(new Uri(wrong.Address, "/sign-in/openid"));
        Assert.Equal((403, "the provider did not sign anybody in"), (status, body.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task without_a_provider_there_is_nothing_to_sign_in_by()
    {
        await using var plain = await ServerPlace.StartAsync();
        using var browser = new Browser();
        Assert.Equal(404, (await browser.GoAsync(new Uri(plain.Address, "/sign-in/openid"))).Status);
    }

    [Fact]
    public void settings_of_a_provider_that_cannot_be_used_are_found_at_start()
    {
        var right = Settings();
        right.Check();
        foreach (var wrong in (OpenIdSettings[])
            [right with { Authority = "login.example.com" }, right with { Authority = "http://login.example.com" }, right with { Authority = "https://login.example.com/?a" }, right with { ClientId = "" }, right with { Roles = [] },
            right with { SecretFile = folder.In("none") }, right with { SecretFile = Write("empty", "  ") }])
            Assert.Throws<BadInputException>(wrong.Check);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(folder.In("secret"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<BadInputException>(right.Check);
    }

    private Uri At(string path) => new(server.Address, path);

    private OpenIdSettings Settings() => new()
    {
        Authority = provider.Address,
        ClientId = IdentityProvider.ClientId,
        SecretFile = Write("secret", IdentityProvider.Secret),
        Claim = "groups",
        Roles = [(Role.Officer, "privacy-office"), (Role.Engineer, "ml"), (Role.Member, "members")],
    };

    private string Write(string name, string text)
    {
        File.WriteAllText(folder.In(name), text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.In(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return folder.In(name);
    }

    private async Task<ServerPlace> StartAsync(Func<ServerSettings, ServerSettings>? more = null)
    {
        var started = await ServerPlace.StartAsync(settings => (more ?? (same => same))(settings with { OpenId = Settings() }));
        started.Place.Publish(Workplace.Policy, "2025-01-01");
        started.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo"));
        return started;
    }
}
