using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Tells a lineage service, or a file, what happened: each act of the ledger once it is recorded, in order. What could not be told is told the next time.</summary>
public static class LineageExport
{
    /// <summary>Where the events go if nothing else is said: a path, or an address that takes them.</summary>
    public const string Variable = "HEADGATE_OPENLINEAGE";

    /// <summary>The key that the service asks for, as OpenLineage's own clients name it.</summary>
    public const string KeyVariable = "OPENLINEAGE_API_KEY";

    /// <summary>The path at which a service takes events, where its address names none.</summary>
    private const string Endpoint = "/api/v1/lineage";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Tells what has not been told yet to where the environment says; does nothing where it says nothing.</summary>
    /// <returns>Why it could not; null where nothing is left to tell.</returns>
    public static string? ByEnvironment(Session session, CancellationToken cancellation) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } to ? RunAsync(session, to, cancellation).GetAwaiter().GetResult().Problem : null;

    /// <param name="to">A path, to whose end events are written, a line each; or an address.</param>
    /// <exception cref="BadInputException">The address cannot be used.</exception>
    public static async Task<(long Sent, string? Problem)> RunAsync(Session session, string to, CancellationToken cancellation)
    {
        var name = $"openlineage {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(to)))[..16]}";
        using var alone = OwnerFile.Lock(Path.Combine(session.Folder, "openlineage.lock"));
        var from = session.Beside.Number("SELECT position FROM cursor WHERE name = $1", name) ?? 0;
        var acts = session.Store.Acts(session.Store.Head.Size);
        var events = new LineageEvent(session);
        using var client = to.Contains("://", StringComparison.Ordinal) ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Longest } : null;
        var address = client is null ? null : AddressOf(to);
        var sent = 0L;
        foreach (var act in acts)
        {
            if (act.Position < from || events.Of(act, acts) is not { } said) continue;
            if (address is null) Append(to, said);
            else if (await PostAsync(client!, address, said, cancellation) is { } problem) return (sent, problem);
            sent++;
            session.Beside.Run("INSERT INTO cursor(name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET position = $2", name, act.Position + 1);
        }
        return (sent, null);
    }

    private static Uri AddressOf(string to)
    {
        var address = Webhook.AddressOf(to);
        return address.AbsolutePath == "/" ? new(address, Endpoint) : address;
    }

    private static void Append(string path, byte[] said)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write([.. said, (byte)'\n']);
    }

    private static async Task<string?> PostAsync(HttpClient client, Uri address, byte[] said, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(said) };
        request.Content.Headers.ContentType = new("application/json");
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode ? null : FormattableString.Invariant($"the lineage service answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException fault)
        {
            return $"the lineage service cannot be reached ({fault.HttpRequestError})";
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "the lineage service did not answer in time";
        }
    }
}
