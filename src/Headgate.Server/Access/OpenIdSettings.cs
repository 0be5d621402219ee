using Headgate.Gate;

namespace Headgate.Server;

/// <summary>The provider by whom people sign in (OpenID Connect Core 1.0), and which of its claims make whom what.</summary>
public sealed record OpenIdSettings
{
    private const int LongestSecret = 4096;

    /// <summary>The provider's address: <c>/.well-known/openid-configuration</c> lies below it.</summary>
    public required string Authority { get; init; }

    /// <summary>What the provider knows this server as.</summary>
    public required string ClientId { get; init; }

    /// <summary>The file with the secret that goes with it; null for a client without one.</summary>
    public string? SecretFile { get; init; }

    /// <summary>The claim of the ID token that says somebody's groups.</summary>
    public string Claim { get; init; } = "roles";

    /// <summary>Which values of the claim make somebody what. A value may make several.</summary>
    public IReadOnlyList<(Role Role, string Value)> Roles { get; init; } = [];

    /// <summary>The claim that is a member's id on the platform.</summary>
    public string MemberClaim { get; init; } = "sub";

    /// <summary>Whether the provider may be asked without TLS: on this machine alone.</summary>
    internal bool IsLoopback => Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && uri.IsLoopback;

    /// <summary>The roles of somebody with some values of the claim.</summary>
    internal IReadOnlyList<Role> RolesOf(IEnumerable<string> values)
    {
        var held = values.ToHashSet(StringComparer.Ordinal);
        return [.. Roles.Where(pair => held.Contains(pair.Value)).Select(pair => pair.Role).Distinct().Order()];
    }

    /// <summary>The secret; null where there is none.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    internal string? Secret()
    {
        if (SecretFile is null) return null;
        try
        {
            var file = new FileInfo(SecretFile);
            if (!OperatingSystem.IsWindows() && (file.UnixFileMode & (UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
                throw new BadInputException($"others may read or write `{SecretFile}`", $"run `chmod 600 {SecretFile}`");
            var secret = file.Length <= LongestSecret ? File.ReadAllText(SecretFile).Trim() : "";
            return secret.Length > 0 ? secret : throw new BadInputException($"`{SecretFile}` holds no secret", "write the client's secret into it, and nothing else");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{SecretFile}` cannot be read: {fault.Message}", "name the file that holds the client's secret");
        }
    }

    /// <exception cref="BadInputException">A setting cannot be used.</exception>
    internal void Check()
    {
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var uri) || uri.Query.Length > 0 || uri.Fragment.Length > 0 || !(uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)))
            throw new BadInputException($"`{Authority}` is no provider of identities", "write its issuer: `--openid https://login.example.com/realms/work`; `http` only on this machine");
        if (ClientId.Length == 0) throw new BadInputException("the provider's client id is missing", "register this server with the provider, and give `--openid-client ID`");
        if (Roles.Count == 0) throw new BadInputException("nobody could sign in: no group makes anybody anything", "say which: `--openid-role officer=privacy-office`");
        Secret();
    }
}
