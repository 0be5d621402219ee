using System.Text.Json;

namespace Headgate.Server;

/// <summary>Writes down every refusal and every act: who, what, when and how it ended. Never whom it was about: routes stand as patterns, members have no name.</summary>
internal sealed class Audit(ServerFolder folder, TimeProvider clock) : IDisposable
{
    private const string FileName = "audit.jsonl";

    private readonly Lock writing = new();
    private readonly FileStream stream = ServerFolder.Open(folder.In(FileName), FileMode.Append);

    /// <summary>Notes how a request ended, if it was an act or was refused.</summary>
    public async Task Around(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var status = context.Response.StatusCode;
        var refused = status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status409Conflict or StatusCodes.Status429TooManyRequests;
        var acts = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<IsQuestion>() is null;
        if (!refused && !acts) return;
        var caller = Caller.Of(context);
        Write(new(
            Instant.FromDateTime(clock.GetUtcNow()).ToString(), caller?.Role.Word() ?? "nobody", caller is { Role: not Role.Member } ? caller.Name : null,
            context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no such place", status, context.Items[PositionItem] as long?));
    }

    /// <summary>Where an act stands in the ledger.</summary>
    public static void Recorded(HttpContext context, long position) => context.Items[PositionItem] = position;

    public void Dispose() => stream.Dispose();

    private const string PositionItem = "headgate:position";

    private void Write(AuditLine line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, ServerJson.Default.AuditLine);
        lock (writing)
        {
            stream.Write([.. bytes, (byte)'\n']);
            stream.Flush();
        }
    }
}

/// <summary>Marks an endpoint that is asked by POST and changes nothing.</summary>
internal sealed record IsQuestion;

/// <summary>A line of the audit.</summary>
internal sealed record AuditLine(string At, string Role, string? Name, string Method, string Route, int Status, long? Position);
