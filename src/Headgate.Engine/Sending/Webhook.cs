using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Posts JSON to an address, signed as Standard Webhooks lays it out: <c>webhook-id</c>, <c>webhook-timestamp</c>, <c>webhook-signature: v1,BASE64</c> over <c>ID.TIMESTAMP.BODY</c>.</summary>
/// <remarks>The same id is the same message, however often it arrives.</remarks>
public sealed class Webhook : IDisposable
{
    private const string SecretPrefix = "whsec_";
    private const int LeastSecret = 24;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient client;
    private readonly Uri address;
    private readonly byte[] secret;
    private readonly TimeProvider clock;

    /// <param name="secret"><c>whsec_</c> and at least 24 bytes in base64.</param>
    /// <exception cref="BadInputException">The address or the secret cannot be used: what is not on this machine takes TLS.</exception>
    public Webhook(string address, string secret, TimeProvider clock)
    {
        (this.address, this.secret, this.clock) = (AddressOf(address), SecretOf(secret), clock);
        client = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Longest }) { Timeout = Longest };
    }

    /// <summary>A new secret.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>An address that something may be sent to.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
            ? uri
            : throw new BadInputException($"`{text}` is no address to send to", "write `https://…`; plain `http` only for this machine");

    /// <summary>Posts, and waits for the answer.</summary>
    /// <returns>Null where it was taken (a status of 2xx); else why not.</returns>
    public async Task<string?> SendAsync(string id, byte[] body, CancellationToken cancellation)
    {
        var time = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", Signature(secret, id, time, body));
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException fault)
        {
            return $"it cannot be reached ({fault.HttpRequestError})";
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "it did not answer in time";
        }
    }

    /// <summary>The signature of a message.</summary>
    internal static string Signature(byte[] secret, string id, string time, byte[] body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body]))}";

    internal static byte[] SecretOf(string text)
    {
        var bytes = new byte[text.Length];
        return text.StartsWith(SecretPrefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[SecretPrefix.Length..], bytes, out var length) && length >= LeastSecret
            ? bytes[..length]
            : throw new BadInputException("the webhook's secret is none", $"write `{SecretPrefix}` and at least {LeastSecret} random bytes in base64");
    }

    public void Dispose() => client.Dispose();
}
