using System.Diagnostics;
using System.Net.ServerSentEvents;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>Permits over HTTP, and the news that one is over.</summary>
public sealed class PermitServerTests : IAsyncLifetime
{
    private ServerPlace server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ServerPlace.StartAsync();
        server.Place.Publish(Workplace.Policy, "2025-01-01");
        server.Place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"));
        server.Place.Gate([server.Place.Write("posts.jsonl", Workplace.Post("a", "ann"))], "out");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task a_permit_is_given_renewed_and_revoked_by_a_pause_that_was_typed_in_a_terminal_and_whoever_listens_hears_it()
    {
        var engineer = server.As(Role.Engineer);
        var (status, permit) = await ServerPlace.PostAsync(engineer, "/v1/permits", """{"data_set": "out", "run": "run 7"}""");
        Assert.Equal((201, "active", 60), (status, permit.GetProperty("state").GetString(), permit.GetProperty("lease_seconds").GetInt32()));
        var id = permit.GetProperty("id").GetString();
        Assert.Equal(200, (await ServerPlace.PostAsync(engineer, $"/v1/permits/{id}/renew", "")).Status);

        using var response = await engineer.GetAsync(new Uri($"/v1/permits/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("active", events.Current.EventType);
        var clock = Stopwatch.StartNew();
        using (var terminal = Session.Open(server.Place.LedgerFolder, server.Place.Clock))
            SuspensionActs.Suspend(terminal, new(Workplace.Purpose, ["US"], null, null, null, "ICO", ""), null);
        do Assert.True(await events.MoveNextAsync());
        while (events.Current.EventType == "active");
        Assert.Equal("revoked", events.Current.EventType);
        Assert.Contains("suspended:", events.Current.Data, StringComparison.Ordinal);
        Assert.False(await events.MoveNextAsync());
        TestContext.Current.TestOutputHelper!.WriteLine($"heard {clock.ElapsedMilliseconds} ms after the pause was begun");

        Assert.Equal("revoked", (await ServerPlace.GetAsync(engineer, $"/v1/permits/{id}")).Body.GetProperty("state").GetString());
        Assert.Equal(409, (await ServerPlace.PostAsync(engineer, $"/v1/permits/{id}/renew", "")).Status);
        Assert.Equal(409, (await ServerPlace.PostAsync(engineer, "/v1/permits", """{"data_set": "out", "run": "again"}""")).Status);
    }

    [Fact]
    public async Task a_data_set_is_a_name_and_never_a_path()
    {
        var engineer = server.As(Role.Engineer);
        foreach (var name in (string[])["../out", "..", ".hidden", "out/eligible", "/etc", "a\\\\b", "", "nothing"])
            Assert.Equal(400, (await ServerPlace.PostAsync(engineer, "/v1/permits", $$"""{"data_set": "{{name}}", "run": "r"}""")).Status);
    }

    [Fact]
    public async Task a_permit_that_does_not_exist_is_404_and_one_given_back_is_closed()
    {
        var engineer = server.As(Role.Engineer);
        Assert.Equal(404, (await ServerPlace.GetAsync(engineer, "/v1/permits/987")).Status);
        Assert.Equal(404, (await ServerPlace.GetAsync(engineer, "/v1/permits/987/events")).Status);
        var (_, permit) = await ServerPlace.PostAsync(engineer, "/v1/permits", """{"data_set": "out", "run": "run 7"}""");
        var (status, closed) = await ServerPlace.PostAsync(engineer, $"/v1/permits/{permit.GetProperty("id").GetString()}/close", "");
        Assert.Equal((200, "closed"), (status, closed.GetProperty("state").GetString()));
        Assert.Equal(1, (await ServerPlace.GetAsync(server.As(Role.Regulator), "/v1/permits")).Body.GetArrayLength());
    }
}
