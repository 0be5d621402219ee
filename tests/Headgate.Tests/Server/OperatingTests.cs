using System.Text.Json;
using Headgate.Server;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>What operators rely on.</summary>
public sealed class OperatingTests : IAsyncLifetime
{
    private const string Golden = "tests/Headgate.Tests/Server/openapi.json";

    private ServerPlace server = null!;

    public async ValueTask InitializeAsync() => server = await ServerPlace.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>HEADGATE_GOLDEN=write writes the file anew, to be looked at before it is committed.</summary>
    [Fact]
    public async Task the_description_of_the_api_is_the_one_that_was_agreed_on()
    {
        var text = await server.With(null).GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Cancellation);
        using var document = JsonDocument.Parse(text);
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("HEADGATE_GOLDEN") == "write") await File.WriteAllTextAsync(Repository.File(Golden), text, Cancellation);
        Assert.Equal((await File.ReadAllTextAsync(Repository.File(Golden), Cancellation)).ReplaceLineEndings(), text.ReplaceLineEndings());
    }

    [Fact]
    public async Task the_page_that_shows_it_asks_nobody_else()
    {
        var page = await server.With(null).GetStringAsync(new Uri("/api-page/", UriKind.Relative), Cancellation);
        Assert.Contains("Headgate", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("cdn.", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task prometheus_reads_how_many_decisions_were_made_and_no_name()
    {
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("some-member"));
        await ServerPlace.PostAsync(server.As(Role.Platform), "/access/v1/evaluation", DecisionTests.Question("some-member"));
        await ServerPlace.GetAsync(server.As(Role.Platform), "/v1/subjects/some-member");
        var metrics = await server.As(Role.Regulator).GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Assert.Contains("headgate_decisions_total", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("some-member", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task health_says_whether_it_can_be_asked()
    {
        Assert.Equal("live", (await ServerPlace.GetAsync(server.With(null), "/health/live")).Body.GetProperty("status").GetString());
        Assert.Equal("ready", (await ServerPlace.GetAsync(server.With(null), "/health/ready")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public void settings_that_cannot_be_used_are_found_at_start()
    {
        var right = new ServerSettings { Urls = ["http://localhost:1"] };
        right.Check();
        foreach (var wrong in (ServerSettings[])
            [right with { Urls = [] }, right with { Urls = ["localhost"] }, right with { Urls = ["ftp://localhost"] }, right with { Urls = ["http://localhost/path"] }, right with { PublicUrl = "example.com" }, right with { PublicUrl = "https://a/?q" }, right with { DataSets = "/no/such/folder" }, right with { RequestsPerSecond = 0 }, right with { MostAtOnce = 0 }, right with { MostBodyBytes = 1 }])
            Assert.Throws<Headgate.Gate.BadInputException>(wrong.Check);
    }

    [Fact]
    public async Task what_is_backed_up_while_it_runs_is_restored_whole()
    {
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"));
        var platform = server.As(Role.Platform);
        Assert.Equal(201, (await ServerPlace.PostAsync(platform, "/v1/choices", """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected"}""")).Status);
        var backup = Directory.CreateDirectory(server.Place.In("backup")).FullName;
        foreach (var file in Directory.EnumerateFiles(server.Place.LedgerFolder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("ledger.db", StringComparison.Ordinal)))
        {
            var place = Path.Combine(backup, Path.GetRelativePath(server.Place.LedgerFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File.GetUnixFileMode(file);
            await using var to = new FileStream(place, options);
            await from.CopyToAsync(to, Cancellation);
        }
        using (var source = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(server.Place.LedgerFolder, "ledger.db")};Mode=ReadOnly;Pooling=False"))
        using (var target = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(backup, "ledger.db")};Pooling=False"))
        {
            source.Open();
            target.Open();
            source.BackupDatabase(target);
        }
        Assert.Empty(Headgate.Stores.Fsck.Check(backup));
        using var restored = Headgate.Engine.Session.Open(backup, server.Place.Clock);
        Assert.Equal(server.Place.Session.Store.Head.Size, restored.Store.Head.Size);
    }
}
