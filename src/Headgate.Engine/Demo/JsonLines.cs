using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Headgate.Engine.Demo;

/// <summary>Writes objects as JSON, one a line, without holding more than a buffer of them.</summary>
internal sealed class JsonLines : IDisposable
{
    private const int Full = 1 << 16;

    private readonly Stream stream;
    private readonly ArrayBufferWriter<byte> buffer = new(2 * Full);
    private readonly Utf8JsonWriter writer;

    public JsonLines(Stream stream)
    {
        this.stream = stream;
        writer = new(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>How many lines were written.</summary>
    public long Count { get; private set; }

    public Utf8JsonWriter Begin()
    {
        writer.Reset();
        writer.WriteStartObject();
        return writer;
    }

    public void End()
    {
        writer.WriteEndObject();
        writer.Flush();
        buffer.Write("\n"u8);
        Count++;
        if (buffer.WrittenCount >= Full) Empty();
    }

    public void Dispose()
    {
        Empty();
        writer.Dispose();
    }

    private void Empty()
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
