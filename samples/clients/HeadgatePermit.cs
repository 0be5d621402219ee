using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace HeadgateClient;

/// <summary>Holds a permit to train while it lasts. <see cref="Over"/> is cancelled as soon as it is over: training must stop, and what it made so far must not be used.</summary>
/// <remarks>The lease is renewed in the background. Headgate says at once when a permit is revoked; if it says nothing at all, the permit is over when its lease ends, counted from before it was last asked for. One file: copy it.</remarks>
public sealed class HeadgatePermit : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource over = new();
    private readonly HttpClient http;
    private readonly TimeSpan lease;
    private readonly Task work;
    private readonly Lock deciding = new();
    private CancellationTokenSource leaseEnd;

    private HeadgatePermit(HttpClient http, string id, TimeSpan lease, long askedAt)
    {
        (this.http, Id, this.lease) = (http, id, lease);
        leaseEnd = LeaseFrom(askedAt);
        work = Task.WhenAll(RenewAsync(), ListenAsync());
    }

    /// <summary>The permit's id.</summary>
    public string Id { get; }

    /// <summary>Cancelled when the permit is over.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>Why it is over; null while it is not.</summary>
    public string? Reason { get; private set; }

    /// <summary>Asks for a permit.</summary>
    /// <param name="server">Headgate's address.</param>
    /// <exception cref="InvalidOperationException">None was given; the message says why.</exception>
    public static async Task<HeadgatePermit> RequestAsync(Uri server, string key, string dataSet, string run, CancellationToken cancellation = default)
    {
        var http = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var askedAt = Stopwatch.GetTimestamp();
        using var response = await http.PostAsJsonAsync("/v1/permits", new Dictionary<string, string> { ["data_set"] = dataSet, ["run"] = run }, cancellation);
        var said = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        if (response.IsSuccessStatusCode) return new(http, Text(said, "id")!, TimeSpan.FromSeconds(said.GetProperty("lease_seconds").GetDouble()), askedAt);
        http.Dispose();
        throw new InvalidOperationException(Text(said, "detail") ?? response.ReasonPhrase);
    }

    /// <summary>Gives the permit back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!over.IsCancellationRequested)
        {
            End("closed");
            using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                using var response = await http.PostAsync(new Uri($"/v1/permits/{Id}/close", UriKind.Relative), null, brief.Token);
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                // It ends by itself when its lease does.
            }
        }
        await work;
        http.Dispose();
        leaseEnd.Dispose();
        over.Dispose();
    }

    private async Task RenewAsync()
    {
        while (await PauseAsync(lease / 3))
        {
            var askedAt = Stopwatch.GetTimestamp();
            try
            {
                using var response = await http.PostAsync(new Uri($"/v1/permits/{Id}/renew", UriKind.Relative), null, Over);
                if (response.IsSuccessStatusCode) Renewed(askedAt);
                else if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict)
                    End(Text(await response.Content.ReadFromJsonAsync<JsonElement>(Over), "detail") ?? "refused");
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException)
            {
                // Heard nothing: the lease runs on, and out.
            }
        }
    }

    private async Task ListenAsync()
    {
        do
        {
            using var silent = CancellationTokenSource.CreateLinkedTokenSource(Over);
            silent.CancelAfter(Silence);
            try
            {
                using var events = await http.GetStreamAsync(new Uri($"/v1/permits/{Id}/events", UriKind.Relative), silent.Token);
                await foreach (var said in SseParser.Create(events).EnumerateAsync(silent.Token))
                {
                    silent.CancelAfter(Silence);
                    Heard(JsonElement.Parse(said.Data));
                }
                Heard(await http.GetFromJsonAsync<JsonElement>($"/v1/permits/{Id}", silent.Token));
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException or IOException)
            {
                // The connection ended: ask, and listen again.
            }
        }
        while (await PauseAsync(TimeSpan.FromMilliseconds(250)));
    }

    private void Heard(JsonElement said)
    {
        if (Text(said, "state") is var state && state != "active") End(Text(said, "reason") ?? state ?? "unknown");
    }

    private void Renewed(long askedAt)
    {
        lock (deciding)
        {
            if (leaseEnd.IsCancellationRequested) return;
            leaseEnd.Dispose();
            leaseEnd = LeaseFrom(askedAt);
        }
    }

    private CancellationTokenSource LeaseFrom(long askedAt)
    {
        var left = lease - Stopwatch.GetElapsedTime(askedAt);
        var end = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        end.Token.Register(() => End("the lease ended and could not be renewed"));
        return end;
    }

    private void End(string reason)
    {
        lock (deciding)
        {
            if (over.IsCancellationRequested) return;
            Reason = reason;
        }
        over.Cancel();
    }

    /// <summary>Waits; false once the permit is over.</summary>
    private async Task<bool> PauseAsync(TimeSpan time)
    {
        await Task.Delay(time, Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !over.IsCancellationRequested;
    }

    private static string? Text(JsonElement said, string name) => said.ValueKind == JsonValueKind.Object && said.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
