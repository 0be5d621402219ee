using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>Follows redirects and keeps cookies by host and port, as a browser does, and shows every step.</summary>
internal sealed class Browser : IDisposable
{
    private const int MostSteps = 10;

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<string, Dictionary<string, string>> cookies = [];

    public List<Uri> Visited { get; } = [];

    /// <summary>Opens an address and goes wherever it leads, at most as far as <paramref name="until"/> says.</summary>
    public async Task<(int Status, JsonElement Body)> GoAsync(Uri address, Func<Uri, bool>? until = null)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            using var response = await SendAsync(new(HttpMethod.Get, address));
            if (response.Headers.Location is not { } location) return ((int)response.StatusCode, await BodyAsync(response));
            address = new Uri(address, location);
            if (until?.Invoke(address) == true) return ((int)response.StatusCode, default);
        }
        throw new InvalidOperationException("it leads round in circles");
    }

    /// <summary>What one of our own pages would send.</summary>
    public async Task<(int Status, JsonElement Body)> PostAsync(Uri address, string json, string site = "same-origin")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Sec-Fetch-Site", site);
        using var response = await SendAsync(request);
        if (response.Headers.Location is { } location) Visited.Add(new Uri(address, location));
        return ((int)response.StatusCode, await BodyAsync(response));
    }

    public void Forget() => cookies.Clear();

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        Visited.Add(request.RequestUri!);
        var jar = cookies.TryGetValue(request.RequestUri!.Authority, out var known) ? known : cookies[request.RequestUri.Authority] = [];
        if (jar.Count > 0) request.Headers.Add("Cookie", string.Join("; ", jar.Select(pair => $"{pair.Key}={pair.Value}")));
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        if (!response.Headers.TryGetValues("Set-Cookie", out var set)) return response;
        foreach (var cookie in set)
        {
            var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var one, var two] ? (one, two) : throw new CookieException();
            if (value.Length == 0) jar.Remove(name);
            else jar[name] = value;
        }
        return response;
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonElement.Parse(text) : default;
    }
}
