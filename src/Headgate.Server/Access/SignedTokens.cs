using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Headgate.Server;

/// <summary>What a token is good for. One kind is never taken for another.</summary>
internal enum TokenKind
{
    /// <summary>A link that signs somebody in.</summary>
    SignIn = 0,

    /// <summary>The cookie of somebody who has signed in.</summary>
    Session = 1,

    /// <summary>A member's link, and what a program sends in their name.</summary>
    Member = 2,
}

/// <summary>Short-lived tokens: who, until when, and a signature (HMAC-SHA-256) over both.</summary>
/// <param name="secret">Whoever has it can make tokens.</param>
internal sealed class SignedTokens(byte[] secret, TimeProvider clock)
{
    private const int MostLength = 2048;

    public string Make(TokenKind kind, Caller caller, TimeSpan life)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new TokenBody((int)kind, caller.Role.Word(), caller.Name, caller.Subject?.Value, (clock.GetUtcNow() + life).ToUnixTimeSeconds()), ServerJson.Default.TokenBody);
        var text = Base64Url.EncodeToString(body);
        return $"{text}.{Base64Url.EncodeToString(Sign(text))}";
    }

    /// <returns>Null where the token is altered, of another kind, or over.</returns>
    public Caller? Read(TokenKind kind, string? token)
    {
        if (token is not { Length: <= MostLength } || token.Split('.') is not [var text, var signature]) return null;
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(signature), Sign(text))) return null;
            var body = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text), ServerJson.Default.TokenBody);
            if (body is null || body.Kind != (int)kind || clock.GetUtcNow().ToUnixTimeSeconds() >= body.Until || Roles.Find(body.Role) is not { } role) return null;
            return new(role, body.Name, SubjectId.From(body.Subject));
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return null;
        }
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text));
}

/// <summary>What a token says.</summary>
internal sealed record TokenBody(int Kind, string Role, string Name, string? Subject, long Until);
