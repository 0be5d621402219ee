using System.Buffers;
using System.Text.Json;

namespace Headgate.Server;

/// <summary>The JSON answers of the AuthZEN edge.</summary>
internal static class AuthZenAnswer
{
    private const int Usual = 512;

    public static Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var body = Bytes(write);
        Begin(context.Response, body.WrittenCount);
        return context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Sends an answer that was written before.</summary>
    public static ValueTask SendAsync(HttpContext context, byte[] answer)
    {
        Begin(context.Response, answer.Length);
        context.Response.BodyWriter.Write(answer);
        return FlushAsync(context);
    }

    /// <summary>Sends the answers to several questions.</summary>
    public static ValueTask SendAsync(HttpContext context, IReadOnlyList<byte[]> answers)
    {
        ReadOnlySpan<byte> start = "{\"evaluations\":["u8, end = "]}"u8;
        var length = start.Length + end.Length + answers.Count - 1;
        for (var i = 0; i < answers.Count; i++) length += answers[i].Length;
        Begin(context.Response, length);
        var writer = context.Response.BodyWriter;
        writer.Write(start);
        for (var i = 0; i < answers.Count; i++)
        {
            if (i > 0) writer.Write(","u8);
            writer.Write(answers[i]);
        }
        writer.Write(end);
        return FlushAsync(context);
    }

    /// <summary>An object with some members.</summary>
    public static ArrayBufferWriter<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(Usual);
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return body;
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

    private static void Begin(HttpResponse response, long length) => (response.ContentType, response.ContentLength) = ("application/json", length);

    private static async ValueTask FlushAsync(HttpContext context) => await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
}
