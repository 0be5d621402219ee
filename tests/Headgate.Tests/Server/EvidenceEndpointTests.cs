using System.IO.Compression;
using System.Net;
using Headgate.Evidence;
using Headgate.Server;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>The evidence pack as a download: for officers and regulators, and for nobody else.</summary>
public sealed class EvidenceEndpointTests : IAsyncLifetime
{
    private ServerPlace server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await ServerPlace.StartAsync();
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("quillon-harrowmere"));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task a_regulator_takes_it_away_and_it_holds_with_how_soon_a_pause_held()
    {
        var (status, paused) = await ServerPlace.PostAsync(
            server.As(Role.Officer), "/v1/suspensions", $$"""{"purpose": "{{Workplace.Purpose}}", "regions": ["US"], "authority": "FTC", "reference": "letter"}""");
        Assert.Equal(201, status);
        var files = await PackAsync(server.As(Role.Regulator), "/v1/evidence");
        Assert.Empty(EvidenceVerification.Verify(files.Keys, path => new MemoryStream(files[path]), [server.Place.Session.Store.Key]).Problems);
        using var account = System.Text.Json.JsonDocument.Parse(files[EvidenceLayout.Account]);
        var said = Assert.Single(account.RootElement.GetProperty("suspensions").EnumerateArray());
        Assert.Equal(paused.GetProperty("position").GetInt64(), said.GetProperty("position").GetInt64());
        // To the microsecond: what is recorded is cut off, what is answered is rounded.
        Assert.Equal(paused.GetProperty("took_hold_ms").GetDouble(), said.GetProperty("took_hold_us").GetInt64() / 1000.0, 0.0011);
        Assert.DoesNotContain(files.Values, bytes => System.Text.Encoding.UTF8.GetString(bytes).Contains("quillon", StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_officer_limits_it_to_a_region_and_a_word_that_is_none_is_bad_input()
    {
        var files = await PackAsync(server.As(Role.Officer), "/v1/evidence?region=UK");
        Assert.Contains("What was done with people’s content: UK", System.Text.Encoding.UTF8.GetString(files[EvidenceLayout.Page]), StringComparison.Ordinal);
        var all = await PackAsync(server.As(Role.Officer), "/v1/evidence?region=");
        Assert.DoesNotContain("content: UK", System.Text.Encoding.UTF8.GetString(all[EvidenceLayout.Page]), StringComparison.Ordinal);
        Assert.Equal(400, (await ServerPlace.GetAsync(server.As(Role.Officer), "/v1/evidence?region=Atlantis")).Status);
    }

    [Theory]
    [InlineData(Role.Platform)]
    [InlineData(Role.Engineer)]
    [InlineData(Role.Administrator)]
    public async Task nobody_else_may(Role role)
    {
        Assert.Equal(403, (await ServerPlace.GetAsync(server.As(role), "/v1/evidence")).Status);
        Assert.Equal(403, (await ServerPlace.GetAsync(server.AsMember("quillon-harrowmere"), "/v1/evidence")).Status);
        Assert.Equal(401, (await ServerPlace.GetAsync(server.With(null), "/v1/evidence")).Status);
    }

    private static async Task<Dictionary<string, byte[]>> PackAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        using var zip = new ZipArchive(new MemoryStream(await response.Content.ReadAsByteArrayAsync(Cancellation)));
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            Assert.StartsWith("evidence/", entry.FullName, StringComparison.Ordinal);
            using var buffer = new MemoryStream();
            await using var stream = await entry.OpenAsync(Cancellation);
            await stream.CopyToAsync(buffer, Cancellation);
            files[entry.FullName["evidence/".Length..]] = buffer.ToArray();
        }
        return files;
    }
}
