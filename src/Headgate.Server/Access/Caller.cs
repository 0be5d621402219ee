using System.Security.Claims;

namespace Headgate.Server;

/// <summary>Whoever makes a request, once that is proven.</summary>
/// <param name="Name">What acts and the audit call them. Of a member never who they are.</param>
/// <param name="Subject">Which member; null for every other role.</param>
public sealed record Caller(Role Role, string Name, SubjectId? Subject)
{
    /// <summary>What tells callers apart.</summary>
    internal string Key { get; } = $"{Role}/{Name}/{Subject?.Value}";

    /// <summary>The caller of a request; null where nobody has proven to be anybody.</summary>
    public static Caller? Of(HttpContext context) => (context.User as CallerPrincipal)?.Caller;

    /// <summary>Whether they may speak of somebody: a member of themselves alone.</summary>
    public bool MaySpeakOf(SubjectId subject) => Role != Role.Member || Subject == subject;

    internal ClaimsPrincipal ToPrincipal(string scheme) => new CallerPrincipal(this, scheme);
}

/// <summary>A caller as ASP.NET knows them.</summary>
internal sealed class CallerPrincipal(Caller caller, string scheme)
    : ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name), new Claim(ClaimTypes.Role, caller.Role.Word())], scheme))
{
    public Caller Caller { get; } = caller;
}
