using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Headgate.Server;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>What happens when too much comes at once, or too slowly, or when the server ends in the midst of it.</summary>
public sealed class StressTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST /v1/choices HTTP/1.1\r\nHost: localhost\r\n", "X-Slow: a\r\n")]
    [InlineData("POST /v1/choices HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer KEY\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n", " ")]
    [InlineData("POST /access/v1/evaluation HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer KEY\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n", " ")]
    public async Task whoever_sends_byte_by_byte_is_cut_off_and_holds_nobody_up(string start, string drop)
    {
        await using var server = await ServerPlace.StartAsync(settings => settings with { SlowRequest = TimeSpan.FromSeconds(2) });
        var client = server.As(Role.Platform);
        using var slow = new TcpClient();
        await slow.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
        var stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start.Replace("KEY", client.DefaultRequestHeaders.Authorization!.Parameter, StringComparison.Ordinal)), Cancellation);
        var clock = Stopwatch.StartNew();
        var answer = ReadAsync(stream);
        while (!answer.IsCompleted && clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(drop), Cancellation);
            }
            catch (IOException)
            {
                break;
            }
            Assert.Equal(200, (await ServerPlace.GetAsync(client, "/health/live")).Status);
            await Task.WhenAny(answer, Task.Delay(200, Cancellation));
        }
        Assert.True(await answer.WaitAsync(TimeSpan.FromSeconds(10), Cancellation) is var told && (told.Length == 0 || told.StartsWith("HTTP/1.1 408", StringComparison.Ordinal)), "the connection was to be closed, with 408 at most");
        Assert.Equal(0, server.Place.Session.Store.Head.Size);
    }

    [Fact]
    public async Task with_more_at_once_than_it_takes_the_rest_are_told_to_come_back()
    {
        await using var server = await ServerPlace.StartAsync(settings => settings with { MostAtOnce = 2, MostWaiting = 1 });
        var client = server.As(Role.Platform);
        var uploads = new List<TcpClient>();
        try
        {
            // Two are at work, reading bodies that do not go on: of five more one waits.
            for (var i = 0; i < 2; i++) uploads.Add(await UploadAsync(server, client.DefaultRequestHeaders.Authorization!.Parameter!));
            var refused = false;
            for (var deadline = Stopwatch.StartNew(); !refused && deadline.Elapsed < TimeSpan.FromSeconds(20);)
            {
                var asking = Enumerable.Range(0, 5).Select(_ => client.GetAsync(new Uri("/v1/suspensions", UriKind.Relative), Cancellation)).ToList();
                while (!refused && asking.Count > 0)
                {
                    var answered = await Task.WhenAny(asking);
                    asking.Remove(answered);
                    using var response = await answered;
                    refused = (int)response.StatusCode == 503;
                    if (refused) Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
                }
            }
            Assert.True(refused, "nobody was told to come back");
            Assert.Equal(200, (await ServerPlace.GetAsync(client, "/health/live")).Status);
        }
        finally
        {
            foreach (var upload in uploads) upload.Dispose();
        }
        for (var deadline = Stopwatch.StartNew(); deadline.Elapsed < TimeSpan.FromSeconds(20);)
            if ((await ServerPlace.GetAsync(client, "/v1/suspensions")).Status == 200)
                return;
        Assert.Fail("the server did not come round");
    }

    [Fact]
    public async Task one_member_cannot_take_every_place()
    {
        await using var server = await ServerPlace.StartAsync();
        var ann = server.AsMember("ann");
        var uploads = new List<TcpClient>();
        try
        {
            // Of twelve eight are at work: the other four are answered.
            for (var i = 0; i < 12; i++) uploads.Add(await UploadAsync(server, ann.DefaultRequestHeaders.Authorization!.Parameter!));
            var answers = uploads.Select(upload => ReadAsync(upload.GetStream())).ToList();
            for (var refused = 0; refused < 4; refused++)
            {
                var answer = await Task.WhenAny(answers).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
                answers.Remove(answer);
                Assert.StartsWith("HTTP/1.1 503", await answer, StringComparison.Ordinal);
            }
            Assert.Equal(503, (await ServerPlace.GetAsync(ann, "/v1/subjects/ann")).Status);
            Assert.Equal(404, (await ServerPlace.GetAsync(server.AsMember("bo"), "/v1/subjects/bo")).Status);
        }
        finally
        {
            foreach (var upload in uploads) upload.Dispose();
        }
    }

    [Fact]
    public async Task whoever_was_answered_is_in_the_ledger_though_the_server_ends_while_fifty_write()
    {
        await using var server = await ServerPlace.StartAsync();
        var client = server.As(Role.Platform);
        var acknowledged = 0;
        var positions = new System.Collections.Concurrent.ConcurrentBag<(long Position, string Subject)>();
        var writers = Enumerable.Range(0, 50).Select(async number =>
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    var subject = $"w{number}-{i}";
                    var (status, body) = await ServerPlace.PostAsync(client, "/v1/choices", $$"""{"subject": "{{subject}}", "purpose": "train-generative-ai", "choice": "objected"}""");
                    if (status == 201)
                    {
                        positions.Add((body.GetProperty("position").GetInt64(), subject));
                        Interlocked.Increment(ref acknowledged);
                    }
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone.
            }
        }).ToList();
        for (var deadline = Stopwatch.StartNew(); Volatile.Read(ref acknowledged) < 300 && deadline.Elapsed < TimeSpan.FromSeconds(60);) await Task.Delay(5, Cancellation);
        await server.App.StopAsync(Cancellation);
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.True(positions.Count >= 300, $"{positions.Count} were acknowledged");

        using var after = Headgate.Engine.Session.Open(server.Place.LedgerFolder, server.Place.Clock);
        var recorded = after.Store.Statements(0, after.Store.Head.Size).ToDictionary(one => one.Position, one => ((PersonalStatement)one.Statement).Subject.Value);
        Assert.All(positions, one => Assert.Equal(one.Subject, recorded[one.Position]));
        Assert.Empty(Headgate.Stores.Fsck.Check(server.Place.LedgerFolder));
    }

    /// <summary>A request whose body has begun and does not go on.</summary>
    private static async Task<TcpClient> UploadAsync(ServerPlace server, string token)
    {
        var upload = new TcpClient();
        await upload.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
        await upload.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/choices HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{{"), Cancellation);
        return upload;
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        await Task.Yield();
        try
        {
            var bytes = new byte[4096];
            return Encoding.ASCII.GetString(bytes, 0, await stream.ReadAsync(bytes, Cancellation));
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            return "";
        }
    }
}
