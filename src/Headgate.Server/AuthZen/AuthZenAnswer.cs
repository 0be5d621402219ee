using System.Buffers;
using System.Text.Json;

namespace Headgate.Server;

/// <summary>A JSON answer of the AuthZEN edge, written as it is made.</summary>
internal sealed class AuthZenAnswer(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) : IResult
{
    private const int Usual = 512;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, body) = (httpContext.Response, new ArrayBufferWriter<byte>(Usual));
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json", body.WrittenCount);
        await response.BodyWriter.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
    }

    /// <summary>The members of a decision.</summary>
    public static void Write(Utf8JsonWriter json, Decision decision)
    {
        json.WriteBoolean("decision", decision.Allows);
        if (decision.Reason is null) return;
        json.WriteStartObject("context");
        json.WriteString("reason", decision.Reason);
        if (decision.Because is { } because) json.WriteString("because", because);
        if (decision.Cites is { Count: > 0 } cites)
        {
            json.WriteStartArray("cites");
            foreach (var cite in cites) json.WriteStringValue(cite);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
