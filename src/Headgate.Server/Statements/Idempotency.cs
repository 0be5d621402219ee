using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Server;

/// <summary>What was answered to a request with an <c>Idempotency-Key</c>.</summary>
/// <param name="Request">SHA-256 in hex of method, path and body.</param>
/// <param name="Status">0 while it is at work, or if the server ended meanwhile.</param>
internal sealed record KeptAnswer(string Request, int Status, string? Body, long Until);

/// <summary>Sees to it that an act that is sent twice with the same <c>Idempotency-Key</c> is done once, across restarts too.</summary>
/// <remarks>Keys are each caller's own. The note that an act is at work is on disk before the act: where a server ended between the two, a repetition is told that the outcome is not known, and does nothing.</remarks>
internal sealed class Idempotency(ServerFolder folder, TimeProvider clock)
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 200;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly string place = folder.Folder("answers");
    private long nextSweep;

    public async ValueTask<object?> Around(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(Header, out var given) || HttpMethods.IsGet(http.Request.Method)) return await next(context);
        if (given is not [{ Length: > 0 and <= LongestKey } key] || key.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            return TypedResults.Problem($"`{Header}` is not one key of 1 to {LongestKey} visible characters", statusCode: StatusCodes.Status400BadRequest);
        Sweep();
        var caller = Caller.Of(http);
        var request = await DigestAsync(http.Request);
        var file = Path.Combine(place, Hash($"{caller?.Role.Word()}\n{caller?.Name}\n{caller?.Subject?.Value}\n{key}"));
        var until = (clock.GetUtcNow() + Kept).ToUnixTimeSeconds();
        if (!TryBegin(file, new(request, 0, null, until))) return Repeated(file, request);
        object? result;
        try
        {
            result = await next(context);
        }
        catch (Exception fault) when (DidNothing(fault))
        {
            File.Delete(file);
            throw;
        }
        if (result is not IStatusCodeHttpResult { StatusCode: >= 200 and < 300 and var status })
        {
            File.Delete(file);
            return result;
        }
        var body = result is IValueHttpResult { Value: { } value } ? JsonSerializer.Serialize(value, value.GetType(), ServerJson.Default) : null;
        Finish(file, new(request, status, body, until));
        return result;
    }

    /// <summary>Whether an act was refused before anything was recorded. After any other fault nobody knows, and the note that it is at work stays.</summary>
    private static bool DidNothing(Exception fault) =>
        fault is BadInputException or RefusedException or LedgerRefusalException or UnknownPurposeException or TableTooLargeException or ArgumentException or BadHttpRequestException;

    private static IResult Repeated(string file, string request) => Read(file) switch
    {
        null or { Status: 0 } => TypedResults.Problem("a request with this key is at work, or its outcome is not known: look at what is recorded", statusCode: StatusCodes.Status409Conflict),
        { Request: var other } when other != request => TypedResults.Problem("this key was used for another request", statusCode: StatusCodes.Status422UnprocessableEntity),
        { Body: { } body, Status: var status } => TypedResults.Text(body, "application/json", Encoding.UTF8, status),
        { Status: var status } => TypedResults.StatusCode(status),
    };

    private static bool TryBegin(string file, KeptAnswer answer)
    {
        try
        {
            using var stream = ServerFolder.Open(file, FileMode.CreateNew);
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(answer, ServerJson.Default.KeptAnswer));
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
    }

    private static void Finish(string file, KeptAnswer answer)
    {
        using (var stream = ServerFolder.Open($"{file}.new", FileMode.Create)) stream.Write(JsonSerializer.SerializeToUtf8Bytes(answer, ServerJson.Default.KeptAnswer));
        File.Move($"{file}.new", file, overwrite: true);
    }

    private static KeptAnswer? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), ServerJson.Default.KeptAnswer);
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null;
        }
    }

    private static async Task<string> DigestAsync(HttpRequest request)
    {
        request.Body.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        var part = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(part, request.HttpContext.RequestAborted)) > 0;) hash.AppendData(part.AsSpan(0, read));
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Forgets answers that are over, now and then.</summary>
    private void Sweep()
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var due = Interlocked.Read(ref nextSweep);
        if (now < due || Interlocked.CompareExchange(ref nextSweep, now + 600, due) != due) return;
        foreach (var file in Directory.EnumerateFiles(place))
            if (Read(file) is { } kept && kept.Until < now)
                File.Delete(file);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
