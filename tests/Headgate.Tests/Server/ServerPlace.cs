using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Server;
using Headgate.Tests.Gate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Headgate.Tests.Server;

/// <summary>A server on a port of its own, on the ledger of a <see cref="Workplace"/>, and clients of every role.</summary>
internal sealed class ServerPlace : IAsyncDisposable
{
    private readonly List<HttpClient> clients = [];

    private ServerPlace(Workplace place, WebApplication app) => (Place, App) = (place, app);

    public Workplace Place { get; }

    public WebApplication App { get; private set; }

    public Uri Address => new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ServerPlace> StartAsync(Func<ServerSettings, ServerSettings>? settings = null, IDecisionSource? decisions = null, Workplace? place = null)
    {
        place ??= new Workplace();
        var made = new ServerPlace(place, Build(place, settings, decisions));
        await made.App.StartAsync(Cancellation);
        return made;
    }

    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        App = Build(Place, null, null);
        await App.StartAsync(Cancellation);
    }

    /// <summary>Waits until the server decides from memory, and a purpose by its table.</summary>
    public async Task SettleAsync(string purpose)
    {
        var index = App.Services.GetRequiredService<LedgerDecisions>().Index;
        await index.Loaded.WaitAsync(Cancellation);
        using (var view = index.Now()) view.Decide(purpose, new Record());
        await index.SettleAsync().WaitAsync(Cancellation);
    }

    /// <summary>A client with a new key of a role.</summary>
    public HttpClient As(Role role, string? name = null) => With(App.Services.GetRequiredService<ApiKeys>().Create(name ?? role.Word(), role.Word(), 1).Key);

    /// <summary>A client with a member's token.</summary>
    public HttpClient AsMember(string subject) => With(App.Services.GetRequiredService<SignedTokens>().Make(TokenKind.Member, new(Role.Member, "member", SubjectId.From(subject)), TimeSpan.FromMinutes(5)));

    public HttpClient With(string? bearer)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (bearer is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        clients.Add(client);
        return client;
    }

    public static async Task<(int Status, JsonElement Body)> PostAsync(HttpClient client, string path, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, Cancellation);
        return ((int)response.StatusCode, await BodyAsync(response));
    }

    public static async Task<(int Status, JsonElement Body)> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return ((int)response.StatusCode, await BodyAsync(response));
    }

    public string[] AuditLines()
    {
        using var stream = new FileStream(Path.Combine(Place.LedgerFolder, "server", "audit.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        await App.DisposeAsync();
        Place.Dispose();
    }

    private static WebApplication Build(Workplace place, Func<ServerSettings, ServerSettings>? settings, IDecisionSource? decisions)
    {
        var usual = new ServerSettings { Urls = ["http://127.0.0.1:0"], DataSets = Path.GetDirectoryName(place.LedgerFolder) };
        return HeadgateServer.Build(place.Session, settings?.Invoke(usual) ?? usual, place.Clock, GateWorker.Run, decisions);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        if (text.Length == 0 || response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true) return default;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
