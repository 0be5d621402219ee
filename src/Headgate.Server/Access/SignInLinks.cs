using System.Security.Cryptography;

namespace Headgate.Server;

/// <summary>One sign-in link a role, for whoever started the server on this machine. They are good while it runs, and made only where it can be reached from nowhere else.</summary>
public sealed class SignInLinks
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private readonly SignedTokens? tokens;

    internal SignInLinks(ServerSettings settings, TimeProvider clock) =>
        tokens = settings.IsLoopback ? new(RandomNumberGenerator.GetBytes(32), clock) : null;

    /// <summary>The links below an address, by role; none where the server can be reached from elsewhere.</summary>
    public IReadOnlyList<(Role Role, string Url)> Below(string address) => tokens is null
        ? []
        : [.. Roles.All.Where(role => role != Role.Member).Select(role => (role, $"{address.TrimEnd('/')}/sign-in?token={tokens.Make(TokenKind.SignIn, new(role, $"{role.Word()} on this machine", null), Life)}"))];

    internal Caller? Read(string? token) => tokens?.Read(TokenKind.SignIn, token);
}
