using System.Buffers;
using System.Text.Json;

namespace Headgate.Server;

/// <summary>A request of the AuthZEN Authorization API that is not one. The message is for the caller.</summary>
internal sealed class BadRequestException(string message) : Exception(message);

/// <summary>Reads the bodies of the AuthZEN Authorization API 1.0. Unknown fields are passed over; one name twice is refused, since nobody could say which of them was meant.</summary>
internal static class AuthZenRequest
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads a body to its end, and lets it be read while it lies there.</summary>
    /// <exception cref="BadRequestException">It does not say that it is JSON.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpRequest request, Func<ReadOnlySequence<byte>, T> read, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType()) throw new BadRequestException("the `Content-Type` is not `application/json`");
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }
            try
            {
                return read(result.Buffer);
            }
            finally
            {
                reader.AdvanceTo(result.Buffer.End);
            }
        }
    }

    /// <summary>The document that a body is. It holds no part of the body.</summary>
    /// <exception cref="BadRequestException">The body is no JSON object.</exception>
    public static JsonDocument Parse(ReadOnlySequence<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body.ToArray(), Options);
        }
        catch (JsonException fault)
        {
            throw new BadRequestException($"the body is not valid JSON, or names a member twice (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1})");
        }
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw new BadRequestException("the body is not a JSON object");
    }

    /// <summary>The question of a request, or of one of several with the request's own entities for those it leaves out. A whole entity takes the place of a default.</summary>
    /// <exception cref="BadRequestException">An entity is missing or of the wrong type.</exception>
    public static Question Question(JsonElement request, JsonElement? defaults = null) => new(
        Entity(Need(request, defaults, "subject"), "subject"), Action(Need(request, defaults, "action")), Entity(Need(request, defaults, "resource"), "resource"));

    /// <summary>An entity that must have an id.</summary>
    public static Entity Entity(JsonElement entity, string name) => new(Text(entity, name, "type"), Text(entity, name, "id"), Properties(entity, name));

    /// <summary>An entity that is searched for: an id would change nothing.</summary>
    public static (string Type, JsonElement? Properties) Sought(JsonElement entity, string name) => (Text(entity, name, "type"), Properties(entity, name));

    public static Act Action(JsonElement action) => new(Text(action, "action", "name"), Properties(action, "action"));

    public static JsonElement Need(JsonElement request, string name) => Need(request, null, name);

    public static JsonElement? Optional(JsonElement request, string name, JsonValueKind kind)
    {
        if (!request.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == kind ? value : throw new BadRequestException($"`{name}` is of the wrong type");
    }

    private static JsonElement Need(JsonElement request, JsonElement? defaults, string name)
    {
        if (request.TryGetProperty(name, out var value) || (defaults is { } shared && shared.TryGetProperty(name, out value)))
            return value.ValueKind == JsonValueKind.Object ? value : throw new BadRequestException($"`{name}` is not an object");
        throw new BadRequestException($"`{name}` is missing");
    }

    private static string Text(JsonElement entity, string name, string field)
    {
        if (!entity.TryGetProperty(field, out var value)) throw new BadRequestException($"`{name}.{field}` is missing");
        if (value.ValueKind != JsonValueKind.String) throw new BadRequestException($"`{name}.{field}` is not a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new BadRequestException($"`{name}.{field}` is not well-formed text");
        }
    }

    private static JsonElement? Properties(JsonElement entity, string name)
    {
        if (!entity.TryGetProperty("properties", out var properties)) return null;
        return properties.ValueKind == JsonValueKind.Object ? properties : throw new BadRequestException($"`{name}.properties` is not an object");
    }
}
